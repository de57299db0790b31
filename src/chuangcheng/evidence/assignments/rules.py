"""What must hold of assignments, and what it takes to see and make them."""

from __future__ import annotations

from chuangcheng.ground.rights import right

SEE = right(
    "assignments.see",
    zh="查看任务和进度",
    en="See assignments and progress",
    roles=("office", "supervisor", "superior"),
)
CHANGE = right("assignments.change", zh="分派任务", en="Give assignments", roles=("office",))

"""What must hold of draws, and what it takes to see and make them."""

from __future__ import annotations

from chuangcheng.ground.rights import right

SEE = right(
    "draws.see",
    zh="查看抽取",
    en="See draws",
    roles=("office", "supervisor", "superior"),
)
CHANGE = right("draws.change", zh="抽取点位", en="Draw points", roles=("office",))

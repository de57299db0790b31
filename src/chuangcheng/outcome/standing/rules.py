"""What it takes to see the standing and to compute it."""

from __future__ import annotations

from chuangcheng.ground.rights import right

SEE = right(
    "standing.see",
    zh="查看成绩",
    en="See the standing",
    roles=("office", "clerk", "supervisor", "leader", "superior"),
)
COMPUTE = right("standing.compute", zh="计算成绩", en="Compute the standing", roles=("office",))

"""What the audit log asks for."""

from chuangcheng.ground.rights import right

SEE = right(
    "audit.see",
    zh="查看操作记录",
    en="Read the audit log",
    roles=("office", "supervisor"),
)

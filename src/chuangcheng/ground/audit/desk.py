"""The audit log on the desk."""

from chuangcheng.ground.audit.rules import SEE
from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.words import Words

settings(
    Entry(
        "audit",
        Words("操作记录", "Audit log"),
        "audit:list",
        80,
        SEE,
        Words("谁在何时做了什么，不能悄悄改动", "Who did what and when; no quiet changes"),
    )
)

"""Phones on the desk."""

from chuangcheng.ground.devices.rules import CHANGE
from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.words import Words

settings(
    Entry(
        "devices",
        Words("我的手机", "My phones"),
        "devices:own",
        32,
        None,
        Words("用二维码配对测评用的手机", "Pair the phone you inspect with"),
    ),
    Entry(
        "devices",
        Words("手机", "Phones"),
        "devices:list",
        33,
        CHANGE,
        Words("谁的手机配对了，停用丢失的手机", "Whose phones are paired; revoke lost ones"),
    ),
)

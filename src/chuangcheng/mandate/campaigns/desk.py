"""Campaigns on the desk."""

from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns.rules import SEE

settings(
    Entry(
        "campaigns",
        Words("创建活动", "Campaigns"),
        "campaigns:list",
        55,
        SEE,
        Words("争创哪些称号，在哪个阶段", "Which titles are sought, and how far along"),
    )
)

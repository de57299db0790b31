"""Frameworks on the desk."""

from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.words import Words
from chuangcheng.mandate.frameworks.rules import SEE

settings(
    Entry(
        "frameworks",
        Words("测评体系", "Frameworks"),
        "frameworks:list",
        60,
        SEE,
        Words(
            "项目、内容、标准、分值和规则，各版对照",
            "What is asked, worth how much, edition by edition",
        ),
    )
)

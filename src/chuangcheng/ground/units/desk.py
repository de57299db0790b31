"""Units on the desk."""

from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.units.rules import SEE
from chuangcheng.ground.words import Words

settings(
    Entry(
        "units",
        Words("单位", "Units"),
        "units:list",
        20,
        SEE,
        Words(
            "部门、乡镇（街道）、指挥部及工作组", "Departments, townships, headquarters and groups"
        ),
    )
)

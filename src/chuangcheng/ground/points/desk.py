"""Points and pledges on the desk."""

from chuangcheng.ground.points.rules import SEE
from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.words import Words

settings(
    Entry(
        "points",
        Words("点位", "Points"),
        "points:list",
        40,
        SEE,
        Words("可以测评的地方，各由谁负责", "Places that can be visited, and who answers for each"),
    ),
    Entry(
        "points",
        Words("包保", "Pledges"),
        "points:pledges:list",
        45,
        SEE,
        Words("领导包乡镇、部门、点位，街长，网格员", "Leaders, street chiefs and grid workers"),
    ),
    Entry(
        "points",
        Words("点位类型", "Kinds of point"),
        "points:kinds",
        50,
        SEE,
        Words("哪些是街巷，通常由谁负责", "Which are streets, and who usually answers"),
    ),
)

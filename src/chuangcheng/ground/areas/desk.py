"""Areas on the desk."""

from chuangcheng.ground.areas.rules import SEE
from chuangcheng.ground.site.desk import Entry, settings
from chuangcheng.ground.words import Words

settings(
    Entry(
        "areas",
        Words("区域", "Areas"),
        "areas:list",
        30,
        SEE,
        Words("市、县、乡镇（街道）、社区（村）四级", "City, county, township and community"),
    )
)

"""How areas are found."""

from chuangcheng.ground.areas import queries
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.areas.rules import SEE
from chuangcheng.ground.areas.sheet import AREAS
from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.words import Words

index(
    Indexed(
        model=Area,
        words=Words("区域", "Areas"),
        right=SEE,
        rows=queries.areas,
        columns=("title_zh", "title_en", "code"),
        order=80,
        told_as=(AREAS.name,),
    )
)

"""How points are found."""

from chuangcheng.ground.points import queries
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.points.rules import SEE
from chuangcheng.ground.points.sheet import POINTS
from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.words import Words

index(
    Indexed(
        model=Point,
        words=Words("点位", "Points"),
        right=SEE,
        rows=queries.points,
        columns=("title_zh", "title_en", "code", "address", "note"),
        order=50,
        told_as=(POINTS.name,),
    )
)

"""How units are found."""

from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.units import queries
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.units.rules import SEE
from chuangcheng.ground.units.sheet import UNITS
from chuangcheng.ground.words import Words

index(
    Indexed(
        model=Unit,
        words=Words("单位", "Units"),
        right=SEE,
        rows=queries.units,
        columns=("title_zh", "title_en", "code", "contact"),
        order=60,
        told_as=(UNITS.name,),
    )
)

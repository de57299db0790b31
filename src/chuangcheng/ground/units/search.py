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
        texts=lambda unit: (unit.title_zh, unit.title_en, unit.code, unit.contact),
        order=60,
        told_as=(UNITS.name,),
    )
)

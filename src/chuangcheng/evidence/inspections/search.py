"""How rounds are found: the released ones, and by those who are on them the secret ones."""

from chuangcheng.evidence.inspections import queries
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rules import SEE
from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.words import Words

index(
    Indexed(
        model=Round,
        words=Words("轮次", "Rounds"),
        right=SEE,
        rows=queries.visible,
        columns=("title_zh", "title_en"),
        order=5,
    )
)

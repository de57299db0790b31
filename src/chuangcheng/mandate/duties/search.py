"""How duties are found: by what is to be done; their standards are found by themselves."""

from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties import queries
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.rules import SEE
from chuangcheng.mandate.duties.sheet import DUTIES

index(
    Indexed(
        model=Duty,
        words=Words("责任", "Duties"),
        right=SEE,
        rows=queries.duties,
        columns=("task", "target"),
        order=35,
        told_as=(DUTIES.name, Campaign.kind),
    )
)

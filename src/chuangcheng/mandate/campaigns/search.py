"""How campaigns are found."""

from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns import queries
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.rules import SEE
from chuangcheng.mandate.campaigns.sheet import CAMPAIGNS

index(
    Indexed(
        model=Campaign,
        words=Words("创建活动", "Campaigns"),
        right=SEE,
        rows=queries.campaigns,
        columns=("title_zh", "title_en", "code"),
        order=10,
        told_as=(CAMPAIGNS.name,),
    )
)

"""What must hold of campaigns, and what it takes to see and change them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.rights import right
from chuangcheng.mandate.campaigns.models import Bearer, Campaign, Stage
from chuangcheng.mandate.frameworks.models import Edition, State

SEE = right(
    "campaigns.see",
    zh="查看创建活动",
    en="See campaigns",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
CHANGE = right("campaigns.change", zh="维护创建活动", en="Keep the campaigns", roles=("office",))


@dataclass(frozen=True)
class CampaignFacts:
    """What a person says of a campaign, whichever way it comes: form, sheet or API."""

    code: str
    title_zh: str
    area: Area
    edition: Edition
    lane: str
    first_year: int
    title_en: str = ""
    stage: str = Stage.NOMINATION
    years: int = 3
    bearer: str = Bearer.POINT
    closed: bool = False


def check_code_free(taken: Iterable[Campaign]) -> None:
    """A code names one campaign; capital and small letters count as the same."""
    for other in taken:
        raise ValidationError({"code": _("代码已被“%(campaign)s”使用。") % {"campaign": other}})


def check_edition(edition: Edition, before: Edition | None = None) -> None:
    """A campaign runs by an edition that holds; one that was withdrawn later stays."""
    if edition.state != State.ISSUED and edition != before:
        raise ValidationError(
            {"edition": _("“%(edition)s”还没有印发或已停用，请先印发。") % {"edition": edition}}
        )


def check_edition_stays(campaign: Campaign, edition: Edition) -> None:
    """Duties hang on the standards of an edition: while there are any it stays."""
    if campaign.edition_id != edition.pk and campaign.duties.exists():
        raise ValidationError(
            {"edition": _("已有责任分解，不能更换测评体系；请另建一个创建活动。")}
        )

"""What must hold of duties, and what it takes to see and change them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.rights import right
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.frameworks.models import Standard

SEE = right(
    "duties.see",
    zh="查看责任分解",
    en="See duties",
    roles=("office", "clerk", "supervisor", "leader", "superior"),
)
CHANGE = right("duties.change", zh="分解和交办责任", en="Hand out duties", roles=("office",))


@dataclass(frozen=True)
class DutyFacts:
    """What a person says of a duty, whichever way it comes: form, sheet or API.

    `shares` are the units with their parts in proportion to each other; `lead` may be among them.
    """

    standard: Standard
    area: Area | None = None
    lead: Unit | None = None
    leader: User | None = None
    partners: tuple[tuple[Unit, Decimal], ...] = ()
    lead_share: Decimal = field(default=Decimal(1))
    task: str = ""
    target: str = ""
    deadline: date | None = None


def check_free(taken: Iterable[Duty]) -> None:
    """A standard in an area is handed out once; what changes is that one duty."""
    for duty in taken:
        raise ValidationError(
            {"standard": _("“%(duty)s”已有责任分解，请直接修改。") % {"duty": duty}}
        )


def check_led(duty: Duty | None, by: int | None) -> None:
    """Nobody is replaced unseen: the unit that leads is the one that was shown."""
    lead = duty.lead() if duty else None
    if (lead and lead.pk) != by:
        raise ValidationError(
            _("牵头单位刚刚已改为“%(lead)s”，没有写入任何内容。请重新打开本页确认。")
            % {"lead": lead or "—"}
        )


def check_fits(campaign: Campaign, facts: DutyFacts) -> None:
    """The standard is one of the campaign's edition, the area lies in the campaign's."""
    if facts.standard.edition_id != campaign.edition_id:
        raise ValidationError({"standard": _("这条标准不在本活动的测评体系之中。")})
    if facts.area and not facts.area.path.startswith(campaign.area.path):
        raise ValidationError(
            {"area": _("“%(area)s”不在本活动的区域之内。") % {"area": facts.area}}
        )


def check_shares(facts: DutyFacts) -> None:
    """Each unit takes part once, and somebody bears something."""
    units = [unit.pk for unit, _share in facts.partners]
    if facts.lead and facts.lead.pk in units:
        raise ValidationError({"partners": _("牵头单位不能同时是配合单位。")})
    if len(units) != len(set(units)):
        raise ValidationError({"partners": _("同一个单位只能写一次。")})
    shares = [share for _unit, share in facts.partners]
    shares += [facts.lead_share] if facts.lead else []
    if any(share < 0 for share in shares) or (shares and sum(shares) == 0):
        raise ValidationError({"partners": _("份额不能小于 0，也不能全为 0。")})


def check_open(campaign: Campaign) -> None:
    """A campaign that is closed keeps its duties as they were."""
    if campaign.closed:
        raise ValidationError(_("创建活动已结束，责任分解不能再改。"))


@cache
def usual_lead_share() -> Decimal:
    """What a lead unit bears when it has partners and nothing else is said."""
    text = files(__package__).joinpath("data/shares.yaml").read_text("utf-8")
    return Decimal(yaml.safe_load(text)["lead"])


def even(units: Sequence[Unit], lead_share: Decimal) -> tuple[tuple[Unit, Decimal], ...]:
    """Partners with what the lead leaves of one whole, in even parts."""
    if not units:
        return ()
    rest = max(Decimal(1) - lead_share, Decimal(0)) / len(units)
    return tuple((unit, rest.quantize(Decimal("0.0001"))) for unit in units)

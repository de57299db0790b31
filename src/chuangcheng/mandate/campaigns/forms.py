"""What people type of a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import narrow
from chuangcheng.mandate.campaigns.models import Bearer, Campaign, Lane, Stage
from chuangcheng.mandate.campaigns.rules import CHANGE, CampaignFacts
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.mandate.frameworks.models import Edition


def _this_year() -> int:
    return timezone.localdate().year


class CampaignForm(forms.Form):
    """The facts of a campaign."""

    code = forms.CharField(label=_("代码"), max_length=40, help_text=_("唯一，不含斜杠和空格。"))
    title_zh = forms.CharField(label=_("名称"), max_length=100)
    title_en = forms.CharField(label=_("英文名称"), max_length=150, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("区域"))
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("测评体系"), help_text=_("只列出已印发的。")
    )
    lane = forms.ChoiceField(label=_("梯队"), choices=Lane.choices)
    stage = forms.ChoiceField(label=_("阶段"), choices=Stage.choices)
    first_year = forms.IntegerField(
        label=_("起始年"),
        initial=_this_year,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    years = forms.IntegerField(
        label=_("周期（年）"),
        initial=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    bearer = forms.ChoiceField(
        label=_("点位失分由谁承担"),
        choices=Bearer.choices,
        help_text=_("谁丢分谁负责：通常由点位的责任单位承担。"),
    )
    closed = forms.BooleanField(label=_("已结束"), required=False)

    def __init__(
        self, person: Person, campaign: Campaign | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "area", Area.objects.with_right(person, CHANGE))
        offered = frameworks.issued(person)
        if campaign:
            offered = offered | frameworks.editions(person).filter(pk=campaign.edition_id)
        narrow(self, "edition", offered)

    def facts(self) -> CampaignFacts:
        """What was typed, once it is valid."""
        return CampaignFacts(**self.cleaned_data)

"""What people type of rounds and judgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.engine.framework import Item
from chuangcheng.evidence.inspections import queries
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.evidence.inspections.rules import Judgement, RoundFacts
from chuangcheng.evidence.inspections.settings import defaults
from chuangcheng.ground.areas import queries as areas
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people import queries as people
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import Day, narrow
from chuangcheng.ground.units import queries as units
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.mandate.campaigns.models import Campaign

FACTS = ("year", "number", "title_zh", "title_en", "round_kind", "starts", "ends")


class RoundForm(forms.Form):
    """The facts of a round and who is on it."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    number = forms.IntegerField(
        label=_("轮次"), min_value=1, max_value=999, help_text=_("本年度第几轮。")
    )
    title_zh = forms.CharField(label=_("名称"), max_length=100)
    title_en = forms.CharField(label=_("英文名称"), max_length=150, required=False)
    round_kind = forms.ChoiceField(label=_("类别"), choices=RoundKind.choices)
    starts = forms.DateField(label=_("开始"), widget=Day())
    ends = forms.DateField(label=_("结束"), widget=Day())
    twice = forms.FloatField(
        label=_("双盲复查比例（%）"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("分派任务时，这么多点位由另一组人再走一遍，用来算测评员之间的一致性。"),
    )
    items = forms.CharField(
        label=_("只看这些测评条目"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("条目编号，用空格或换行分开。空着就是看全部。"),
    )
    members = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("成员"),
        required=False,
        help_text=_("公布之前，只有成员能看到这一轮。"),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "members", people.people(person))

    @staticmethod
    def known(round_: Round) -> dict[str, Any]:
        """What the form of a round starts from."""
        return {
            **{name: getattr(round_, name) for name in FACTS},
            "twice": round(round_.twice * 100, 2),
            "items": " ".join(round_.items),
            "members": list(round_.members.values_list("pk", flat=True)),
        }

    def facts(self) -> RoundFacts:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        items = tuple(dict.fromkeys(given["items"].split()))
        twice = (given["twice"] or 0) / 100
        return RoundFacts(**{name: given[name] for name in FACTS}, twice=twice, items=items)

    def people(self) -> Sequence[User]:
        """Who is to be on it."""
        return list(self.cleaned_data["members"])


class NewRoundForm(RoundForm):
    """A new round: of which campaign, and whether it is secret until released."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("创建活动"))
    secret = forms.BooleanField(label=_("保密，公布前只有成员知道"), required=False)
    public = forms.BooleanField(
        label=_("仍然公开，范围内有权限的人马上都能看到"),
        required=False,
        widget=forms.HiddenInput(),
    )
    field_order = ("campaign",)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        narrow(self, "campaign", campaigns.changeable(person).open())
        kinds = defaults().secret
        self.initial.setdefault("secret", self.initial.get("round_kind") in kinds)
        self.fields["round_kind"].widget.attrs["data-secret"] = " ".join(kinds)
        self.fields["secret"].help_text = _("应当保密的类别：%s。公开以后不能再改成保密。") % (
            gettext("、").join(str(kind.label) for kind in kinds)
        )

    def clean(self) -> dict[str, Any]:
        """Ask once more before a round is made public whose kind should be secret."""
        given = super().clean() or self.cleaned_data
        kind = given.get("round_kind")
        if kind in defaults().secret and not (given["secret"] or given["public"]):
            self.fields["public"].widget = forms.CheckboxInput()
            said = _("“%s”应当保密：请勾选；确实要公开，请勾选下面的“仍然公开”。")
            self.add_error("secret", said % RoundKind(kind).label)
        return given


class WhyForm(forms.Form):
    """A reason that stays in the log."""

    why = forms.CharField(label=_("理由"), max_length=300)


class ObservationsForm(forms.Form):
    """The file of observations."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(".xlsx、.csv 或 .parquet，不超过 50 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.parquet"}),
    )


class JudgementForm(forms.Form):
    """What is found of an item, by its rule, and why it is judged anew."""

    result = forms.ChoiceField(label=_("结果"), required=False)
    count = forms.FloatField(label=_("数量"), required=False)
    of = forms.FloatField(label=_("总数"), required=False)
    why = forms.CharField(label=_("更正原因"), max_length=300)

    def __init__(
        self, item: Item, words: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        needs = item.rule.needs()
        for name in {"count", "of"} - set(needs):
            del self.fields[name]
        choice = self.fields["result"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", "—"), *words] if needs else list(words)

    def said(self) -> Judgement:
        """The judgement, once it is valid."""
        given = self.cleaned_data
        return Judgement(given["result"], given.get("count"), given.get("of"))


class DecisionForm(forms.Form):
    """A bonus, penalty or veto: which entry, on which area, how often."""

    sanction = forms.ChoiceField(label=_("条款"))
    area = forms.ModelChoiceField(Area.objects.none(), label=_("区域"))
    times = forms.FloatField(label=_("次数"), min_value=0.01, initial=1)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("责任单位"), required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, person: Person, round_: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = areas.areas(person).below(round_.place().area)
        narrow(self, "area", inside)
        narrow(self, "unit", units.units(person))
        choice, names = self.fields["sanction"], queries.names(round_)
        if isinstance(choice, forms.ChoiceField):
            entries = queries.framework(round_).sanctions
            choice.choices = [(e.id, f"{e.id} {names.of('sanction', e.id)}") for e in entries]

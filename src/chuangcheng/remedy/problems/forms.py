"""What people type of problems and of the steps they take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from chuangcheng.engine.framework import Item
from chuangcheng.engine.rules import UNJUDGED
from chuangcheng.evidence.inspections import saying
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points import queries as points
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import narrow
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.doing import Said
from chuangcheng.remedy.problems.flow import ImpossibleError
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.procedures import Procedures
from chuangcheng.remedy.problems.rules import ProblemFacts

PICTURES = "image/jpeg,image/png,image/webp"
#: What each verb asks for, beside the note.
ASKED: dict[str, tuple[str, ...]] = {
    "dispatch": ("lead", "partners"),
    "arbitrate": ("lead", "partners"),
    "share": ("partners",),
    "rectify": ("photographs",),
    "recheck": ("result", "count", "of", "photographs"),
    "contribute": ("photographs",),
    "ask-extension": ("amount",),
    "suspend": ("waits_for",),
    "meet-stage": ("stage",),
}


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by itself; cleaned, a list."""

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401  # as Django has it
        """The files that were chosen."""
        given = [one for one in data or [] if one] if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given if one]
        if self.required and not found:
            super().clean(None, initial)
        return found


class StepForm(forms.Form):
    """What one verb asks for."""

    lead = forms.ModelChoiceField(Unit.objects.none(), label=_("牵头单位"))
    partners = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("配合单位"), required=False
    )
    result = forms.ChoiceField(label=_("复查结果"), required=False, widget=forms.RadioSelect)
    count = forms.FloatField(label=_("数量"), required=False)
    of = forms.FloatField(label=_("总数"), required=False)
    amount = forms.IntegerField(label=_("延长多少"), min_value=1, max_value=365)
    waits_for = forms.CharField(
        label=_("等待什么"),
        max_length=300,
        required=False,
        help_text=_("例如工程项目的名称或链接。"),
    )
    stage = forms.ChoiceField(label=_("阶段"), required=False)
    note = forms.CharField(
        label=_("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photographs = FilesField(
        label=_("照片"),
        required=False,
        widget=Files(attrs={"accept": PICTURES, "multiple": True}),
        help_text=_("可选几张；手机上可以直接拍。"),
    )

    def __init__(
        self, person: Person, problem: Problem, verb: str, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.verb = verb
        asked = (*ASKED.get(verb, ()), "note")
        for name in set(self.fields) - set(asked):
            del self.fields[name]
        for name in {"lead", "partners"} & set(asked):
            narrow(self, name, Unit.objects.for_user(person).filter(active=True))
        self._need(queries.needs(problem, verb))
        if verb == "recheck":
            self._judge(problem)
        if verb == "meet-stage":
            self._choose("stage", [(s["code"], s["zh"]) for s in problem.clock if not s["met"]])

    def _need(self, needs: frozenset[str]) -> None:
        for need, name in (("note", "note"), ("photograph", "photographs")):
            if name in self.fields:
                self.fields[name].required = need in needs

    def _judge(self, problem: Problem) -> None:
        item = queries.item(problem)
        needs = item.rule.needs() if item else ()
        for name in {"count", "of"} - set(needs):
            del self.fields[name]
        words = saying.choices(item) if item else _plain()
        words = [pair for pair in words if pair[0] not in {"fixed", "again", "absent"}]
        self.fields["result"].required = not needs
        if needs:
            words = [("", text("按下面的数量")), *words]
        self._choose(
            "result", [(code, following(problem, item, code, said)) for code, said in words]
        )

    def _choose(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(options)

    def chosen(self) -> list[UploadedFile[Any]]:
        """The photographs that came along."""
        return list(self.cleaned_data.get("photographs") or [])

    def said(self) -> Said:
        """What was typed, without the photographs."""
        given = self.cleaned_data
        judgement = Judgement(given.get("result", ""), given.get("count"), given.get("of"))
        return Said(
            note=given.get("note", ""),
            lead=given.get("lead"),
            partners=tuple(given.get("partners") or ()),
            judgement=judgement if self.verb == "recheck" else None,
            amount=given.get("amount") or 0,
            waits_for=given.get("waits_for", ""),
            stage=given.get("stage", ""),
        )


class ReportForm(forms.Form):
    """A problem reported by hand; at a point, or by area and address."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("创建活动"))
    title = forms.CharField(
        label=_("问题"), max_length=200, help_text=_("一句话，例如：路边有垃圾。")
    )
    point = forms.ModelChoiceField(
        Point.objects.none(), label=_("点位"), required=False, empty_label=_("不在点位上")
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("区域"), required=False, empty_label=_("随点位")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    item = forms.ChoiceField(label=_("测评条目"), required=False)
    source = forms.ChoiceField(label=_("来源"))
    category = forms.ChoiceField(label=_("类别"), required=False)
    severity = forms.ChoiceField(label=_("紧急程度"), required=False)
    detail = forms.CharField(
        label=_("具体情况"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    photographs = FilesField(
        label=_("照片"),
        required=False,
        widget=Files(attrs={"accept": PICTURES, "multiple": True}),
    )
    reporter_name = forms.CharField(label=_("反映人"), max_length=60, required=False)
    reporter_contact = forms.CharField(
        label=_("联系方式"), max_length=60, required=False, help_text=_("只用于反馈处理结果。")
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, person: Person, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.known(campaign)
        mine = Area.objects.for_user(person).below(campaign.area.path)
        narrow(self, "campaign", campaigns.campaigns(person).open())
        narrow(self, "point", points.points(person).filter(active=True, area__in=mine))
        narrow(self, "area", mine)
        self.fields["campaign"].initial = campaign.pk
        self._options(campaign, known)

    def _options(self, campaign: Campaign, known: Procedures) -> None:
        whole = frameworks.framework(campaign.edition)
        asked = {item for kind in whole.point_types for item in whole.checklist(kind)}
        items = [(i.id, f"{i.id} {i.title.zh}") for i in whole.items if i.id in asked]
        options: dict[str, list[tuple[str, Any]]] = {
            "item": [("", _("不确定")), *items],
            "source": [(s.code, s.title) for s in known.flow.sources.values()],
            "category": [("", _("自动判断")), *((c.code, c.title) for c in known.categories)],
            "severity": list(known.severities.items()),
        }
        for name, choices in options.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def chosen(self) -> list[UploadedFile[Any]]:
        """The photographs that came along."""
        return list(self.cleaned_data.get("photographs") or [])

    def facts(self) -> ProblemFacts:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        given.pop("photographs")
        return ProblemFacts(found_at=timezone.now(), **given)


def following(problem: Problem, item: Item | None, result: str, said: str) -> str:
    """A result of a re-check, and what follows from it where that depends on nothing else."""
    # Where an item is counted, the count that is typed decides and not the word beside it.
    if result in {"", *UNJUDGED} or (item and item.rule.needs()):
        return said
    outcome = "met" if queries.is_met(item, Judgement(result)) else "unmet"
    leads_to = _next(problem, outcome)
    return text("%(result)s，%(next)s") % {"result": said, "next": leads_to} if leads_to else said


def _next(problem: Problem, outcome: str) -> str:
    """What a re-check leads to; nothing where a flow from before both had to be there lacks it."""
    flow = queries.procedures(problem).flow
    try:
        step = flow.step("recheck", problem.state, outcome)
    except ImpossibleError:
        return ""
    state = flow.states[flow.target(step, problem.state, problem.came_from)]
    if not state.open:
        return text("销号")
    return text("退回重新整改") if state.clock == "runs" else str(state.title)


def _plain() -> list[tuple[str, str]]:
    return [(result, saying.result_in_words(result)) for result in ("pass", "fail")]

"""A step by its name: how pages and operations reach the verbs, with what was said along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.remedy.problems import actions
from chuangcheng.remedy.problems.models import Problem


@dataclass(frozen=True)
class Said:
    """All that a step can bring along; each verb takes what is its own."""

    note: str = ""
    lead: Unit | None = None
    partners: tuple[Unit, ...] = ()
    photographs: tuple[UUID, ...] = ()
    judgement: Judgement | None = None
    uuid: UUID | None = None
    amount: int = 0
    waits_for: str = ""
    stage: str = ""


Step = Callable[[Person, Problem, Said], Problem]

_NOTED: Mapping[str, Callable[..., Problem]] = {
    "verify": actions.verify,
    "dismiss": actions.dismiss,
    "file": actions.file,
    "sign": actions.sign,
    "return": actions.give_back,
    "dispute": actions.dispute,
    "grant": actions.grant,
    "refuse": actions.refuse,
    "resume": actions.resume,
    "urge": actions.urge,
    "respond": actions.respond,
}


def do(actor: Person, problem: Problem, verb: str, said: Said) -> Problem:
    """Take a step. Raises ValidationError for names that are no step people can take."""
    if verb in _NOTED:
        return _NOTED[verb](actor, problem=problem, note=said.note)
    if verb not in _WITH_MORE:
        raise ValidationError({"verb": _("没有“%s”这一步。") % verb})
    return _WITH_MORE[verb](actor, problem, said)


def _hand(actor: Person, problem: Problem, said: Said, *, decided: bool) -> Problem:
    if said.lead is None:
        raise ValidationError({"lead": _("请选择牵头单位。")})
    verb = actions.arbitrate if decided else actions.dispatch
    return verb(
        actor, problem=problem, lead=said.lead, partners=list(said.partners), note=said.note
    )


def _dispatch(actor: Person, problem: Problem, said: Said) -> Problem:
    return _hand(actor, problem, said, decided=False)


def _arbitrate(actor: Person, problem: Problem, said: Said) -> Problem:
    return _hand(actor, problem, said, decided=True)


def _rectify(actor: Person, problem: Problem, said: Said) -> Problem:
    return actions.rectify(actor, problem=problem, note=said.note, photographs=said.photographs)


def _recheck(actor: Person, problem: Problem, said: Said) -> Problem:
    return actions.recheck(
        actor,
        problem=problem,
        said=said.judgement or Judgement(""),
        note=said.note,
        photographs=said.photographs,
        uuid=said.uuid,
    )


def _ask(actor: Person, problem: Problem, said: Said) -> Problem:
    return actions.ask_extension(actor, problem=problem, amount=said.amount, note=said.note)


def _suspend(actor: Person, problem: Problem, said: Said) -> Problem:
    return actions.suspend(actor, problem=problem, note=said.note, waits_for=said.waits_for)


def _meet(actor: Person, problem: Problem, said: Said) -> Problem:
    return actions.meet_stage(actor, problem=problem, note=said.note, stage=said.stage)


def _share(actor: Person, problem: Problem, said: Said) -> Problem:
    return actions.share(actor, problem=problem, partners=list(said.partners), note=said.note)


def _contribute(actor: Person, problem: Problem, said: Said) -> Problem:
    return actions.contribute(actor, problem=problem, note=said.note, photographs=said.photographs)


_WITH_MORE: Mapping[str, Step] = {
    "dispatch": _dispatch,
    "arbitrate": _arbitrate,
    "rectify": _rectify,
    "recheck": _recheck,
    "ask-extension": _ask,
    "suspend": _suspend,
    "meet-stage": _meet,
    "share": _share,
    "contribute": _contribute,
}

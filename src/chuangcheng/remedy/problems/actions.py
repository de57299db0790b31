"""What can be done with problems, step by step; the flow says when. Every verb gives the problem.

`now` is the moment of the step, the present one where none is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.audit.verbs import Outcome, changed, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, Place, require
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words
from chuangcheng.lib.working import Limit
from chuangcheng.remedy.problems import queries, rules
from chuangcheng.remedy.problems.clock import Clock
from chuangcheng.remedy.problems.models import Problem, Recheck
from chuangcheng.remedy.problems.rules import (
    ARBITRATE,
    DISPATCH,
    EXTEND,
    FILE,
    RECHECK,
    RECTIFY,
    RESPOND,
    SIGN,
    URGE,
    VERIFY,
    Given,
)
from chuangcheng.remedy.problems.steps.actions import Held, hold, take

Moment = datetime | None


def _done(held: Held, why: str = "") -> Outcome[Problem]:
    return changed(held.problem, held.before, why=why)


def _simple(actor: Person, problem: Problem, name: str, note: str, now: Moment) -> Outcome[Problem]:
    held = hold(problem, now)
    take(actor, held, name, given=Given(note=note))
    return _done(held, note)


@verb("problem.verify", zh="核实了问题“{title}”", en="verified the problem “{title}”", right=VERIFY)
def verify(
    actor: Person, *, problem: Problem, note: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Confirm that a reported problem is there."""
    return _simple(actor, problem, "verify", note, now)


@verb("problem.dismiss", zh="未受理问题“{title}”", en="dismissed the problem “{title}”", right=FILE)
def dismiss(actor: Person, *, problem: Problem, note: str, now: Moment = None) -> Outcome[Problem]:
    """Say why it is no problem, or not one of the campaign."""
    return _simple(actor, problem, "dismiss", note, now)


@verb("problem.file", zh="对问题“{title}”立案", en="filed the problem “{title}”", right=FILE)
def file(
    actor: Person, *, problem: Problem, note: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Take a problem up."""
    return _simple(actor, problem, "file", note, now)


@verb(
    "problem.dispatch",
    zh="交办了问题“{title}”",
    en="dispatched the problem “{title}”",
    right=DISPATCH,
)
def dispatch(
    actor: Person,
    *,
    problem: Problem,
    lead: Unit,
    partners: Sequence[Unit] = (),
    note: str = "",
    now: Moment = None,
) -> Outcome[Problem]:
    """Hand a problem to the unit that leads and to those that take part; its time starts."""
    rules.check_units(lead, partners)
    held = hold(problem, now)
    _hand(held, lead, partners)
    data = {"partners": [unit.pk for unit in partners]}
    take(actor, held, "dispatch", given=Given(note, lead), data=data)
    return _done(held, note)


@verb("problem.sign", zh="签收了问题“{title}”", en="signed for the problem “{title}”", right=SIGN)
def sign(
    actor: Person, *, problem: Problem, note: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Take a problem on, as the unit that leads."""
    return _simple(actor, problem, "sign", note, now)


@verb("problem.return", zh="退回了问题“{title}”", en="returned the problem “{title}”", right=SIGN)
def give_back(
    actor: Person, *, problem: Problem, note: str, now: Moment = None
) -> Outcome[Problem]:
    """Return a problem with a reason; the office decides whose it is, and the clock stands."""
    return _simple(actor, problem, "return", note, now)


@verb(
    "problem.dispute", zh="对问题“{title}”提出异议", en="disputed the problem “{title}”", right=SIGN
)
def dispute(actor: Person, *, problem: Problem, note: str, now: Moment = None) -> Outcome[Problem]:
    """Say that it is no problem; the office decides, and the clock stands."""
    return _simple(actor, problem, "dispute", note, now)


@verb(
    "problem.arbitrate",
    zh="裁定了问题“{title}”的承办单位",
    en="decided whose the problem “{title}” is",
    right=ARBITRATE,
)
def arbitrate(
    actor: Person,
    *,
    problem: Problem,
    lead: Unit,
    note: str,
    partners: Sequence[Unit] = (),
    now: Moment = None,
) -> Outcome[Problem]:
    """Decide a return or a dispute; for another unit the time starts anew."""
    rules.check_units(lead, partners)
    held = hold(problem, now)
    if lead.pk != held.problem.lead_id:
        held.tick(Clock())
    _hand(held, lead, partners)
    data = {"partners": [unit.pk for unit in partners]}
    take(actor, held, "arbitrate", given=Given(note, lead), data=data)
    return _done(held, note)


@verb(
    "problem.rectify",
    zh="报告问题“{title}”已整改",
    en="reported the problem “{title}” as rectified",
    right=RECTIFY,
)
def rectify(
    actor: Person,
    *,
    problem: Problem,
    note: str,
    photographs: Sequence[UUID],
    now: Moment = None,
) -> Outcome[Problem]:
    """Report a problem as put right, with a photograph that shows it."""
    held = hold(problem, now)
    held.problem.rectified_at = held.now
    take(actor, held, "rectify", given=Given(note, photographs=tuple(photographs)))
    held.tick(held.clock.finish(held.now))
    held.problem.save(update_fields=["clock", "due"])
    return _done(held, note)


@verb(
    "problem.recheck",
    zh="复查了问题“{title}”：{after[verdict]}",
    en="re-checked the problem “{title}”: {after[verdict]}",
    right=RECHECK,
    choices={
        "verdict": {
            "符合 met": Words("符合", "met"),
            "不符合 not met": Words("不符合", "not met"),
        }
    },
)
def recheck(
    actor: Person,
    *,
    problem: Problem,
    said: Judgement,
    note: str = "",
    photographs: Sequence[UUID] = (),
    uuid: UUID | None = None,
    earlier: int | None = None,
    now: Moment = None,
) -> Outcome[Problem]:
    """Judge the item once more on site: struck off where it is met, else sent back.

    `earlier` is after how many re-checks somebody was sent there. Raises ValidationError for whoever
    rectified it or belongs to a unit that took part, and for a look at what was there before.
    """
    held = hold(problem, now)
    row = held.problem
    rules.check_look(row, held.now, earlier)
    rules.check_other(actor, row, queries.rectifiers(row))
    item = queries.item(row)
    rules.check_judgement(item, said)
    met = queries.is_met(item, said)
    outcome = "met" if met else "unmet"
    if met:
        row.on_time, row.struck_off_at = held.clock.in_time(), held.now
    else:
        row.reworks += 1
        held.tick(held.clock.unmeet(row.rectified_at or held.now))
    step = take(
        actor, held, "recheck", outcome=outcome, given=Given(note, photographs=tuple(photographs))
    )
    Recheck.objects.create(
        problem=row, step=step, uuid=uuid, at=held.now, met=met,
        person_id=actor.pk if isinstance(actor, User) else None,
        result=said.result, count=said.count, of=said.of,
    )  # fmt: skip
    verdict = "符合 met" if met else "不符合 not met"
    return changed(row, held.before, why=note, verdict=verdict)


@verb(
    "problem.ask-extension",
    zh="为问题“{title}”申请延期",
    en="asked for more time for the problem “{title}”",
    right=SIGN,
)
def ask_extension(
    actor: Person, *, problem: Problem, amount: int, note: str, now: Moment = None
) -> Outcome[Problem]:
    """Ask for more time, in the unit in which the time limit is set."""
    rules.check_more_time(amount)
    held = hold(problem, now)
    if held.problem.asked:
        raise ValidationError(_("已有一份延期申请在等待审批。"))
    asked = {"amount": amount, "unit": queries.limit_unit(held.clock), "note": note}
    held.problem.asked = asked
    take(actor, held, "ask-extension", given=Given(note), data=asked)
    return _done(held, note)


@verb(
    "problem.grant",
    zh="同意问题“{title}”延期",
    en="granted more time for the problem “{title}”",
    right=EXTEND,
)
def grant(
    actor: Person, *, problem: Problem, note: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Grant the time that was asked for."""
    held = hold(problem, now)
    asked = rules.check_asked(held.problem.asked)
    held.tick(held.clock.extend(Limit(asked["amount"], asked["unit"]), queries.calendar()))
    held.problem.asked = None
    held.problem.extensions += 1
    take(actor, held, "grant", given=Given(note), data=dict(asked))
    return _done(held, note)


@verb(
    "problem.refuse",
    zh="不同意问题“{title}”延期",
    en="refused more time for the problem “{title}”",
    right=EXTEND,
)
def refuse(actor: Person, *, problem: Problem, note: str, now: Moment = None) -> Outcome[Problem]:
    """Refuse the time that was asked for, with a reason."""
    held = hold(problem, now)
    asked = rules.check_asked(held.problem.asked)
    held.problem.asked = None
    take(actor, held, "refuse", given=Given(note), data=dict(asked))
    return _done(held, note)


@verb(
    "problem.suspend",
    zh="挂起了问题“{title}”",
    en="suspended the problem “{title}”",
    right=DISPATCH,
)
def suspend(
    actor: Person, *, problem: Problem, note: str, waits_for: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Let a problem wait for a project or the like; its clock stands."""
    held = hold(problem, now)
    held.problem.waits_for = waits_for
    take(actor, held, "suspend", given=Given(note), data={"waits_for": waits_for})
    return _done(held, note)


@verb(
    "problem.resume", zh="恢复办理问题“{title}”", en="resumed the problem “{title}”", right=DISPATCH
)
def resume(
    actor: Person, *, problem: Problem, note: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Go on where a problem was suspended; its clock goes on with what was left."""
    held = hold(problem, now)
    held.problem.waits_for = ""
    take(actor, held, "resume", given=Given(note))
    return _done(held, note)


@verb(
    "problem.meet-stage",
    zh="完成了问题“{title}”的一个阶段",
    en="completed a stage of the problem “{title}”",
    right=RECTIFY,
)
def meet_stage(
    actor: Person, *, problem: Problem, note: str, stage: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Report a stage as done, the next one where none is named."""
    held = hold(problem, now)
    held.tick(held.clock.meet(stage, held.now))
    take(actor, held, "meet-stage", given=Given(note), data={"stage": stage})
    return _done(held, note)


@verb(
    "problem.share",
    zh="调整了问题“{title}”的配合单位",
    en="changed who takes part in the problem “{title}”",
    right=DISPATCH,
)
def share(
    actor: Person,
    *,
    problem: Problem,
    partners: Sequence[Unit],
    note: str = "",
    now: Moment = None,
) -> Outcome[Problem]:
    """Let other units take part under the one that leads."""
    held = hold(problem, now)
    if held.problem.lead:
        rules.check_units(held.problem.lead, partners)
    held.problem.partners.set(partners)
    data = {"partners": [unit.pk for unit in partners]}
    take(actor, held, "share", given=Given(note), data=data)
    return _done(held, note)


@verb(
    "problem.contribute",
    zh="登记了问题“{title}”的进展",
    en="reported progress of the problem “{title}”",
)
def contribute(
    actor: Person,
    *,
    problem: Problem,
    note: str,
    photographs: Sequence[UUID] = (),
    now: Moment = None,
) -> Outcome[Problem]:
    """Report what a unit has done, the one that leads or one that takes part."""
    held = hold(problem, now)
    own = rules.own_units(actor)
    shared = next((unit.pk for unit in held.problem.partners.all() if unit.pk in own), None)
    require(actor, SIGN, Place(held.problem.area.path, shared) if shared else held.problem)
    take(actor, held, "contribute", given=Given(note, photographs=tuple(photographs)))
    return _done(held, note)


@verb("problem.urge", zh="催办了问题“{title}”", en="urged the problem “{title}”", right=URGE)
def urge(
    actor: Person, *, problem: Problem, note: str = "", now: Moment = None
) -> Outcome[Problem]:
    """Remind the unit that a problem waits for it."""
    held = hold(problem, now)
    held.problem.urged += 1
    take(actor, held, "urge", given=Given(note))
    return _done(held, note)


@verb(
    "problem.respond",
    zh="就问题“{title}”反馈了报告人",
    en="told the reporter of the problem “{title}”",
    right=RESPOND,
)
def respond(actor: Person, *, problem: Problem, note: str, now: Moment = None) -> Outcome[Problem]:
    """Tell whoever reported a problem what became of it."""
    held = hold(problem, now)
    held.problem.answered_at = held.now
    take(actor, held, "respond", given=Given(note))
    return _done(held, note)


def _hand(held: Held, lead: Unit, partners: Sequence[Unit]) -> None:
    held.problem.lead = lead
    held.problem.dispatched_at = held.now
    held.problem.partners.set(partners)

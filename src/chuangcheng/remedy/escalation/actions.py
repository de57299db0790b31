"""Setting what follows when time runs out, and taking the steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from chuangcheng.ground.audit.verbs import Outcome, made, told, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, System
from chuangcheng.library import escalation
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import following
from chuangcheng.remedy.escalation import queries, rules
from chuangcheng.remedy.escalation.ladder import read
from chuangcheng.remedy.escalation.models import Answer, LadderVersion, Taken
from chuangcheng.remedy.escalation.rules import ANSWER, CONFIGURE


@verb(
    "ladder.set",
    zh="设定了“{title}”的升级规则",
    en="set the rules of escalation in “{title}”",
    right=CONFIGURE,
)
def set_ladder(
    actor: Person, *, campaign: Campaign, document: Mapping[str, Any]
) -> Outcome[LadderVersion]:
    """Give a campaign its next ladder; what was taken under the earlier ones stays.

    Raises ValidationError with everything that keeps the document from being one.
    """
    row = following(LadderVersion, campaign, document, read)
    rules.check_recipients(read(document), queries.roles())
    row.save(force_insert=True)
    return made(row)


def ladder_of(campaign: Campaign) -> LadderVersion:
    """The ladder that holds in a campaign; the one that ships where none was set."""
    there = queries.version(campaign)
    return there or set_ladder(System(), campaign=campaign, document=escalation.ladder())


@verb(
    "escalation.take",
    zh="在“{title}”中按升级规则采取了 {after[steps]} 项督办措施",
    en="took {after[steps]:step|steps} of escalation in “{title}”",
)
def take(actor: Person, *, campaign: Campaign, steps: Sequence[Taken]) -> Outcome[list[Taken]]:
    """Keep steps that are due. One event tells of all, and their keys by a hash."""
    written = Taken.objects.bulk_create(steps, batch_size=500)
    keys = "\n".join(sorted(step.key for step in steps))
    facts = {
        "steps": len(written),
        "rungs": dict(sorted(Counter(step.rung for step in steps).items())),
        "keys_sha256": sha256(keys.encode()).hexdigest(),
    }
    place = campaign.place()
    return told(written, kind=Taken.kind, title=str(campaign), place=place, facts=facts)


def climb(campaign: Campaign, now: datetime) -> list[Taken]:
    """Take every step of a campaign that is due at a moment; gives what was taken.

    Rungs about units come after those they count, so one run may lead from letter to card.
    """
    kept = ladder_of(campaign)
    done = _taken(campaign, queries.due_of_problems(kept, now))
    done += _taken(campaign, queries.due_of_lists(kept, now))
    for rung in queries.read(kept).of_units:
        done += _taken(campaign, queries.due_of_units(kept, rung, now))
    return done


def _taken(campaign: Campaign, steps: Sequence[Taken]) -> list[Taken]:
    return take(System(), campaign=campaign, steps=steps) if steps else []


@verb(
    "escalation.answer",
    zh="登记了“{title}”的答复或约谈情况",
    en="recorded what came of “{title}”",
    right=ANSWER,
)
def answer(
    actor: Person, *, step: Taken, day: date, text: str, now: datetime | None = None
) -> Outcome[Answer]:
    """Keep a unit's answer to a step, or what was said at an interview. Raises ValidationError."""
    moment = now or timezone.now()
    rules.check_answer(step, day, text, timezone.localdate(moment))
    row = Answer(
        step=step,
        day=day,
        text=text.strip(),
        person_id=actor.pk if isinstance(actor, User) else None,
        person_name=str(actor),
        made_at=moment,
    )
    row.save(force_insert=True)
    return made(row)

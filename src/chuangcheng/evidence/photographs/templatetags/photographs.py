"""Small pictures on the pages of other nouns: what the reader may see, and nothing else.

{% load photographs %}
{% photographs visit=visit.uuid %}
{% photographs judgement=observation.uuid %}
{% photographs owner="problem" key=problem.pk %}
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template

from chuangcheng.evidence.photographs import queries
from chuangcheng.evidence.photographs.models import PhotographQuerySet
from chuangcheng.ground.scope import Person

register = template.Library()


@register.inclusion_tag("photographs/strip.html", takes_context=True)
def photographs(
    context: dict[str, Any],
    *,
    visit: UUID | None = None,
    judgement: UUID | None = None,
    owner: str = "",
    key: object = "",
    purpose: str = "",
) -> dict[str, object]:
    """The photographs of a visit, of a judgement, or of another noun's thing."""
    rows = _rows(context["request"].user, visit, judgement, owner, str(key))
    some = rows.filter(purpose=purpose) if purpose else rows
    return {"photographs": queries.accepted_first(some)}


def _rows(
    person: Person, visit: UUID | None, judgement: UUID | None, owner: str, key: str
) -> PhotographQuerySet:
    if visit:
        return queries.of_visit(person, visit)
    if judgement:
        return queries.of_judgements(person, [judgement])
    return queries.of_owner(person, owner, key)

"""Nouns above that know whose a photograph from a phone is, where no visit of a round does."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from chuangcheng.evidence.photographs.rules import Owner

Find = Callable[[UUID, int | None], Owner | None]
_FINDS: list[Find] = []


def owners(find: Find) -> Find:
    """Have a function asked, by what the phone called the visit and by its person's key."""
    _FINDS.append(find)
    return find


def owner_of(visit: UUID, person: int | None) -> Owner | None:
    """Whose the photographs of a visit are, if some noun above knows."""
    return next((owner for find in _FINDS if (owner := find(visit, person)) is not None), None)

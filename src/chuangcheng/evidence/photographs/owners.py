"""Nouns above that know whose a photograph from a phone is, where no visit of a round does.

@owners("problem")
def of_recheck(visit: UUID, person: int | None) -> Owner | None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from chuangcheng.evidence.photographs.rules import Owner

Find = Callable[[UUID, int | None], Owner | None]
FINDS: dict[str, Find] = {}


def owners(kind: str) -> Callable[[Find], Find]:
    """Have a function asked, by what the phone called the visit and by its person's key.

    Events about things of this kind make the photographs that are still without a place be
    looked at again. Raises ValueError when the kind has one already.
    """

    def declare(find: Find) -> Find:
        if kind in FINDS:
            raise ValueError(f"The owners of {kind} are declared twice.")
        FINDS[kind] = find
        return find

    return declare


def owner_of(visit: UUID, person: int | None) -> Owner | None:
    """Whose the photographs of a visit are, if some noun above knows."""
    found = (find(visit, person) for find in FINDS.values())
    return next((owner for owner in found if owner is not None), None)

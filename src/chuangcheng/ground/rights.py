"""The named rights of the site. A role is a set of them; each is declared in a noun's rules."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Right:
    """One thing a role may allow, and the standard roles that have it from the start."""

    name: str
    words: Words
    roles: frozenset[str]


RIGHTS: dict[str, Right] = {}


def right(name: str, *, zh: str, en: str, roles: tuple[str, ...] = ()) -> str:
    """Declare a right and return its name, `noun.what`.

    `roles` are codes of standard roles, as in `people/data/roles.yaml`.
    Raises ValueError when the name is taken by another right.
    """
    declared = Right(name, Words(zh, en), frozenset(roles))
    if RIGHTS.setdefault(name, declared) != declared:
        raise ValueError(f"The right {name} is declared twice.")
    return name


def of_role(role: str) -> set[str]:
    """Names of the rights that a standard role has from the start."""
    return {known.name for known in RIGHTS.values() if role in known.roles}

"""When something was done last that a floor of the house can know of.

A floor knows nothing of what stands above it (docs/decisions/0001-floors.md), so nothing that is
done above changes what it says. What a noun of a floor has said therefore holds until a verb of its
own floor, or of one below, is done: a day full of visits leaves the gaps of the duties as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from chuangcheng.ground.audit.queries import Link, after, head
from chuangcheng.ground.audit.verbs import VERBS

#: From the ground up. What is defined anywhere else counts as lowest where it is done, and as
#: highest where it is said, so that nothing is taken to hold for too long.
FLOORS = ("ground", "mandate", "evidence", "remedy", "outcome", "public", "adapters")
_LOWEST, _HIGHEST = 0, len(FLOORS) - 1


@dataclass(frozen=True)
class Ends:
    """The last link of the chain for each floor, from the ground up; none before the first."""

    links: tuple[Link | None, ...] = (None,) * len(FLOORS)

    def of(self, say: Callable[..., object]) -> Link | None:
        """The last link that what a function says can depend on.

        Whatever verbs alone change is the same for as long as this is: a verb writes its event in
        its own transaction, and the link tells one history from another, as after a restore.
        """
        return self.links[_floor(say.__module__, _HIGHEST)]

    def moved(self, link: Link, lowest: int) -> Ends:
        """The same with another link for all floors from the lowest on which something was done."""
        return Ends((*self.links[:lowest], *[link] * (len(FLOORS) - lowest)))


@dataclass
class _Followed:
    """The chain as far as this process has followed it."""

    link: Link | None = None
    ends: Ends = Ends()
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, link: Link) -> None:
        """Go on to a link; where the way to it is not known, everything was done by then."""
        news = after(self.link) if self.link else None
        self.link = news.link if news else link
        self.ends = self.ends.moved(self.link, _lowest(news.verbs) if news else _LOWEST)


_followed = _Followed()


def so_far() -> Ends:
    """The end of the chain as each floor knows it at this moment."""
    link = head()
    if not link.seq:
        return Ends()
    with _followed.lock:
        if link != _followed.link:
            _followed.follow(link)
        return _followed.ends


def _lowest(verbs: Iterable[str]) -> int:
    """The lowest floor on which one of the verbs is done; above the highest when there is none."""
    known = (VERBS.get(name) for name in verbs)
    floors = (_floor(verb.module, _LOWEST) if verb else _LOWEST for verb in known)
    return min(floors, default=len(FLOORS))


def _floor(module: str, otherwise: int) -> int:
    _house, _dot, rest = module.partition(".")
    name = rest.partition(".")[0]
    return FLOORS.index(name) if name in FLOORS else otherwise

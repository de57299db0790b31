"""Nobody who is not on a secret round can tell where it exists from where it never was.

A stranger who may do everything everywhere, and everybody of the cast, open all that they can open
in both worlds and get the same, to the byte. What is left out of that stands in `reading.py`.
"""

from __future__ import annotations

import pytest

from tests.site.cast import World
from tests.site.kept import kept
from tests.site.matrix import addresses
from tests.site.secrecy import secret
from tests.site.secrecy.addresses import WORD, Asked, Way, keys, matched, own
from tests.site.secrecy.reading import all_of, ask, differences
from tests.site.secrecy.secret import within, without
from tests.site.secrecy.worlds import CAST, NOW, OUTSIDERS, Both, at, both, undone

#: The pages that nobody can open in either world, or only by what they sent themselves.
UNOPENED = {"inspections:check", "inspections:take-back", "notices:address", "standing:compute"}
#: The nouns that a secret round has something of.
NOUNS = {
    "assignments", "audit", "draws", "inspections", "jobs", "photographs", "standing", "visits",
}  # fmt: skip
#: The stranger opens everything; of single things each of the cast opens a third of the kinds.
WAYS = {name: Way(thirds=(n % 3,)) for n, name in enumerate(CAST)} | {"stranger": Way(asking=True)}


def the_rounds_own(stage: Both) -> list[Asked]:
    """The addresses of all that belongs to the round, which its chief finds."""
    before, chief = keys(), stage.browser("chief")
    with at(NOW):
        places = kept("what stands elsewhere", lambda: all_of(chief, Way())[1])

    def found() -> list[Asked]:
        return own(before, places, lambda path: ask(chief, Asked(path))[0].status)

    with undone():
        secret.laid(stage)
        with at(NOW):
            return kept("the round's own", found)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_it_is_told_by_nothing_that_anybody_can_open(name: str, world: World) -> None:
    stage = both(world)
    client, way, mine = stage.browser(name), WAYS[name], the_rounds_own(stage)
    with without(stage):
        never, _places = all_of(client, way)
        never |= {asked: ask(client, asked)[0] for asked in mine}
    with within(stage):
        now = {asked: ask(client, asked)[0] for asked in never}
    assert differences(never, now) == []


def test_it_opens_every_page_and_all_of_the_round(world: World) -> None:
    stage = both(world)
    with without(stage):
        found, _places = all_of(stage.browser("chief"), Way())
    mine = the_rounds_own(stage)
    opened = {match.view_name for one in found if (match := matched(one.path))}
    pages = {name for name in addresses() if " " not in name and not name.startswith("field:")}
    missing = {name for name in pages - opened if not name.endswith(":sheet-check")}
    assert missing == UNOPENED
    places = filter(None, (matched(one.path) for one in mine))
    assert {match.namespaces[0] for match in places} >= NOUNS
    with within(stage):
        told = {asked: ask(stage.browser("chief"), asked)[0] for asked in found}
    differing = "".join(differences(found, told))
    # A draw is found on the page of its round alone.
    assert {noun for noun in NOUNS if f"/{noun}/" not in differing} == {"draws"}
    assert WORD in differing

"""What must hold across a whole framework, and a sentence for each thing that does not.

Every fault is one line `path | sentence`: the path is that of the model (`projects.0.contents.1`),
from which a reader of files finds the row; the sentence says what is wrong and how to mend it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import fsum, isclose
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chuangcheng.engine.framework import Framework, Part, Standard

#: Points are written with few decimals; sums that differ by less were meant to be equal.
TOLERANCE = 1e-6

Path = tuple[str | int, ...]


def framework_faults(framework: Framework) -> list[str]:
    """Every fault of the framework as `path | sentence`; empty when it holds together."""
    return [
        f"{'.'.join(map(str, path))} | {sentence}"
        for check in (_doubled, _sums, _references, _claims, _asked, _rules)
        for path, sentence in check(framework)
    ]


def _named(framework: Framework) -> Iterator[tuple[str, Path, str]]:
    """(what it is, where it stands, its id) for everything that carries an id."""
    for p, project in enumerate(framework.projects):
        yield "node", ("projects", p), project.id
        for c, content in enumerate(project.contents):
            yield "node", ("projects", p, "contents", c), content.id
            for s, standard in enumerate(content.standards):
                at: Path = ("projects", p, "contents", c, "standards", s)
                yield "node", at, standard.id
                yield from (("part", (*at, "parts", k), x.id) for k, x in enumerate(standard.parts))
    for field in ("items", "batteries", "point_types", "sanctions"):
        yield from ((field, (field, i), x.id) for i, x in enumerate(getattr(framework, field)))
    yield from (("method", ("methods",), id_) for id_ in _method_ids(framework))


def _method_ids(framework: Framework) -> Iterator[str]:
    stack = list(reversed(framework.methods))
    while stack:
        method = stack.pop()
        yield method.id
        stack.extend(reversed(method.methods))


def _parts(framework: Framework) -> Iterator[tuple[Path, Part]]:
    for p, project in enumerate(framework.projects):
        for c, content in enumerate(project.contents):
            for s, standard in enumerate(content.standards):
                for k, part in enumerate(standard.parts):
                    yield ("projects", p, "contents", c, "standards", s, "parts", k), part


def _doubled(framework: Framework) -> Iterator[tuple[Path, str]]:
    seen: Counter[tuple[str, str]] = Counter()
    for what, path, id_ in _named(framework):
        seen[what, id_] += 1
        if seen[what, id_] > 1:
            yield path, f"the id {id_} is used twice; give each of them its own"


def _sums(framework: Framework) -> Iterator[tuple[Path, str]]:
    for p, project in enumerate(framework.projects):
        below = [s for content in project.contents for s in content.standards]
        yield from _sum(("projects", p), project.id, project.points, below)
        for c, content in enumerate(project.contents):
            at: Path = ("projects", p, "contents", c)
            yield from _sum(at, content.id, content.points, content.standards)
            for s, standard in enumerate(content.standards):
                here = (*at, "standards", s)
                yield from _sum(here, standard.id, standard.points, [standard])


def _sum(
    path: Path, id_: str, declared: float | None, below: Iterable[Standard]
) -> Iterator[tuple[Path, str]]:
    found = fsum(part.points for standard in below for part in standard.parts)
    if declared is not None and not isclose(found, declared, abs_tol=TOLERANCE):
        yield path, f"{id_} says {declared:g} points but its parts add up to {found:g}"


def _references(framework: Framework) -> Iterator[tuple[Path, str]]:
    items = {item.id for item in framework.items}
    batteries = {battery.id for battery in framework.batteries}
    types = {point_type.id for point_type in framework.point_types}
    methods = {method.id for method in framework.leaf_methods()}
    for i, battery in enumerate(framework.batteries):
        yield from _unknown(("batteries", i), "item", battery.items, items)
    for i, kind in enumerate(framework.point_types):
        yield from _unknown(("point_types", i), "item", kind.items, items)
        yield from _unknown(("point_types", i), "battery", kind.batteries, batteries)
    for path, part in _parts(framework):
        yield from _unknown(path, "method without methods below it", (part.method,), methods)
        yield from _unknown(path, "item", part.items, items)
        yield from _unknown(path, "battery", part.batteries, batteries)
        yield from _unknown(path, "kind of point", part.at, types)


def _unknown(
    path: Path, what: str, ids: Iterable[str], known: set[str]
) -> Iterator[tuple[Path, str]]:
    for id_ in ids:
        if id_ not in known:
            yield path, f"there is no {what} {id_}; correct the id or add it"


def _claims(framework: Framework) -> Iterator[tuple[Path, str]]:
    """Each item at each kind of point counts once, and every item counts somewhere."""
    if any(_references(framework)):
        return
    owner: dict[tuple[str, str], str] = {}
    for path, part in _parts(framework):
        items = framework.items_of(part)
        if not items:
            yield path, f"part {part.id} has no items; name at least one"
        for slot in ((item, at) for item in items for at in part.at or ("",)):
            if slot in owner:
                where = f" at {slot[1]}" if slot[1] else ""
                yield path, f"item {slot[0]}{where} already counts in part {owner[slot]}"
            owner[slot] = part.id
    used = {item for item, _ in owner}
    for i, item in enumerate(framework.items):
        if item.id not in used:
            yield ("items", i), f"item {item.id} counts in no part; add it to one or remove it"


def _asked(framework: Framework) -> Iterator[tuple[Path, str]]:
    """What counts at a kind of point is on the checklist of that kind."""
    if any(_references(framework)):
        return
    checklists = {kind.id: set(framework.checklist(kind)) for kind in framework.point_types}
    for path, part in _parts(framework):
        for at in part.at:
            missing = [item for item in framework.items_of(part) if item not in checklists[at]]
            if missing:
                names = ", ".join(missing)
                yield (
                    path,
                    f"part {part.id} counts {names} at {at}, whose checklist does not ask it",
                )


def _rules(framework: Framework) -> Iterator[tuple[Path, str]]:
    """Items that deduct stand in parts that deduct, and there every item says its price."""
    if any(_references(framework)):
        return
    by_id = {item.id: item for item in framework.items}
    for path, part in _parts(framework):
        deducts = part.rule.kind == "deduct"
        for item in (by_id[id_] for id_ in framework.items_of(part)):
            if item.rule.deducts and not deducts:
                yield path, f"item {item.id} deducts points, but part {part.id} does not"
            elif deducts and not item.rule.deducts and item.points is None:
                yield path, f"part {part.id} deducts; give item {item.id} the points it costs"

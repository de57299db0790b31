"""What must hold across a whole framework, and a reason for each thing that does not.

Every reason carries its place in the model (`projects.0.contents.1`), from which a reader of files
finds the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import fsum, isclose
from typing import TYPE_CHECKING

from chuangcheng.engine.reasons import Path, Reason

if TYPE_CHECKING:
    from chuangcheng.engine.framework import Framework, Part, Standard

#: Points are written with few decimals; sums that differ by less were meant to be equal.
TOLERANCE = 1e-6


def framework_faults(framework: Framework) -> list[Reason]:
    """Everything that does not hold in the framework; empty when it holds together."""
    checks = (_doubled, _sums, _references, _claims, _asked, _rules)
    return [reason for check in checks for reason in check(framework)]


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


def _doubled(framework: Framework) -> Iterator[Reason]:
    seen: Counter[tuple[str, str]] = Counter()
    for what, path, id_ in _named(framework):
        seen[what, id_] += 1
        if seen[what, id_] > 1:
            yield Reason("id-twice", {"id": id_}, path)


def _sums(framework: Framework) -> Iterator[Reason]:
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
) -> Iterator[Reason]:
    found = fsum(part.points for standard in below for part in standard.parts)
    if declared is not None and not isclose(found, declared, abs_tol=TOLERANCE):
        yield Reason("points-differ", {"id": id_, "declared": declared, "found": found}, path)


def _references(framework: Framework) -> Iterator[Reason]:
    items = {item.id for item in framework.items}
    batteries = {battery.id for battery in framework.batteries}
    types = {point_type.id for point_type in framework.point_types}
    methods = {method.id for method in framework.leaf_methods()}
    for i, battery in enumerate(framework.batteries):
        yield from _unknown(("batteries", i), "unknown-item", battery.items, items)
    for i, kind in enumerate(framework.point_types):
        yield from _unknown(("point_types", i), "unknown-item", kind.items, items)
        yield from _unknown(("point_types", i), "unknown-battery", kind.batteries, batteries)
    for path, part in _parts(framework):
        yield from _unknown(path, "unknown-method", (part.method,), methods)
        yield from _unknown(path, "unknown-item", part.items, items)
        yield from _unknown(path, "unknown-battery", part.batteries, batteries)
        yield from _unknown(path, "unknown-kind", part.at, types)


def _unknown(path: Path, code: str, ids: Iterable[str], known: set[str]) -> Iterator[Reason]:
    for id_ in ids:
        if id_ not in known:
            yield Reason(code, {"id": id_}, path)


def _claims(framework: Framework) -> Iterator[Reason]:
    """Each item at each kind of point counts once, and every item counts somewhere."""
    if any(_references(framework)):
        return
    owner: dict[tuple[str, str], str] = {}
    for path, part in _parts(framework):
        items = framework.items_of(part)
        if not items:
            yield Reason("part-empty", {"part": part.id}, path)
        for slot in ((item, at) for item in items for at in part.at or ("",)):
            if slot in owner:
                code = "counted-twice-at" if slot[1] else "counted-twice"
                facts = {"item": slot[0], "at": slot[1], "part": owner[slot]}
                yield Reason(code, facts, path)
            owner[slot] = part.id
    used = {item for item, _ in owner}
    for i, item in enumerate(framework.items):
        if item.id not in used:
            yield Reason("counts-nowhere", {"item": item.id}, ("items", i))


def _asked(framework: Framework) -> Iterator[Reason]:
    """What counts at a kind of point is on the checklist of that kind."""
    if any(_references(framework)):
        return
    checklists = {kind.id: set(framework.checklist(kind)) for kind in framework.point_types}
    for path, part in _parts(framework):
        for at in part.at:
            missing = [item for item in framework.items_of(part) if item not in checklists[at]]
            if missing:
                facts = {"part": part.id, "items": ", ".join(missing), "at": at}
                yield Reason("not-on-checklist", facts, path)


def _rules(framework: Framework) -> Iterator[Reason]:
    """Items that deduct stand in parts that deduct, and there every item says its price."""
    if any(_references(framework)):
        return
    by_id = {item.id: item for item in framework.items}
    for path, part in _parts(framework):
        deducts = part.rule.kind == "deduct"
        for item in (by_id[id_] for id_ in framework.items_of(part)):
            facts = {"item": item.id, "part": part.id}
            if item.rule.deducts and not deducts:
                yield Reason("item-deducts", facts, path)
            elif deducts and not item.rule.deducts and item.points is None:
                yield Reason("no-price", facts, path)

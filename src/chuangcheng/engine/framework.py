"""The framework (测评体系): project → content → standard → part, and what hangs on it.

A *part* is one standard judged by one method, with its points and the items that decide them.
Everything that differs by city or year stands in this model, so the rest of the engine holds no
weight, threshold or limit of its own.
The model is written and read by `chuangcheng.tables`; its JSON Schema is published in `library/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from chuangcheng.engine import titles
from chuangcheng.engine.checks import framework_faults
from chuangcheng.engine.reasons import Reason, RefusedError
from chuangcheng.engine.rules import ItemRule, PassFail
from chuangcheng.engine.titles import Model, Texted, Titled

Identifier = Annotated[str, Field(pattern=r"^[^\s@/,;]+$", max_length=64)]
Places = Annotated[int, Field(ge=0, le=9)]


#: Whoever reads frameworks needs these beside them.
Title = titles.Title
Text = titles.Text


class Method(Model):
    """A way of judging (材料申报, 实地测评, 问卷调查); methods nest, weights count among siblings."""

    id: Identifier
    title: Titled
    weight: float = Field(gt=0)
    methods: tuple[Method, ...] = ()

    def leaves(self) -> Iterator[Method]:
        """This method, or the lowest methods below it."""
        if not self.methods:
            yield self
        for method in self.methods:
            yield from method.leaves()


class Rate(Model):
    """Points × the share of all observations met (得分率)."""

    kind: Literal["rate"] = "rate"


class Mean(Model):
    """Points × the mean of the items' own rates, by the items' weights: each item one voice."""

    kind: Literal["mean"] = "mean"


class Deduct(Model):
    """Points less what was deducted, never below 0: the points are the cap."""

    kind: Literal["deduct"] = "deduct"


class UnmetBand(Model):
    """Up to `unmet` items not met, this share of the points."""

    unmet: int = Field(ge=0)
    share: float = Field(ge=0, le=1)
    title: Titled | None = None


class Counted(Model):
    """By how many items are unmet: none is A, one is B, otherwise C."""

    kind: Literal["counted"] = "counted"
    bands: tuple[UnmetBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _full_marks_without_fault(self) -> Self:
        if not any(band.unmet == 0 and band.share == 1 for band in self.bands):
            raise RefusedError([Reason("no-full-marks")])
        return self


PartRule = Annotated[Rate | Mean | Deduct | Counted, Field(discriminator="kind")]
#: What stands in for a part that was not judged: the mean of the other areas, the weight spread
#: over the rest of its method, or nothing (the part is listed and its points leave the total).
Substitute = Literal["mean", "reweight", "list"]


class Item(Model):
    """One line of a checklist, a material wanted, or a question."""

    id: Identifier
    title: Titled
    rule: ItemRule = PassFail()
    weight: float = Field(default=1.0, gt=0, description="Its voice within the part.")
    points: float | None = Field(
        default=None, gt=0, description="Deducted when wholly lost, in a part that deducts."
    )
    cap: float | None = Field(
        default=None, gt=0, description="The most it can cost an area, in a part that deducts."
    )
    pass_mark: float = Field(
        default=1.0, gt=0, le=1, description="The rate from which it counts as met."
    )
    veto: bool = Field(default=False, description="Any loss here takes the whole part.")
    exceptions: Texted = Field(
        default=Text(), description="What does not count, as the manual says it."
    )
    guidance: Texted = Field(default=Text(), description="How it is to be looked at.")


class Battery(Model):
    """Items that recur in many kinds of point (公益广告, 文明行为 …)."""

    id: Identifier
    title: Titled
    items: tuple[Identifier, ...] = Field(min_length=1)


class Repeats(Model):
    """The parts of a composite point: 5 stops of a line, 3 stretches of a road of 500 m each.

    A visit judges the items once at each part; `metres` is how long a part is, where it has one.
    """

    title: Titled
    number: int = Field(ge=2, le=50)
    metres: int | None = Field(default=None, gt=0)


class PointType(Model):
    """A kind of point (点位类型) and its checklist: own items and shared batteries."""

    id: Identifier
    title: Titled
    items: tuple[Identifier, ...] = ()
    batteries: tuple[Identifier, ...] = ()
    unit_kind: str = Field(default="", description="Who usually answers for such a point.")
    repeats: Repeats | None = Field(default=None, description="The parts it is looked at by.")


class Part(Model):
    """One standard by one method: its points, how they are earned, and the items that decide.

    `at` restricts the items to kinds of point, so one line of a battery can count for a standard
    on markets when seen in a market and for another when seen on a road.
    """

    id: Identifier
    method: Identifier
    points: float = Field(gt=0)
    rule: PartRule = Rate()
    items: tuple[Identifier, ...] = ()
    batteries: tuple[Identifier, ...] = ()
    at: tuple[Identifier, ...] = ()
    absent: Substitute | None = None
    unassessed: Substitute | None = None


class Standard(Model):
    """测评标准: what is asked, in the words of the handbook."""

    id: Identifier
    title: Titled
    requirement: Texted = Text()
    points: float | None = None
    parts: tuple[Part, ...] = Field(min_length=1)


class Content(Model):
    """测评内容: a group of standards."""

    id: Identifier
    title: Titled
    points: float | None = None
    standards: tuple[Standard, ...] = Field(min_length=1)


class Project(Model):
    """测评项目: a group of contents."""

    id: Identifier
    title: Titled
    points: float | None = None
    contents: tuple[Content, ...] = Field(min_length=1)


class Sanction(Model):
    """A bonus, penalty, veto or entry of the negative list (负面清单), outside the tree."""

    id: Identifier
    kind: Literal["bonus", "penalty", "veto"]
    title: Titled
    points: float = Field(default=0.0, ge=0, description="Points each time; 0 for a veto.")
    cap: float | None = Field(default=None, gt=0, description="The most this entry can move.")
    effect: Literal["points", "stop_nominee", "stop_title", "revoke"] = "points"


class Settings(Model):
    """What an office decides once for a framework."""

    full: float = Field(default=100.0, gt=0, description="Full marks of the year.")
    places: Places = 2
    rounding: Literal["half-up", "truncate"] = "half-up"
    ranking: Literal["competition", "ordinal"] = "competition"
    absent: Substitute = "mean"
    unassessed: Substitute = "reweight"
    bonus_cap: float | None = Field(default=None, gt=0)
    penalty_cap: float | None = Field(default=None, gt=0)
    year_weights: tuple[float, ...] = ()
    threshold: float | None = Field(default=None, description="Below it no application is made.")
    counts: float | None = Field(
        default=None, ge=0, le=100, description="Per cent of a higher title's total it counts."
    )


class Fact(Model):
    """A public fact the framework is modelled on, and where it was published."""

    fact: str
    source: str


class Framework(Model):
    """One edition of a set of standards, whole and checked."""

    schema_version: Literal[1] = 1
    id: Identifier
    version: str = Field(min_length=1)
    title: Titled
    note: Texted = Text()
    basis: tuple[Fact, ...] = ()
    settings: Settings = Settings()
    methods: tuple[Method, ...] = Field(min_length=1)
    projects: tuple[Project, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)
    batteries: tuple[Battery, ...] = ()
    point_types: tuple[PointType, ...] = ()
    sanctions: tuple[Sanction, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        faults = framework_faults(self)
        if faults:
            raise RefusedError(faults)
        return self

    def standards(self) -> Iterator[Standard]:
        """Every standard in the order of the tree."""
        for project in self.projects:
            for content in project.contents:
                yield from content.standards

    def parts(self) -> Iterator[Part]:
        """Every part in the order of the tree."""
        for standard in self.standards():
            yield from standard.parts

    def leaf_methods(self) -> Iterator[Method]:
        """The methods that parts can name: those without methods below them."""
        for method in self.methods:
            yield from method.leaves()

    def items_of(self, part: Part) -> list[Identifier]:
        """The ids of a part's items, its batteries unfolded, each once and in order."""
        by_id = {battery.id: battery for battery in self.batteries}
        unfolded = [item for battery in part.batteries for item in by_id[battery].items]
        return list(dict.fromkeys([*part.items, *unfolded]))

    def checklist(self, point_type: PointType) -> list[Identifier]:
        """The ids of the items asked at a kind of point, each once and in order."""
        by_id = {battery.id: battery for battery in self.batteries}
        unfolded = [item for battery in point_type.batteries for item in by_id[battery].items]
        return list(dict.fromkeys([*point_type.items, *unfolded]))

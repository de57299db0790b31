"""Computing the standing of a round, keeping what came out, and repeating it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import polars as pl

from chuangcheng import __version__
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.verbs import Outcome, verb
from chuangcheng.ground.bulk import make_rows
from chuangcheng.ground.jobs.actions import enqueue
from chuangcheng.ground.jobs.models import Job
from chuangcheng.ground.scope import Person, require
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words
from chuangcheng.outcome.standing.figures import Figures, figures
from chuangcheng.outcome.standing.inputs import Inputs, brought_back, defaults, gather
from chuangcheng.outcome.standing.models import Computation, Gain, Loss, NodeScore, Rank, Status
from chuangcheng.outcome.standing.rules import COMPUTE

T = TypeVar("T")


@dataclass(frozen=True)
class Repeated:
    """A computation made once more from its own inputs: whether inputs and figures are the same."""

    inputs: bool
    figures: bool

    @property
    def same(self) -> bool:
        """Whether it repeated in every figure."""
        return self.inputs and self.figures


def compute(
    actor: Person,
    *,
    round_: Round,
    tell: Callable[[int], None] = lambda _done: None,
    once: bool = False,
) -> Computation:
    """Compute the standing of a round as it is now and keep it.

    The arithmetic runs outside the transaction, so that nobody waits for it who writes; facts are
    numbered, so what it saw is told by a number. `tell` hears after each of three steps.
    With `once`, the last one is given back as it is where it saw the same facts and inputs. One
    that did not see the last facts is made again, whatever they changed: it would stay behind.
    """
    require(actor, COMPUTE, round_)
    inputs = gather(round_)
    tell(1)
    last = round_.computations.done().order_by("-pk").first() if once else None
    if last and last.upto == inputs.upto and last.inputs_sha256 == inputs.sha256():
        return last
    found = figures(inputs)
    tell(2)
    kept = keep(actor, round_=round_, inputs=inputs, found=found)
    tell(3)
    return kept


def order(actor: Person, *, round_: Round) -> Computation | Job:
    """Compute a round at once where it is small, otherwise put it into the queue."""
    require(actor, COMPUTE, round_)
    if inspections.size(round_) <= defaults()["at_once"]:
        return compute(actor, round_=round_)
    return enqueue(
        "standing.compute",
        args={"round_": round_.pk, "person": actor.pk},
        owner=actor,
    )


@verb(
    "standing.compute",
    zh="计算了“{title}”的成绩（{after[observations]} 条记录）",
    en="computed the standing of “{title}” ({after[observations]:observation|observations})",
    right=COMPUTE,
)
def keep(actor: Person, *, round_: Round, inputs: Inputs, found: Figures) -> Outcome[Computation]:
    """Keep a computation with the hash of its inputs and all its figures."""
    computation = Computation.objects.create(
        round=round_,
        upto=inputs.upto,
        engine_version=__version__,
        inputs={**inputs.sources.told(), "hashes": inputs.hashes()},
        inputs_sha256=inputs.sha256(),
        figures_sha256=found.sha256(),
        settings=dict(inputs.sources.settings),
        observations=len(inputs.observations),
        status=Status.DONE,
    )
    _write(computation, found)
    told = {
        "computation": computation.pk,
        "observations": computation.observations,
        "inputs_sha256": computation.inputs_sha256,
        "figures_sha256": computation.figures_sha256,
    }
    return _about(computation, computation, told)


@verb(
    "standing.repeat",
    zh="重算了“{title}”的成绩：{after[verdict]}",
    en="repeated the standing of “{title}”: {after[verdict]}",
    right=COMPUTE,
    choices={
        "verdict": {
            "一致 the same": Words("一致", "the same"),
            "不一致 not the same": Words("不一致", "not the same"),
        }
    },
)
def repeat(actor: Person, *, computation: Computation) -> Outcome[Repeated]:
    """Make a computation once more from its own inputs and compare the hashes."""
    inputs = brought_back(computation)
    found = Repeated(
        inputs=inputs.sha256() == computation.inputs_sha256,
        figures=figures(inputs).sha256() == computation.figures_sha256,
    )
    verdict = "一致 the same" if found.same else "不一致 not the same"
    told = {"computation": computation.pk, "verdict": verdict, "engine_version": __version__}
    return _about(computation, found, told)


def _about(computation: Computation, result: T, after: dict[str, Any]) -> Outcome[T]:
    """Told of the round, so that it stays as secret as the round is."""
    round_ = computation.round
    return Outcome(result, Round.kind, str(round_.pk), str(round_), round_.place(), None, after)


def _write(computation: Computation, found: Figures) -> None:
    """Write what was found, in ticks and keys; nothing else speaks of these rows yet."""
    root = computation.round.campaign.area.path
    areas = dict(Area.objects.below(root).values_list("code", "pk"))
    units = dict(Unit.objects.values_list("code", "pk"))
    keyed = {
        NodeScore: found.nodes.rename({"kind": "node_kind"}),
        Rank: found.ranks.with_columns(parent_id=_key("parent", areas)).drop("parent"),
        Loss: found.losses.with_columns(unit_id=_key("unit", units))
        .rename({"id": "observation_id"})
        .drop("unit"),
        Gain: found.gains,
    }
    for model, frame in keyed.items():
        rows = frame.with_columns(
            area_id=_key("area", areas), computation_id=pl.lit(computation.pk)
        ).drop("area")
        make_rows(model, rows.columns, rows.rows())


def _key(column: str, keys: Mapping[str, int]) -> pl.Expr:
    return pl.col(column).replace_strict(keys, default=None, return_dtype=pl.Int64)

"""Procedures: what ships holds together, and what does not is refused with every fault."""

from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.library import categories, deadlines, flows
from chuangcheng.remedy.problems import actions, queries
from chuangcheng.remedy.problems.flow import BY_ITSELF, VERBS, Flow, ImpossibleError, replayed
from chuangcheng.remedy.problems.procedures import default, read, shipped
from chuangcheng.remedy.problems.rules import RIGHTS
from chuangcheng.remedy.problems.setting.actions import set_procedure
from tests.site.cast import World
from tests.site.problems.scene import Scene, dispatched

FLOW = default().flow


def without(*verbs: str) -> dict[str, Any]:
    """The shipped procedure, without some verbs."""
    document = deepcopy(shipped())
    document["flow"]["steps"] = [s for s in document["flow"]["steps"] if s["verb"] not in verbs]
    return document


def test_it_offers_what_leads_on_before_what_only_ends() -> None:
    assert FLOW.offered("filed")[0] == "dispatch"
    assert FLOW.offered("found")[0] == "verify"
    assert FLOW.offered("rectified")[0] == "recheck"
    assert FLOW.offered("filed")[-1] == "dismiss"


@pytest.mark.parametrize("name", flows.names())
def test_it_offers_first_what_leads_on_in_every_state_of_every_flow_that_ships(name: str) -> None:
    known = Flow.of(flows.flow(name))
    offered = {code: known.offered(code) for code in known.open_states}
    first = {code: verbs[0] for code, verbs in offered.items() if verbs[0] != "grant"}
    assert first == {
        "found": "verify", "verified": "file", "filed": "dispatch", "dispatched": "sign",
        "returned": "arbitrate", "disputed": "arbitrate", "suspended": "resume",
        "rectified": "recheck",
    }  # fmt: skip
    for code, verbs in offered.items():
        asides = [verb in known.aside(code) for verb in verbs]
        assert asides == sorted(asides)
        assert known.aside(code) >= {"dispute", "return", "dismiss"} & set(verbs)


def test_it_refuses_a_time_limit_that_is_no_number() -> None:
    document = deepcopy(shipped())
    document["deadlines"][0]["amount"] = "²"
    with pytest.raises(ValueError, match="the amount is ²; write a whole number"):
        read(document)


def test_it_ships_thirteen_categories() -> None:
    assert len(categories.table()["categories"]) == 13
    assert len(default().mains) == 13


def test_it_ships_a_source_or_an_example_for_every_time_limit() -> None:
    assert all(row["source"] for row in deadlines.rows())
    assert flows.names() == ("default",)


def test_it_has_a_way_out_of_every_state() -> None:
    open_states = FLOW.open_states & FLOW.reachable()
    assert open_states <= FLOW.ending()
    assert all(FLOW.offered(state) for state in open_states)


def test_it_asks_for_a_right_for_every_verb_of_people() -> None:
    assert set(RIGHTS) == set(VERBS) - BY_ITSELF


@given(st.sampled_from(sorted(FLOW.sources)), st.lists(st.integers(0, 999), max_size=40))
@settings(max_examples=200)
def test_it_always_replays_to_where_it_is(source: str, choices: list[int]) -> None:
    begins = FLOW.sources[source].begins
    state, came_from, taken = begins, begins, []
    for choice in choices:
        steps = [step for step in FLOW.steps if state in step.sources]
        step = steps[choice % len(steps)]
        taken.append((step.verb, step.outcome))
        now = FLOW.target(step, state, came_from)
        if now != state:
            state, came_from = now, state
        assert state in FLOW.states
    assert replayed(FLOW, begins, taken) == state


@given(st.sampled_from(sorted(FLOW.states)), st.sampled_from(VERBS))
def test_it_refuses_every_verb_that_it_does_not_offer(state: str, verb: str) -> None:
    known = {s.verb for s in FLOW.steps if state in s.sources}
    if verb in known:
        assert verb in FLOW.offered(state) or verb in BY_ITSELF
        return
    with pytest.raises(ImpossibleError):
        FLOW.step(verb, state)


@pytest.mark.parametrize("verbs", [("recheck", "withdraw"), ("dispatch", "dismiss", "withdraw")])
def test_it_refuses_a_flow_without_a_way_to_an_end(verbs: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no way to an end"):
        read(without(*verbs))


@pytest.mark.parametrize("outcome", ["met", "unmet"])
def test_it_refuses_a_recheck_that_leads_on_with_one_finding_alone(outcome: str) -> None:
    document = without()
    steps = document["flow"]["steps"]
    document["flow"]["steps"] = [step for step in steps if step.get("outcome") != outcome]
    said = f"recheck from rectified leads nowhere when it finds the item {outcome}"
    with pytest.raises(ValueError, match=said):
        read(document)
    assert "recheck" in read(document, kept=True).flow.offered("rectified")


def test_it_lists_every_fault_of_a_document() -> None:
    document = without()
    document["flow"]["sources"]["media"]["begins"] = "nowhere"
    document["flow"]["steps"][0]["verb"] = "guess"
    document["deadlines"][0]["unit"] = "moons"
    with pytest.raises(ValueError, match="nowhere") as refused:
        read(document)
    assert all(word in str(refused.value) for word in ("nowhere", "guess", "moons"))


def test_it_finds_the_category_of_an_item() -> None:
    known = default()
    assert known.category_of("地面干净，垃圾清运及时") == "environment.rubbish"
    assert known.category_of("消防器材配置达标") == "fire"
    assert known.category_of("随机询问") == "other"


def test_it_handles_what_is_open_by_what_it_was_opened_under(world: World) -> None:
    scene = Scene(world)
    first = dispatched(scene)
    document = deepcopy(shipped())
    document["deadlines"] = [{"subject": "", "amount": 30, "unit": "working days", "zh": "整改"}]
    set_procedure(world.office, campaign=scene.campaign, document=document)
    assert queries.procedures(first) == default()
    new = scene.reported(point=scene.point("P3"))
    assert queries.procedures(new).clock("other", "ordinary").stages[0].limit.amount == 30


def test_it_refuses_a_document_that_is_no_procedure(world: World) -> None:
    scene = Scene(world)
    with pytest.raises(ValidationError):
        set_procedure(world.office, campaign=scene.campaign, document={"flow": {}})


def test_it_lets_an_office_skip_signing(world: World) -> None:
    scene = Scene(world)
    document = deepcopy(shipped())
    for step in document["flow"]["steps"]:
        if step["verb"] == "rectify":
            step["from"], step["needs"] = ["dispatched"], []
    set_procedure(world.office, campaign=scene.campaign, document=document)
    which = scene.reported(point=scene.point("P3"), source="patrol")
    actions.dispatch(world.office, problem=which, lead=world.police)
    done = actions.rectify(world.clerk, problem=which, note="", photographs=[])
    assert done.state == "rectified"


def test_it_says_what_is_wrong_with_a_flow_in_one_sentence_each() -> None:
    with pytest.raises(ValueError, match="the flow has no states"):
        Flow.of({})

"""A problem's history and its time limits in words."""

import pytest
from django.utils import translation

from chuangcheng.library import flows
from chuangcheng.remedy.problems import showing
from chuangcheng.remedy.problems.flow import Flow
from tests.site.cast import World
from tests.site.problems.scene import Scene, signed


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", ["已签收", "已交办"]), ("en", ["Signed for", "Dispatched"])]
)
def test_it_tells_in_a_history_what_was_done(language: str, said: list[str], world: World) -> None:
    problem = signed(Scene(world))
    with translation.override(language):
        assert [told.title for told in showing.story(problem)][:2] == said


def test_it_calls_a_step_by_its_title_where_a_flow_says_nothing_else() -> None:
    document = flows.flow()
    for step in document["steps"]:
        if step["verb"] == "sign":
            del step["told"]
    taken = {step.verb: step.taken.en for step in Flow.of(document).steps}
    assert (taken["sign"], taken["dispatch"]) == ("Sign for it", "Dispatched")


@pytest.mark.parametrize(("amount", "said"), [(1, "1 working day"), (2, "2 working days")])
def test_it_counts_days_as_people_do(amount: int, said: str) -> None:
    with translation.override("en"):
        assert showing.lasting(amount, "working days") == said

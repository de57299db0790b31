"""The page of a step: what stands beside its form, and what it says will follow."""

import re
from copy import deepcopy
from html import unescape

from django.urls import reverse
from django.utils import timezone

from chuangcheng.engine.rules import AllOf
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.people.models import User
from chuangcheng.remedy.problems import actions, queries
from chuangcheng.remedy.problems.forms import StepForm, following
from chuangcheng.remedy.problems.models import Problem, Procedure
from tests.site.cast import World, signed_in
from tests.site.problems.scene import MONDAY, Scene, dispatched, rectified, signed


def opened(who: User, problem: Problem, verb: str) -> str:
    """The text of the page of a step, with one blank for any."""
    page = signed_in(who).get(reverse("problems:step", args=[problem.pk, verb]))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_it_shows_the_problem_beside_the_form(world: World) -> None:
    which = signed(Scene(world))
    Problem.objects.update(detail="第三盏不亮", address="东街 3 号")
    text = opened(world.clerk, which, "rectify")
    for said in ("点位P1", "东街 3 号", "lamps", "测评标准 s0", "第三盏不亮", "整改前", "已超期"):
        assert said in text


def test_it_leads_back_to_the_problem(world: World) -> None:
    which = dispatched(Scene(world))
    page = signed_in(world.clerk).get(reverse("problems:step", args=[which.pk, "sign"]))
    crumb = f'<li><a href="{which.get_absolute_url()}">{which}</a></li>'
    assert crumb in page.content.decode()


def test_it_says_what_follows_from_a_recheck(world: World) -> None:
    which = rectified(Scene(world))
    text = opened(world.supervisor, which, "recheck")
    assert "符合，销号" in text
    assert "不符合，退回重新整改" in text
    assert "不适用，" not in text
    assert "—" not in dict(StepForm(world.supervisor, which, "recheck").fields["result"].choices)
    assert 'type="radio"' in str(StepForm(world.supervisor, which, "recheck"))


def test_it_promises_nothing_where_a_count_decides(world: World) -> None:
    which = rectified(Scene(world))
    plain = queries.item(which)
    assert plain is not None
    counted = plain.model_copy(update={"rule": AllOf(n=2)})
    assert not queries.is_met(counted, Judgement("pass", 0))
    assert following(which, plain, "pass", "符合") == "符合，销号"
    assert [following(which, counted, said, "…") for said in ("pass", "fail")] == ["…", "…"]


def test_it_opens_under_a_flow_from_before_both_findings_had_to_lead_on(world: World) -> None:
    which = rectified(Scene(world))
    document = deepcopy(which.procedure.document)
    steps = document["flow"]["steps"]
    document["flow"]["steps"] = [step for step in steps if step.get("outcome") != "unmet"]
    Procedure.objects.update(document=document, sha256="before")
    text = opened(world.supervisor, which, "recheck")
    assert "符合，销号" in text
    assert "不符合，" not in text


def test_it_says_what_follows_without_an_item(world: World) -> None:
    scene = Scene(world)
    which = actions.file(
        world.office, problem=actions.verify(world.office, problem=scene.reported())
    )
    text = opened(world.supervisor, rectified(scene, which), "recheck")
    assert "不符合，退回重新整改" in text


def test_it_says_which_time_limits_a_dispatch_starts(world: World) -> None:
    scene = Scene(world)
    clock = queries.starting(scene.lamps, "dispatch", MONDAY)
    assert clock is not None
    done = dispatched(scene)
    assert clock.due == done.due
    assert queries.starting(done, "sign", MONDAY) is None


def test_it_tells_the_time_limit_before_the_dispatch(world: World) -> None:
    which = Scene(world).lamps
    clock = queries.starting(which, "dispatch", timezone.now())
    assert clock is not None
    due = timezone.localtime(clock.stages[0].due)
    text = opened(world.office, which, "dispatch")
    amount = clock.stages[0].limit.amount
    assert f"时限 {amount} 个工作日，至 {due:%Y-%m-%d}" in text


def test_it_goes_on_with_what_was_left_after_a_dispute(world: World) -> None:
    which = signed(Scene(world))
    stopped = actions.dispute(world.clerk, problem=which, note="不属我单位", now=MONDAY)
    clock = queries.starting(stopped, "arbitrate", MONDAY)
    given = actions.arbitrate(
        world.office, problem=stopped, lead=world.markets, note="归市场", now=MONDAY
    )
    assert clock is not None
    assert clock.due == given.due

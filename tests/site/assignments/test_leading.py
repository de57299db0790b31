"""Where the pages of a round lead once its work was given out."""

import re

from django.urls import reverse

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.people.models import User
from tests.site.assignments.street import Street
from tests.site.cast import World, signed_in
from tests.site.visits import street as visits


def main_button(person: User, name: str, round_: Round) -> str:
    """Where the first main button of a round's page leads."""
    page = signed_in(person).get(reverse(name, args=[round_.pk])).content.decode()
    found = re.search(r'<a class="button" href="([^"]+)"', page)
    assert found
    return found[1]


def test_it_leads_to_progress_once_work_was_given_out(world: World) -> None:
    street = Street(world)
    plan = reverse("assignments:plan", args=[street.round.pk])
    progress = reverse("assignments:detail", args=[street.round.pk])
    assert main_button(world.office, "draws:detail", street.round) == plan
    street.given()
    assert main_button(world.office, "draws:detail", street.round) == progress
    assert main_button(world.office, "inspections:detail", street.round) == progress


def test_it_says_that_observations_come_from_phones(world: World) -> None:
    street = Street(world)
    url = reverse("inspections:detail", args=[street.round.pk])
    assert "先下载模板" in signed_in(world.office).get(url).content.decode()
    given = street.given()
    page = signed_in(world.office).get(url).content.decode()
    assert f"已经分派 {len(given)} 次走访" in page
    assert "先下载模板" not in page


def test_it_leads_to_the_visits_that_could_not_be_taken_in(world: World) -> None:
    street = visits.Street(world)
    visits.refused(street, "P1", judgements=[])
    url = reverse("inspections:detail", args=[street.round.pk])
    page = signed_in(world.supervisor).get(url)
    [card] = [card for card in page.context["cards"] if "refused" in card.url]
    assert (card.figure, str(card.words)) == ("1", "次走访未能收入")
    listed = signed_in(world.supervisor).get(card.url).context["table"]
    assert len(listed.rows) == 1

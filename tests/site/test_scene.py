"""The scene itself."""

from django.db import transaction

from chuangcheng.ground.points.models import Tally
from tests.site.assignments.street import lay_points
from tests.site.cast import World
from tests.site.inspections.scene import campaign
from tests.site.kept import kept


def test_it_gives_everybody_a_place(world: World) -> None:
    assert world.street.path == "/HC/QH/QH-DJ/"
    assert world.clerk.holdings[0].units == {world.police.pk}
    assert world.newcomer.holdings == ()


def test_it_counts_once_what_is_brought_back(world: World) -> None:
    counted = []
    for _ in range(2):
        with transaction.atomic():
            kept("points of this test", lambda: (campaign(world), lay_points(world)))
            counted.append(sorted(Tally.objects.values_list("area", "square", "n", "keys")))
            transaction.set_rollback(True)
    assert counted[0] == counted[1] != []

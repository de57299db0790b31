"""The scene itself."""

from tests.site.cast import World


def test_it_gives_everybody_a_place(world: World) -> None:
    assert world.street.path == "/HC/QH/QH-DJ/"
    assert world.clerk.holdings[0].units == {world.police.pk}
    assert world.newcomer.holdings == ()

"""The pages of units."""

from django.urls import reverse

from chuangcheng.ground.units.models import Unit
from tests.site.cast import World, signed_in


def test_it_calls_a_unit_by_its_name_in_the_readers_language(world: World) -> None:
    Unit.objects.filter(pk=world.police.pk).update(title_en="Traffic Police")
    client = signed_in(world.top)
    url = reverse("units:change", args=[world.police.pk])
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "<h1>Change “Traffic Police”</h1>" in page

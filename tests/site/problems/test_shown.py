"""What an inspector wrote and photographed comes along with the problem."""

from uuid import UUID, uuid4

from chuangcheng.evidence.visits.models import Finding
from chuangcheng.remedy.problems.following.actions import follow
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import World
from tests.site.visits.street import Street, body, judged, send


def failed(street: Street, remark: str, *photographs: UUID) -> None:
    """A visit of P1 on which the lamps failed, taken in and followed."""
    shown = [str(uuid) for uuid in photographs]
    lamps = judged("lamps", "fail", remark, photographs=shown)
    send(street.phone, body(street.assignment("P1")) | {"judgements": [lamps]})
    street.take_in()
    follow(street.round)


def test_it_shows_what_the_inspector_wrote_and_photographed(world: World) -> None:
    photograph = uuid4()
    failed(Street(world), "东侧第三盏路灯不亮", photograph)
    problem = Problem.objects.get()
    assert problem.detail == "东侧第三盏路灯不亮"
    assert [one.photograph for one in problem.pictures.all()] == [photograph]
    assert Finding.objects.count() == 1

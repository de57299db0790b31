"""Reading photographs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from threading import Lock
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.queries import secret_from
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import (
    DoubtQuerySet,
    Flag,
    Photograph,
    PhotographQuerySet,
    Print,
    State,
    Upload,
)
from chuangcheng.evidence.photographs.rules import REVIEW, SEE
from chuangcheng.evidence.visits.models import Submission, Visit
from chuangcheng.evidence.visits.senders import kept_from, told_to
from chuangcheng.evidence.visits.verdicts import Verdict
from chuangcheng.ground.audit.queries import veil
from chuangcheng.ground.scope import Person
from chuangcheng.lib.photohash import Near, Shelf, Turning


def visible(person: Person) -> PhotographQuerySet:
    """The photographs that a person may see."""
    rows = Photograph.objects.with_right(person, SEE)
    return rows.select_related("area", "unit", "point", "round", "person")


def of_owner(person: Person, kind: str, key: str) -> PhotographQuerySet:
    """The photographs in scope that belong to a thing of another noun, the first first."""
    return visible(person).filter(owner_kind=kind, owner_key=key).order_by("pk")


def of_judgements(person: Person, judgements: Collection[UUID]) -> PhotographQuerySet:
    """The photographs in scope that show these judgements, the first first."""
    return visible(person).filter(judgement__in=judgements).order_by("pk")


def named(person: Person, uuids: Collection[UUID]) -> PhotographQuerySet:
    """The photographs of these names in scope, and what was taken again of the same judgements."""
    shown = Photograph.objects.filter(uuid__in=uuids, judgement__isnull=False)
    # Asked first: PostgreSQL finds either by its index only where both are told as they are.
    judgements = list(shown.values_list("judgement", flat=True))
    mine = Q(uuid__in=uuids) | Q(judgement__in=judgements)
    return visible(person).filter(mine).order_by("pk")


def accepted_first(rows: PhotographQuerySet) -> PhotographQuerySet:
    """Photographs with whether they were not accepted (`rejected`), those that were not last."""
    against = Flag.objects.filter(photograph=OuterRef("pk"), verdict=Verdict.REJECTED)
    return rows.annotate(rejected=Exists(against)).order_by("rejected", "pk")


def accepted() -> PhotographQuerySet:
    """The photographs that were looked at and about which no doubt stands."""
    looked = Photograph.objects.filter(state=State.CHECKED, compared_at__isnull=False)
    return looked.exclude(flags__verdict__in=("", Verdict.REJECTED))


def taken_again(uuids: Collection[UUID]) -> dict[UUID, UUID]:
    """What stands in the place of those that were not accepted: the last one that was."""
    against = Photograph.objects.filter(uuid__in=uuids, flags__verdict=Verdict.REJECTED)
    judgements = dict(against.values_list("uuid", "judgement"))
    rows = accepted().filter(judgement__in=set(judgements.values())).order_by("pk")
    last = dict(rows.values_list("judgement", "uuid"))
    return {uuid: last[shown] for uuid, shown in judgements.items() if shown in last}


def of_same_judgement(uuid: UUID) -> list[UUID]:
    """A photograph, and all others of the judgement that it shows."""
    shown = Photograph.objects.filter(uuid=uuid, judgement__isnull=False).values("judgement")
    rows = Photograph.objects.filter(judgement__in=shown)
    return [uuid, *rows.values_list("uuid", flat=True)]


def of_visit(person: Person, visit: UUID) -> PhotographQuerySet:
    """The photographs in scope that were taken at a visit, the first first."""
    return visible(person).filter(visit=visit).order_by("pk")


def doubts(person: Person) -> DoubtQuerySet:
    """The doubts that a person may decide."""
    rows = Flag.objects.with_right(person, REVIEW)
    return rows.select_related(
        "photograph__area", "photograph__point", "photograph__person", "photograph__round", "other"
    )


def of(person: Person, photograph: Photograph) -> DoubtQuerySet:
    """The doubts about a photograph that a person may decide."""
    return doubts(person).filter(photograph=photograph)


def raised(flag: Flag) -> Flag:
    """A doubt as it is kept, with its key."""
    return Flag.objects.select_related("other__round").get(
        photograph=flag.photograph, flag_kind=flag.flag_kind, other=flag.other
    )


@veil
def _of_two_rounds(person: Person) -> Q:
    """The doubts between photographs of two rounds, one of which the person must not know."""
    secret = secret_from(person).values("pk")
    rows = Flag.objects.filter(photograph__round__isnull=False, other__round__isnull=False)
    rows = rows.exclude(photograph__round=F("other__round"))
    rows = rows.filter(Q(photograph__round__in=secret) | Q(other__round__in=secret))
    keys = [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
    return Q(subject_kind=Flag.kind, subject_id__in=keys)


def by_uuid(uuid: UUID) -> Photograph | None:
    """The photograph of this name, whoever may see it: for the phone that sends it."""
    return Photograph.objects.filter(uuid=uuid).first()


def upload(uuid: UUID) -> Upload | None:
    """An upload that was begun and not finished, whoever began it."""
    return Upload.objects.filter(uuid=uuid).first()


def unread() -> PhotographQuerySet:
    """The photographs that nobody has read yet, the first first."""
    return Photograph.objects.filter(compared_at=None, state=State.STORED).order_by("pk")


def unplaced() -> PhotographQuerySet:
    """The photographs whose visit has not come yet."""
    rows = Photograph.objects.filter(round=None, visit__isnull=False)
    return rows.filter(area=None).order_by("pk")


def lost(person: Person) -> PhotographQuerySet:
    """The photographs whose visit should have come by now, by people of whom the person may know."""
    since = timezone.now() - timedelta(hours=limits().lost_hours)
    rows = unplaced().filter(aside_at=None, received_at__lte=since)
    return rows.filter(told_to(person, REVIEW)).select_related("person__area")


@veil
def _lost(person: Person) -> Q:
    """What was decided of lost photographs that may be of rounds the person must not know."""
    rows = unplaced().filter(kept_from(person), aside_at__isnull=False)
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return Q(subject_kind=Photograph.kind, subject_id__in=keys)


def uncompared() -> PhotographQuerySet:
    """The photographs that were read, stand somewhere, and are not compared with others yet."""
    rows = Photograph.objects.filter(compared_at=None, state=State.CHECKED, area__isnull=False)
    return rows.select_related("area", "point", "round").order_by("pk")


def sent_with(photograph: Photograph) -> Submission | None:
    """The visit that a photograph belongs to, as the same person's phone sent it."""
    if photograph.visit is None:
        return None
    rows = Submission.objects.filter(uuid=photograph.visit, person_id=photograph.person_id)
    return rows.filter(round__isnull=False).select_related("point__area", "round").first()


def judged(photograph: Photograph) -> Observation | None:
    """The observation that a photograph shows."""
    if photograph.judgement is None:
        return None
    rows = Observation.objects.filter(uuid=photograph.judgement, round=photograph.round)
    return rows.select_related("area").first()


def walk(photograph: Photograph) -> Visit | None:
    """The visit at which a photograph was taken, once it is taken in."""
    if photograph.visit is None:
        return None
    return Visit.objects.filter(uuid=photograph.visit, round=photograph.round).first()


class _Kept:
    """The hashes that this process has read, and the last row of them."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.clear()

    def clear(self) -> None:
        self.shelf = Shelf()
        self.last: tuple[int, int, int] | None = None

    def catch_up(self) -> None:
        """Read what was added; all of it where this is another database, or a restored one."""
        if self.last and not Print.objects.filter(
            pk=self.last[0], photograph=self.last[1], bits=self.last[2]
        ):
            self.clear()
        rows = Print.objects.order_by("pk").values_list("pk", "photograph_id", "bits")
        while added := list(rows.filter(pk__gt=self.last[0] if self.last else 0)[:_AT_ONCE]):
            self.shelf.put([row[1] for row in added], [row[2] & _UNSIGNED for row in added])
            self.last = added[-1]


_kept = _Kept()
_AT_ONCE = 10_000
_UNSIGNED = (1 << 64) - 1
_MOST_SAME = 20


def alike(photograph: Photograph, hashes: Mapping[Turning, int]) -> list[Near]:
    """Which photographs come near one by their hashes, the nearest first.

    Whoever asks holds the turnstile, so nothing is added meanwhile.
    """
    with _kept.lock:
        _kept.catch_up()
        near = _kept.shelf.near(hashes, limits().look_bits)
    return [one for one in near if one.key != photograph.pk]


def earlier(photograph: Photograph, keys: Collection[int]) -> dict[int, Photograph]:
    """Photographs by their keys, without those beside which it is no wonder to find this one."""
    rows = Photograph.objects.filter(pk__in=keys).exclude(pk=photograph.pk)
    if photograph.visit and not limits().within_visit:
        rows = rows.exclude(visit=photograph.visit)
    if photograph.owner_key:
        rows = rows.exclude(owner_kind=photograph.owner_kind, owner_key=photograph.owner_key)
    return rows.in_bulk()


def same_file(photograph: Photograph) -> list[int]:
    """The photographs received before with the very same bytes, the first first."""
    rows = Photograph.objects.filter(sha256=photograph.sha256, pk__lt=photograph.pk)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:_MOST_SAME])

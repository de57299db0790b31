"""What a phone sends, as the field protocol says it; unknown keys are left for later versions."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat

#: What differs between two sendings of the same visit.
_OF_THE_SENDING = {"sent_at", "clock", "app", "uuid"}
#: A hundred years: a clock that is further off has no time at all.
_FARTHEST = 100 * 365.25 * 86400


# No database keeps a zero byte within a text, and nobody typed it.
def _printable(text: str) -> str:
    return text.replace("\0", "")


Text = Annotated[str, AfterValidator(_printable)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class Fix(_Body):
    """A place in degrees of WGS-84, the accuracy in metres."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    accuracy_m: FiniteFloat = Field(default=0.0, ge=0)
    at: AwareDatetime | None = None


class Clock(_Body):
    """By how many seconds the phone's clock is ahead of the site's, null when it never knew."""

    phone: AwareDatetime | None = None
    server: AwareDatetime | None = None
    difference_s: Annotated[float, Field(ge=-_FARTHEST, le=_FARTHEST)] | None = None


class JudgementIn(_Body):
    """One judged item."""

    uuid: UUID
    item: Text = Field(max_length=64)
    repeat: Text = Field(default="", max_length=40)
    result: Text = Field(default="", max_length=64)
    count: FiniteFloat | None = None
    of: FiniteFloat | None = None
    remark: Text = Field(default="", max_length=5000)
    photographs: tuple[UUID, ...] = Field(default=(), max_length=100)


class VisitIn(_Body):
    """One visit."""

    assignment: UUID
    opened_at: AwareDatetime
    closed_at: AwareDatetime
    sent_at: AwareDatetime | None = None
    clock: Clock = Clock()
    position: Fix | None = None
    judgements: tuple[JudgementIn, ...] = Field(max_length=1000)
    order: int = Field(default=0, ge=0, le=2**31 - 1)
    app: Text = Field(default="", max_length=40)

    def digest(self) -> str:
        """A hash of the content, the same for every sending of it."""
        return sha256(self.model_dump_json(exclude=_OF_THE_SENDING).encode()).hexdigest()

    def corrected(self, moment: datetime) -> datetime:
        """A moment of the phone's clock by the site's, as far as the phone knew the difference."""
        try:
            return moment - timedelta(seconds=self.clock.difference_s or 0.0)
        except OverflowError:
            return moment


class NamedVisitIn(VisitIn):
    """A visit in an outbox."""

    uuid: UUID

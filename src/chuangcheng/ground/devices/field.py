"""Pairing, as phones speak it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from chuangcheng.ground.devices import actions, queries
from chuangcheng.ground.devices.protocol import RefusedError, answer
from chuangcheng.ground.devices.rules import DeviceFacts
from chuangcheng.ground.signin import actions as signin
from chuangcheng.ground.signin import queries as door
from chuangcheng.ground.signin.rules import address_of
from chuangcheng.ground.words import Words

router = Router()
SPENT = Words(
    "配对码不对、已用过或已过期。请在“我的手机”页面重新生成一个。",
    "This pairing code is wrong, used or too old. Make a new one on “My phones”.",
)


class PairIn(Schema):
    """A pairing code, and what the phone calls itself."""

    code: str = Field(max_length=64)
    uuid: UUID
    title: str = Field(max_length=100)


@router.post("pair", auth=None, url_name="pair")
def pair(request: HttpRequest, given: PairIn) -> HttpResponse:
    """Turn a code into a token, which is told this once."""
    _may_try(request, given)
    pairing = queries.pairing(given.code)
    if pairing is None:
        signin.note_failure(_name(given), address_of(request))
        raise RefusedError(410, "pairing-spent", SPENT)
    facts = DeviceFacts(given.uuid, given.title.strip() or "—")
    try:
        token = actions.pair(pairing.person, pairing=pairing, facts=facts)
    except actions.SpentError:
        raise RefusedError(410, "pairing-spent", SPENT) from None
    now = timezone.localtime().isoformat()
    person = {"name": str(pairing.person)}
    return answer({"token": token, "person": person, "server_time": now}, 201)


def _may_try(request: HttpRequest, given: PairIn) -> None:
    minutes = door.minutes_to_wait(_name(given), address_of(request))
    if minutes:
        zh = f"配对码错得太多，请 {minutes} 分钟后再试。"
        en = f"Too many wrong codes; wait for {minutes} minutes."
        raise RefusedError(429, "too-many", Words(zh, en))


def _name(given: PairIn) -> str:
    """What failures are counted under; a space keeps it apart from every sign-in name."""
    return f"pairing {given.uuid}"

"""Phones in tests: paired by the verbs, and asking as a phone asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from chuangcheng.ground.devices import actions, queries
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.devices.rules import DeviceFacts
from chuangcheng.ground.people.models import User


@dataclass
class Phone:
    """A phone with its token."""

    device: Device
    token: str

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> HttpResponse:
        """Send a request of the field protocol."""
        said = json.dumps(body) if body is not None else ""
        shown = {"Authorization": f"Bearer {self.token}", **headers}
        url = f"/api/field/{path}"
        return Client().generic(method, url, said, "application/json", headers=shown)


def paired(user: User, title: str = "测评手机") -> Phone:
    """A phone of this person."""
    pairing = queries.pairing(actions.offer(user))
    assert pairing is not None
    token = actions.pair(pairing.person, pairing=pairing, facts=DeviceFacts(uuid4(), title))
    device = queries.by_token(token)
    assert device is not None
    return Phone(device, token)


def said(answer: HttpResponse) -> dict[str, Any]:
    """What an answer holds."""
    found: dict[str, Any] = json.loads(answer.content)
    return found

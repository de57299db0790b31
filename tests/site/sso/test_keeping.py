"""Passkeys of others: removed by those who keep the accounts, and by nobody else."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from chuangcheng.adapters.sso import actions
from chuangcheng.adapters.sso.models import Passkey
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.audit.queries import sentence
from tests.site.cast import PASSWORD, World

Browser = Callable[[str | None], Client]


def test_it_removes_a_key_that_somebody_has_lost(as_: Browser, world: World) -> None:
    key = world.passkey
    assert str(key.user) in as_("office").get("/sso/keys/all/").content.decode()
    as_("office").post(f"/sso/keys/{key.pk}/revoke/")
    assert not Passkey.objects.exists()
    told = Event.objects.get(verb="passkey.revoke")
    assert sentence(told, "zh-hans") == f"删除了“{world.clerk}”的通行密钥“手机”"


def test_it_removes_no_key_of_those_who_hold_more(world: World) -> None:
    said = {"title": "x", "credential": "dG9w", "public_key": "a2V5", "uses": 0}
    key = actions.add(world.top, password=PASSWORD, **said)
    with pytest.raises(PermissionDenied):
        actions.revoke(world.office, key=key)
    assert Passkey.objects.filter(pk=key.pk).exists()

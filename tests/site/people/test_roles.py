"""Roles by their pages: made without rights, given some, and given to people."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from chuangcheng.ground.people.models import Role

Browser = Callable[[str | None], Client]
NEW = {"code": "press", "title_zh": "宣传员", "title_en": "Press officer"}


def test_it_makes_a_role_that_may_nothing_yet(as_: Browser) -> None:
    answer = as_("top").post(reverse("people:create-role"), NEW)
    made = Role.objects.get(code="press")
    assert answer.headers["Location"] == made.get_absolute_url()
    assert made.rights == []


def test_it_gives_a_new_role_its_rights(as_: Browser) -> None:
    top = as_("top")
    top.post(reverse("people:create-role"), NEW)
    made = Role.objects.get(code="press")
    top.post(made.get_absolute_url(), {**NEW, "rights": ["areas.see"]})
    made.refresh_from_db()
    assert made.rights == ["areas.see"]


def test_it_names_the_code_that_another_role_has(as_: Browser) -> None:
    top = as_("top")
    top.post(reverse("people:create-role"), NEW)
    page = top.post(reverse("people:create-role"), NEW).content.decode()
    assert "代码" in page
    assert Role.objects.filter(code="press").count() == 1

"""Requests about one's own account."""

from __future__ import annotations

from django.http import HttpRequest

from chuangcheng.ground.people.models import User


class OwnRequest(HttpRequest):
    """A request of somebody signed in, about themselves."""

    user: User

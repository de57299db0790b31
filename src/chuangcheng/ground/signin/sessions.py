"""Sessions as Django keeps them, found by a statement that the database has planned already."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from chuangcheng.ground import often
from chuangcheng.ground.bulk import written

_OPEN = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """What is kept of a session; every request of somebody signed in looks it up."""

    def load(self) -> dict[str, Any]:
        """What the session holds; of one that is not there or has ended, nothing but a new key."""
        now = written(Session, "expire_date")(timezone.now())
        found = often.rows(Session, _OPEN, [self.session_key, now])
        if not found:
            self._session_key = None
            return {}
        ((data,),) = found
        return dict(self.decode(data))

"""Whose session it is, asked anew for every request, so that a closed account is out at once."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from chuangcheng.ground import often
from chuangcheng.ground.people.models import User

_COLUMNS = tuple(str(field.column) for field in User._meta.concrete_fields)
_BY_KEY = f"SELECT {', '.join(_COLUMNS)} FROM people_user WHERE id = %s"  # noqa: S608  # our own names


class Accounts(ModelBackend):
    """Accounts and passwords as Django has them, read by a statement that is planned already."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, unless the account is closed."""
        user = next(iter(often.read(User, _BY_KEY, [user_id], _COLUMNS)), None)
        return user if user and self.user_can_authenticate(user) else None

"""What it takes to see steps of escalation and to set a ladder."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.rights import right
from chuangcheng.remedy.escalation.ladder import HEAD, UNIT, Ladder

SEE = right(
    "escalation.see",
    zh="查看督办措施",
    en="See steps of escalation",
    roles=("office", "clerk", "supervisor", "leader", "superior"),
)
CONFIGURE = right(
    "escalation.configure", zh="设定升级规则", en="Set what follows overdue", roles=("office",)
)


def check_recipients(ladder: Ladder, roles: Iterable[str]) -> None:
    """Every rung goes to the unit, its head or roles that there are.

    Raises ValidationError with every rung that does not.
    """
    known = {UNIT, HEAD, *roles}
    wrong = [
        _("“%(rung)s”要发给“%(to)s”，但没有这个角色。") % {"rung": rung.title, "to": to}
        for rung in ladder.rungs
        for to in rung.to
        if to not in known
    ]
    if wrong:
        raise ValidationError(wrong)

"""What it takes to see steps of escalation and to set a ladder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.ground.rights import right
from chuangcheng.remedy.escalation.ladder import HEAD, UNIT, Ladder
from chuangcheng.remedy.escalation.models import Taken

SEE = right(
    "escalation.see",
    zh="查看督办措施",
    en="See steps of escalation",
    roles=("office", "clerk", "supervisor", "leader", "superior"),
)
CONFIGURE = right(
    "escalation.configure", zh="设定升级规则", en="Set the rules of escalation", roles=("office",)
)
ANSWER = right(
    "escalation.answer",
    zh="登记督办答复和约谈情况",
    en="Record answers to letters and what was said at interviews",
    roles=("office", "clerk", "supervisor"),
)


def check_answer(step: Taken, day: date, text: str, today: date) -> None:
    """Letters, cards and interviews are answered, on a day between theirs and today, in words.

    Raises ValidationError with everything that is wrong.
    """
    if not step.letter:
        raise ValidationError(_("“%s”不需要答复。") % step.title)
    faults = {}
    if not timezone.localdate(step.at) <= day <= today:
        faults["day"] = _("日期应在发出之后，且不晚于今天。")
    if not text.strip():
        faults["text"] = _("请写明答复的内容，或约谈时说了什么、定了什么。")
    if faults:
        raise ValidationError(faults)


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

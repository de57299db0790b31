"""What must hold of editions, and what it takes to see and change them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.rights import right
from chuangcheng.mandate.frameworks.models import Edition, State

SEE = right(
    "frameworks.see",
    zh="查看测评体系",
    en="See frameworks",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
CHANGE = right(
    "frameworks.change",
    zh="导入和印发测评体系",
    en="Import and issue frameworks",
    roles=("office",),
)


def check_replaceable(taken: Iterable[Edition]) -> None:
    """Only a draft gives way to another file of the same code and version."""
    for edition in taken:
        if edition.state != State.DRAFT:
            raise ValidationError(
                _("“%(edition)s”已经印发，不能再改；请把文件里的版本号改成新的再导入。")
                % {"edition": edition}
            )


def check_may_issue(edition: Edition) -> None:
    """A draft is issued once."""
    if edition.state != State.DRAFT:
        raise ValidationError(_("只有草稿才能印发。"))


def check_may_withdraw(edition: Edition) -> None:
    """Only what was issued can be withdrawn."""
    if edition.state != State.ISSUED:
        raise ValidationError(_("只有已印发的才能停用。"))


def check_may_discard(edition: Edition) -> None:
    """Only a draft that nothing stands on is thrown away."""
    if edition.state != State.DRAFT:
        raise ValidationError(_("已经印发的不能删除，只能停用。"))
    if edition.campaigns.exists():
        raise ValidationError(_("已有创建活动使用这份草稿，不能删除。"))

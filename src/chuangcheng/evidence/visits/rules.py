"""Who may look after visits, and why a submission cannot be taken in."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.rules import JUDGE
from chuangcheng.evidence.visits.models import State, Submission
from chuangcheng.ground.people.models import User
from chuangcheng.ground.rights import right
from chuangcheng.ground.scope import may
from chuangcheng.ground.words import Words

SEE = right(
    "visits.see", zh="查看走访", en="See visits", roles=("office", "supervisor", "superior")
)
REVIEW = right(
    "visits.review",
    zh="核查走访疑点，处理未能收入的走访",
    en="Decide on doubtful visits and on what could not be taken in",
    roles=("office", "supervisor"),
)

UNKNOWN = Words(
    "没有找到这次走访对应的任务，请把情况告诉创建办。",
    "No assignment was found for this visit; tell the creation office.",
)
DROPPED = Words(
    "这个点位的任务已经撤销，走访已保留，由督查人员决定是否收入。",
    "The assignment was withdrawn. The visit is kept; a supervisor decides.",
)
NOT_YOURS = Words(
    "这个点位没有分派给您，走访已保留，由督查人员决定是否收入。",
    "This point is not assigned to you. The visit is kept; a supervisor decides.",
)
CLOSED = Words(
    "这一轮测评已经关闭，走访已保留，由督查人员决定是否收入。",
    "The round has been closed. The visit is kept; a supervisor decides.",
)
TWICE = Words(
    "这个点位已经收入过一次走访，这一次已保留，由督查人员决定是否收入。",
    "A visit of this point was taken in already. This one is kept; a supervisor decides.",
)
EMPTY = Words(
    "这次走访一项也没有判定，已保留，由督查人员决定。",
    "Nothing was judged at this visit. It is kept; a supervisor decides.",
)
USED = Words(
    "其中有记录的编号已被另一次走访用过，走访已保留，由督查人员决定是否收入。",
    "Some of its records carry names that another visit used. It is kept; a supervisor decides.",
)

RECORDED = Words("这一项已有记录。", "This item is recorded already.")
NAMED = Words("它的编号已被另一条记录用过。", "Its name belongs to another record.")


def refusal(assignment: Assignment, person: User, *, visited: bool) -> Words | None:
    """Why a person's visit of an assignment cannot be taken in, or None."""
    inspectors = {inspector.pk for inspector in assignment.inspectors.all()}
    reasons = (
        (person.pk not in inspectors or not may(person, JUDGE, assignment.point), NOT_YOURS),
        (assignment.dropped_at is not None, DROPPED),
        (assignment.round.closed, CLOSED),
        (visited, TWICE),
    )
    return next((words for holds, words in reasons if holds), None)


def of_item(title: Words, said: Words) -> Words:
    """What is said of one item, with its title."""
    return Words(f"“{title.zh}”：{said.zh}", f"“{title.en}”: {said.en}")


def faulty(sentences: Iterable[Words]) -> Words:
    """What is wrong with judged items, as one refusal."""
    found = list(dict.fromkeys(sentences))
    zh, en = "；".join(one.zh for one in found), "; ".join(one.en for one in found)
    return Words(
        f"有判定不符合测评体系：{zh}。走访已保留，由督查人员决定。",
        f"Some judgements are not as the framework has them: {en}. The visit is kept.",
    )


def check_refused(submission: Submission) -> None:
    """Only what could not be taken in waits for somebody's decision."""
    if submission.state != State.REFUSED:
        raise ValidationError(_("这次走访不需要再处理。"))


def check_placed(submission: Submission) -> None:
    """What names no known assignment has no point to be recorded at."""
    if submission.round is None:
        raise ValidationError(_("没有找到这次走访对应的任务，不能收入。"))


def check_lost(submission: Submission) -> None:
    """What stands at a point is taken in or left out there."""
    if submission.round is not None:
        raise ValidationError(_("这次走访有对应的任务，请收入或不收入。"))

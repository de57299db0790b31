"""Why something is refused: a code, the facts of the case, and the sentence in Chinese and English.

The arithmetic says only what is wrong; all its sentences stand here, each with its remedy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

#: By code: Chinese, English; {} are the facts.
SENTENCES: Mapping[str, tuple[str, str]] = {
    # A framework that does not hold together
    "id-twice": (
        "编号 {id} 用了两次；请改为不重复的编号",
        "the id {id} is used twice; give each of them its own",
    ),
    "points-differ": (
        "{id} 写的是 {declared} 分，而其下各分项合计 {found} 分；请使两者一致",
        "{id} says {declared} points but its parts add up to {found}; make the two agree",
    ),
    "unknown-item": (
        "没有测评条目 {id}；请更正编号或补上",
        "there is no item {id}; correct the id or add it",
    ),
    "unknown-battery": (
        "没有共性条目组 {id}；请更正编号或补上",
        "there is no battery {id}; correct the id or add it",
    ),
    "unknown-method": (
        "没有（不含下级的）测评方法 {id}；请更正编号或补上",
        "there is no method without methods below it {id}; correct the id or add it",
    ),
    "unknown-kind": (
        "没有点位类型 {id}；请更正编号或补上",
        "there is no kind of point {id}; correct the id or add it",
    ),
    "part-empty": (
        "测评分项 {part} 没有条目；请至少写一条",
        "part {part} has no items; name at least one",
    ),
    "counted-twice": (
        "条目 {item} 已计入测评分项 {part}；请只留一处",
        "item {item} already counts in part {part}; keep one of the two",
    ),
    "counted-twice-at": (
        "条目 {item} 在 {at} 已计入测评分项 {part}；请只留一处",
        "item {item} at {at} already counts in part {part}; keep one of the two",
    ),
    "counts-nowhere": (
        "条目 {item} 没有计入任何测评分项；请补入或删去",
        "item {item} counts in no part; add it to one or remove it",
    ),
    "not-on-checklist": (
        "测评分项 {part} 在 {at} 计 {items}，而该类点位的检查表上没有；请加进检查表，或从该分项删去",
        (
            "part {part} counts {items} at {at}, whose checklist does not ask it; add it to the "
            "checklist or take it out of the part"
        ),
    ),
    "item-deducts": (
        "条目 {item} 要扣分，而测评分项 {part} 不扣分；请改其中之一的规则",
        "item {item} deducts points, but part {part} does not; change the rule of one of them",
    ),
    "no-price": (
        "测评分项 {part} 扣分；请写明条目 {item} 扣几分",
        "part {part} deducts; give item {item} the points it costs",
    ),
    "no-way-to-go": (
        "floor 与 target 相等；请写两个不同的数",
        "floor and target are equal; give two different numbers",
    ),
    "no-full-marks": (
        "没有写明全部符合时得满分；请加上 {{unmet: 0, share: 1}}",
        "the bands give no full share for 0 unmet items; add {{unmet: 0, share: 1}}",
    ),
    "strange-title": (
        "给“{value}”起了名称，但它不在等级或答案之中；请改正拼写或删去",
        (
            'there is a title for "{value}", which is none of the grades or answers; correct its '
            "spelling or remove it"
        ),
    ),
    # A draw that cannot be made
    "no-frame-column": (
        "点位库缺少 {column} 列；请补上",
        "the frame has no column {column}; add it",
    ),
    "point-twice": (
        "点位 {point} 在点位库中出现两次；请只留一个",
        "point {point} stands in the frame twice; keep one of them",
    ),
    "frame-cell-empty": (
        "点位库第 {row} 行没有 {column}；请填写",
        "row {row} of the frame has no {column}; fill it in",
    ),
    "frame-cell-broken": (
        "点位库第 {row} 行的编号含有制表符或换行；请删去",
        "row {row} of the frame has a tab or line break in an id; remove it",
    ),
    "bad-seed": (
        "种子为空，或含有印不出来的空格、换行；请公布一行文字，词间只空一格",
        (
            "the seed is empty, or has spaces or line breaks that cannot be seen in print; announce "
            "one line of text with single spaces"
        ),
    ),
    "excluded-unknown": (
        "{point} 被排除，但不在点位库中；请核对编号",
        "{point} is excluded but not in the frame; check its id",
    ),
    "excluded-silently": (
        "{point} 被排除而没有理由；请写明",
        "{point} is excluded without a reason; give one",
    ),
    "quota-twice": (
        "{area}的“{kind}”有 {times} 个配额；请只留一个",
        "there are {times} quotas for {kind} in {area}; keep one",
    ),
    "quota-out-of-reach": (
        "{area}的“{kind}”只有 {there} 个，抽不出 {number} 个；请写 0 到 {there} 之间的数",
        (
            "{number} of {kind} in {area} cannot be drawn from {there}; give a number from 0 to "
            "{there}"
        ),
    ),
    "total-out-of-reach": (
        "抽不出 {total} 个点位：至少 {low} 个，共有 {high} 个；请改总数或每类最少数",
        (
            "{total} points cannot be drawn: the least is {low}, and there are {high}; change the "
            "total or the least of each kind"
        ),
    ),
    "not-visited": (
        "{point} 不在应访点位之中；请核对编号",
        "{point} is not among the points to visit; check its id",
    ),
    "none-in-reserve": (
        "{area}没有更多“{kind}”可替换 {point}；请空缺",
        "there is no further {kind} in {area} to replace {point}; leave it out",
    ),
    # A draw that is repeated and differs
    "not-repeatable": (
        "无法重做抽样：{why}",
        "the draw cannot be repeated: {why}",
    ),
    "another-frame": (
        (
            "点位库不是当时抽样用的那一份：现有 {points} 个点位，SHA-256 {hash}…；"
            "记录为 {recorded} 个，{recorded_hash}…"
        ),
        (
            "the frame is not the one that was drawn from: it has {points} points and SHA-256 "
            "{hash}…, the record says {recorded} and {recorded_hash}…"
        ),
    ),
    "recorded-drawn": (
        "记录中抽出了 {points}，重抽没有",
        "the record has {points} drawn, which the repeated draw has not",
    ),
    "recorded-reserve": (
        "记录中备用 {points}，重抽没有",
        "the record has {points} in reserve, which the repeated draw has not",
    ),
    "repeated-drawn": (
        "重抽抽出了 {points}，记录中没有",
        "the repeated draw has {points} drawn, which the record has not",
    ),
    "repeated-reserve": (
        "重抽备用 {points}，记录中没有",
        "the repeated draw has {points} in reserve, which the record has not",
    ),
    "order-drawn": (
        "抽出点位的次序或概率与重抽不同",
        "the points drawn stand in another order or with other probabilities",
    ),
    "order-reserve": (
        "备用点位的次序与重抽不同",
        "the points in reserve stand in another order or with other probabilities",
    ),
    "replacement-not-repeatable": (
        "{point} 的替换无法重做：{why}",
        "the replacement of {point} cannot be repeated: {why}",
    ),
    "replaced-out-of-turn": (
        "{point} 被换成 {by}，而按次序应为 {next}",
        "{point} was replaced by {by}, but {next} was next in order",
    ),
}


@dataclass(frozen=True)
class Reason:
    """Why something is refused. `at` is the place in the model, empty where there is none.

    A fact that is a Reason itself is said in the language of the whole.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    at: Path = ()

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return self._said("zh")

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self._said("en")

    def __str__(self) -> str:
        return self.en

    def _said(self, language: str) -> str:
        told = {name: _fact(fact, language) for name, fact in self.facts.items()}
        zh, en = SENTENCES[self.code]
        return (zh if language == "zh" else en).format(**told)


class RefusedError(ValueError):
    """Something that cannot be accepted; `reasons` says why, the message has a line for each."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(map(_line, self.reasons)))


def _line(reason: Reason) -> str:
    return f"{'.'.join(map(str, reason.at))} | {reason}" if reason.at else str(reason)


def _fact(fact: object, language: str) -> str:
    if isinstance(fact, Reason):
        return fact.zh if language == "zh" else fact.en
    return f"{fact:g}" if isinstance(fact, float) else str(fact)

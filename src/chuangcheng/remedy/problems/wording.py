"""What a problem is called that was found by judging an item: an item says what ought to be."""

from __future__ import annotations

from chuangcheng.ground.words import Words

_LONGEST = 200


def unmet(zh: str, en: str = "") -> Words:
    """The title of a problem at which the item of this title was found unmet."""
    return Words(f"不符合：{zh}"[:_LONGEST], f"Not met: {en}" if en else "")


def beside(figure: str, zh: str, one: str, many: str) -> Words:
    """What stands beside a figure: English has one word for one and another for all others."""
    return Words(zh, one if figure == "1" else many)


def said(title: str, item_zh: str, item_en: str) -> Words:
    """The title of a problem in both languages; what somebody has typed stays as it is."""
    found = unmet(item_zh, item_en)
    return found if title == found.zh else Words(title, title)

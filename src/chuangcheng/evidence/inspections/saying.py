"""Results in words: what inspectors write as a code, as people say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chuangcheng.engine.framework import Framework, Item, Text
from chuangcheng.ground.words import Words
from chuangcheng.tables.words import known_title, result_title

_RESULTS: Mapping[str, object] = {
    "pass": gettext_lazy("符合"),
    "fail": gettext_lazy("不符合"),
    "fixed": gettext_lazy("当场整改"),
    "again": gettext_lazy("再次发现"),
    "na": gettext_lazy("不适用"),
    "absent": gettext_lazy("无此类点位"),
}


def result_in_words(result: str) -> str:
    """A result as people say it; grades and answers of an office's own as they are."""
    known = _RESULTS.get(result)
    return str(known) if known else known_title(result).said(get_language() or "")


class Found(Protocol):
    """What was found of an item, recorded or not."""

    @property
    def result(self) -> str: ...

    @property
    def count(self) -> float | None: ...

    @property
    def of(self) -> float | None: ...


def found_in_words(found: Found) -> str:
    """What was found, with its numbers."""
    said = [result_in_words(found.result)] if found.result else []
    if found.count is not None and found.of is not None:
        said.append(_("%(count)s / %(of)s") % {"count": f"{found.count:g}", "of": f"{found.of:g}"})
    elif found.count is not None:
        said.append(f"{found.count:g}")
    return " · ".join(said) or "—"


def found_alone(found: Found) -> str:
    """What was found, where it stands as a sentence: in English with a capital letter."""
    said = found_in_words(found)
    return capfirst(said) if (get_language() or "").startswith("en") else said


def titled(row: Mapping[str, Any], prefix: str) -> str:
    """The name of a row of values in the reader's language; nothing where there is none."""
    return str(Words(row[f"{prefix}title_zh"] or "", row[f"{prefix}title_en"] or ""))


def lines(text: Text) -> str:
    """A text of the framework in the reader's language."""
    return text.said(get_language() or "")


def choices(item: Item) -> list[tuple[str, str]]:
    """The results that the rule of an item knows, in words."""
    language = get_language() or ""
    return [(r, result_title(item.rule, r).said(language)) for r in item.rule.results()]


def item_of(framework: Framework, id_: str) -> Item:
    """An item by its id."""
    return next(item for item in framework.items if item.id == id_)

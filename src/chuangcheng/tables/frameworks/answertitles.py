"""Titles of grades, answers and bands in a workbook: a column of words for each language.

In the model a title stands beside its grade, answer or band; a sheet has one cell a language for
all of a rule's titles, `A:优秀; B:良好`, where a band goes by its threshold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chuangcheng.tables.frameworks.cellwords import number

_LANGUAGES = ("zh", "en")
_THRESHOLDS = ("least", "unmet")

Data = dict[str, Any]


def spread(row: Data) -> Data:
    """A row of the model with its rule's titles parted by language."""
    rule = row.get("rule")
    if not isinstance(rule, dict):
        return row
    found = {
        word: {"zh": title} if isinstance(title, str) else title
        for word, title in (*_of_bands(rule), *(rule.get("titles") or {}).items())
    }
    titles = {
        language: {word: title[language] for word, title in found.items() if title.get(language)}
        for language in _LANGUAGES
    }
    return {**row, "rule": {**rule, "titles": titles}}


def gathered(row: Data) -> Data:
    """A row as its sheet says it with every title where the model has it; `spread` undone."""
    rule = row.get("rule")
    if not isinstance(rule, dict) or not isinstance(said := rule.get("titles"), dict):
        return row
    strange = next((words for words in said.values() if not isinstance(words, dict)), None)
    if strange is not None:
        return {**row, "rule": {**rule, "titles": strange}}
    titles: dict[str, Data] = {}
    for language, words in said.items():
        for word, text in words.items():
            titles.setdefault(word, {})[language] = text
    bands = rule.get("bands")
    others = {name: value for name, value in rule.items() if name != "titles"}
    if isinstance(bands, list):
        thresholds = {_plain(_threshold(band)) for band in bands}
        others["bands"] = _titled(bands, titles)
        titles = {word: title for word, title in titles.items() if _plain(word) not in thresholds}
    return {**row, "rule": {**others, "titles": titles} if titles else others}


def _of_bands(rule: Data) -> Iterator[tuple[str, Any]]:
    for band in rule.get("bands") or ():
        if band.get("title"):
            yield number(_threshold(band)), band["title"]


def _titled(bands: list[Data], titles: dict[str, Data]) -> list[Data]:
    """The bands with their titles; thresholds are compared as numbers where they are such."""
    return [
        {**band, "title": title} if (title := _found(_threshold(band), titles)) else band
        for band in bands
    ]


def _found(threshold: object, titles: dict[str, Data]) -> Data | None:
    return next((t for word, t in titles.items() if _plain(word) == _plain(threshold)), None)


def _threshold(band: Data) -> object:
    return next((band[name] for name in _THRESHOLDS if name in band), "")


def _plain(value: object) -> object:
    try:
        return float(str(value))
    except ValueError:
        return value

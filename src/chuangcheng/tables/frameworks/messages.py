"""What the framework model finds wrong, as sentences in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chuangcheng.engine.reasons import Path, RefusedError
from chuangcheng.tables.faults import Sentence
from chuangcheng.tables.sentences import short

#: By pydantic's kind of error: what is wrong and how to mend it; {} are the error's own terms.
_SHAPE: Mapping[str, tuple[str, str]] = {
    "missing": ("缺少 {key}；请补上", "{key} is missing; add it"),
    "extra_forbidden": (
        "没有 {key} 这个键；请改正拼写或删去",
        "there is no key {key}; correct its spelling or remove it",
    ),
    "string_type": (
        "“{input}”应为文字；请加上引号",
        '"{input}" should be text; put it in quotes',
    ),
    "string_too_short": ("不能为空；请填写", "it is empty; fill it in"),
    "string_too_long": (
        "“{input}”超过 {max_length} 个字；请改短",
        '"{input}" is longer than {max_length} characters; shorten it',
    ),
    "string_pattern_mismatch": (
        "编号“{input}”不能含空格和 @ / , ;；请改写",
        'the id "{input}" may not hold spaces or any of @ / , ;; change it',
    ),
    "greater_than": ("{input} 应大于 {gt}；请更正", "{input} should be above {gt}; correct it"),
    "greater_than_equal": (
        "{input} 应不小于 {ge}；请更正",
        "{input} should be at least {ge}; correct it",
    ),
    "less_than": ("{input} 应小于 {lt}；请更正", "{input} should be below {lt}; correct it"),
    "less_than_equal": (
        "{input} 应不大于 {le}；请更正",
        "{input} should be at most {le}; correct it",
    ),
    "literal_error": (
        "“{input}”应为 {expected} 之一；请更正",
        '"{input}" should be one of {expected}; correct it',
    ),
    "union_tag_invalid": (
        "没有“{tag}”这种规则；可用：{expected_tags}",
        'there is no rule "{tag}"; use one of {expected_tags}',
    ),
    "union_tag_not_found": (
        "缺少 kind；请写明规则种类",
        "kind is missing; say which rule it is",
    ),
    "too_short": ("至少要有一项；请补上", "it needs at least one entry; add one"),
    "finite_number": (
        "“{input}”不是有限的数；请更正",
        '"{input}" is not a finite number; correct it',
    ),
}
_NUMBER = ("“{input}”不是数字；请更正", '"{input}" is not a number; correct it')
_LIST = ("应为列表；请用列表写", "it should be a list; write it as one")
_GROUP = ("应为若干键和值；请这样写", "it should hold keys and values; write it so")
_FAMILIES = (
    (r"(float|int|decimal)_", _NUMBER),
    (
        r"bool_",
        ("“{input}”应为 true 或 false；请更正", '"{input}" should be true or false; correct it'),
    ),
    (r"(tuple|list)_type", _LIST),
    (r"(model|dict)\w*_type", _GROUP),
)
_ANY = ("这里的写法不对（{msg}）；请更正", "this is not as it should be ({msg}); correct it")


def faults_of(error: ValidationError) -> Iterator[tuple[Path, Sentence]]:
    """(path in the model, sentence) of everything that is wrong."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "value_error":
            yield from _checked(detail)
        elif not _only_follows(detail):
            at_kind = ("kind",) if detail["type"].startswith("union_tag") else ()
            yield (*detail["loc"], *at_kind), _shape(detail)


def _only_follows(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because entries in it are wrong themselves."""
    return detail["type"] == "too_short" and len(detail["input"]) > 0


def _checked(detail: ErrorDetails) -> Iterator[tuple[Path, Sentence]]:
    """What the engine refused; it says why, where and in which words."""
    refused = detail["ctx"]["error"]
    if isinstance(refused, RefusedError):
        for reason in refused.reasons:
            yield (*detail["loc"], *reason.at), Sentence(reason.zh, reason.en)
    else:
        yield detail["loc"], _shape(detail)


def _shape(detail: ErrorDetails) -> Sentence:
    kind = detail["type"]
    family = next((both for pattern, both in _FAMILIES if re.match(pattern, kind)), _ANY)
    zh, en = _SHAPE.get(kind, family)
    terms: dict[str, Any] = {
        **{name: _term(term) for name, term in detail.get("ctx", {}).items()},
        "key": detail["loc"][-1] if detail["loc"] else "",
        "input": short(str(detail["input"])),
        "msg": detail["msg"],
    }
    return Sentence(zh.format(**terms), en.format(**terms))


def _term(term: object) -> object:
    return f"{term:g}" if isinstance(term, float) else term

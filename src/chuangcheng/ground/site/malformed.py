"""What the API says of a request that is not in its shape, by the kinds of fault of pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chuangcheng.ground.words import Words

_NUMBER = Words("{name} 要是数字。", "{name} must be a number.")
_PARTS = Words("{name} 要是对象。", "{name} must be an object.")
_CHOICE = Words("{name} 只能是 {expected}。", "{name} can only be {expected}.")
#: By how the kind of fault begins.
_SAID: Mapping[str, Words] = {
    "missing": Words("请给出 {name}。", "Give {name}."),
    "extra_forbidden": Words("没有 {name} 这一项。", "There is no {name}."),
    "string_too_long": Words(
        "{name} 最多 {max_length} 个字。", "{name} may be {max_length} characters long."
    ),
    "string_too_short": Words(
        "{name} 至少 {min_length} 个字。", "{name} must be at least {min_length} characters long."
    ),
    "string_": Words("{name} 要是文字。", "{name} must be text."),
    "int_": Words("{name} 要是整数。", "{name} must be a whole number."),
    "float_": _NUMBER,
    "decimal_": _NUMBER,
    "finite_": _NUMBER,
    "bool_": Words("{name} 要是 true 或 false。", "{name} must be true or false."),
    "date_": Words("{name} 要写成 2026-05-01。", "{name} must be a date such as 2026-05-01."),
    "datetime_": Words(
        "{name} 要写成 2026-05-01T08:30:00+08:00。",
        "{name} must be a moment such as 2026-05-01T08:30:00+08:00.",
    ),
    "timezone_": Words("{name} 要写明时区。", "{name} must tell its time zone."),
    "time_": Words("{name} 要写成 08:30。", "{name} must be a time such as 08:30."),
    "uuid_": Words("{name} 要是 UUID。", "{name} must be a UUID."),
    "list_": Words("{name} 要是列表。", "{name} must be a list."),
    "dict_": _PARTS,
    "model_": _PARTS,
    "enum": _CHOICE,
    "literal_": _CHOICE,
    "greater_than_equal": Words("{name} 最小是 {ge}。", "{name} must be {ge} at least."),
    "greater_than": Words("{name} 要大于 {gt}。", "{name} must be more than {gt}."),
    "less_than_equal": Words("{name} 最大是 {le}。", "{name} may be {le} at most."),
    "less_than": Words("{name} 要小于 {lt}。", "{name} must be less than {lt}."),
    "json_": Words("内容不是 JSON。", "The body is not JSON."),
    "value_error": Words("{name}：{error}", "{name}: {error}"),
}
_OTHERWISE = Words("{name} 不合要求：{msg}", "{name} is not acceptable: {msg}")


def field_of(fault: Mapping[str, Any]) -> str:
    """The field that a fault is about, empty for the whole."""
    where, *rest = fault["loc"]
    # A body is named by the operation's own parameter, which callers do not know of.
    return ".".join(str(part) for part in (rest[1:] if where == "body" else rest))


def said(fault: Mapping[str, Any]) -> str:
    """What to do about a fault, in the reader's language."""
    begins = (words for start, words in _SAID.items() if fault["type"].startswith(start))
    words = next(begins, _OTHERWISE)
    told = {"msg": fault["msg"], **fault.get("ctx", {}), "name": field_of(fault) or "body"}
    return str(words).format_map(told)

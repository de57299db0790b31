"""The chain of hashes that makes a quiet change to the log visible."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Model

START = "0" * 64
LINKED = (
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "verb",
    "subject_kind",
    "subject_id",
    "title",
    "why",
    "before",
    "after",
    "area_path",
    "unit_id",
)


def plain(value: object) -> Any:  # noqa: ANN401, PLR0911  # one answer for each kind of value
    """A value as every database gives it back: text, whole number, truth, list, mapping or null.

    Fractions become text, because databases print them differently.
    """
    match value:
        case str():
            return str(value).replace("\x00", "")
        case None | bool() | int():
            return value
        case dict() | Mapping():  # nearly all are dicts, which is asked in half the time
            return {str(key): plain(item) for key, item in value.items()}
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case set() | frozenset():
            return sorted(plain(item) for item in value)
        case list() | tuple():
            return [plain(item) for item in value]
        case Model():
            return value.pk
    return str(value)


def link(previous: str, record: Mapping[str, Any]) -> str:
    """SHA-256 over the previous hash and the record as canonical JSON."""
    told = json.dumps(
        plain({name: record[name] for name in LINKED}),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(previous.encode() + told.encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found: how many links hold, the last hash, the first break."""

    links: int
    hash: str
    broken: int | None = None
    reason: str = ""


def check(records: Iterable[Mapping[str, Any]], seq: int, head: str) -> Verdict:
    """Follow the records in order up to the head (its number and hash), stop at the first break."""
    number, previous = 0, START
    for record in records:
        number += 1
        if record["seq"] != number:
            return Verdict(number - 1, previous, number, "missing")
        if record["prev"] != previous or link(previous, record) != record["hash"]:
            return Verdict(number - 1, previous, number, "altered")
        previous = record["hash"]
    if (number, previous) != (seq, head):
        return Verdict(number, previous, number + 1, "missing")
    return Verdict(number, previous)

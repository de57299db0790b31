"""Invented observations for the benchmarks: a framework, and Parquet files sorted by area.

The framework has the shape of a county's: 8 projects, 30 contents, 150 standards, 600 items of which
20 recur in most of 22 kinds of point, two that veto, and deductions with caps in 68 standards.
A file has one row group for each area and texts as dictionaries, as a mirror of facts would be kept.
Everything follows from fixed seeds, so a figure can be made again anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from chuangcheng.engine.framework import Framework

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "benchmarks"
Ints = NDArray[np.int64]

PARTS, ITEMS_OF_PART, UNITS = 150, 4, 32
KINDS = tuple(f"kind{n:02}" for n in range(22))
RESULTS = ("pass", "fail", "fixed", "na")
#: How many kinds of point ask an item, and how many items count by the kind of point.
ASKED_AT, SHARED = 8, 20
DEDUCTING, VETOING = 68, (301, 402)
METHODS = [
    {
        "id": "onsite",
        "title": "实地测评",
        "weight": 60,
        "methods": [
            {"id": "third", "title": "第三方", "weight": 90},
            {"id": "bureau", "title": "城管局", "weight": 10},
        ],
    },
    {"id": "materials", "title": "材料申报", "weight": 40},
]
LEAVES = ("third", "bureau", "materials")


@dataclass(frozen=True)
class Size:
    """How much is observed: areas, points an area, and answers a point."""

    name: str
    areas: int
    points: int
    answers: int

    @property
    def rows(self) -> int:
        """Observations in all."""
        return self.areas * self.points * self.answers

    @property
    def path(self) -> Path:
        """Where the file is kept."""
        return CACHE / f"{self.name}.parquet"


SMOKE = Size("smoke", areas=4, points=44, answers=200)
PROVINCE = Size("province", areas=100, points=500, answers=200)
NATION = Size("nation", areas=2800, points=179, answers=200)
SIZES = {size.name: size for size in (SMOKE, PROVINCE, NATION)}


def framework(parts: int = PARTS) -> Framework:
    """The framework of all benchmarks, or one of more standards with four items each."""
    return Framework.model_validate(_framework(parts))


def observations(size: Size) -> Path:
    """The file of a size, written once."""
    if not size.path.exists():
        size.path.parent.mkdir(parents=True, exist_ok=True)
        draft = size.path.with_suffix(".draft")
        _write(size, draft)
        draft.rename(size.path)
    return size.path


def _rule(part: int) -> str:
    if part < DEDUCTING:
        return "deduct"
    return ("rate", "mean", "mean", "counted")[part % 4]


def _framework(parts: int) -> dict[str, Any]:
    items = [_item(part, k) for part in range(parts) for k in range(ITEMS_OF_PART)]
    standards = [_standard(part) for part in range(parts)]
    contents = [
        {"id": f"c{n}", "title": f"内容{n}", "standards": standards[5 * n : 5 * n + 5]}
        for n in range(parts // 5)
    ]
    projects = [
        {"id": f"j{n}", "title": f"项目{n}", "contents": contents[4 * n : 4 * n + 4]}
        for n in range(-(-parts // 20))
    ]
    return {
        "id": "bench",
        "version": "1",
        "title": "基准",
        "methods": METHODS,
        "projects": projects,
        "items": items,
        "point_types": [
            {"id": kind, "title": kind, "items": [item["id"] for item in items]} for kind in KINDS
        ],
    }


def _item(part: int, k: int) -> dict[str, Any]:
    number = part * ITEMS_OF_PART + k
    item: dict[str, Any] = {"id": f"i{number:03}", "title": f"项{number}", "weight": 1.0 + k % 2}
    if _rule(part) == "deduct":
        if k % 2:
            item["rule"] = {"kind": "per_occurrence", "each": 0.002, "cap": 0.01, "fixed": 0.5}
        else:
            item["rule"] = {"kind": "pass_fail", "fixed": 0.5}
        item |= {"points": 0.004, "cap": 0.1}
    elif k == 3:
        item["rule"] = {"kind": "ratio", "wanted": 5}
    else:
        item |= {"rule": {"kind": "pass_fail", "fixed": 0.5}, "pass_mark": 0.8}
    return item | {"veto": number in VETOING}


def _standard(part: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"kind": _rule(part)}
    if rule["kind"] == "counted":
        rule["bands"] = [{"unmet": 0, "share": 1}, {"unmet": 1, "share": 0.6}]
    own = [f"i{part * ITEMS_OF_PART + k:03}" for k in range(ITEMS_OF_PART)]
    return {
        "id": f"s{part}",
        "title": f"标准{part}",
        "parts": [
            {
                "id": f"p{part}",
                "method": LEAVES[part % 3],
                "points": 0.5 + part % 3,
                "rule": rule,
                "items": own,
                # The items of five standards count only at some kinds, like a shared battery.
                "at": list(KINDS) if 0 <= PARTS - 1 - part < SHARED // ITEMS_OF_PART else [],
            }
        ],
    }


def _write(size: Size, path: Path) -> None:
    first = area_rows(size, 0)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        for area in range(size.areas):
            writer.write_table(area_rows(size, area), row_group_size=size.points * size.answers)


def area_rows(size: Size, area: int) -> pa.Table:
    """The rows of one area, point by point; about one answer in five is no pass."""
    random = np.random.default_rng([20240618, area])
    point = np.repeat(np.arange(size.points), size.answers)
    kind = point % len(KINDS)
    item = np.concatenate([_asked(random, n, size.answers) for n in range(size.points)])
    fails = 0.08 + 0.02 * (area % 7) + 0.12 * random.random(size.points)[point]
    fails[np.isin(item, VETOING)] = 0.001
    result = np.where(random.random(len(point)) < fails, random.integers(1, 4, len(point)), 0)
    rule = item % ITEMS_OF_PART
    counted = (rule == 3) | ((rule % 2 == 1) & (item < DEDUCTING * ITEMS_OF_PART))
    missing = ~counted | (result == 0) | (result == RESULTS.index("na"))
    of_area = np.zeros(len(point), dtype=np.int64)
    return pa.table(
        {
            "area": _texts(of_area, [f"area{area:04}"]),
            "unit": _texts(
                (point * 13 + item // 40) % UNITS, [f"unit{n:02}" for n in range(UNITS)]
            ),
            "point": _texts(point, [f"p{area:04}-{n:03}" for n in range(size.points)]),
            "point_type": _texts(kind, KINDS),
            "item": _texts(item, [f"i{n:03}" for n in range(PARTS * ITEMS_OF_PART)]),
            "visit": _texts(of_area, ["v1"]),
            "method": _texts(item // ITEMS_OF_PART % len(LEAVES), LEAVES),
            "result": _texts(result, RESULTS),
            "count": pa.array(random.integers(0, 5, len(point)).astype(np.float64), mask=missing),
            "of": pa.nulls(len(point), pa.float64()),
        }
    )


def _asked(random: np.random.Generator, point: int, answers: int) -> Ints:
    """The items judged at a point: those its kind asks, some of them where there are too many."""
    every = np.arange(PARTS * ITEMS_OF_PART)
    asked = every[(every * 7 + point) % len(KINDS) < ASKED_AT]
    return np.sort(random.permutation(asked)[:answers])


def _texts(codes: Ints, words: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words))

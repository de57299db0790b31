"""A small framework, and a way to see every fault of some files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chuangcheng.engine.framework import Framework
from chuangcheng.tables.faults import FaultsError
from chuangcheng.tables.observations import read_observations

MARKET = {
    "id": "market",
    "title": {"zh": "农贸市场", "en": "Farm market"},
    "items": ["CLEAN-01", "POSTER-02", "LAMP-03", "TREND-06"],
}


def small() -> dict[str, Any]:
    """A framework as a file would say it: every case that the checks tell apart."""
    onsite = ["CLEAN-01", "POSTER-02", "LAMP-03", "TREND-06"]
    parts = [
        {"id": "s1-a", "method": "onsite", "points": 60, "items": onsite, "rule": {"kind": "mean"}},
        {"id": "s1-b", "method": "papers", "points": 20, "items": ["PLAN-04"]},
        {"id": "s1-c", "method": "survey", "points": 20, "items": ["ASK-05"]},
    ]
    return {
        "id": "small",
        "version": "1",
        "title": {"zh": "小体系", "en": "Small framework"},
        "methods": [
            {"id": "onsite", "title": {"zh": "实地测评", "en": "On-site"}, "weight": 60},
            {"id": "papers", "title": {"zh": "材料申报", "en": "Materials"}, "weight": 20},
            {"id": "survey", "title": {"zh": "问卷调查", "en": "Survey"}, "weight": 20},
        ],
        "projects": [
            {
                "id": "p",
                "title": "项目",
                "contents": [
                    {
                        "id": "c",
                        "title": "内容",
                        "standards": [{"id": "s1", "title": "标准", "parts": parts}],
                    }
                ],
            }
        ],
        "items": [
            {"id": "CLEAN-01", "title": {"zh": "干净整洁", "en": "Clean"}},
            {"id": "POSTER-02", "title": "公益广告", "rule": {"kind": "ratio"}},
            {
                "id": "LAMP-03",
                "title": "亮灯率",
                "rule": {"kind": "bands", "bands": [{"least": 0.95, "share": 1}]},
            },
            {
                "id": "PLAN-04",
                "title": "工作方案",
                "rule": {"kind": "grade", "grades": {"A": 1, "B": 0.6}},
            },
            {
                "id": "ASK-05",
                "title": "满意吗",
                "rule": {"kind": "answers", "answers": {"满意": 1, "不满意": 0}},
            },
            {
                "id": "TREND-06",
                "title": "案件增长",
                "rule": {"kind": "linear", "floor": 10, "target": -10},
            },
        ],
        "point_types": [MARKET, {"id": "park", "title": "公园", "items": ["CLEAN-01"]}],
        "sanctions": [{"id": "PRIZE", "kind": "bonus", "title": "表彰", "points": 1}],
    }


@pytest.fixture
def framework() -> Framework:
    """The small framework, checked."""
    return Framework.model_validate(small())


Faulty = Callable[..., list[str]]


@pytest.fixture
def faulty(framework: Framework) -> Faulty:
    """A function that reads observations and gives its faults in English, places first."""

    def read(*paths: Path, **settings: Any) -> list[str]:  # those of the reader
        with pytest.raises(FaultsError) as caught:
            read_observations(paths, framework, **settings)
        root = str(paths[0].parent)
        return [line.removeprefix(root).lstrip("/") for line in caught.value.lines("en")]

    return read

"""Two editions side by side."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng import library
from chuangcheng.engine.differences import differences
from chuangcheng.engine.framework import Framework
from chuangcheng.tables.frameworks.reading import read_framework


@pytest.fixture(scope="module")
def minors() -> Framework:
    return read_framework(library.path("minors-environment"))


def changed(framework: Framework, **updates: Any) -> Framework:
    return Framework.model_validate(framework.model_dump(mode="json") | updates)


def test_it_finds_nothing_between_an_edition_and_itself(minors: Framework) -> None:
    assert differences(minors, minors) == []


def test_it_tells_a_new_wording_from_a_new_rule(minors: Framework) -> None:
    items = minors.model_dump(mode="json")["items"]
    items[0]["title"]["zh"] += "（新）"
    items[1]["pass_mark"] = 0.5
    found = differences(minors, changed(minors, items=items))
    assert [(d.id, d.change) for d in found] == [
        (items[0]["id"], "worded"),
        (items[1]["id"], "rule"),
    ]


def test_it_follows_points_up_the_tree(minors: Framework) -> None:
    projects = minors.model_dump(mode="json")["projects"]
    standard = projects[0]["contents"][0]["standards"][0]
    standard["parts"][0]["points"] += 1
    for node in (projects[0], projects[0]["contents"][0], standard):
        node["points"] = None
    found = differences(minors, changed(minors, projects=projects))
    assert [(d.what, d.change) for d in found] == [
        (what, "points") for what in ("project", "content", "standard", "part")
    ]


def test_it_tells_both_ways_what_one_edition_lacks(minors: Framework) -> None:
    sanction = {"id": "X", "kind": "bonus", "title": {"zh": "先进", "en": ""}, "points": 1}
    sanctions = [*minors.model_dump(mode="json")["sanctions"], sanction]
    more = changed(minors, sanctions=sanctions)
    assert [(d.id, d.change) for d in differences(minors, more)] == [("X", "added")]
    assert [(d.id, d.change) for d in differences(more, minors)] == [("X", "removed")]


def test_it_sees_a_standard_that_moved(minors: Framework) -> None:
    projects = minors.model_dump(mode="json")["projects"]
    for project in projects:
        project["points"] = None
        for content in project["contents"]:
            content["points"] = None
    plain = changed(minors, projects=projects)
    first, second = projects[0]["contents"][0], projects[1]["contents"][0]
    moved = second["standards"].pop() if len(second["standards"]) > 1 else None
    assert moved is not None
    first["standards"].append(moved)
    found = differences(plain, changed(minors, projects=projects))
    assert (moved["id"], "moved") in [(d.id, d.change) for d in found]

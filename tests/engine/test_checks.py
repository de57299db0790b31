"""A framework that does not hold together is refused with a sentence for every fault."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from chuangcheng.engine.framework import Framework
from tests.engine.small import framework

PART = {"points": 60, "items": ["a"]}


@pytest.mark.parametrize(
    ("parts", "changes", "sentence"),
    [
        ([PART, PART], {}, "item a already counts in part p0"),
        ([PART | {"method": "dream"}], {}, "there is no method without methods below it dream"),
        ([PART | {"at": ["moon"]}], {}, "there is no kind of point moon"),
        ([PART | {"batteries": ["psa"]}], {}, "there is no battery psa"),
        ([PART | {"rule": {"kind": "deduct"}}], {}, "give item a the points it costs"),
        ([PART, {"points": 1, "items": []}], {}, "part p1 has no items"),
        (
            [PART],
            {
                "items": [
                    {"id": "a", "title": "a", "rule": {"kind": "quota", "quota": 1, "each": 1}}
                ]
            },
            "item a deducts points, but part p0 does not",
        ),
        (
            [PART | {"at": ["road"]}],
            {"point_types": [{"id": "road", "title": "road"}]},
            "counts a at road, whose checklist does not ask it",
        ),
        (
            [PART],
            {"methods": [{"id": "onsite", "title": "x", "weight": 1}] * 2},
            "the id onsite is used twice",
        ),
    ],
)
def test_it_says_what_does_not_hold_together(parts, changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        framework(*parts, **changes)


def test_it_says_where_points_do_not_add_up():
    standard = {
        "id": "s",
        "title": "s",
        "points": 61,
        "parts": [{"id": "p", "method": "onsite", **PART}],
    }
    content = {"id": "1.1", "title": "内容", "points": 59, "standards": [standard]}
    projects = [{"id": "1", "title": "项目", "contents": [content]}]
    with pytest.raises(ValidationError) as raised:
        framework(PART, projects=projects)
    assert "projects.0.contents.0 | 1.1 says 59 points but its parts add up to 60" in str(
        raised.value
    )
    assert "contents.0.standards.0 | s says 61 points" in str(raised.value)


def test_it_refuses_an_item_that_counts_nowhere():
    whole = framework(PART).model_dump()
    whole["items"] = (*whole["items"], {"id": "z", "title": "z"})
    with pytest.raises(ValidationError, match="item z counts in no part"):
        Framework.model_validate(whole)

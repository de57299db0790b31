"""The frameworks that ship are whole: checked by the model, in two languages, with their sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import fsum

import pytest
import yaml
from pydantic import BaseModel

from chuangcheng import library
from chuangcheng.engine.framework import Framework, Item, Text, Title

COUNTY, HEALTH, MINORS = "county-civilised-city", "national-health-city", "minors-environment"
every_framework = pytest.mark.parametrize("name", library.names())
CHINESE, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]")


@cache
def shipped(name: str) -> Framework:
    return Framework.model_validate(yaml.safe_load(library.path(name).read_text(encoding="utf-8")))


def contents(framework: Framework) -> int:
    return sum(len(project.contents) for project in framework.projects)


def titles(model: BaseModel) -> Iterator[Title]:
    """Every title below a model, wherever it hangs."""
    for _, value in model:
        for child in value if isinstance(value, tuple) else (value,):
            if isinstance(child, Title):
                yield child
            elif isinstance(child, BaseModel):
                yield from titles(child)


def texts(framework: Framework) -> Iterator[Text]:
    """The longer texts."""
    yield framework.note
    yield from (standard.requirement for standard in framework.standards())
    yield from (item.exceptions for item in framework.items if item.exceptions)
    yield from (item.guidance for item in framework.items if item.guidance)


def asked(framework: Framework) -> set[str]:
    """The items on the checklist of some kind of point."""
    return {item for kind in framework.point_types for item in framework.checklist(kind)}


def claims(framework: Framework) -> Counter[tuple[str, str]]:
    """How many parts an item counts in, by item and kind of point (empty: anywhere)."""
    return Counter(
        (item, at)
        for part in framework.parts()
        for item in framework.items_of(part)
        for at in part.at or ("",)
    )


def test_it_ships_three_frameworks() -> None:
    assert library.names() == (COUNTY, MINORS, HEALTH)


def test_it_says_what_ships_when_a_name_is_unknown() -> None:
    with pytest.raises(library.UnknownFrameworkError, match=f"called moon.*{COUNTY}"):
        library.path("moon")


@every_framework
def test_it_is_named_as_its_file(name: str) -> None:
    assert shipped(name).id == name


@every_framework
def test_it_gives_each_method_points_of_its_weight(name: str) -> None:
    framework = shipped(name)
    for method in framework.leaf_methods():
        points = fsum(part.points for part in framework.parts() if part.method == method.id)
        assert points == pytest.approx(method.weight)
    assert fsum(method.weight for method in framework.methods) == framework.settings.full == 100


@every_framework
def test_it_declares_the_points_of_every_project_and_content(name: str) -> None:
    projects = shipped(name).projects
    declared = [*projects, *(content for project in projects for content in project.contents)]
    assert all(node.points is not None for node in declared)
    assert fsum(project.points or 0 for project in projects) == pytest.approx(100)


@every_framework
def test_it_has_every_title_in_both_languages(name: str) -> None:
    for title in titles(shipped(name)):
        assert CHINESE.search(title.zh)
        assert LATIN.search(title.en)
        assert not CHINESE.search(title.en)


@every_framework
def test_it_has_every_longer_text_in_both_languages(name: str) -> None:
    for text in texts(shipped(name)):
        assert CHINESE.search(text.zh)
        assert LATIN.search(text.en)
        assert not CHINESE.search(text.en)


@every_framework
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_gives_no_two_items_the_same_title(name: str, language: str) -> None:
    named = Counter(getattr(item.title, language) for item in shipped(name).items)
    assert [title for title, times in named.items() if times > 1] == []


@every_framework
def test_it_says_what_it_is_modelled_on(name: str) -> None:
    framework = shipped(name)
    assert all(fact.fact and fact.source for fact in framework.basis)
    assert len(framework.basis) >= 5
    assert "正式版本" in framework.note.zh
    assert "imports the official edition" in framework.note.en


@every_framework
def test_it_asks_in_the_street_exactly_what_counts_on_site(name: str) -> None:
    framework = shipped(name)
    parts = [part for part in framework.parts() if part.method == "onsite"]
    assert asked(framework) == {item for part in parts for item in framework.items_of(part)}


@every_framework
def test_it_counts_each_line_of_a_checklist_in_one_part(name: str) -> None:
    framework = shipped(name)
    claimed = claims(framework)
    for kind in framework.point_types:
        for item in framework.checklist(kind):
            assert claimed[item, kind.id] + claimed[item, ""] == 1, (kind.id, item)


@every_framework
def test_it_names_materials_and_questions_by_their_first_letter(name: str) -> None:
    framework = shipped(name)
    prefix = {"materials": "M-", "survey": "Q-"}
    for part in framework.parts():
        expected = prefix.get(part.method, "")
        assert all(item.startswith(expected) for item in framework.items_of(part))


@every_framework
def test_it_says_who_answers_for_every_kind_of_point(name: str) -> None:
    assert all(kind.unit_kind for kind in shipped(name).point_types)


@pytest.mark.parametrize("pair", list(combinations((COUNTY, HEALTH, MINORS), 2)))
def test_it_asks_the_same_thing_alike_in_two_frameworks(pair: tuple[str, str]) -> None:
    first, second = ({item.id: item for item in shipped(name).items} for name in pair)
    common = first.keys() & second.keys()
    assert common
    assert {id_: first[id_] for id_ in common} == {id_: second[id_] for id_ in common}


@pytest.mark.parametrize("letters", ["RD", "MKT", "WC", "SIT", "SMK", "M-WST"])
def test_it_looks_at_both_titles_at_once(letters: str) -> None:
    county, health = ({item.id for item in shipped(name).items} for name in (COUNTY, HEALTH))
    assert any(item.startswith(letters) for item in county & health)


def test_it_has_the_shape_of_a_county_handbook() -> None:
    county = shipped(COUNTY)
    assert (len(county.projects), contents(county)) == (9, 60)
    assert len(list(county.standards())) == 130
    assert len(county.point_types) == 22
    assert len(asked(county)) >= 300


def test_it_splits_a_county_forty_forty_twenty() -> None:
    county = shipped(COUNTY)
    assert {method.id: method.weight for method in county.methods} == {
        "onsite": 40,
        "materials": 40,
        "survey": 20,
    }
    assert county.settings.year_weights == (15, 25, 60)


def test_it_uses_every_kind_of_rule_for_a_county() -> None:
    county = shipped(COUNTY)
    kinds = {item.rule.kind for item in county.items}
    assert kinds == set(kinds_in(Item)), "an item rule is unused"
    assert {part.rule.kind for part in county.parts()} == {"rate", "mean", "deduct", "counted"}


def kinds_in(model: type[BaseModel]) -> Iterator[str]:
    """The kinds of rule that the published schema of a model allows."""
    rule = model.model_json_schema()["properties"]["rule"]
    return iter(rule["discriminator"]["mapping"])


def test_it_keeps_the_four_measures_of_the_survey_apart() -> None:
    questions = [item.id for item in shipped(COUNTY).items if item.id.startswith("Q-")]
    assert {question.split("-")[1] for question in questions} == {"AWR", "SUP", "PAR", "SAT"}


def test_it_counts_one_battery_for_two_standards_by_where_it_was_seen() -> None:
    county = shipped(COUNTY)
    where = {part.at: part.id for part in county.parts() if "ENV-01" in county.items_of(part)}
    assert where["MKT",] != where["RD",]


def test_it_sets_the_bar_of_the_minors_framework() -> None:
    minors = shipped(MINORS)
    assert (minors.settings.threshold, minors.settings.counts) == (85, 20)
    assert (len(minors.projects), len(list(minors.standards()))) == (5, 30)


@every_framework
def test_it_caps_what_a_sanction_can_move(name: str) -> None:
    for sanction in shipped(name).sanctions:
        if sanction.kind == "veto":
            assert sanction.effect != "points"
        else:
            assert 0 < sanction.points <= (sanction.cap or sanction.points)

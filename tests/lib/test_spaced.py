"""Spaced text finds two-character words, in a real FTS5 table too, and no query breaks it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangcheng.lib.spaced import (
    fts5,
    marks,
    phrases,
    spaced,
    spaced_apart,
    tokens,
    tsquery,
)

Find = Callable[[str, str], bool]

#: Letters, marks, quotes and operators that have a meaning somewhere, and rare characters.
ODD = st.text(
    st.one_of(
        st.sampled_from("创城文明ab12 \"'()*:&|!<->-+^{}~\\%_;，。〇々𠮷𰻝éﬁⅣ㎡ß"), st.characters()
    )
)


@pytest.fixture
def find() -> Iterator[Find]:
    """Whether a query finds a text in an FTS5 table made as the site makes it."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE VIRTUAL TABLE entry USING fts5 (spaced, tokenize = 'ascii')")

        def found(text: str, query: str) -> bool:
            database.execute("DELETE FROM entry")
            database.execute("INSERT INTO entry VALUES (?)", [spaced(text)])
            sql = "SELECT count(*) FROM entry WHERE entry MATCH ?"
            return bool(database.execute(sql, [fts5(query)]).fetchone()[0])

        yield found
    database.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("创建全国文明城市", "创 建 全 国 文 明 城 市"),
        ("青禾县PSA-01号 97.5％", "青 禾 县 psa 01 号 97 5"),
        ("ＷｉＦｉ　街道㎡", "wifi 街 道 m2"),
        ("Straße_2 ſ", "strasse 2 s"),
        ("〇一〇年々", "〇 一 〇 年 々"),
        ("𠮷野家𰻝", "𠮷 野 家 𰻝"),
        ("…!?", ""),
    ],
)
def test_it_puts_spaces_between_characters_and_keeps_words_whole(text: str, expected: str):
    assert spaced(text) == expected


@given(ODD)
def test_it_changes_nothing_the_second_time(text: str):
    assert spaced(spaced(text)) == spaced(text)


@given(ODD)
def test_it_leaves_no_mark_that_a_query_language_could_read(text: str):
    assert not set(spaced(text)) & set("\"'()*:&|!<>-+^{}~\\_\n\x00")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ODD, st.data())
def test_it_finds_every_run_of_tokens_of_a_text(find: Find, text: str, data: st.DataObject):
    words = tokens(text)
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    if words[start:end]:
        assert find(text, " ".join(words[start:end]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ODD, ODD)
def test_it_finds_nothing_but_what_is_there(find: Find, text: str, query: str):
    padded = f" {spaced(text)} "
    wanted = phrases(query)
    there = bool(wanted) and all(f" {' '.join(words)} " in padded for words in wanted)
    assert (bool(fts5(query)) and find(text, query)) == there


@pytest.mark.parametrize(
    ("query", "there"),
    [("城市", True), ("市城", False), ("文明 全国", True), ("文城", False), ("创", True)],
)
def test_it_finds_words_of_two_characters(find: Find, query: str, *, there: bool):
    assert find("创建全国文明城市", query) is there


def test_it_finds_no_phrase_that_runs_from_one_text_into_another(find: Find):
    assert spaced_apart(["文明", "", "城市"]) == "文 明 \ua66e 城 市"
    assert find(spaced_apart(["文明", "城市"]), "城市")
    assert not find(spaced_apart(["文明", "城市"]), "明城")


def test_it_treats_full_width_and_case_as_one(find: Find):
    assert find("安装ＷｉＦｉ热点", "wifi热点")


@pytest.mark.parametrize("query", ["", "  ", '"', "*", "-- ' \" ( )"])
def test_it_says_nothing_where_nothing_is_looked_for(query: str):
    assert fts5(query) == tsquery(query) == ""


def test_it_writes_phrases_for_both_databases():
    assert fts5('文明" OR 1=1') == '"文 明" AND "or" AND "1 1"'
    assert tsquery("文明 & !psa-01") == "('文' <-> '明') & ('psa' <-> '01')"


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("文明城市和文明村", "文明", ["文明", "文明"]),
        ("创建文明城市", "文明 明城", ["文明城"]),
        ("共㎡与PSA-01", "m2 psa", ["㎡", "PSA"]),
        ("文·明", "文明", ["文·明"]),
        ("城市", "文明", []),
    ],
)
def test_it_marks_what_was_found(text: str, query: str, expected: list[str]):
    assert [text[start:end] for start, end in marks(text, query)] == expected


@given(ODD, ODD)
def test_it_marks_in_order_and_within_the_text(text: str, query: str):
    edges = [edge for span in marks(text, query) for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(text) for edge in edges)

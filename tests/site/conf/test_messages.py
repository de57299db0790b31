"""Every word in both languages."""

import gettext
import io
from pathlib import Path

import pytest

from chuangcheng.conf import messages
from chuangcheng.ground.audit.verbs import VERBS
from chuangcheng.ground.rights import RIGHTS

CATALOGUES = {catalogue.noun: catalogue for catalogue in messages.catalogues()}


@pytest.mark.parametrize("noun", CATALOGUES)
def test_it_says_everything_in_english(noun: str) -> None:
    assert list(messages.gaps()[noun]) == []


@pytest.mark.parametrize("noun", CATALOGUES)
def test_it_ships_what_the_editable_file_says(noun: str) -> None:
    catalogue = CATALOGUES[noun]
    shipped = catalogue.po.with_suffix(".mo")
    assert not catalogue.texts or shipped.read_bytes() == messages.compiled(catalogue.texts)


def test_it_says_a_message_in_one_way_whichever_noun_asks() -> None:
    # Django merges the catalogues, so that the order of the nouns would settle which is read.
    said: dict[str, set[tuple[str, ...]]] = {}
    for catalogue in CATALOGUES.values():
        for message, texts in catalogue.texts.items():
            said.setdefault(message, set()).add(tuple(texts))
    assert {message: ways for message, ways in said.items() if len(ways) > 1} == {}


def test_it_compiles_what_gettext_reads() -> None:
    texts = {"行": ["row"], "共 %(n)s 行": ["%(n)s row", "%(n)s rows"], "“引”\\n": ['"q"\n']}
    read = gettext.GNUTranslations(io.BytesIO(messages.compiled(texts)))
    assert [read.gettext("行"), read.gettext("“引”\\n")] == ["row", '"q"\n']
    assert read.ngettext("共 %(n)s 行", "共 %(n)s 行", 2) == "%(n)s rows"


@pytest.mark.parametrize("call", ["_", "gettext", "gettext_lazy", "gettext_noop", "lazy", "text"])
def test_it_finds_messages_whichever_way_they_are_asked_for(call: str, tmp_path: Path) -> None:
    (tmp_path / "desk.py").write_text(f"{call}('只在这里')", encoding="utf-8")
    assert messages.used(tmp_path) == {"只在这里": False}


def test_it_names_verbs_and_rights_in_both_languages() -> None:
    declared = [*(v.words for v in VERBS.values()), *(r.words for r in RIGHTS.values())]
    assert [words for words in declared if not (words.zh and words.en)] == []


@pytest.mark.parametrize(
    ("verb", "zh", "en"),
    [("ladder.set", "升级规则", "rules of escalation"), ("problem.unsee", "撤销", "withdrew")],
)
def test_it_tells_deeds_in_the_words_of_the_glossary(verb: str, zh: str, en: str) -> None:
    words = VERBS[verb].words
    assert (zh in words.zh, en in words.en) == (True, True)

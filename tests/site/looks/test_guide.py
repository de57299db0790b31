"""The office's guide says what stands on the pages, and commands that there are."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import click
import pytest
from django.apps import apps

from chuangcheng.cli import chuangcheng
from chuangcheng.conf.messages import Catalogue

ROOT = Path(__file__).parents[3]
GUIDES = {language: ROOT / f"docs/guide/office.{language}.md" for language in ("zh", "en")}


@pytest.mark.parametrize("language", GUIDES)
def test_it_quotes_what_stands_on_the_pages(language: str) -> None:
    quoted = set(re.findall("“([^”]+)”", GUIDES[language].read_text(encoding="utf-8")))
    assert len(quoted) > 40
    assert quoted - on_pages(language) == set()


@pytest.mark.parametrize("language", GUIDES)
def test_it_names_commands_that_there_are(language: str) -> None:
    named = set(re.findall("`chuangcheng ([a-z-]+)", GUIDES[language].read_text(encoding="utf-8")))
    context = click.Context(chuangcheng)
    assert named
    assert named <= set(chuangcheng.list_commands(context))


@pytest.mark.parametrize("language", GUIDES)
def test_it_leads_to_files_that_there_are(language: str) -> None:
    guide = GUIDES[language]
    leads = re.findall(r"\]\(([^)]+)\)", guide.read_text(encoding="utf-8"))
    assert all((guide.parent / lead).exists() for lead in leads)


@cache
def on_pages(language: str) -> frozenset[str]:
    """What pages say in a language: messages, and words declared in code."""
    number = 0 if language == "zh" else 1
    return frozenset([*_declared(number), *_translated(number)])


def _declared(number: int) -> Iterable[str]:
    pairs = re.compile(r'Words\(\s*"([^"]*)",\s*"([^"]*)"')
    for path in (ROOT / "src/chuangcheng").rglob("*.py"):
        for pair in pairs.findall(path.read_text(encoding="utf-8")):
            yield pair[number]


def _translated(number: int) -> Iterable[str]:
    for noun in apps.get_app_configs():
        if noun.name.startswith("chuangcheng."):
            for message, texts in Catalogue(noun.label, Path(noun.path)).read().texts.items():
                yield (message, texts[0])[number]

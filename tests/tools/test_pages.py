"""The pages at the root of the repository: what they name exists."""

import re
from pathlib import Path

import click
import pytest

from chuangcheng.cli import chuangcheng
from tools.verbs import VERBS

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
DECISIONS = sorted(ROOT.glob("docs/decisions/[0-9]*.md"))


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_it_links_to_files_that_exist(page: Path) -> None:
    assert [link for link in LINK.findall(text(page)) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_it_names_targets_that_exist(name: str) -> None:
    named = set(re.findall(r"^make (\w+)", text(ROOT / name), re.MULTILINE))
    assert named
    assert named <= set(VERBS) | {"help"}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_it_names_commands_that_exist(name: str) -> None:
    named = set(re.findall(r"`chuangcheng ([a-z]+)", text(ROOT / name)))
    assert named
    assert named <= set(chuangcheng.list_commands(click.Context(chuangcheng)))


def test_it_says_the_same_in_both_languages() -> None:
    pages = [text(ROOT / name) for name in ("README.md", "README.zh-CN.md")]
    heads, codes = zip(*[(p.count("\n#"), re.findall(r"`[^`\n]+`", p)) for p in pages], strict=True)
    assert heads[0] == heads[1]
    assert set(codes[0]) == set(codes[1])


def test_it_shows_every_floor_of_the_contracts() -> None:
    contract = text(ROOT / ".importlinter").split("layers =")[1].split("[importlinter")[0]
    shown = re.findall(r"^\| `(\w+)[./]", text(ROOT / "ARCHITECTURE.md"), re.MULTILINE)
    assert shown == re.findall(r"^ +\(?(\w+)\)?$", contract, re.MULTILINE)


def test_it_gives_every_folder_a_floor() -> None:
    folders = {path.parent.name for path in ROOT.glob("src/chuangcheng/*/__init__.py")}
    shown = re.findall(r"^\| `(\w+)/", text(ROOT / "ARCHITECTURE.md"), re.MULTILINE)
    assert folders <= set(shown)


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_it_tells_a_decision_in_four_parts(page: Path) -> None:
    heads = re.findall(r"^## (\w+)", text(page), re.MULTILINE)
    assert heads == ["Context", "Decision", "Rejected", "Consequences"]

"""The hash-locked requirements: complete, and silent about where packages come from."""

import re
import tomllib
from pathlib import Path

import pytest

from tools.environment import LEVELS
from tools.lock import FILES, refuse_places
from tools.process import RefusalError

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names_in(lines: list[str]) -> set[str]:
    """The packages that requirement lines name, in one spelling."""
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in found if name}


def locked(file: str) -> set[str]:
    return names_in((ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines())


def test_it_locks_what_the_project_depends_on() -> None:
    assert names_in(PROJECT["project"]["dependencies"]) <= locked("run.txt")


@pytest.mark.parametrize(
    ("group", "file"), [("dev", "test.txt"), ("build", "build.txt"), ("node", "node.txt")]
)
def test_it_locks_what_the_tools_need(group: str, file: str) -> None:
    assert names_in(PROJECT["dependency-groups"][group]) <= locked(file)


def test_it_locks_every_extra() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [line for lines in extras.values() for line in lines]
    assert names_in(wanted) <= locked("test.txt") | locked("spark.txt")


def test_it_installs_every_locked_file() -> None:
    assert {name for names in LEVELS.values() for name in names} == set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_it_gives_every_package_a_hash(file: str) -> None:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\w)", text.strip())
    assert all("==" in package and "--hash=sha256:" in package for package in packages)


@pytest.mark.parametrize("file", FILES)
def test_it_does_not_say_where_packages_come_from(file: str) -> None:
    refuse_places(ROOT / "requirements" / file)


@pytest.mark.parametrize(
    "line",
    ["-i https://example.org", "--index-" + "url x", "polars @ file:///wheels/polars.whl", "-e ."],
)
def test_it_refuses_a_file_that_does(tmp_path: Path, line: str) -> None:
    file = tmp_path / "run.txt"
    file.write_text(f"click==8.5.1\n{line}\n", encoding="utf-8")
    with pytest.raises(RefusalError, match="where packages come from"):
        refuse_places(file)

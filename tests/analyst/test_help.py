"""Help in the person's language, whole."""

from __future__ import annotations

import re

import pytest

from tests.analyst.conftest import Type

COMMANDS = [
    (),
    ("score",),
    ("combine",),
    ("years",),
    ("framework",),
    ("framework", "check"),
    ("framework", "convert"),
    ("framework", "diff"),
    ("framework", "schema"),
    ("draw",),
    ("sample",),
]
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("command", COMMANDS)
def test_it_explains_every_command_in_english_alone(typed: Type, command: tuple[str, ...]) -> None:
    answer = typed(*command, "--lang", "en", "--help")
    assert answer.code == 0
    assert answer.out.startswith("Usage: chuangcheng")
    assert not HAN.search(answer.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_it_explains_every_command_and_option_in_chinese(
    typed: Type, command: tuple[str, ...]
) -> None:
    answer = typed(*command, "--lang", "zh", "--help")
    assert answer.out.startswith("用法：chuangcheng")
    assert not re.search(r"Options|Commands|required|default|Show", answer.out)
    options = re.findall(r"^  --.*(?:\n {4,}.*)*", answer.out, re.MULTILINE)
    assert options
    assert all(HAN.search(option) for option in options)


@pytest.mark.parametrize(
    ("variables", "start"),
    [
        ({"CHUANGCHENG_LANG": "en"}, "Usage"),
        ({"CHUANGCHENG_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "用法"),
        ({"LC_ALL": "en_US.UTF-8"}, "Usage"),
        ({"LANG": "en_GB.UTF-8"}, "Usage"),
        ({"LANG": "zh_CN.UTF-8"}, "用法"),
        ({"LANG": "C.UTF-8"}, "用法"),
        ({}, "用法"),
    ],
)
def test_it_speaks_the_language_of_the_surroundings(
    typed: Type, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], start: str
) -> None:
    for name in ("CHUANGCHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert typed("--help").out.startswith(start)

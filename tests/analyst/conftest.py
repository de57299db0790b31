"""The command line as a person meets it: what was typed, what came back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chuangcheng.cli import run

CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Answer:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # whatever the command printed
        """Standard output as the one JSON object it should be."""
        return json.loads(self.out)


Type = Callable[..., Answer]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Type:
    """A function that runs `chuangcheng` with arguments, speaking English unless told otherwise."""
    monkeypatch.setenv("CHUANGCHENG_LANG", "en")

    def typed(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Answer(code, *capsys.readouterr())

    return typed

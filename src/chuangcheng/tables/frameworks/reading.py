"""A framework from a file, or every reason why it is none."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from chuangcheng.engine.framework import Framework
from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Fault, FaultsError, Sentence
from chuangcheng.tables.frameworks.marked import read_marked
from chuangcheng.tables.frameworks.messages import Path as Steps
from chuangcheng.tables.frameworks.messages import faults_of

TEXT = (".yaml", ".yml", ".json")


class Source(Protocol):
    """What a file says, and a fault's place in it."""

    @property
    def data(self) -> object:
        """The framework as plain lists and mappings."""

    def fault(self, steps: Steps, sentence: Sentence) -> Fault:
        """A fault at the place nearest to a path in the model."""


def read_framework(path: Path) -> Framework:
    """A framework from YAML or JSON. Raises FaultsError with all its faults."""
    if not path.is_file():
        raise FaultsError([Fault(str(path), sentences.no_such_file())])
    try:
        source: Source = read_marked(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FaultsError([Fault(str(path), sentences.unreadable(reason))]) from None
    return validated(source)


def validated(source: Source) -> Framework:
    """The framework a source describes. Raises FaultsError with all its faults."""
    try:
        return Framework.model_validate(source.data)
    except ValidationError as error:
        faults = [source.fault(steps, sentence) for steps, sentence in faults_of(error)]
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0)) from None

"""What a file says checked by the model, each fault at its place in the file."""

from __future__ import annotations

from typing import Protocol

from pydantic import ValidationError

from chuangcheng.engine.framework import Framework
from chuangcheng.engine.reasons import Path as Steps
from chuangcheng.tables.faults import Fault, FaultsError, Sentence
from chuangcheng.tables.frameworks.messages import faults_of


class Source(Protocol):
    """What a file says, and a fault's place in it."""

    @property
    def data(self) -> object:
        """The framework as plain lists and mappings."""

    def fault(self, steps: Steps, sentence: Sentence) -> Fault:
        """A fault at the place nearest to a path in the model."""


def validated(source: Source) -> Framework:
    """The framework a source describes. Raises FaultsError with all its faults."""
    try:
        return Framework.model_validate(source.data)
    except ValidationError as error:
        faults = [source.fault(steps, sentence) for steps, sentence in faults_of(error)]
        order = sorted(faults, key=lambda fault: (fault.sheet, fault.row or 0))
        raise FaultsError(order) from None

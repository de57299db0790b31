"""Frameworks from and into files, by what the file's name ends in."""

from __future__ import annotations

from pathlib import Path

from chuangcheng.engine.framework import Framework
from chuangcheng.tables import saving, sentences
from chuangcheng.tables.faults import Fault, FaultsError, Lang
from chuangcheng.tables.frameworks.marked import read_marked
from chuangcheng.tables.frameworks.plainly import as_json, as_yaml
from chuangcheng.tables.frameworks.reading import Source, validated
from chuangcheng.tables.frameworks.workbook_in import read_framework_workbook
from chuangcheng.tables.frameworks.workbook_out import write_workbook

_MARKED = (".yaml", ".yml", ".json")
_WORKBOOK = (".xlsx", ".xlsm")


def read_framework(path: Path) -> Framework:
    """A framework from YAML, JSON or a workbook. Raises FaultsError with all its faults."""
    if not path.is_file():
        raise FaultsError([Fault(str(path), sentences.no_such_file())])
    ending = path.suffix.lower()
    if ending not in _MARKED + _WORKBOOK:
        raise FaultsError([Fault(str(path), sentences.no_framework_format())])
    try:
        source: Source = read_marked(path) if ending in _MARKED else read_framework_workbook(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FaultsError([Fault(str(path), sentences.unreadable(reason))]) from None
    return validated(source)


def write_framework(framework: Framework, path: Path, lang: Lang = "zh") -> None:
    """A framework into YAML, JSON or a workbook, whole or not at all.

    Raises FaultsError for a name that ends in none of these.
    """
    ending = path.suffix.lower()
    if ending not in (*_MARKED, ".xlsx"):
        raise FaultsError([Fault(str(path), sentences.no_framework_format())])
    with saving.whole_file(path) as stage:
        if ending == ".xlsx":
            write_workbook(framework, stage, lang)
        else:
            text = as_json(framework) if ending == ".json" else as_yaml(framework)
            stage.write_text(text, "utf-8")

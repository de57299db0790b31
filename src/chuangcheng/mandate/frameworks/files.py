"""A framework out of an uploaded file and into a file to be saved."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chuangcheng.engine.framework import Framework
from chuangcheng.tables.faults import FaultsError, Lang
from chuangcheng.tables.frameworks.files import read_framework, write_framework

SUFFIXES = (".yaml", ".yml", ".json", ".xlsx")
MOST_BYTES = 32 * 1024**2


def uploaded(name: str, content: bytes) -> Framework:
    """The framework in a file. Raises ValidationError with every fault, one sentence each."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ValidationError(_("请上传 .yaml、.json 或 .xlsx 文件。"))
    if len(content) > MOST_BYTES:
        raise ValidationError(_("文件超过 32 MB，不像是测评体系。"))
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"framework{suffix}"
        file.write_bytes(content)
        try:
            return read_framework(file)
        except FaultsError as error:
            raise ValidationError(_sentences(error, file, Path(name).name)) from None


def written(framework: Framework, form: str) -> bytes:
    """A framework as YAML, JSON or a workbook, from which it can be read again unchanged."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"framework.{form}"
        write_framework(framework, file, _language())
        return file.read_bytes()


def _sentences(error: FaultsError, file: Path, name: str) -> list[str]:
    # People know the file by the name under which they sent it.
    return [line.replace(str(file), name) for line in error.lines(_language())]


def _language() -> Lang:
    return "en" if (get_language() or "").startswith("en") else "zh"

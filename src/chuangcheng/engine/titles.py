"""Names and texts in Chinese and English, and what every model of a framework has in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: A line with nothing but the number of a standard (GB 3095-2012) is no translation.
_ENGLISH = re.compile(r"[a-z]{3,}")


class Model(BaseModel):
    """Frozen, and strict about unknown keys: a misspelt key is an error, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(Model):
    """A name in Chinese and, where there is one, in English."""

    zh: str = Field(min_length=1)
    en: str = ""

    def __str__(self) -> str:
        return self.zh

    def said(self, language: str) -> str:
        """The name in a language (`en`, `en-gb`, `zh-hans` …): English only where there is one."""
        return (self.en if language.startswith("en") else "") or self.zh


class Text(Model):
    """A longer text in Chinese and English; either may be empty, and an empty text is false.

    Frameworks used to keep both in one string of two lines, Chinese first; that is still read.
    """

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _of_two_lines(cls, value: Any) -> Any:  # noqa: ANN401  # whatever a file says
        said = {"zh": value} if isinstance(value, str) else value
        if not isinstance(said, Mapping) or said.get("en"):
            return said
        zh = said.get("zh", "")
        return {**said, **_parted(zh)} if isinstance(zh, str) else said

    def __str__(self) -> str:
        return self.zh or self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def said(self, language: str) -> str:
        """The text in a language, or in the other where there is none in that one."""
        return self.en or self.zh if language.startswith("en") else self.zh or self.en


def _parted(text: str) -> dict[str, str]:
    """A text of two lines as its languages; any other text is Chinese."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) == 2 and _CHINESE.search(lines[0]) and _is_english(lines[1]):
        return {"zh": lines[0], "en": lines[1]}
    return {"zh": text}


def _is_english(line: str) -> bool:
    return bool(_ENGLISH.search(line)) and not _CHINESE.search(line)


def _title(value: object) -> object:
    return {"zh": value} if isinstance(value, str) else value


_Name = Annotated[str, Field(min_length=1)]
#: A title in a file: both languages, or a plain string for Chinese alone.
Titled = Annotated[Title, BeforeValidator(_title, json_schema_input_type=Title | _Name)]
#: A text in a file: both languages, or a plain string for Chinese alone.
Texted = Annotated[Text, BeforeValidator(_title, json_schema_input_type=Text | str)]

"""A framework as plain lists and mappings, and as text: what is at its default is left out."""

from __future__ import annotations

import json
from typing import Any

import yaml
from pydantic import BaseModel

from chuangcheng.engine.framework import Framework, Text, Title

_Dumper: type[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
#: Said even at their default: what a file is, and which rule is meant.
_ALWAYS = ("schema_version", "kind")


def plainly(value: Any) -> Any:  # noqa: ANN401  # any part of the model
    """A part of the model as data that reads back as the same."""
    if isinstance(value, Title | Text) and not value.en:
        return value.zh
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            name: plainly(getattr(value, name))
            for name, field in fields.items()
            if name in _ALWAYS or getattr(value, name) != field.get_default()
        }
    if isinstance(value, tuple):
        return [plainly(entry) for entry in value]
    if isinstance(value, dict):
        return {word: plainly(entry) for word, entry in value.items()}
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def as_yaml(framework: Framework) -> str:
    """The framework as YAML, in the order of the model."""
    text: str = yaml.dump(
        plainly(framework), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )
    return text


def as_json(framework: Framework) -> str:
    """The framework as JSON."""
    return json.dumps(plainly(framework), ensure_ascii=False, indent=2) + "\n"


def json_schema() -> str:
    """The JSON Schema of framework files, as it is published in the library."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Framework.model_json_schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"

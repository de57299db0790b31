"""Catalogues of translations, without gettext's programs.

Chinese is the message, English the translation; each noun keeps its own `locale/en`.
Messages are found in code and templates, catalogues are compiled to what Python's gettext reads.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import AppConfig, apps
from django.utils.translation.template import templatize

CALLS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "lazy", "text"})
HEADER = "Language: en\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
IN_TEMPLATE = re.compile(
    r"""(?:_|gettext|ngettext)\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(\s*,)?"""
)
LINE = re.compile(r'(msgid|msgid_plural|msgstr(?:\[\d\])?)?\s*("(?:[^"\\]|\\.)*")')


@dataclass
class Catalogue:
    """One noun's translations: message to its texts, two where a number decides."""

    noun: str
    folder: Path
    texts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def po(self) -> Path:
        """The file that people edit."""
        return self.folder / "locale" / "en" / "LC_MESSAGES" / "django.po"

    def read(self) -> Catalogue:
        """Take in the file, if it is there."""
        if self.po.exists():
            self.texts = dict(_entries(self.po.read_text(encoding="utf-8")))
        return self

    def write(self) -> None:
        """Write the file that people edit and the one that Python reads."""
        self.po.parent.mkdir(parents=True, exist_ok=True)
        self.po.write_text(self.as_text(), encoding="utf-8")
        self.po.with_suffix(".mo").write_bytes(compiled(self.texts))

    def as_text(self) -> str:
        """The catalogue as gettext writes it, in the order of the messages."""
        parts = [f'msgid ""\nmsgstr {_quoted(HEADER)}\n']
        for message, texts in sorted(self.texts.items()):
            if len(texts) == 1:
                parts.append(f"msgid {_quoted(message)}\nmsgstr {_quoted(texts[0])}\n")
                continue
            plural = f"msgid {_quoted(message)}\nmsgid_plural {_quoted(message)}\n"
            forms = "".join(f"msgstr[{n}] {_quoted(text)}\n" for n, text in enumerate(texts))
            parts.append(plural + forms)
        return "\n".join(parts)


def catalogues() -> list[Catalogue]:
    """Every noun's catalogue as it stands."""
    return [Catalogue(app.label, Path(app.path)).read() for app in _nouns()]


def used(folder: Path) -> dict[str, bool]:
    """The messages in a noun's code and templates, and whether a number decides their text."""
    found: dict[str, bool] = {}
    for file in _files(folder):
        source = file.read_text(encoding="utf-8")
        for message, counted in _in_code(source) if file.suffix == ".py" else _in_template(source):
            found[message] = found.get(message, False) or counted
    return found


def gaps() -> dict[str, dict[str, bool]]:
    """By noun, the messages that lack an English text."""
    known = catalogues()
    shared = {m for c in known if c.noun == "site" for m, texts in c.texts.items() if all(texts)}
    missing = {}
    for catalogue in known:
        here = {m for m, texts in catalogue.texts.items() if all(texts)} | shared
        missing[catalogue.noun] = {
            m: counted for m, counted in used(catalogue.folder).items() if m not in here
        }
    return missing


def refresh() -> dict[str, int]:
    """Add what is missing, drop what nobody uses, compile; gives what is left to translate."""
    missing = gaps()
    for catalogue in catalogues():
        for message, counted in missing[catalogue.noun].items():
            catalogue.texts.setdefault(message, ["", ""] if counted else [""])
        wanted = used(catalogue.folder)
        catalogue.texts = {m: t for m, t in catalogue.texts.items() if m in wanted}
        if catalogue.texts or catalogue.po.exists():
            catalogue.write()
    return {noun: len(messages) for noun, messages in gaps().items() if messages}


def compiled(texts: dict[str, list[str]]) -> bytes:
    """A catalogue in the binary form of GNU gettext: sorted keys, two tables, then the texts."""
    entries = {"": HEADER} | {
        f"{m}\0{m}" if len(t) > 1 else m: "\0".join(t) for m, t in texts.items() if all(t)
    }
    pairs = sorted((key.encode(), value.encode()) for key, value in entries.items())
    count, start = len(pairs), 28
    offset = start + 16 * count
    tables: list[tuple[int, int]] = []
    blob = b""
    for side in (0, 1):
        for pair in pairs:
            tables.append((len(pair[side]), offset + len(blob)))
            blob += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, start, start + 8 * count, 0, offset)
    return head + b"".join(struct.pack("<2I", *entry) for entry in tables) + blob


def _nouns() -> list[AppConfig]:
    return [app for app in apps.get_app_configs() if app.name.startswith("chuangcheng.")]


def _files(folder: Path) -> Iterator[Path]:
    # What stands beside the nouns, such as scope.py, speaks through the shared pages.
    beside = folder.parent.glob("*.py") if folder.name == "site" else ()
    inside = (f for f in folder.rglob("*") if f.suffix in {".py", ".html", ".txt"})
    return (file for file in (*beside, *inside) if "migrations" not in file.parts)


def _in_code(source: str) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(ast.Name(name), [ast.Constant(str(message)), *_]) if name in CALLS:
                # What is written in English speaks to programmers, or is Django's own.
                if not message.isascii():
                    yield message, name == "ngettext"


def _in_template(source: str) -> Iterator[tuple[str, bool]]:
    for found in IN_TEMPLATE.finditer(templatize(source)):
        yield ast.literal_eval(found[1]), bool(found[2])


def _entries(source: str) -> Iterator[tuple[str, list[str]]]:
    for block in source.split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for found in LINE.finditer(block):
            name = found[1] or name
            parts[name] = parts.get(name, "") + ast.literal_eval(found[2])
        if parts.get("msgid"):
            yield parts["msgid"], [text for key, text in parts.items() if key.startswith("msgstr")]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

"""Rules about what tracked files may name."""

import re
from collections.abc import Iterator

from tools.rules.rule import Source, matching, rule

# Written so that these patterns do not find themselves.
_MACHINE = re.compile(r"(?<![\w.}\-/])/(?:work|tmp|root)/|\.\./shared/")
_REGISTRY = re.compile(
    r"\bpypi\.(?:org|python\.org|tuna)|\bpythonhosted\.org|\bnpmjs\.(?:org|com)|\bnpmmirror\.com"
    r"|\bmirrors?\.[\w.-]+/(?:pypi|npm|simple)|--(?:extra-)?index-url[ =]\S|--find-links[ =]\S"
)
_ADDRESS = re.compile(r"https?://(?!www\.w3\.org/|127\.0\.0\.1|localhost)")
_NO_REQUEST = re.compile(r"<a\b[^>]*>|<!--.*?-->|/\*.*?\*/", re.DOTALL)
_ROW = re.compile(r"^\|(?P<cells>.+)\|\s*$")


@rule("Nothing names a place on somebody's machine.")
def machine_paths(source: Source) -> Iterator[int]:
    """Find paths that exist on one machine only."""
    return matching(_MACHINE, source.lines)


@rule("Nothing says which registry or mirror packages come from: each machine has its own.")
def registries(source: Source) -> Iterator[int]:
    """Find addresses of package registries and the options that carry them."""
    return matching(_REGISTRY, source.lines)


@rule("A page asks no other machine for anything.", *[".html", ".css", ".ts", ".tsx", ".js"])
def foreign_requests(source: Source) -> Iterator[int]:
    """Find addresses outside links that people follow, comments, tests and vendored files."""
    if source.is_test or "vendor" in source.path.parts:
        return iter(())
    return matching(_ADDRESS, _NO_REQUEST.sub(_blank, source.text).splitlines())


@rule("A word of the glossary stands there once, in every column.", ".md")
def repeated_words(source: Source) -> Iterator[int]:
    """Find rows of the glossary whose Chinese term, English term or code name was used before."""
    if source.path.name != "glossary.md":
        return
    seen: set[tuple[int, str]] = set()
    below = [*source.lines[1:], ""]
    for number, (line, following) in enumerate(zip(source.lines, below, strict=True), 1):
        # A heading stands above its rule of dashes, once for each table of the page.
        words = set() if following.startswith("|--") else _words(line)
        if words & seen:
            yield number
        seen |= words


def _words(line: str) -> set[tuple[int, str]]:
    """The words of a table's row with their columns; the fourth column and later are remarks."""
    row = _ROW.match(line)
    cells = row["cells"].split("|")[:3] if row else []
    words = ((column, cell.strip(" `").casefold()) for column, cell in enumerate(cells))
    return {(column, word) for column, word in words if word.strip("-: ")}


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])

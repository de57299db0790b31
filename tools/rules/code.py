"""Rules about the shape of code."""

import ast
import re
from collections.abc import Iterator

from tools.rules.rule import Source, matching, rule

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60

_MARK = re.compile(r"\b(T[O]DO|F[I]XME|X{3})\b")
_IGNORE = re.compile(r"type:\s*ignore")
_IGNORE_WITH_REASON = re.compile(r"type:\s*ignore\[[\w, -]+\]\s*#\s*\S+")
_PAUSE = re.compile(r"\b(sleep|wait_for_timeout)\(")
#: Both are true of ², of which int() makes nothing.
_SEEMING = frozenset({"isdigit", "isnumeric"})
#: The floor that asks it of headings, which become no numbers.
_ASK_IT = frozenset({"tables"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@rule("A file has at most 400 lines: cut it by what its parts are about.", ".py", ".ts", ".tsx")
def long_files(source: Source) -> Iterator[int]:
    """Find the first line too many."""
    if "migrations" not in source.path.parts and len(source.lines) > MOST_LINES_OF_A_FILE:
        yield MOST_LINES_OF_A_FILE + 1


@rule("A function has at most 60 lines, and better ten: name its steps.", ".py")
def long_functions(source: Source) -> Iterator[int]:
    """Find functions by their first line."""
    for node in ast.walk(source.tree):
        if isinstance(node, _FUNCTIONS):
            last = node.end_lineno or node.lineno
            if last - node.lineno >= MOST_LINES_OF_A_FUNCTION:
                yield node.lineno


@rule("There is no drawer called utils: name the file by what is in it.", ".py", ".ts", ".tsx")
def drawers(source: Source) -> Iterator[int]:
    """Find files and folders of that name."""
    if {part.removesuffix(source.path.suffix) for part in source.path.parts} & {"util", "utils"}:
        yield 1


@rule("An ignored type error names its code and the reason: # type: ignore[code]  # why.", ".py")
def bare_ignores(source: Source) -> Iterator[int]:
    """Find the comments that lack either."""
    for number, comment in source.comments:
        if _IGNORE.search(comment) and not _IGNORE_WITH_REASON.search(comment):
            yield number


@rule(
    "Nothing is left for later: do it, or leave it out.",
    *[".py", ".ts", ".tsx", ".html", ".css", ".md"],
)
def marks(source: Source) -> Iterator[int]:
    """Find the marks people leave for later."""
    return matching(_MARK, source.lines)


@rule("Imports stand at the top; one that must be late says why: # late: reason.", ".py")
def late_imports(source: Source) -> Iterator[int]:
    """Find imports inside functions."""
    functions = (node for node in ast.walk(source.tree) if isinstance(node, _FUNCTIONS))
    inner = (node for function in functions for node in ast.walk(function))
    numbers = {node.lineno for node in inner if isinstance(node, ast.Import | ast.ImportFrom)}
    for number in sorted(numbers):
        if not re.search(r"# late: \S", source.lines[number - 1]):
            yield number


@rule("A number somebody wrote is read by lib.digits.integer.", ".py", may_be_excused=True)
def seeming_digits(source: Source) -> Iterator[int]:
    """Find questions whether a text is of digits, which int() may refuse nevertheless."""
    parts = source.path.parts
    if parts[:2] == ("src", "chuangcheng") and not _ASK_IT & set(parts):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in _SEEMING:
                yield node.lineno


@rule("A test is called test_it_… and says what it promises.", ".py")
def test_names(source: Source) -> Iterator[int]:
    """Find tests of another name."""
    if source.is_test:
        for node in ast.walk(source.tree):
            if isinstance(node, _FUNCTIONS) and re.match(r"test_(?!it_)", node.name):
                yield node.lineno


@rule("A test waits for what it needs, never for a while.", ".py", ".ts", ".tsx")
def pauses(source: Source) -> Iterator[int]:
    """Find sleeping in tests."""
    return matching(_PAUSE, source.lines) if source.is_test else iter(())

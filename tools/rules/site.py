"""Rules about the site's nouns: who writes, and how protected things are reached."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from tools.rules.rule import Source, rule

FLOORS = frozenset({"ground", "mandate", "evidence", "remedy", "outcome", "public"})

_WRITES = frozenset(
    [
        "save",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "asave",
        "adelete",
    ]
)
#: Words that dictionaries and hashes have too: a write only when said to a manager or a query.
_WRITES_TO_QUERIES = frozenset({"create", "update"})
_QUERIES = frozenset(
    ["objects", "all", "filter", "exclude", "for_user", "order_by", "select_for_update"]
)
#: What a manager may be asked for by a page: what a person sees, may change, or nothing yet.
_SCOPES = frozenset({"for_user", "with_right", "none"})
#: How high a file stands inside its noun; it imports nothing that stands higher, in any noun.
_STEPS = {
    "models": 0,
    "queries": 0,
    "rules": 0,
    "sheet": 0,
    "actions": 1,
    "forms": 2,
    "views": 2,
    "api": 2,
    "urls": 3,
}
_MAY_WRITE = frozenset({"tests", "migrations", "management"})


@rule("Only a verb in actions.py writes to the database.", ".py", may_be_excused=True)
def writes_outside_actions(source: Source) -> Iterator[int]:
    """Find calls that write, outside actions, tests, migrations and management commands."""
    if _in_noun(source) and source.path.stem != "actions" and not _may_write(source):
        for call in _calls(source):
            if _is_write(call):
                yield call.lineno


@rule(
    "A page reaches models through their scope: Model.objects.for_user(user).",
    ".py",
    may_be_excused=True,
)
def unscoped_reads(source: Source) -> Iterator[int]:
    """Find managers asked for more than a person's scope in views, forms and the API."""
    if _in_noun(source) and source.path.stem in {"views", "api", "forms"}:
        for node in ast.walk(source.tree):
            if _is_said_to_manager(node) and node.attr not in _SCOPES:
                yield node.lineno


@rule("In a noun models, queries and rules come first, then actions, then views and api.", ".py")
def upward_steps(source: Source) -> Iterator[int]:
    """Find imports of a file that stands higher in a noun than the one that imports it."""
    own = _STEPS.get(source.path.stem)
    if own is None or not _in_noun(source):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and any(_STEPS[name] > own for name in _files(node)):
            yield node.lineno


def _files(node: ast.ImportFrom) -> Iterator[str]:
    """The files of nouns that an import names: ``from …areas.models import``, ``import rules``."""
    parts = (node.module or "").split(".")
    if parts[0] == "chuangcheng" and FLOORS & set(parts):
        yield from {parts[-1], *(name.name for name in node.names)} & set(_STEPS)


def _in_noun(source: Source) -> bool:
    parts = source.path.parts
    return parts[:2] == ("src", "chuangcheng") and len(parts) > 4 and parts[2] in FLOORS


def _may_write(source: Source) -> bool:
    return bool(_MAY_WRITE & set(source.path.parts))


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in _WRITES:
        return True
    return call.func.attr in _WRITES_TO_QUERIES and _is_query(call.func.value)


def _is_query(node: ast.expr) -> bool:
    """Say whether an expression is a manager, or a query made from one."""
    if isinstance(node, ast.Call):
        node = node.func
    return isinstance(node, ast.Attribute) and node.attr in _QUERIES


def _is_said_to_manager(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Say whether a node is the ``filter`` of ``Problem.objects.filter``."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
        return False
    return node.value.attr == "objects"

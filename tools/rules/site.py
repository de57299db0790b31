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
    """Find managers asked for anything but a user's scope in views and the API."""
    if _in_noun(source) and source.path.stem in {"views", "api"}:
        for node in ast.walk(source.tree):
            if _is_said_to_manager(node) and node.attr != "for_user":
                yield node.lineno


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

"""YAML and JSON with the place of everything in them, so that each fault can be found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chuangcheng.engine.reasons import Path as Steps
from chuangcheng.tables.faults import Fault, FaultsError, Sentence

#: Far beyond any handbook; what is larger, or unfolds to more, was not written by people.
LARGEST = 1 << 25
_MOST_NODES = 2_000_000

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Marked:
    """What a file says, and where it says it."""

    file: str
    data: object
    root: yaml.Node | None

    def fault(self, steps: Steps, sentence: Sentence) -> Fault:
        """A fault at the place nearest to a path in the model."""
        mark = _mark(self.root, steps)
        return (
            Fault(self.file, sentence, mark[0], str(mark[1]))
            if mark
            else Fault(self.file, sentence)
        )


def read_marked(path: Path) -> Marked:
    """A YAML or JSON file, by its name. Raises FaultsError when it is not well formed."""
    text = _text(path)
    root = _composed(path, text, strict=path.suffix.lower() != ".json")
    if path.suffix.lower() == ".json":
        data = _parsed(path, text)
        _refuse_doubled_keys(path, root)
        return Marked(str(path), data, root)
    _refuse_doubled_keys(path, root)
    return Marked(str(path), _constructed(path, root), root)


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        size = Sentence(
            f"文件超过 {LARGEST >> 20} MB，不像是测评体系；请核对",
            f"the file is larger than {LARGEST >> 20} MB and can be no framework; check it",
        )
        raise FaultsError([Fault(str(path), size)])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return path.read_text(encoding)
        except UnicodeDecodeError:
            continue
    wrong = Sentence(
        "文字编码无法识别；请另存为 UTF-8", "the encoding is unknown; save it as UTF-8"
    )
    raise FaultsError([Fault(str(path), wrong)])


def _composed(path: Path, text: str, *, strict: bool) -> yaml.Node | None:
    try:
        root: yaml.Node | None = yaml.compose(text, _Loader)
        _refuse_unfolding(path, root)
    except yaml.YAMLError as error:
        if not strict:
            return None
        raise FaultsError([_malformed(path, error)]) from None
    return root


def _malformed(path: Path, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or str(error)
    wrong = Sentence(
        f"不是合格的 YAML（{reason}）；请检查缩进、冒号和引号",
        f"this is not valid YAML ({reason}); check indents, colons and quotes",
    )
    if mark is None:
        return Fault(str(path), wrong)
    return Fault(str(path), wrong, mark.line + 1, str(mark.column + 1))


def _parsed(path: Path, text: str) -> object:
    try:
        data: object = json.loads(text)
        return data
    except json.JSONDecodeError as error:
        wrong = Sentence(
            f"不是合格的 JSON（{error.msg}）；请检查逗号、括号和引号",
            f"this is not valid JSON ({error.msg}); check commas, brackets and quotes",
        )
        raise FaultsError([Fault(str(path), wrong, error.lineno, str(error.colno))]) from None


def _constructed(path: Path, root: yaml.Node | None) -> object:
    if root is None:
        return None
    loader = _Loader("")
    try:
        data: object = loader.construct_document(root)
        return data
    except (yaml.YAMLError, ValueError) as error:
        known = error if isinstance(error, yaml.YAMLError) else yaml.YAMLError(str(error))
        raise FaultsError([_malformed(path, known)]) from None
    finally:
        loader.dispose()


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _refuse_unfolding(path: Path, root: yaml.Node | None) -> None:
    """Raise when anchors go round in a circle or unfold beyond all measure."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        if id(node) not in sizes:
            sizes[id(node)] = _MOST_NODES  # holds while its children are counted: a circle
            sizes[id(node)] = 1 + sum(map(size, _children(node)))
        return min(sizes[id(node)], _MOST_NODES)

    if root is not None and size(root) >= _MOST_NODES:
        wrong = Sentence(
            "锚点（&、*）绕成了圈或展开过多；请直接写出内容",
            "anchors (& and *) go round in a circle or unfold too far; write things out",
        )
        raise FaultsError([Fault(str(path), wrong)])


def _refuse_doubled_keys(path: Path, root: yaml.Node | None) -> None:
    doubled = [
        Fault(
            str(path),
            Sentence(
                f"键 {key.value} 在同一处写了两次；请只留一个",
                f"the key {key.value} stands twice in one place; keep one",
            ),
            key.start_mark.line + 1,
            str(key.start_mark.column + 1),
        )
        for node in ([] if root is None else _every(root))
        if isinstance(node, yaml.MappingNode)
        for key in _again(node)
    ]
    if doubled:
        raise FaultsError(doubled)


def _every(root: yaml.Node) -> Iterator[yaml.Node]:
    stack, seen = [root], {id(root)}
    while stack:
        node = stack.pop()
        yield node
        fresh = [child for child in _children(node) if id(child) not in seen]
        seen.update(map(id, fresh))
        stack += reversed(fresh)


def _again(node: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    seen: set[tuple[str, str]] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if (key.tag, key.value) in seen:
                yield key
            seen.add((key.tag, key.value))


def _mark(root: yaml.Node | None, steps: Steps) -> tuple[int, int] | None:
    """Line and column of the deepest step that the file has; steps of the model only are skipped."""
    if root is None:
        return None
    node, mark = root, root.start_mark
    for step in steps:
        found = _step(node, step)
        if found is not None:
            node, mark = found
    return mark.line + 1, mark.column + 1


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Mark] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return value, key.start_mark
    return None

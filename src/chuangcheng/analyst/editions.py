"""What `framework check`, `convert`, `diff` and `schema` do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from chuangcheng.analyst.answering import DIFFERENT, OK, answer
from chuangcheng.analyst.rounds import framework_at
from chuangcheng.engine.framework import Framework
from chuangcheng.tables import saving
from chuangcheng.tables.bilingual import say
from chuangcheng.tables.faults import Faults, FaultsError, Lang
from chuangcheng.tables.frameworks.comparing import Change, compare, write_changes
from chuangcheng.tables.frameworks.files import write_framework
from chuangcheng.tables.frameworks.plainly import json_schema

_SIGNS = {"added": "+", "removed": "-", "moved": ">", "reworded": "~", "points": "~", "rule": "~"}
_ZH: Mapping[str, str] = {
    "framework": "测评体系",
    "project": "测评项目",
    "content": "测评内容",
    "standard": "测评标准",
    "part": "测评分项",
    "item": "测评条目",
    "battery": "共性条目组",
    "point_type": "点位类型",
    "method": "测评方法",
    "sanction": "加减分条款",
    "added": "新增",
    "removed": "删去",
    "moved": "移动",
    "reworded": "改写",
    "points": "分值",
    "rule": "规则",
}


def check(names: Sequence[str], *, as_json: bool) -> None:
    """Say of each framework that it holds together. Raises FaultsError with the faults of all."""
    faults, found = Faults(), []
    for name in names:
        try:
            found.append((name, framework_at(name)))
        except FaultsError as error:
            faults.take(error)
    faults.raise_if_any()
    counted = [(name, _counts(framework)) for name, framework in found]
    if as_json:
        answer({"frameworks": [{"file": name, **counts} for name, counts in counted]})
        return
    for name, counts in counted:
        zh = "{id} {version}：{projects} 个项目、{contents} 个内容、{standards} 条标准、{items} 个条目"
        en = "{id} {version}: {projects} projects, {contents} contents, {standards} standards, {items} items"
        click.echo(f"{name}  {say(zh, en).format(**counts)}")


def convert(source: str, target: Path, lang: Lang, *, as_json: bool) -> None:
    """Write a framework in another form. Raises FaultsError."""
    framework = framework_at(source)
    write_framework(framework, target, lang)
    if as_json:
        answer({"out": str(target), **_counts(framework)})
    else:
        click.echo(say(f"已写入 {target}", f"written to {target}"))


def diff(before: str, after: str, out: Path | None, *, as_json: bool) -> int:
    """List what differs between two editions, and return the exit code. Raises FaultsError."""
    changes = compare(framework_at(before), framework_at(after))
    if out is not None:
        with saving.whole_file(out) as stage:
            write_changes(changes, stage)
    if as_json:
        answer({"changes": [asdict(change) for change in changes]})
    else:
        for change in changes:
            click.echo(_line(change))
        count = len(changes)
        click.echo(say(f"共 {count} 处不同", f"{count} differences"), err=True)
    return DIFFERENT if changes else OK


def schema(out: Path | None) -> None:
    """Print or write the JSON Schema of framework files."""
    if out is None:
        click.echo(json_schema(), nl=False)
        return
    with saving.whole_file(out) as stage:
        stage.write_text(json_schema(), "utf-8")


def _counts(framework: Framework) -> dict[str, object]:
    return {
        "id": framework.id,
        "version": framework.version,
        "projects": len(framework.projects),
        "contents": sum(len(project.contents) for project in framework.projects),
        "standards": len(list(framework.standards())),
        "items": len(framework.items),
    }


def _line(change: Change) -> str:
    sign = _SIGNS[change.kind]
    what = say(_ZH[change.what], change.what.replace("_", " "))
    kind = say(_ZH[change.kind], change.kind)
    line = f"{sign} {what} {change.id} {change.title}".rstrip()
    if not change.field:
        return line
    before, after = change.before or "–", change.after or "–"
    return f"{line}\n    {kind} {change.field}: {before} → {after}"

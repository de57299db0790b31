"""`chuangcheng reference`, for those who work on the software itself."""

from __future__ import annotations

from pathlib import Path

import click

from chuangcheng.tables.bilingual import Command, both


@click.command(
    cls=Command,
    hidden=True,
    help=both(
        "更新参考文档中由命令和词表生成的部分。",
        "Renew the parts of the reference pages that follow from commands and words.",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_context
def reference(ctx: click.Context, *, folder: Path) -> None:
    """Renew the reference pages."""
    from chuangcheng.analyst.reference import write  # noqa: PLC0415  # late: not needed for help

    root = ctx.find_root().command
    if isinstance(root, click.Group):
        write(folder, root)

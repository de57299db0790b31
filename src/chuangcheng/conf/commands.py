"""The site's commands, gathered in the group `site` of the `chuangcheng` command."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
import django

from chuangcheng.conf import serving
from chuangcheng.conf.environment import VARIABLES
from chuangcheng.tables.bilingual import Group, both, option

P = ParamSpec("P")
_NOT_LOADED = (
    "示例没有载入：这个数据库里已有账号或区域，示例只载入空库。要看示例，请用 DATA_DIR 指定一个空目录"
    "（或用 DATABASE_URL 指定一个空库）再启动。\n"
    "The sample was not loaded: this database has accounts or areas already, and the sample goes into "
    "an empty one only. To see it, start with DATA_DIR set to an empty folder (or DATABASE_URL to an "
    "empty database)."
)
T = TypeVar("T")


@click.group(cls=Group, help=both("网站：启动、账号、备份", "The site: serve, accounts, backup."))
def site() -> None:
    """Gather the site's commands."""


def with_django(command: Callable[P, T]) -> Callable[P, T]:
    """Bring Django up before a command runs, so that help stays quick."""

    @wraps(command)
    def ready(*args: P.args, **kwargs: P.kwargs) -> T:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.conf.settings")
        django.setup()
        return command(*args, **kwargs)

    return ready


@site.command(help=both("启动网站和后台任务", "Start web, worker and scheduler."))
@option("--bind", default="127.0.0.1:8000", show_default=True, zh="地址", en="Address.")
@option("--workers", default=2, show_default=True, zh="网页进程数", en="Web processes.")
@option("--threads", default=4, show_default=True, zh="每进程线程数", en="Threads of each.")
@option("--sample", is_flag=True, zh="空库时先载入示例", en="Load the sample if empty.")
@option("--log", is_flag=True, zh="在终端显示日志", en="Show the log in the terminal.")
@with_django
def serve(bind: str, workers: int, threads: int, *, sample: bool, log: bool) -> None:
    """Bring the tables up to date, then keep web server and worker alive."""
    serving.check_free(bind)
    _migrate()
    if sample:
        _load_sample()
    else:
        _let_somebody_in()
    file = None if log else _log_file()
    supervisor = serving.Supervisor(serving.site(bind, workers, threads, file), click.echo)
    told = (bind, supervisor.stop, click.echo)
    threading.Thread(target=serving.announce, args=told, daemon=True).start()
    supervisor.run()


@site.command(help=both("更新数据表和标准角色", "Bring tables and standard roles up to date."))
@with_django
def migrate() -> None:
    """Bring tables and standard roles up to date."""
    _migrate()


@site.command(help=both("新建账号并授予角色", "Make an account and give it a role."))
@click.argument("username")
@option("--name", required=True, zh="姓名", en="Name.")
@option("--role", default="office", show_default=True, zh="角色代码", en="Code of the role.")
@option("--area", default="", zh="区域代码，留空为全部", en="Code of the area; empty: all.")
@with_django
def createuser(username: str, name: str, role: str, area: str) -> None:
    """Make an account, give it a role, and tell its temporary password; tables first, if need be."""
    from chuangcheng.conf.accounts import make  # late: models are there only after setup
    from chuangcheng.conf.laying import is_empty  # late: the same

    if is_empty():
        _migrate()
    with _told():
        password = make(username=username, name=name, role=role, area=area)
    click.echo(password)


@site.group(help=both("操作记录", "The audit log."))
def audit() -> None:
    """Gather the commands of the audit log."""


@audit.command(help=both("核对操作记录的链", "Follow the chain of events."))
@with_django
def verify() -> None:
    """Follow the chain; exit code 1 names the first broken link."""
    from chuangcheng.ground.audit import queries  # late: models are there only after setup

    verdict = queries.verify()
    if verdict.broken is not None:
        click.echo(
            f"第 {verdict.broken} 条起断开 · broken at event {verdict.broken}: {verdict.reason}"
        )
        sys.exit(1)
    click.echo(f"{verdict.links} · {verdict.hash}")


@site.command(
    help=both("在使用中备份数据库和文件", "Back up database and files while people work.")
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_django
def backup(file: Path) -> None:
    """Write a backup."""
    from chuangcheng.conf import backup as doing  # late: models are there only after setup

    with _told(), _progress() as tell:
        manifest = doing.write(file, tell)
    click.echo(f"{file} · {len(manifest.entries)} · {manifest.audit['hash']}")


@site.command(help=both("恢复备份", "Restore a backup, checked by hash first."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--replace", is_flag=True, zh="替换现有数据", en="Replace the data that are here.")
@with_django
def restore(file: Path, *, replace: bool) -> None:
    """Restore a backup into the database that is set, whichever it came from."""
    from chuangcheng.conf import backup as doing  # late: models are there only after setup

    _tables()
    with _told(), _progress() as tell:
        manifest = doing.read(file, tell, replace=replace)
    click.echo(f"{manifest.made_at} · {len(manifest.entries)}")


@site.command(help=both("检查本机是否适合运行", "Look whether this machine is fit."))
@with_django
def doctor() -> None:
    """Print every point; exit code 1 when one is not well."""
    from chuangcheng.conf.doctor import findings  # late: models are there only after setup

    found = list(findings())
    for finding in found:
        mark = "✓" if finding.well else "✗"
        click.echo(f"{mark} {finding.words.zh} · {finding.words.en}")
    sys.exit(any(not finding.well for finding in found))


@site.command(hidden=True, help=both("收集并编译译文", "Collect and compile translations."))
@with_django
def messages() -> None:
    """Refresh the catalogues; exit code 1 while texts lack English."""
    from chuangcheng.conf.messages import refresh  # late: models are there only after setup

    missing = refresh()
    for noun, count in missing.items():
        click.echo(f"{noun}: {count}")
    sys.exit(bool(missing))


@site.command(help=both("使搜索索引与数据一致", "Make the search index agree with all there is."))
@with_django
def reindex() -> None:
    """Put the search index right; print how many entries that took, by kind."""
    from chuangcheng.ground.search.actions import rebuild  # late: models are there only after setup

    for kind, number in rebuild().items():
        click.echo(f"{kind}: {number}")


@site.command(help=both("列出环境变量", "List what the environment may set."))
def variables() -> None:
    """Print every variable with its default and its sentence."""
    for variable in VARIABLES.values():
        click.echo(f"{variable.name}={variable.default}\n    {variable.help}")


def _migrate() -> None:
    from chuangcheng.conf.accounts import lay_roles  # late: models are there only after setup

    _tables()
    lay_roles()


def _let_somebody_in() -> None:
    from chuangcheng.conf import accounts  # late: models are there only after setup

    if password := accounts.first():
        click.echo(
            f"第一个账号：{accounts.FIRST}，临时密码 {password}，首次登录后须修改。\n"
            f"The first account: {accounts.FIRST}, temporary password {password}, to be changed "
            "when signing in."
        )


def _log_file() -> Path | None:
    """Where the log of this run goes so that it buries nothing a person reads in a terminal."""
    from django.conf import settings  # late: models need Django first

    if not sys.stderr.isatty():
        return None
    file = Path(settings.DATA_DIR) / "site.log"
    file.write_bytes(b"")
    click.echo(f"日志（--log 在这里显示） · The log (--log shows it here): {file}")
    return file


def _tables() -> None:
    from chuangcheng.conf.laying import bring_up_to_date  # late: models need Django first

    bring_up_to_date()


@contextmanager
def _told() -> Any:  # noqa: ANN401  # a context manager
    """Turn refusals into one sentence and exit code 2."""
    from django.core.exceptions import ValidationError  # late: only commands that write need it

    try:
        yield
    except ValidationError as error:
        click.echo(" ".join(error.messages), err=True)
        sys.exit(2)
    except (ValueError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@contextmanager
def _progress() -> Any:  # noqa: ANN401  # a context manager
    """A bar on a terminal, silence in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    with click.progressbar(length=100, file=sys.stderr) as bar:
        yield lambda done, of: bar.update(100 * done // of - bar.pos)


@site.command(help=both("空库时载入示例青禾县", "Load the sample county if the database is empty."))
@with_django
def sample() -> None:
    """Load the sample county into an empty database, and tell one account for each role."""
    _migrate()
    _load_sample()


def _load_sample() -> None:
    from chuangcheng.conf import sample as county  # late: models need Django first

    if county.is_empty():
        click.echo("载入示例青禾县，约半分钟 · Loading the sample county, about half a minute …")
        county.load()
    elif not county.is_loaded():
        click.echo(_NOT_LOADED)
    for account in county.accounts() if county.is_loaded() else ():
        click.echo(f"{account.username:<12}{county.password()}  {account.name}")

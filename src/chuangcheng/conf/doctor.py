"""Whether the machine is fit to run the site, point by point."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chuangcheng.conf import messages
from chuangcheng.ground.audit.queries import verify
from chuangcheng.ground.jobs.models import Job, State
from chuangcheng.ground.words import Words

FREE = 2 * 1024**3
OLDEST_SQLITE = (3, 37, 0)
OLDEST_POSTGRESQL = 150000


@dataclass(frozen=True)
class Finding:
    """One point: whether all is well, and the sentence that says what is or what to do."""

    well: bool
    words: Words


def findings() -> Iterator[Finding]:
    """Every point, in the order in which one would mend them; a broken database ends the list."""
    yield from _folder()
    yield _safe()
    yield _database()
    pending = _pending()
    yield pending
    if pending.well:
        yield from (check() for check in AFTER_MIGRATION)


def _finding(well: bool, met: Words, wanting: Words) -> Finding:
    """A point by what is said of it when all is well, and when it is not."""
    return Finding(well, met if well else wanting)


def _folder() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    told = f"{free / 1024**3:.1f} GB"
    yield _finding(
        free > FREE,
        Words(f"数据盘可用空间 {told}", f"{told} free for data"),
        Words(
            f"数据盘可用空间 {told}，应不少于 2 GB",
            f"{told} free for data; at least 2 GB is wanted",
        ),
    )
    open_to = stat.S_IMODE(settings.DATA_DIR.stat().st_mode) & 0o077
    yield _finding(
        not open_to,
        Words("数据目录只有本用户能读", "the data folder is read by its user alone"),
        Words(
            f"数据目录只应本用户可读：chmod 700 {settings.DATA_DIR}",
            f"the data folder is for its user alone: chmod 700 {settings.DATA_DIR}",
        ),
    )


def _safe() -> Finding:
    return _finding(
        not settings.DEBUG and "*" not in settings.ALLOWED_HOSTS,
        Words("DEBUG 已关闭，ALLOWED_HOSTS 已限定", "DEBUG is off and ALLOWED_HOSTS named"),
        Words(
            "DEBUG 应关闭，ALLOWED_HOSTS 不应为 *",
            "DEBUG is to be off and ALLOWED_HOSTS not to be *",
        ),
    )


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW server_version_num")
            return _postgresql(int(cursor.fetchone()[0]))
        cursor.execute("SELECT sqlite_version()")
        version = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0])
    fit = tuple(map(int, version.split("."))) >= OLDEST_SQLITE and mode == "wal"
    told = f"SQLite {version}, {mode}"
    wanting = Words(f"{told}；应不低于 3.37 且为 wal", f"{told}; at least 3.37 and wal are wanted")
    return _finding(fit, Words(f"数据库 {told}", f"database {told}"), wanting)


def _postgresql(version: int) -> Finding:
    told = f"PostgreSQL {version // 10000}"
    wanting = Words(f"{told}，应不低于 15", f"{told}; at least 15 is wanted")
    met = Words(f"数据库 {told}", f"database {told}")
    return _finding(version >= OLDEST_POSTGRESQL, met, wanting)


def _pending() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _finding(
        not waiting,
        Words("数据表已是最新", "the tables are up to date"),
        Words(
            f"数据表有 {len(waiting)} 项待更新：chuangcheng migrate",
            f"{len(waiting)} changes of the tables wait: chuangcheng migrate",
        ),
    )


def _chain() -> Finding:
    verdict = verify()
    told = Words(f"操作记录 {verdict.links} 条", f"{verdict.links} events in the audit log")
    return _finding(
        verdict.broken is None,
        Words(f"{told.zh}，没有断点", f"{told.en}, no break"),
        Words(
            f"{told.zh}，首个断点：{verdict.broken}", f"{told.en}; first break: {verdict.broken}"
        ),
    )


def _jobs() -> Finding:
    failed = Job.objects.filter(state=State.FAILED).count()
    return _finding(
        failed == 0,
        Words("没有失败的后台任务", "no background job failed"),
        Words(f"失败的后台任务 {failed} 个", f"{failed} background jobs failed"),
    )


def _words() -> Finding:
    missing = sum(map(len, messages.gaps().values()))
    return _finding(
        missing == 0,
        Words("英文译文齐全", "every text has its English"),
        Words(f"缺英文译文 {missing} 条", f"{missing} texts lack English"),
    )


AFTER_MIGRATION: tuple[Callable[[], Finding], ...] = (_chain, _jobs, _words)

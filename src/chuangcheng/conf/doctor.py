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


def _folder() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    told = f"{free / 1024**3:.1f} GB"
    yield Finding(
        free > FREE,
        Words(
            f"数据盘可用空间 {told}，应不少于 2 GB",
            f"{told} free for data; at least 2 GB is wanted",
        ),
    )
    open_to = stat.S_IMODE(settings.DATA_DIR.stat().st_mode) & 0o077
    yield Finding(
        not open_to,
        Words(
            f"数据目录只应本用户可读：chmod 700 {settings.DATA_DIR}",
            f"the data folder is for its user alone: chmod 700 {settings.DATA_DIR}",
        ),
    )


def _safe() -> Finding:
    return Finding(
        not settings.DEBUG and "*" not in settings.ALLOWED_HOSTS,
        Words(
            "DEBUG 应关闭，ALLOWED_HOSTS 不应为 *",
            "DEBUG is to be off and ALLOWED_HOSTS not to be *",
        ),
    )


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
            return Finding(
                version >= OLDEST_POSTGRESQL,
                Words(
                    f"PostgreSQL {version // 10000}，应不低于 15",
                    f"PostgreSQL {version // 10000}; at least 15",
                ),
            )
        cursor.execute("SELECT sqlite_version()")
        version_text = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0])
    fit = tuple(map(int, version_text.split("."))) >= OLDEST_SQLITE and mode == "wal"
    told = f"SQLite {version_text}, {mode}"
    return Finding(fit, Words(f"{told}；应不低于 3.37 且为 wal", f"{told}; at least 3.37 and wal"))


def _pending() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding(
        not waiting,
        Words(
            f"数据表有 {len(waiting)} 项待更新：chuangcheng migrate",
            f"{len(waiting)} changes of the tables wait: chuangcheng migrate",
        ),
    )


def _chain() -> Finding:
    verdict = verify()
    return Finding(
        verdict.broken is None,
        Words(
            f"操作记录 {verdict.links} 条，首个断点：{verdict.broken or '无'}",
            f"{verdict.links} events in the audit log; first break: {verdict.broken or 'none'}",
        ),
    )


def _jobs() -> Finding:
    failed = Job.objects.filter(state=State.FAILED).count()
    return Finding(
        failed == 0, Words(f"失败的后台任务 {failed} 个", f"{failed} background jobs failed")
    )


def _words() -> Finding:
    missing = sum(map(len, messages.gaps().values()))
    return Finding(missing == 0, Words(f"缺英文译文 {missing} 条", f"{missing} texts lack English"))


AFTER_MIGRATION: tuple[Callable[[], Finding], ...] = (_chain, _jobs, _words)

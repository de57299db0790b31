"""What all tests share: under CI=true a test that would be skipped fails instead.

A skip on a person's laptop says which program is missing there.  On the machine that decides
whether a change is good nothing may be missing, and a skip that nobody reads hides a broken test.
"""

import os
from collections import OrderedDict
from collections.abc import Generator
from typing import Any

import pytest

# Reading reports is how pytest tells of skips; expected failures are reported as skips, too.
Report = pytest.TestReport | pytest.CollectReport


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test had the site work out, the next has it work out anew.

    Many begin with the same history, and then write rows past the verbs, as nothing else does.
    """
    monkeypatch.setattr("chuangcheng.ground.kept._known", OrderedDict())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    """Turn a test's skip into a failure."""
    report: pytest.TestReport = yield
    refuse_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, Any, pytest.CollectReport]:
    """Turn the skip of a whole file into a failure."""
    report: pytest.CollectReport = yield
    refuse_skip(report, collector.nodeid)
    return report


def refuse_skip(report: Report, name: str) -> None:
    """Rewrite a skipped report as a failed one, with the reason that was given for skipping."""
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{name} was skipped, and under CI=true nothing may be: {reason}"

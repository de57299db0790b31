"""Figures for those who watch the machine, in Prometheus' text form."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

BUCKETS = (0.05, 0.15, 0.5, 1.5, 5.0, float("inf"))


@dataclass(frozen=True)
class Gauge:
    """One figure: its name, what it tells, and its values by label text."""

    name: str
    help: str
    values: Callable[[], Iterable[tuple[str, float]]]


GAUGES: list[Gauge] = []
_lock = threading.Lock()
_answers: Counter[tuple[str, int]] = Counter()
_took: Counter[float] = Counter()
_seconds = 0.0


def gauge(name: str, help_: str) -> Callable[[Callable[[], Iterable[tuple[str, float]]]], None]:
    """Add a figure that is read from the database when somebody asks."""

    def add(values: Callable[[], Iterable[tuple[str, float]]]) -> None:
        GAUGES.append(Gauge(name, help_, values))

    return add


def observe(method: str, status: int, took: float) -> None:
    """Count an answer and the seconds it took."""
    global _seconds  # noqa: PLW0603  # one process, one clock
    with _lock:
        _answers[method, status] += 1
        _seconds += took
        for bucket in BUCKETS:
            _took[bucket] += took <= bucket


def page() -> str:
    """All figures; counters are those of the answering process, which each line names."""
    return "\n".join([*_counted(), *_asked(), ""])


def _counted() -> Iterable[str]:
    process = f'process="{os.getpid()}"'
    with _lock:
        answers, took, seconds = dict(_answers), dict(_took), _seconds
    yield "# HELP chuangcheng_requests_total Answers given."
    yield "# TYPE chuangcheng_requests_total counter"
    for (method, status), count in sorted(answers.items()):
        labels = f'{process},method="{method}",status="{status}"'
        yield f"chuangcheng_requests_total{{{labels}}} {count}"
    yield "# HELP chuangcheng_request_seconds Time to answer."
    yield "# TYPE chuangcheng_request_seconds histogram"
    for bucket in BUCKETS:
        edge = "+Inf" if bucket == float("inf") else bucket
        count = took.get(bucket, 0)
        yield f'chuangcheng_request_seconds_bucket{{{process},le="{edge}"}} {count}'
    yield f"chuangcheng_request_seconds_sum{{{process}}} {seconds:.6f}"
    yield f"chuangcheng_request_seconds_count{{{process}}} {sum(answers.values())}"


def _asked() -> Iterable[str]:
    for known in GAUGES:
        yield f"# HELP {known.name} {known.help}"
        yield f"# TYPE {known.name} gauge"
        for labels, value in known.values():
            yield f"{known.name}{{{labels}}} {value:g}" if labels else f"{known.name} {value:g}"

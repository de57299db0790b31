"""Work shared out to the cores of the processor.

NumPy hands matrix products to a BLAS library that starts threads of its own. For the small products
here that costs more than it gains, and where other processes are at work, or our own threads, each
waits for the others: twice the time, measured. So our threads multiply alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from os import cpu_count
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # without types

from chuangcheng.engine.memory import keep_memory

CORES = cpu_count() or 1

Item = TypeVar("Item")
Done = TypeVar("Done")


class _AtOnce(Executor):
    """Does what it is given on the spot: a thread would only cost the time of its start."""

    def submit(self, fn: Callable[..., Done], /, *args: Any, **kwargs: Any) -> Future[Done]:
        done: Future[Done] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@contextmanager
def workers(*, alone: bool = False) -> Iterator[Executor]:
    """Threads, as many as there are cores; until they are let go, BLAS starts none of its own.

    With `alone`, where nothing can be done at the same time, there is none beside the caller's.
    """
    keep_memory()
    pool = _AtOnce() if alone else ThreadPoolExecutor(CORES)
    with _libraries().limit(limits=1, user_api="blas"), pool:
        yield pool


@cache
def _libraries() -> ThreadpoolController:
    """The libraries with threads; NumPy has loaded its own before this is asked."""
    return ThreadpoolController()


def ahead(
    pool: Executor, work: Callable[[Item], Done], items: Iterable[Item], most: int
) -> Iterator[Done]:
    """The work done on all items, in their order; no more than `most` are done in advance."""
    waiting: deque[Future[Done]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()

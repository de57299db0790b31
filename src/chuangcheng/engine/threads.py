"""Work shared out to the cores of the processor.

NumPy hands matrix products to a BLAS library that starts threads of its own. For the small products
here that costs more than it gains, and where other processes are at work, or our own threads, each
waits for the others: twice the time, measured. So our threads multiply alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from os import cpu_count

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # without types

CORES = cpu_count() or 1


@contextmanager
def workers() -> Iterator[ThreadPoolExecutor]:
    """Threads, as many as there are cores; until they are let go, BLAS starts none of its own."""
    with _libraries().limit(limits=1, user_api="blas"), ThreadPoolExecutor(CORES) as pool:
        yield pool


@cache
def _libraries() -> ThreadpoolController:
    """The libraries with threads; NumPy has loaded its own before this is asked."""
    return ThreadpoolController()

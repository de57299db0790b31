"""Memory that is let go and wanted again at once.

The C library gives large pieces of memory back to the system when they are let go, and the system
clears each page anew when they are wanted again: for arrays of a megabyte that takes longer than
the arithmetic done on them.
"""

from __future__ import annotations

from functools import cache

import numpy as np

#: Just below what glibc ever keeps in one piece (DEFAULT_MMAP_THRESHOLD_MAX, mallopt(3)).
_LARGE = 31 * 2**20


@cache
def keep_memory() -> None:
    """Have this process keep what it lets go, up to twice the size of a large piece.

    glibc keeps pieces as large as the largest it was ever given back, so one that nobody ever
    touched, and that therefore costs nothing, is enough. Elsewhere this does nothing.
    """
    np.empty(_LARGE, dtype=np.uint8)

"""What was worked out once, kept by each process for as long as all it was made of is the same.

    kept(rows.query.sql_with_params(), computation.stamp, lambda: list(rows))

The stamp must change whenever anything does that the answer was made of; an answer under another
stamp is never given, so that nothing kept can be out of date.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

#: So many answers are kept by each process, the first screens of fifty people among them; the one
#: asked for longest ago goes first.
KEPT = 1024

_known: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
_lock = threading.Lock()


def kept(key: Hashable, stamp: Hashable, make: Callable[[], T]) -> T:
    """The answer under a key as long as its stamp is the same, else made anew.

    Nobody who gets it may change it: others get the same.
    """
    with _lock:
        found = _known.get(key)
        if found is not None and found[0] == stamp:
            _known.move_to_end(key)
            answer: T = found[1]
            return answer
    answer = make()
    with _lock:
        _known[key] = (stamp, answer)
        _known.move_to_end(key)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return answer

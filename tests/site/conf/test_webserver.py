"""What a web process does before it answers anybody."""

import gc
from collections.abc import Iterator

import pytest

from chuangcheng.conf import webserver


@pytest.fixture
def thawed() -> Iterator[None]:
    """Everything is searched again once the test is over."""
    yield
    gc.unfreeze()


def test_it_leaves_what_it_has_loaded_out_of_searches(thawed: None) -> None:
    loaded: list[list[int]] = [[] for _n in range(100)]
    known = gc.get_freeze_count()
    webserver.post_worker_init(None)
    assert gc.get_freeze_count() > known + len(loaded)
    assert not any(found is loaded for found in gc.get_objects())

"""What an address of a database means."""

from __future__ import annotations

from pathlib import Path

import pytest

from chuangcheng.conf.environment import database, sqlite

OTHERS = "postgresql://clerk:secret@db.example.org/city"
PATIENCE = {"options": "-c lock_timeout=20s"}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", ""])
def test_it_asks_for_nothing_more_on_this_machine(host: str) -> None:
    assert database(f"postgresql://clerk:secret@{host}/city")["OPTIONS"] == PATIENCE


def test_it_asks_for_nothing_more_at_a_socket() -> None:
    assert "sslmode" not in database("postgresql:///city?host=/var/run/postgresql")["OPTIONS"]


def test_it_encrypts_and_checks_what_goes_to_another_machine() -> None:
    assert database(OTHERS)["OPTIONS"] == {"sslmode": "verify-full", **PATIENCE}


def test_it_leaves_the_last_word_to_the_owner() -> None:
    assert database(f"{OTHERS}?sslmode=require")["OPTIONS"] == {"sslmode": "require", **PATIENCE}


def test_it_waits_for_others_as_long_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUSY_SECONDS", "3")
    asked = database(f"{OTHERS}?options=-c%20work_mem%3D8MB")["OPTIONS"]["options"]
    assert asked == "-c lock_timeout=3s -c work_mem=8MB"
    assert sqlite(Path("site.sqlite3"))["OPTIONS"]["timeout"] == 3

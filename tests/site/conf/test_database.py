"""What an address of a database means."""

from __future__ import annotations

import pytest

from chuangcheng.conf.environment import database

OTHERS = "postgresql://clerk:secret@db.example.org/city"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", ""])
def test_it_asks_for_nothing_more_on_this_machine(host: str) -> None:
    assert database(f"postgresql://clerk:secret@{host}/city")["OPTIONS"] == {}


def test_it_asks_for_nothing_more_at_a_socket() -> None:
    assert "sslmode" not in database("postgresql:///city?host=/var/run/postgresql")["OPTIONS"]


def test_it_encrypts_and_checks_what_goes_to_another_machine() -> None:
    assert database(OTHERS)["OPTIONS"] == {"sslmode": "verify-full"}


def test_it_leaves_the_last_word_to_the_owner() -> None:
    assert database(f"{OTHERS}?sslmode=require")["OPTIONS"] == {"sslmode": "require"}

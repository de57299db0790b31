"""Whole numbers that somebody wrote: in an address, a form or a document.

`str.isdigit` is no question to ask before `int`: it is true of ², of which `int` makes nothing, and
of thousands of digits, which `int` refuses and no database holds.
"""

from __future__ import annotations

#: The most digits of which any number fits into 64 bits, which is what databases count in.
MOST = 18


def integer(text: str | None) -> int | None:
    """The number that the digits 0 to 9 write, at most 18 of them; None for any other text."""
    said = text or ""
    written = said.isascii() and said.isdigit()  # house: this is what asks for everybody
    return int(said) if written and len(said) <= MOST else None

"""Names of errands that hold a number, so that nothing more need be kept of an errand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

_BITS = 48
#: A version-8 UUID, whose other bits are our own (RFC 9562, section 5.8).
_FORM = 0x0000_8000_8000 << _BITS
_WHOLE = (1 << 128) - (1 << _BITS)


@dataclass(frozen=True)
class Names:
    """The names of one kind of errand: 16 bits of its own, and a number below 2^48."""

    mark: int

    def of(self, number: int) -> UUID:
        """The name of a number."""
        return UUID(int=self._head | number)

    def number(self, name: UUID) -> int | None:
        """The number of a name, None for what is no name of this kind."""
        return name.int - self._head if name.int & _WHOLE == self._head else None

    @property
    def _head(self) -> int:
        return self.mark << 112 | _FORM

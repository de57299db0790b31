"""Data that ships: frameworks, schemas and the sample county."""

from importlib.resources import files
from pathlib import Path

_FRAMEWORKS = Path(str(files(__name__))) / "frameworks"


class UnknownFrameworkError(LookupError):
    """No framework of that name ships."""


def names() -> tuple[str, ...]:
    """The names of the frameworks that ship, in alphabetical order."""
    return tuple(sorted(file.stem for file in _FRAMEWORKS.glob("*.yaml")))


def path(name: str) -> Path:
    """The file of a framework that ships.

    Raises UnknownFrameworkError, which says what does ship, for any other name.
    """
    if name not in names():
        msg = f"no framework called {name} ships; there are {', '.join(names())}"
        raise UnknownFrameworkError(msg)
    return _FRAMEWORKS / f"{name}.yaml"

"""Re-make the hash-locked ``requirements/*.txt`` from pyproject.toml."""

import re
import shutil
from pathlib import Path

from tools.environment import REQUIREMENTS
from tools.process import ROOT, RefusalError, must

#: Each file with what it takes from pyproject.toml.  The later ones are bound to the versions of
#: run.txt, so that the tests run what users run.
FILES = {
    "run.txt": ("pyproject.toml",),
    "build.txt": ("--group", "build"),
    "node.txt": ("--group", "node"),
    "test.txt": (
        "pyproject.toml",
        "--group=dev",
        "--all-extras",
        "--no-emit-package=pyspark",  # large, and built from source: a file of its own
        "--no-emit-package=py4j",
        "--constraint=requirements/run.txt",
    ),
    "spark.txt": ("pyproject.toml", "--extra=spark", "--constraint=requirements/test.txt"),
}

_COMMON = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
)

_PLACE = re.compile(
    r"://|^\s*(-i|-f|-e|--(index|extra-index|find-links|trusted))|\s@\s", re.MULTILINE
)


def lock(arguments: list[str]) -> None:
    """Re-make every file; ``--upgrade`` among the arguments takes newer versions."""
    uv = shutil.which("uv")
    if uv is None:
        raise RefusalError(
            "make lock needs uv, which writes the hashes: pip install uv, then again."
        )
    for name, source in FILES.items():
        path = REQUIREMENTS / name
        command = [uv, "pip", "compile", *source, *_COMMON, *arguments]
        must([*command, "--output-file", path], f"uv could not make {path.relative_to(ROOT)}.")
        refuse_places(path)


def refuse_places(path: Path) -> None:
    """Raise ``RefusalError`` when a requirements file says where a package was fetched from."""
    found = _PLACE.search(path.read_text(encoding="utf-8"))
    if found:
        raise RefusalError(f"{path.name} says where packages come from ({found[0].strip()}).")

"""Look through the tracked files for whatever breaks a rule of the house."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

from tools.rules import code, site, words  # noqa: E402 - the path must be set first
from tools.rules.rule import RULES, Source  # noqa: E402 - the path must be set first

#: The modules that declare the rules.
DECLARED_IN = (code, words, site)


def main() -> int:
    """Print a line for every breach; return 1 when there is any."""
    breaches = [breach for source in tracked() for breach in breaches_of(source)]
    for breach in breaches:
        print(breach)
    print(f"{len(RULES)} house rules, {len(breaches)} breaches.")
    return 1 if breaches else 0


def breaches_of(source: Source) -> Iterator[str]:
    """Yield ``path:line: sentence`` for every breach in one file."""
    for rule in RULES:
        for number in rule.broken_lines(source):
            yield f"{source.path}:{number}: {rule.sentence}"


def tracked() -> Iterator[Source]:
    """Yield every text file that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        source = read(PurePosixPath(name))
        if source is not None:
            yield source


def read(path: PurePosixPath) -> Source | None:
    """Return the file, or None when it is gone or no UTF-8 text."""
    try:
        return Source(path, (ROOT / path).read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
        return None


if __name__ == "__main__":
    sys.exit(main())

"""What every target of the Makefile calls: ``python3 tools/dev.py VERB [arguments]``.

Needs nothing but Python's standard library; whatever else a verb needs is installed, once and
hash-checked, into ``.venv`` inside the checkout.
"""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get this far, to be told
    found = ".".join(map(str, sys.version_info[:2]))
    sys.exit(
        f"chuangcheng needs Python 3.11 or newer, and {sys.executable} is {found}: "
        "install a newer one, then name it, for example: make run PYTHON=python3.12"
    )

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # the tools are the package ``tools``, so none of them hides a module

from tools.verbs import main  # noqa: E402 - the path must be set first

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

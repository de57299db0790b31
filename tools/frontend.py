"""What runs in the browser: built from ``frontend/`` by Node into the package, when it changed."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from tools import environment
from tools.process import ROOT, Command, RefusalError, call, must

FRONTEND = ROOT / "frontend"
#: Where each of its parts is built to: the phone app, and the maps of the desk.
FIELD = ROOT / "src/chuangcheng/evidence/visits/static/field"
MAP = ROOT / "src/chuangcheng/ground/site/static/map"
#: The values that desk and phone share; the phone app is built with them.
TOKENS = ROOT / "src/chuangcheng/ground/site/static/site/tokens.css"
INSTALLED = FRONTEND / "node_modules" / "installed.stamp"
STAMP = ROOT / ".cache" / "frontend.stamp"
#: What the build tool asks for: Node 20.19 or newer.
OLDEST = (20, 19)


def build() -> None:
    """Build phone app and maps, unless they stand as they were built last."""
    wanted = _hash(_sources())
    if _said(STAMP) == wanted and (FIELD / "index.html").exists() and (MAP / "map.js").exists():
        return
    install()
    print("Building the phone app and the maps …", flush=True)
    must([*npm(), "run", "build"], "frontend/ could not be built; the reason is above.")
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(wanted, encoding="utf-8")


def build_if_possible() -> None:
    """Build it, or say that the site does without: the desks need no Node."""
    try:
        build()
    except RefusalError as refusal:
        print(
            f"{refusal}\nThe site goes without maps and without the phone app at /field/.",
            flush=True,
        )


def checking() -> Command:
    """The command that checks style and types of what runs in the browser, ready to be run."""
    install()
    return [*npm(), "run", "check"]


def test() -> int:
    """Run the tests of its pure parts; return the exit code."""
    install()
    return call([*npm(), "test"])


def format_code() -> int:
    """Put it into the house's format and mend what can be mended; return the exit code."""
    install()
    return call([*npm(), "run", "format"])


def install() -> None:
    """Install the locked packages, once."""
    lock = _hash([FRONTEND / "package-lock.json"])
    if _said(INSTALLED) == lock:
        return
    print("Installing frontend/package-lock.json …", flush=True)
    must([*npm(), "ci", "--no-audit", "--no-fund"], "npm could not install; its reason is above.")
    INSTALLED.write_text(lock, encoding="utf-8")


def npm() -> list[str | Path]:
    """The npm of a Node that is new enough: the system's, else one from the locked requirements."""
    found = shutil.which("npm")
    if found is None or not _is_new_enough():
        environment.ready("node")
        found = str(environment.program("npm"))
    return [found, "--prefix", FRONTEND]


def _is_new_enough() -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, check=False, text=True).stdout
    version = re.match(r"v(\d+)\.(\d+)", told)
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST


def _sources() -> list[Path]:
    """Every file that decides what is built, that with the version among them."""
    ours = (path for path in FRONTEND.rglob("*") if path.is_file())
    kept = [path for path in ours if not {"node_modules", "build"} & set(path.parts)]
    return [ROOT / "pyproject.toml", TOKENS, *sorted(kept)]


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _said(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""

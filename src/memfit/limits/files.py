"""Reading and writing the small files that the kernel offers, and making its directories.

Everything that changes a cgroup goes through these functions, so that tests can put a model of
the kernel behind them.
"""

import os
from pathlib import Path


def read(path: Path) -> str | None:
    """Return what a file says without white space around it; None if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


def words(path: Path) -> frozenset[str]:
    """Return the words of a file; empty if it cannot be read."""
    return frozenset((read(path) or "").split())


def field(path: Path, key: str) -> int | None:
    """Return the number after `key` in a file of `key number` lines; None if it has none."""
    for line in (read(path) or "").splitlines():
        name, _, value = line.partition(" ")
        if name.rstrip(":") == key:
            return number(value)
    return None


def number(text: str | None) -> int | None:
    """Return the leading number of a text; None for `max` and whatever else is no number."""
    first = text.split(maxsplit=1)[0] if text and text.strip() else ""
    return int(first) if first.isdecimal() else None


def write(path: Path, value: str) -> None:
    """Write a control file in one call, as the kernel demands.

    Raises:
        OSError: If the file does not exist or the kernel refuses the value.
    """
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, value.encode())
    finally:
        os.close(descriptor)


def make(directory: Path) -> None:
    """Make a cgroup.

    Raises:
        OSError: If the kernel refuses it.
    """
    directory.mkdir()


def remove(directory: Path) -> None:
    """Remove a cgroup.

    Raises:
        OSError: If processes or sub-groups are inside.
    """
    directory.rmdir()


def writable(path: Path) -> bool:
    """Whether this process, with its effective user, may write there."""
    return os.access(path, os.W_OK, effective_ids=True)

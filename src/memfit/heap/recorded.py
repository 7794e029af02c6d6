"""Finds the heap snapshots that a recording holds; needs no numpy."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

DIRECTORY: Final = "snapshots"
_NAME: Final = re.compile(r"(\d{1,10}-\d{1,10})-(\d{1,9})\.heapsnapshot")


def find_snapshots(recording: Path) -> Mapping[str, tuple[Path, ...]]:
    """Return the snapshots of a recording by isolate (`<pid>-<thread>`), the oldest first.

    Files of other names, and links, are left out: they are not what was recorded.
    """
    found: dict[str, list[tuple[int, Path]]] = defaultdict(list)
    directory = recording / DIRECTORY
    for file in directory.iterdir() if directory.is_dir() else ():
        name = _NAME.fullmatch(file.name)
        if name and file.is_file() and not file.is_symlink():
            found[name[1]].append((int(name[2]), file))
    return {isolate: tuple(file for _, file in sorted(found[isolate])) for isolate in sorted(found)}

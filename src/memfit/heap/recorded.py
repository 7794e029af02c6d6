"""Finds the heap snapshots that a recording holds; needs no numpy."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from memfit.errors import UnusableInputError
from memfit.model.snapshot import HeldBy

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


def read_holders(
    found: Mapping[str, Sequence[Path]],
) -> tuple[tuple[HeldBy, ...], tuple[str, ...]]:
    """Analyse the snapshots of a recording.

    Args:
        found: As `find_snapshots` returns them.

    Returns:
        Who holds the memory of each isolate, and why some could not be read: for lack of numpy, or
        because they are cut.
    """
    # Imported only where there are snapshots: numpy takes longer than most recordings to explain.
    from memfit.heap.room import require_numpy

    try:
        require_numpy()
    except UnusableInputError as error:
        return (), (f"the heap snapshots were not read: {error.message} ({error.hint})",)
    from memfit.heap.held import holder_of

    held, notes = [], []
    for isolate, files in found.items():
        try:
            held.append(holder_of(isolate, files))
        except UnusableInputError as error:
            notes.append(f"snapshot of {isolate}: {error.message}")
    return tuple(held), tuple(notes)

"""Who holds the memory of an isolate of a recording, as its snapshots show."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from memfit.errors import UnusableInputError
from memfit.heap.diff import Earlier, compare
from memfit.heap.examine import Examined
from memfit.heap.words import sentence
from memfit.model.snapshot import Growth, HeldBy, Snapshot

_MOST: Final = 3
_ELEMENT: Final = re.compile(r"(?:\[\]|\{\})+$")  # in a list or table: what holds it is that
_GROWN: Final = 0.25  # part of a growth that is at one place, from which on that place is named


def holder_of(isolate: str, files: Sequence[Path]) -> HeldBy:
    """Analyse the last snapshot of an isolate that is whole, and what grew since the first.

    Args:
        isolate: Whose they are.
        files: Its snapshots, the oldest first.

    Raises:
        UnusableInputError: If none of them is whole.
    """
    later = _last_whole(files)
    earlier = _first_whole(files[: files.index(later)])
    # One after the other: only ids and class sums of the earlier one stay in memory.
    before = Earlier.read(earlier) if earlier else None
    examined = Examined(later)
    snapshot = examined.snapshot(_MOST, classes=False)
    growth = compare(before, examined, _MOST) if before else None
    return _held(isolate, later, snapshot, growth)


def _whole(file: Path) -> bool:
    """Tell whether a file ends as a snapshot does, without reading the rest of it."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(file.stat().st_size - 16, 0))
            return stream.read().rstrip().endswith(b"]}")
    except OSError:
        return False


def _first_whole(files: Sequence[Path]) -> Path | None:
    return next((file for file in files if _whole(file)), None)


def _last_whole(files: Sequence[Path]) -> Path:
    whole = _first_whole(files[::-1])
    if whole is None:
        raise UnusableInputError(
            "the process ended before its heap snapshot was written",
            "give it more room, or take the snapshot earlier: --snapshot at-file-end",
        )
    return whole


def _held(isolate: str, file: Path, snapshot: Snapshot, growth: Growth | None) -> HeldBy:
    total = max(snapshot.bytes, 1)
    change = growth.bytes_after - growth.bytes_before if growth else 0
    first = growth.grown[0] if growth and growth.grown else None
    if growth and first and change > 0 and first.bytes >= _GROWN * change:
        name = _ELEMENT.sub("", first.name)
        said = f"{growth.headline}, since the first snapshot"
        return HeldBy(isolate, file.name, name, first.place, first.bytes, first.bytes / total, said)
    if not snapshot.holders:
        return HeldBy(isolate, file.name, None, None, 0, 0.0, snapshot.headline)
    holder = snapshot.holders[0]
    return HeldBy(
        isolate, file.name, holder.name, holder.place, holder.bytes, holder.share, sentence(holder)
    )

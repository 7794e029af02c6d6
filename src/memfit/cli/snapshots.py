"""Analyses the heap snapshots of a recording, where numpy is there to do it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from memfit.errors import UnusableInputError
from memfit.explain import shell
from memfit.explain.held import name_holders
from memfit.heap.recorded import find_snapshots
from memfit.model.finding import Explanation
from memfit.model.recording import Recording
from memfit.model.snapshot import HeldBy


def with_holders(explanation: Explanation, recording: Recording) -> Explanation:
    """Name who holds the memory in the snapshots of a recording; without any, change nothing.

    What cannot be read, for lack of numpy or because it is cut, is noted; the next commands hold
    the one that shows more of each snapshot.
    """
    found = find_snapshots(recording.path)
    if not found:
        return explanation
    held, notes = _analysed(found)
    named = name_holders(explanation, recording, held)
    first, *others = named.next_commands or ("",)
    commands = [shell.join(["memfit", "heap", str(files[-1])]) for files in found.values()]
    return replace(
        named,
        notes=(*notes, *named.notes),
        next_commands=tuple(filter(None, (first, *commands, *others))),
    )


def _analysed(found: Mapping[str, Sequence[Path]]) -> tuple[list[HeldBy], list[str]]:
    # Imported only where there are snapshots: numpy takes longer than most recordings to explain.
    from memfit.heap.room import require_numpy

    try:
        require_numpy()
    except UnusableInputError as error:
        return [], [f"the heap snapshots were not read: {error.message} ({error.hint})"]
    from memfit.heap.held import holder_of

    held, notes = [], []
    for isolate, files in found.items():
        try:
            held.append(holder_of(isolate, files))
        except UnusableInputError as error:
            notes.append(f"snapshot of {isolate}: {error.message}")
    return held, notes

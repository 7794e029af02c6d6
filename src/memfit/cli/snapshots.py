"""Analyses the heap snapshots of a recording, where numpy is there to do it."""

from dataclasses import replace

from memfit.explain import shell
from memfit.explain.held import name_holders
from memfit.heap.recorded import find_snapshots, read_holders
from memfit.model.finding import Explanation
from memfit.model.recording import Recording


def with_holders(explanation: Explanation, recording: Recording) -> Explanation:
    """Name who holds the memory in the snapshots of a recording; without any, change nothing.

    What cannot be read, for lack of numpy or because it is cut, is noted; the next commands hold
    the one that shows more of each snapshot.
    """
    found = find_snapshots(recording.path)
    if not found:
        return explanation
    held, notes = read_holders(found)
    named = name_holders(explanation, recording, held)
    first, *others = named.next_commands or ("",)
    commands = [shell.join(["memfit", "heap", str(files[-1])]) for files in found.values()]
    return replace(
        named,
        notes=(*notes, *named.notes),
        next_commands=tuple(filter(None, (first, *commands, *others))),
    )

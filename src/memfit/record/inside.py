"""What goes into the program to look at it from inside: one part for each runtime.

A part is a function that returns the variables that change; `environment` puts them together, each
on top of what the parts before it made of the variables. `prepare` does so for a run, and `tidy`
removes what was only there for its program.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from memfit.classes import dataclass
from memfit.limits.contract import Request
from memfit.record import node, pytest, reports, store
from memfit.record.request import Run


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how the inside of a run tells of itself.

    Attributes:
        recording: The directory of the recording, absolute.
        epoch: When the recording started, CLOCK_MONOTONIC.
        command: The command line of the run.
        wanted: What the agent of Node is asked to do.
        js: The directory of its scripts.
    """

    recording: Path
    epoch: float
    command: tuple[str, ...]
    wanted: node.Wanted
    js: Path


@dataclass(frozen=True, slots=True)
class Change:
    """What a part changes.

    Attributes:
        variables: Variables with their new values.
        note: A sentence if the part has to stay out of this run; else empty.
    """

    variables: Mapping[str, str]
    note: str = ""


Part = Callable[[Place, Mapping[str, str]], Change]


def of_node(place: Place, inherited: Mapping[str, str]) -> Change:
    """Bring the agent into Node."""
    reason = node.impossible(place.js, place.command, inherited)
    if reason is not None:
        return Change({}, f"Node processes were not watched from inside: {reason}")
    return Change(node.variables(place.js, place.recording, place.epoch, place.wanted, inherited))


def of_python(place: Place, inherited: Mapping[str, str]) -> Change:
    """Bring the plugin into pytest."""
    gc = place.wanted.gc
    return Change(pytest.variables(place.recording, place.epoch, inherited, gc=gc))


PARTS: Final[tuple[Part, ...]] = (of_node, of_python)


def reach(request: Request, recording: Path) -> Request:
    """Let a container see what its Node needs of the outside: the agent, and where it writes."""
    mounts = (str(node.scripts()), str(recording))
    return replace(request, mounts=mounts, variables=node.VARIABLES)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done for a run before its program started.

    Attributes:
        variables: Variables that change for the program.
        notes: Sentences about what has to stay out.
        copy: Of the agent's scripts, where every user may read them; None if none was needed.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    copy: Path | None = None


def prepare(run: Run, place: store.Store, epoch: float, limit: int | None) -> Prepared:
    """Prepare to look into the program of a run.

    Args:
        run: The run.
        place: Where it is recorded.
        epoch: When the recording started, CLOCK_MONOTONIC.
        limit: Bytes that the whole tree may use, or None.
    """
    if not run.agent or not place.make_private(store.ISOLATES):
        return Prepared()
    wanted = node.Wanted(
        gc=run.gc,
        allocation_sites=run.allocation_sites,
        snapshot=run.snapshot,
        report_on_fatalerror=run.report_on_fatalerror,
        limit=limit,
    )
    # A container has the directory itself.
    copy = node.shared(node.scripts()) if run.image is None else None
    if run.report_on_fatalerror:
        place.make_private(store.REPORTS)
    recording = place.path.resolve()
    js = copy or node.scripts()
    change = environment(Place(recording, epoch, tuple(run.command), wanted, js))
    return Prepared(change.variables, (change.note,) if change.note else (), copy)


def tidy(run: Run, recording: Path, prepared: Prepared, survivors: Sequence[int]) -> list[str]:
    """Remove what was only for the program, and from its reports what is private.

    Args:
        run: The run.
        recording: Directory of its recording.
        prepared: What was done for it.
        survivors: Pids that outlive it; they may start Node again.

    Returns:
        Sentences about what could not be done.
    """
    notes = reports.reduce(recording / store.REPORTS) if run.report_on_fatalerror else []
    if prepared.copy is not None and not survivors:
        import shutil

        shutil.rmtree(prepared.copy, ignore_errors=True)
    return notes


def environment(
    place: Place, inherited: Mapping[str, str] | None = None, parts: tuple[Part, ...] = PARTS
) -> Change:
    """Compose the variables of all parts.

    Args:
        place: Where and how the inside tells of itself.
        inherited: The environment of the program without memfit; None for memfit's own.
        parts: What goes in.
    """
    before = dict(os.environ if inherited is None else inherited)
    changed: dict[str, str] = {}
    notes = []
    for part in parts:
        change = part(place, {**before, **changed})
        changed.update(change.variables)
        notes += [change.note] if change.note else []
    return Change(changed, "; ".join(notes))

"""Growth across files, and what it is: globals, mocks, resources, contexts or DOM windows.

One growth has one cause. The signs are looked at from the most specific to the least: a window, a
context or a resource more with each file says what is kept; without such a sign it is the
project's own state.
"""

from collections.abc import Iterable, Iterator

from memfit.explain.causes import remedies
from memfit.explain.causes.climbs import FEWEST, Climb, heap_climbs
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import only_file, own_frame, place, relative
from memfit.explain.causes.statement import blame, sampled, state, stream
from memfit.explain.naming import name
from memfit.model.finding import Basis, Evidence, Finding, Remedy
from memfit.model.recording import How
from memfit.units import format_bytes

RETAINED = "retained-across-files"
MOCKS = "mock-registry"
RESOURCE = "unreleased-resource"
CONTEXTS = "context-leak"
WINDOW = "dom-window-retained"

ONE_EACH = 0.7
"""Contexts or resources more a file from which on each file is taken to leave one."""

MANY_MOCKS = 3
"""Kept mocks a file from which on they are the likelier reason."""

MANY_CALLS = 30
"""Kept calls a file from which on they are: a mock of few holds what each call was given."""

FORGETS = 5
"""vitest's major version from which on it does not keep mocks."""

_DOM = ("jsdom", "happy-dom")
_OF_THE_RUNNER = {"MessagePort", "PipeWrap", "TTYWrap", "Immediate", "CloseReq", "FSReqCallback"}
"""Resources that the runner's own work opens and closes."""


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding of the growth across files; two where two causes fit equally."""
    climbs = heap_climbs(context)
    if not climbs:
        return ()
    first = climbs[0]
    causes = _causes(first, context)
    basis = Basis.INFERRED if len(causes) == 1 else Basis.CONJECTURE
    found = (_finding(cause, climbs, context, basis) for cause in causes)
    return tuple(each for each in found if each is not None)


def against(context: Context) -> str | None:
    """Say that nothing grew with the files, where there were enough of them to tell."""
    each = max(context.courses, key=lambda each: len(each.files), default=None)
    if each is None or heap_climbs(context):
        return None
    if len(each.files) <= FEWEST:
        count = len(each.files)
        if not count:
            return "the process that held it ran no test file itself"
        return f"no isolate ran more than {count} test file{'s' if count != 1 else ''}"
    return f"the heap did not grow with files over {len(each.files)} of them"


def _causes(climb: Climb, context: Context) -> tuple[str, ...]:
    """Return what the growth is, the likeliest first."""
    if _in_dom(climb, context):
        return (WINDOW,)
    if _resources(climb):
        return (RESOURCE,)
    if climb.contexts is not None and climb.contexts >= ONE_EACH:
        return (CONTEXTS,)
    return _mocks_or_own(climb, context)


def _mocks_or_own(climb: Climb, context: Context) -> tuple[str, ...]:
    """Tell mocks that the runner keeps from the project's own state, as far as a count can."""
    kept = _more(file.mocks for file in climb.course.files)
    version = remedies.major(context.recording)
    if kept is None or kept < 1 or (version is not None and version >= FORGETS):
        return (RETAINED,)
    calls = _more(file.calls for file in climb.course.files) or 0
    # What the mocks hold, their calls and implementations, only a heap snapshot can tell.
    many = kept >= MANY_MOCKS or calls >= MANY_CALLS
    return (MOCKS, RETAINED) if many else (RETAINED, MOCKS)


def _more(counts: Iterable[int | None]) -> float | None:
    """Return by how much a count of what the runner keeps rose a file; None if it was not told."""
    told = [count for count in counts if count is not None]
    return (told[-1] - told[0]) / (len(told) - 1) if len(told) >= FEWEST else None


def _in_dom(climb: Climb, context: Context) -> bool:
    """Say whether a DOM window is kept of each file.

    Where documents were counted, they say so. Else the environment does: jsdom's window is a
    context, happy-dom's is not always.
    """
    documents = _documents(climb)
    if documents is not None:
        return documents >= ONE_EACH
    config = context.recording.suite.config if context.recording.suite is not None else {}
    environment = str(config.get("environment"))
    if config.get("dom") is not True and not any(each in environment for each in _DOM):
        return False
    contexts = climb.contexts or 0.0
    return contexts >= ONE_EACH or ("happy-dom" in environment and climb.rate < _WINDOW)


_WINDOW = 12 << 20
"""Bytes a file that an unclosed happy-dom window may cost; more is the project's own."""


def _documents(climb: Climb) -> float | None:
    """Return how many documents more stayed in memory with each file; None if there were none."""
    told = [file.documents for file in climb.course.files if file.documents is not None]
    if len(told) < FEWEST:
        return None
    # What no collection has come to yet is counted too: those that stay are still there later.
    place = 2 * (len(told) - 1) // 3
    return (min(told[place:]) - told[0]) / place


def _resources(climb: Climb) -> tuple[str, float] | None:
    """Return the kind of active resource that comes with each file, and how many of it."""
    told = [file.resources for file in climb.course.files if file.resources]
    if len(told) < FEWEST:
        return None
    more = {
        kind: (told[-1].get(kind, 0) - told[0].get(kind, 0)) / (len(told) - 1)
        for kind in told[-1]
        if kind not in _OF_THE_RUNNER
    }
    kind = max(more, key=lambda each: more[each], default=None)
    return (kind, more[kind]) if kind is not None and more[kind] >= ONE_EACH else None


def _finding(
    cause: str, climbs: tuple[Climb, ...], context: Context, basis: Basis
) -> Finding | None:
    climb = climbs[0]
    each = climb.course
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    kept = "after forced collections" if climb.exact else "what no collection took back"
    if each.isolate.runtime == "python":
        kept = "its resident set"
    sentence = (
        f"the {'memory' if each.isolate.runtime == 'python' else 'heap'} of {who} grew by "
        f"{format_bytes(int(climb.rate))} a {climb.unit} over {climb.files} of them ({kept}, "
        f"{climb.how.value}): {_MEANS[cause] if climb.unit != 'test' else _OF_TESTS}"
    )
    frame = own_frame(each.isolate.stacks, without=[file.file for file in each.files])
    if frame is not None:
        sentence += f"; {place(frame, context.recording)} was making objects while it grew"
    module = relative(frame[1], context.recording) if frame is not None else None
    evidence = [
        Evidence(f"growth of the floor a {climb.unit}", climb.rate, climb.how, stream(each)),
        Evidence(f"{climb.unit}s that it went on for", climb.files, How.EXACT, stream(each)),
        sampled("held at the end of it", each.held, each),
    ]
    opened = _resources(climb)
    if opened is not None:
        evidence.append(sampled(f"{opened[0]} more a file", round(opened[1], 2), each))
    if cause == MOCKS:
        evidence.extend(_of_mocks(climb))
    documents = _documents(climb)
    if documents is not None:
        evidence.append(sampled("DOM documents more a file", round(documents, 2), each))
    if climb.contexts is not None:
        evidence.append(sampled("native contexts more a file", round(climb.contexts, 2), each))
    gain = sum(other.gain for other in climbs) if context.tree_hit_limit else climb.gain
    return state(
        context, cause, sentence,
        blame(each, file=only_file(each, context.recording), phase="tests", module=module),
        tuple(evidence),
        explains=gain, remedies=_remedies(cause, context, climb.unit), basis=basis,
        experiment=_HALF if climb.unit == "test" else None,
    )  # fmt: skip


_OF_TESTS = "something outlives the test that made it"
_HALF = "run half of its tests (by name): about half as much must be kept"


def _of_mocks(climb: Climb) -> Iterator[Evidence]:
    counted = {
        "mocks that the runner keeps": _more(file.mocks for file in climb.course.files),
        "calls that those hold": _more(file.calls for file in climb.course.files),
    }
    for what, more in counted.items():
        if more is not None:
            yield sampled(f"{what} more a file", round(more, 2), climb.course)


_MEANS = {
    RETAINED: "something outlives the file that made it",
    MOCKS: "mocks of files that ended are kept by the runner",
    RESOURCE: "something that was opened is not closed, and keeps its file alive",
    CONTEXTS: "the realm of every file is kept after it ended",
    WINDOW: "the DOM window of every file is kept after it ended",
}


def _close(context: Context) -> str:
    """Return what closes a window: jsdom has no `happyDOM`, and a custom environment may have either."""
    config = context.recording.suite.config if context.recording.suite is not None else {}
    if "happy-dom" in str(config.get("environment")):
        return "afterAll(() => window.happyDOM?.close())"
    return "afterAll(() => window.happyDOM ? window.happyDOM.close() : window.close())"


def _remedies(cause: str, context: Context, unit: str) -> tuple[Remedy, ...]:
    if unit == "test":
        # A process for each file changes nothing about what grows within one.
        return remedies.release(
            "Empty what the tests of the file fill, after each of them; or split the file",
            "afterEach(() => cache.clear())"
            if context.recording.runner != "pytest"
            else "a fixture that yields, and clears the cache after that",
        )
    isolate = remedies.isolate_files(context.recording)
    if cause == WINDOW:
        close = remedies.release("Close the window after each file", _close(context))
        return (*close, *isolate)
    if cause == RESOURCE:
        close = remedies.release(
            "Close what the tests open (unref() does not release it)",
            "afterEach / afterAll: clearInterval, server.close(), emitter.off()",
        )
        return (*close, *isolate)
    if cause == RETAINED:
        release = remedies.release(
            "Empty the global, cache or registry when a file ends", "afterAll(() => cache.clear())"
        )
        return (*isolate, *release)
    if cause == CONTEXTS:
        hidden = remedies.release(
            "Close what files open, also what is unref()ed: Node does not list that, it keeps its file",
            "afterAll: clearInterval, server.close(); undo patches of core modules",
        )
        return (*isolate, *hidden)
    return isolate

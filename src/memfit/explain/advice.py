"""What to type next: commands that exist, complete enough to be pasted."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from memfit.explain import shell
from memfit.explain.ending import NOT_STARTED
from memfit.explain.headroom import BY_BUDGET, available, kernel_limits_tree
from memfit.explain.heap_death import BY_HEAP, heap_ceiling, node_memory
from memfit.model.finding import Ending, EndingKind
from memfit.model.recording import EndedBy, Measured, Process, Recording

MASKED = "***"
"""What the recorder writes in place of a secret; such a command cannot be typed again."""

ROOM = 1.1
"""A suggested limit is at least this many times the peak."""

_NODE_OPTIONS = "NODE_OPTIONS"
_NOT_OF_THE_RUN = {"CI", "JEST_WORKER_ID", "LD_PRELOAD", "NODE_ENV", "NODE_V8_COVERAGE"}
"""Recorded variables that come from where a run takes place, not from who asked for it."""

_HEAP_FLAG = re.compile(r"--max[-_]old[-_]space[-_]size=\d+$")

_MIB = 1 << 20
_SIZES = tuple(
    (f"{number}{unit}", number * factor)
    for unit, factor, numbers in (
        ("m", _MIB, (64, 96, 128, 192, 256, 384, 512, 768)),
        ("g", _MIB << 10, (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)),
    )
    for number in numbers
)

_UNHARMED = {EndingKind.PASSED, EndingKind.FAILED, EndingKind.SIGNALED}
"""Endings that neither memory nor memfit brought about."""


def next_commands(recording: Recording, ending: Ending, peak: Measured | None) -> tuple[str, ...]:
    """Return what to type next, most useful first.

    Args:
        recording: The recording.
        ending: How it ended.
        peak: The tree's peak.
    """
    path = str(recording.path)
    again = _again(recording, ending, peak)
    commands = [_proof(recording)] if ending.kind.of_memory and not _masked(recording) else []
    commands += [again] if again else []
    if recording.limits.memory is not None and not kernel_limits_tree(recording):
        commands.append("memfit doctor")
    if recording.files:
        commands.append(shell.join(["memfit", "explain", path, "--files"]))
    commands.append(shell.join(["memfit", "explain", path, "--format", "json"]))
    commands.append(shell.join(["memfit", "export", path, "--sqlite", "run.sqlite"]))
    return tuple(commands)


def round_size(least: float) -> tuple[str, int] | None:
    """Return the next round size as `--memory` takes it, and its bytes; None beyond 128g.

    >>> round_size(500 << 20)
    ('512m', 536870912)
    """
    return next(((text, size) for text, size in _SIZES if size >= least), None)


def _again(recording: Recording, ending: Ending, peak: Measured | None) -> str | None:
    """Return the run that would tell more than this one did, or None."""
    if _masked(recording):
        return None
    if ending.kind is EndingKind.HEAP_LIMIT and ending.by == BY_HEAP:
        return _with_larger_heap(recording, ending)
    if ending.kind in {EndingKind.INCOMPLETE, EndingKind.INTERRUPTED, EndingKind.TIMEOUT}:
        return _run(recording, _as_option(recording.limits.memory), recording.command)
    size = round_size(peak.bytes * ROOM) if peak else None
    most = available(recording)
    if size is None or (most is not None and size[1] > most):
        return None
    # A limit of --memory hides the true peak; without any, a limit shows whether CI would do.
    hidden = ending.kind.of_memory and ending.by == BY_BUDGET
    started = ending.exit_code not in NOT_STARTED
    unlimited = ending.kind in _UNHARMED and started and recording.limits.memory is None
    return _run(recording, size[0], recording.command) if hidden or unlimited else None


def _masked(recording: Recording) -> bool:
    return any(MASKED in word for word in recording.command)


def _proof(recording: Recording) -> str:
    """Return the command that proves the cause of a death and tries what cures it."""
    budget = _as_option(recording.limits.memory)
    return _run(recording, budget, recording.command, verb="investigate")


def _with_larger_heap(recording: Recording, ending: Ending) -> str | None:
    """Return the run with twice the heap: what is needed fits then, what grows does not."""
    process = _by_key(recording.processes, ending.process)
    ceiling = heap_ceiling(process, recording) if process else None
    memory = node_memory(recording)
    if process is None or ceiling is None or memory is None or 2 * ceiling > memory:
        return None
    wanted = f"--max-old-space-size={2 * ceiling // _MIB}"
    budget = _as_option(recording.limits.memory)
    if any(map(_HEAP_FLAG.match, process.command)):
        # A flag on the command line wins over NODE_OPTIONS.
        words = [wanted if _HEAP_FLAG.match(word) else word for word in recording.command]
        changed = words != list(recording.command)
        return _run(recording, budget, words) if changed else None
    given = recording.environment.get(_NODE_OPTIONS, "")
    if MASKED in given:
        return None
    options = [*(word for word in given.split() if not _HEAP_FLAG.match(word)), wanted]
    return _run(recording, budget, recording.command, {_NODE_OPTIONS: " ".join(options)})


def _as_option(size: int | None) -> str | None:
    """Write a size as `--memory` takes it, without rounding."""
    if size is None:
        return None
    for unit, factor in (("g", _MIB << 10), ("m", _MIB)):
        if size % factor == 0:
            return f"{size // factor}{unit}"
    return str(size)


def _run(
    recording: Recording,
    memory: str | None,
    command: Sequence[str],
    variables: Mapping[str, str] = MappingProxyType({}),
    verb: str = "run",
) -> str:
    """Write a run under the conditions of the recorded one.

    Args:
        recording: The recorded one.
        memory: The limit, as `--memory` takes it.
        command: What to run.
        variables: What is to differ in its environment.
        verb: The command of memfit.
    """
    given = {
        name: value for name, value in recording.environment.items() if name not in _NOT_OF_THE_RUN
    }
    # A value with a secret in it was masked; the shell that ran it may still have it.
    assigned = {k: v for k, v in {**given, **variables}.items() if MASKED not in v}
    words = [f"{name}={value}" for name, value in assigned.items()]
    words = [*(["env", *words] if words else []), "memfit", verb]
    if recording.limits.image is not None:
        words += ["--container", recording.limits.image]
    if memory is not None:
        words += ["--memory", memory]
    if recording.limits.swap:
        words += ["--swap", _as_option(recording.limits.swap) or "0"]
    if recording.limits.cpus is not None:
        words += ["--cpus", f"{recording.limits.cpus:g}"]
    # What ran out of time is given more.
    in_time = recording.end is None or recording.end.ended_by is not EndedBy.TIMEOUT
    if recording.limits.timeout is not None and in_time:
        words += ["--timeout", f"{recording.limits.timeout:g}s"]
    return shell.join([*words, "--", *command])


def _by_key(processes: Sequence[Process], key: int | None) -> Process | None:
    return next((process for process in processes if process.key == key), None)

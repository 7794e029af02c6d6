"""ceiling-misses-workers: the ceiling that was configured does not hold where the tests run."""

from memfit.explain.causes import remedies
from memfit.explain.causes.context import Context
from memfit.explain.causes.statement import blame, state, stream
from memfit.explain.naming import name
from memfit.model.finding import Evidence, Finding
from memfit.model.recording import How, Role
from memfit.units import format_bytes

CAUSE = "ceiling-misses-workers"

_SOURCES = {"flag": "a flag on the command line"}

ROOM = 0.75
"""Share of the tree's limit above which a ceiling is not advised: the rest is native memory."""

ABOVE = 1.25
"""How far above the ceiling in force the configured one must be; V8 adds 48 to 192 MB of its own."""


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if a heap died below a ceiling that was asked for elsewhere."""
    if not context.heap_died or not context.courses:
        return ()
    each = context.courses[0]
    force = each.isolate.heap_limit
    asked = _asked(context)
    if force is None or asked is None or asked[0] <= ABOVE * force:
        return ()
    wanted, where = asked
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    found = state(
        context, CAUSE,
        f"{who} died at a ceiling of {format_bytes(force)}, though {where} asks for "
        f"{format_bytes(wanted)}: the setting does not reach it",
        blame(each, phase="tests"),
        (
            Evidence("ceiling in force", force, How.EXACT, stream(each)),
            Evidence(f"ceiling that {where} asks for", wanted, How.EXACT, "processes.jsonl"),
        ),
        explains=each.held,
        remedies=remedies.ceiling(
            _fitting(wanted, context) >> 20, "Set the ceiling where it reaches forks and threads alike",
            context.recording, each.isolate,
        ),
    )  # fmt: skip
    return (found,) if found is not None else ()


def _fitting(wanted: int, context: Context) -> int:
    """Return the ceiling that was asked for, or less where the tree's limit is too small for it."""
    limit = context.limit
    return wanted if limit is None else min(wanted, int(ROOM * limit.bytes))


def against(context: Context) -> str | None:
    """Say which ceiling was in force, where it is the one that was asked for."""
    if not context.heap_died or not context.courses or find(context):
        return None
    force = context.courses[0].isolate.heap_limit
    if force is None:
        return None
    asked = _asked(context)
    if asked is None:
        return f"nothing asked for a ceiling other than the {format_bytes(force)} in force"
    return f"the ceiling in force, {format_bytes(force)}, is the one that {asked[1]} asks for"


def _asked(context: Context) -> tuple[int, str] | None:
    """Return the largest ceiling that anything in the run asked for, and what it was."""
    found = [
        (size, _SOURCES.get(source, source))
        for isolate in context.recording.isolates
        for source, size in isolate.asked.items()
    ]
    # Of a process it is known what was asked for, by its command line or by its environment.
    found += [
        (process.heap_limit, f"the command line of the {process.role.value}")
        for process in context.recording.processes
        if process.heap_limit is not None and process.role in {Role.MAIN, Role.WRAPPER}
    ]
    suite = context.recording.suite
    configured = suite.config.get("old_space") if suite is not None else None
    if isinstance(configured, int) and configured:
        found.append((configured, "the runner's configuration"))
    return max(found, default=None, key=lambda pair: pair[0])

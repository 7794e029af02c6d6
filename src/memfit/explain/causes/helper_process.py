"""helper-process: a program that the tests or the builder started holds the memory.

Most are not Node, and then V8's heaps are small. A server of the project's own may be Node.
"""

from collections.abc import Mapping

from memfit.explain.causes.context import BUILDERS, Context
from memfit.explain.causes.frames import module_of
from memfit.explain.causes.statement import sampled, state, stream
from memfit.explain.naming import name, program
from memfit.explain.program import is_node
from memfit.explain.series import value_at
from memfit.model.finding import (
    Culprit,
    Evidence,
    Finding,
    Holder,
    Remedy,
)
from memfit.model.recording import How, Process, Role
from memfit.units import format_bytes

CAUSE = "helper-process"

MOST = 0.5
"""Share of what cannot be dropped that the helper must have held at the peak."""

SMALL = 0.25
"""Share of the same that all V8 heaps together may have held."""

_REMEDIES = {
    "esbuild": (
        Remedy(
            "esbuild-splitting",
            "Build entries that share modules with code splitting, so that each module is held once",
            "splitting: true, format: 'esm' and an outdir in esbuild's build options",
        ),
        Remedy(
            "esbuild-stop",
            "End esbuild's service when no build runs",
            "await esbuild.stop(), or context.dispose()",
        ),
        Remedy(
            "gomemlimit",
            "Let Go's collector work harder",
            "GOMEMLIMIT=256MiB GOGC=50 in the environment of the command",
        ),
    )
}
_ANY = (
    Remedy(
        "less-of-the-helper",
        "Start fewer of it at a time, give it less to do at once, and end it when it is idle",
        "one helper a worker, ended in afterAll; or a limit of its own, where it has one",
    ),
)
_LESS = "give the helper half of the work, or start it anew for each file: its peak must drop"


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if one helper held most of the memory when the tree hit its limit."""
    top = context.top
    if context.heap_died:
        return _own_heap(context)
    if not context.tree_hit_limit or top is None:
        return ()
    anonymous = value_at(context.recording.anonymous, top.at)
    need = anonymous if anonymous is not None else top.value
    node = [holder for holder in context.holders if _is_runner(context.process(holder.process))]
    helper = next(filter(lambda holder: _is_helper(context, holder), context.holders), None)
    if helper is None or not node or helper.rss is None or helper.rss <= MOST * need:
        return ()
    heap = sum(holder.heap or 0 for holder in node)
    if heap > SMALL * need:
        return ()
    process = context.process(helper.process)
    package = program(process)
    found = state(
        context,
        CAUSE,
        f"{name(process)} held {format_bytes(helper.rss)} of {format_bytes(need)} when the tree "
        f"reached its limit; V8's heaps held {format_bytes(heap)} (all sampled)",
        Culprit(
            process=process.role,
            pid=process.pid,
            package=package or None,
            phase=_phase(context, package),
        ),
        (
            Evidence(
                "resident set of the helper at the peak", helper.rss, How.SAMPLED, "samples.jsonl"
            ),
            Evidence(
                "memory of the tree that cannot be dropped", need, How.SAMPLED, "samples.jsonl"
            )
            if anonymous is not None
            else Evidence("usage of the tree", need, context.recording.usage_how, "samples.jsonl"),
            Evidence(
                "V8 heaps of all Node processes at the peak", heap, How.SAMPLED, "samples.jsonl"
            ),
        ),
        explains=helper.rss,
        remedies=_REMEDIES.get(package, _ANY),
        experiment=None if package in _REMEDIES else _LESS,
    )
    return (found,) if found is not None else ()


def _own_heap(context: Context) -> tuple[Finding, ...]:
    """Return the finding if the heap that died was that of a helper which runs Node."""
    key = context.ending.process
    process = context.process(key) if key is not None else None
    if process is None or not context.courses or not _is_node_helper(context, process):
        return ()
    each = context.courses[0]
    evidence = [sampled("heap of the helper", each.held, each)]
    limit = each.isolate.heap_limit
    if limit is not None:
        evidence.append(Evidence("ceiling in force", limit, How.EXACT, stream(each)))
    found = state(
        context, CAUSE,
        f"{name(process)} held {format_bytes(each.held)} in its own heap (sampled) and died at its "
        "ceiling: it is no worker of the runner, but a program that was started beside the tests",
        Culprit(process=process.role, pid=process.pid, isolate=each.isolate.name,
                phase=_phase(context, ""), module=module_of(each, context.recording)),
        tuple(evidence), explains=each.held, remedies=_ANY, experiment=_LESS,
    )  # fmt: skip
    return (found,) if found is not None else ()


def _is_node_helper(context: Context, process: Process) -> bool:
    """Say whether a process runs Node beside tests, and is neither their runner nor its worker.

    Where no tests ran, such a process is a part of the builder.
    """
    tests = {file.process for file in context.recording.files}
    helps = process.role is Role.HELPER and is_node(process)
    return bool(tests) and helps and process.key not in tests


def against(context: Context) -> str | None:
    """Say what the largest process that is not Node held, where that is little."""
    helper = next((each for each in context.holders if _is_helper(context, each)), None)
    held = helper.rss if helper is not None and helper.rss is not None else 0
    if helper is None or held > MOST * context.needed:
        return None
    return f"{name(context.process(helper.process))} held {format_bytes(held)} (sampled)"


def _is_runner(process: Process) -> bool:
    return process.role in {Role.MAIN, Role.WORKER} and is_node(process)


def _is_helper(context: Context, holder: Holder) -> bool:
    process = context.process(holder.process)
    if process.execs and _is_node_helper(context, process):
        return True
    return is_helper(process, {each.key: each for each in context.recording.processes})


def is_helper(process: Process, processes: Mapping[int, Process]) -> bool:
    """Say whether a process is a program of its own that a Node runner or builder started.

    Args:
        process: The process.
        processes: All of them, by key.
    """
    # Between fork and exec a child shows its parent's memory under its parent's command line.
    if not process.execs or is_node(process):
        return False
    parent = processes.get(process.parent) if process.parent is not None else None
    # esbuild's service may be taken for the builder itself, which it is when it is run by hand.
    return process.role is Role.HELPER or (parent is not None and _is_runner(parent))


def _phase(context: Context, package: str) -> str | None:
    """Name what went on: `tests`, or `build` where no test file ran beside a builder."""
    if context.recording.files:
        return "tests"
    return "build" if {context.recording.runner, package} & BUILDERS else None

"""helper-process: a helper that is not Node holds the memory, while V8's heaps are small."""

from collections.abc import Mapping

from memfit.explain.causes.context import BUILDERS, Context
from memfit.explain.causes.statement import state
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
            "esbuild: { splitting: true, format: 'esm' }",
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


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if one helper held most of the memory when the tree hit its limit."""
    top = context.top
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
        remedies=_REMEDIES.get(package, ()),
    )
    return (found,) if found is not None else ()


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
    processes = {process.key: process for process in context.recording.processes}
    return is_helper(context.process(holder.process), processes)


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

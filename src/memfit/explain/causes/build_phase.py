"""build-phase-peak: the builder itself takes the memory, in one of its phases."""

import re
from collections import Counter

from memfit.explain.causes.context import BUILDERS, Context
from memfit.explain.causes.statement import state
from memfit.explain.naming import name
from memfit.explain.series import maximum
from memfit.model.finding import Culprit, Evidence, Finding, Holder, Remedy
from memfit.model.recording import How, Role
from memfit.model.suite import Stretch
from memfit.units import format_bytes

CAUSE = "build-phase-peak"

MOST = 0.5
"""Share of what is to be explained that the builder must hold."""


_BUILDER_FILES = re.compile(
    r"/node_modules/(@rspack|esbuild|parcel|rollup|terser|tsup|vite|webpack)/"
)


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if a builder's own process held most of the memory."""
    package = _package(context)
    if package is None or context.recording.files or not context.ending.kind.of_memory:
        return ()
    held = _builder(context)
    if held is None:
        return ()
    process, size, at = held
    phases = _phases(context, at)
    during = f" in its phase {phases[-1].name!r}" if phases else ""
    beside = f", {len(phases)} builds beside each other" if len(phases) > 1 else ""
    role = context.process(process)
    found = state(
        context, CAUSE,
        f"{name(role)} held {format_bytes(size)} (sampled){during}{beside} when memory ran out",
        Culprit(process=role.role, pid=role.pid, phase=phases[-1].name if phases else None,
                package=package),
        (
            Evidence("held by the builder", size, How.SAMPLED, "samples.jsonl"),
            # Only what the builder printed tells how many there were.
            *([Evidence("builds under way", len(phases), How.EXACT, "runner.jsonl")] if phases else ()),
        ),
        explains=size, remedies=_remedies(len(phases)),
    )  # fmt: skip
    return (found,) if found is not None else ()


def against(context: Context) -> str | None:
    """Say what the builder's own process held, where that is little."""
    own = [
        holder.rss
        for holder in context.holders
        if holder.rss and context.process(holder.process).role is Role.MAIN
    ]
    if not own or max(own) >= MOST * context.needed:
        return None
    return f"the main process held {format_bytes(max(own))} (sampled)"


def _package(context: Context) -> str | None:
    """Name the builder: the runner, or the package whose code ran in a script of the project's."""
    if context.recording.runner in BUILDERS:
        return context.recording.runner
    if context.recording.runner is not None:
        return None
    ran = Counter(
        match[1]
        for each in context.courses
        for stack in each.isolate.stacks
        for _, file, _ in stack.frames
        if (match := _BUILDER_FILES.search(file))
    )
    return ran.most_common(1)[0][0] if ran else None


def _builder(context: Context) -> tuple[int, int, float] | None:
    """Return the builder's process, what it held, and when."""
    if context.heap_died and context.ending.process is not None:
        process = context.process(context.ending.process)
        reading = maximum(process.heap, process.started, process.ended or float("inf"))
        if reading is None:
            return None
        return process.key, reading.value, process.ended or reading.at
    if context.top is None:
        return None
    mains: list[Holder] = [
        holder for holder in context.holders
        if context.process(holder.process).role in {Role.MAIN, Role.WORKER} and holder.rss
    ]  # fmt: skip
    if not mains or sum(each.rss or 0 for each in mains) < MOST * context.needed:
        return None
    return mains[0].process, mains[0].rss or 0, context.top.at


def _phases(context: Context, at: float) -> list[Stretch]:
    suite = context.recording.suite
    if suite is None:
        return []
    running = [
        each for each in suite.stretches
        if each.started <= at and (each.ended is None or at <= each.ended)
    ]  # fmt: skip
    return sorted(running, key=lambda each: each.started)


def _remedies(builds: int) -> tuple[Remedy, ...]:
    maps = Remedy("no-source-maps", "Leave source maps out in CI", "build: { sourcemap: false }")
    serial = Remedy(
        "serial-builds",
        "Build one after the other, each in a process of its own",
        "one command an entry or format, joined with &&",
    )
    cache = Remedy("no-build-cache", "Let go of the bundle's cache and close it",
                   "cache: false; await bundle.close()")  # fmt: skip
    return (serial, maps, cache) if builds > 1 else (maps, serial, cache)

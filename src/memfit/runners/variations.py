"""Changes of one thing in how a command runs: its pool, workers, ceiling, coverage, console.

A variation changes a command line and its environment, never the user's files. What each runner
calls a thing is one table, by runner and version; behind `npm test` and its like the arguments
are handed on.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target
from memfit.runners.variation import Variation, of_table, row

_SILENT: Final = Path(__file__).resolve().parent.parent / "js" / "silent_workers.cjs"
_NO_CONSOLE: Final = (
    "process.stdout.write = process.stderr.write = () => true in a file of test.setupFiles, "
    "and disableConsoleIntercept: true in vitest.config"
)
_IN_TURN: Final = Path(__file__).resolve().parent.parent / "js" / "builds_in_turn.mjs"


def isolate_files() -> Variation:
    """Give each test file a process of its own.

    A worker of jest holds more than the limit that is set for it after any file, so it is replaced.
    """
    return of_table("isolate-files", "a fresh process for each test file", "isolate", 16)


def pool(name: str) -> Variation:
    """Run vitest's files in another pool."""
    return of_table(f"pool-{name}", f"pool {name}", "pool", name)


def workers(count: int) -> Variation:
    """Run so many files at the same time, at most."""
    return of_table(f"workers-{count}", f"{count} worker{'s' * (count != 1)}", "workers", count)


def ceiling(megabytes: int) -> Variation:
    """Set V8's old space, where it reaches every process and worker."""
    flag = f"--max-old-space-size={megabytes}"

    def apply(target: Target) -> Target:
        changed = target.with_ceiling(megabytes)
        if target.flagged:
            return row("exec-argv", target, flag)(changed)
        return changed.with_line(f"NODE_OPTIONS={flag} in the environment of the command")

    return Variation(f"ceiling-{megabytes}m", f"a heap ceiling of {megabytes} MB", apply)


def semi_space(megabytes: int) -> Variation:
    """Set the size of V8's young generation, of which each isolate has up to three."""
    flag = f"--max-semi-space-size={megabytes}"
    return Variation(
        f"semi-space-{megabytes}m", f"semi-spaces of {megabytes} MB",
        lambda target: target.with_node_flag(flag).with_line(f"NODE_OPTIONS={flag}"),
    )  # fmt: skip


def coverage_off() -> Variation:
    """Measure no coverage."""
    return of_table("coverage-off", "no coverage", "coverage-off")


def coverage_provider(name: str) -> Variation:
    """Measure coverage by another provider."""
    return of_table(f"coverage-{name}", f"coverage by {name}", "coverage-provider", name)


def coverage_narrowed() -> Variation:
    """Measure coverage of files only that tests load."""
    return of_table("coverage-narrowed", "coverage of loaded files only", "coverage-narrowed")


def console_direct() -> Variation:
    """Let tests print past the runner, which else keeps what they print."""
    return of_table("console-direct", "console output not kept by the runner", "console-direct")


def console_silent() -> Variation:
    """Throw away what tests print, in the worker."""

    def apply(target: Target) -> Target:
        if target.runner != "vitest":
            return row("console-silent", target, "")(target)
        # Its own option throws away what has reached the main process by then.
        direct = row("console-direct", target, "")(target).with_loaded("--require", str(_SILENT))
        return replace(direct, lines=target.lines).with_line(_NO_CONSOLE)

    return Variation("console-silent", "no console output", apply)


def exit_at_end() -> Variation:
    """End the process when the last test has ended, whatever goes on in it."""
    return of_table("exit-at-end", "an end as soon as all tests have ended", "exit-at-end")


def environment(name: str) -> Variation:
    """Run tests in another environment."""
    return of_table(f"environment-{name}", f"environment {name}", "environment", name)


def no_source_maps() -> Variation:
    """Build without source maps."""

    def apply(target: Target) -> Target:
        try:
            return row("no-source-maps", target, "")(target)
        except CannotVaryError:
            if target.runner not in {None, "esbuild"}:
                raise
        return target.with_esbuild(sourcemap=False).with_line(
            "build({ sourcemap: false }) in the script that calls esbuild"
        )

    return Variation("no-source-maps", "no source maps", apply)


def splitting() -> Variation:
    """Bundle with code splitting, so that what entries share is held once.

    Where a script calls esbuild, its options are changed as it is loaded.
    """

    def apply(target: Target) -> Target:
        try:
            return row("splitting", target, "")(target)
        except CannotVaryError:
            if target.runner not in {None, "esbuild"}:
                raise
        return target.with_esbuild(splitting=True).with_line(
            "build({ splitting: true, format: 'esm' }) in the script that calls esbuild"
        )

    return Variation("splitting", "code splitting, with shared chunks as files of their own", apply)


def builds_in_turn() -> Variation:
    """Let builds that a script starts beside each other run one after another."""

    def apply(target: Target) -> Target:
        if target.runner is not None:
            raise CannotVaryError(f"a command of {target.runner} makes one build")
        changed = target.with_loaded("--import", _IN_TURN.as_uri())
        return changed.with_line("await each build before the next begins, in the script")

    return Variation("builds-in-turn", "builds one after another", apply)


def go_collects_more(limit: int | None = None) -> Variation:
    """Let Go's collector, as of esbuild, work harder.

    Args:
        limit: A soft limit for its heap, MB; None for none.
    """
    variables: dict[str, str | None] = {"GOGC": "25"}
    if limit is not None:
        variables["GOMEMLIMIT"] = f"{limit}MiB"
    line = " ".join(f"{name}={value}" for name, value in variables.items())
    return Variation(
        "go-collects-more", f"{line} for helpers written in Go",
        lambda target: target.with_variables(**variables).with_line(
            f"{line} in the environment of the command"
        ),
    )  # fmt: skip


def snapshots() -> Variation:
    """Have memfit take a heap snapshot at two file ends."""
    return _for_memfit("snapshots", "heap snapshots at file ends", "--snapshot", "at-file-end")


def _for_memfit(name: str, what: str, *options: str) -> Variation:
    def apply(target: Target) -> Target:
        return replace(target, options=(*target.options, *options))

    return Variation(name, what, apply)


def memory(megabytes: int) -> Variation:
    """Run under another limit of memfit's.

    Args:
        megabytes: For the whole tree.
    """
    limit = f"{megabytes}m"
    given = _for_memfit(f"memory-{limit}", f"--memory {limit}", "--memory", limit)
    line = f"a memory limit of {megabytes} MB for the job or container"
    return replace(given, apply=lambda target: given.apply(target).with_line(line))

"""Changes of one thing in how a command runs: its pool, workers, ceiling, coverage, choice of files.

A variation changes a command line and its environment, never the user's files. What each runner
calls a thing is one table, by runner and version; behind `npm test` and its like the arguments
are handed on.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from memfit.classes import dataclass
from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target
from memfit.runners.variation_table import find


@dataclass(frozen=True, slots=True)
class Variation:
    """One change.

    Attributes:
        id: Slug, which names it in journals.
        what: What it changes, for a person.
        apply: Makes the change; raises `CannotVaryError` where this runner has no such thing.
        selects: Whether it names the tests to run, so that it shows nothing of which there are.
    """

    id: str
    what: str
    apply: Callable[[Target], Target]
    selects: bool = False


def isolate_files() -> Variation:
    """Give each test file a process of its own.

    A worker of jest holds more than the limit that is set for it after any file, so it is replaced.
    """
    return _of_table("isolate-files", "a fresh process for each test file", "isolate", 16)


def pool(name: str) -> Variation:
    """Run vitest's files in another pool."""
    return _of_table(f"pool-{name}", f"pool {name}", "pool", name)


def workers(count: int) -> Variation:
    """Run so many files at the same time, at most."""
    return _of_table(f"workers-{count}", f"{count} worker{'s' * (count != 1)}", "workers", count)


def one_after_another() -> Variation:
    """Run one file at a time."""
    return _of_table("files-in-turn", "no file parallelism", "one-after-another")


def ceiling(megabytes: int) -> Variation:
    """Set V8's old space, where it reaches every process and worker."""
    flag = f"--max-old-space-size={megabytes}"

    def apply(target: Target) -> Target:
        changed = target.with_ceiling(megabytes)
        if target.flagged:
            return _row("exec-argv", target, flag)(changed)
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
    return _of_table("coverage-off", "no coverage", "coverage-off")


def coverage_provider(name: str) -> Variation:
    """Measure coverage by another provider."""
    return _of_table(f"coverage-{name}", f"coverage by {name}", "coverage-provider", name)


def coverage_narrowed() -> Variation:
    """Measure coverage of files only that tests load."""
    return _of_table("coverage-narrowed", "coverage of loaded files only", "coverage-narrowed")


def console_direct() -> Variation:
    """Let tests print past the runner, which else keeps what they print."""
    return _of_table("console-direct", "console output not kept by the runner", "console-direct")


def environment(name: str) -> Variation:
    """Run tests in another environment."""
    return _of_table(f"environment-{name}", f"environment {name}", "environment", name)


def no_source_maps() -> Variation:
    """Build without source maps."""

    def apply(target: Target) -> Target:
        try:
            return _row("no-source-maps", target, "")(target)
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
            return _row("splitting", target, "")(target)
        except CannotVaryError:
            if target.runner not in {None, "esbuild"}:
                raise
        return target.with_esbuild(splitting=True).with_line(
            "build({ splitting: true, format: 'esm' }) in the script that calls esbuild"
        )

    return Variation("splitting", "code splitting, with shared chunks as files of their own", apply)


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


def shuffled(seed: int) -> Variation:
    """Run files in another order, the same for the same seed."""
    return _of_table(f"shuffled-{seed}", "files in another order", "shuffled", seed)


def files(name: str, paths: Iterable[str], what: str) -> Variation:
    """Run these files only.

    Args:
        name: Slug of the choice.
        paths: Absolute paths, for vitest takes arguments for parts of names.
        what: The choice, for a person.
    """
    chosen = tuple(paths)

    def apply(target: Target) -> Target:
        row = find("files", target)
        if target.runner == "node --test" and target.command[-1:] != ("--test",):
            raise CannotVaryError("the files of node --test cannot be told from its options here")
        return target.with_files((*row.arguments, *chosen))

    return Variation(name, what, apply, selects=True)


def reversed_files(paths: Iterable[str]) -> Variation:
    """Run files in the opposite order, for runners that take files in the order given."""
    chosen = files("reversed", tuple(paths)[::-1], "files in the opposite order")

    def apply(target: Target) -> Target:
        if target.runner in {"vitest", "jest"}:
            raise CannotVaryError(f"{target.runner} orders files itself, whatever it is given")
        return chosen.apply(target)

    return Variation(chosen.id, chosen.what, apply, selects=True)


def one_test(file: str, test: str) -> Variation:
    """Run one test of one file.

    Args:
        file: Absolute path.
        test: The test as the recording names it, with its suites.
    """

    def apply(target: Target) -> Target:
        if target.runner == "pytest":
            return target.with_files((f"{file}::{test.replace(' > ', '::')}",))
        row = _row("test", target, _pattern(test))
        return row(files("", (file,), "").apply(target))

    return Variation("one-test", f"the test {test!r} alone", apply, selects=True)


def without_test(file: str, test: str) -> Variation:
    """Run everything but one test; of runners that cannot, everything but its file.

    Args:
        file: Its path from the directory of the run.
        test: The test as the recording names it.
    """

    def apply(target: Target) -> Target:
        if target.runner == "pytest":
            return _row("without-test", target, f"{file}::{test.replace(' > ', '::')}")(target)
        named = {"vitest": f"**/{file}", "jest": re.escape(file)}.get(target.runner or "", file)
        return _row("without-file", target, named)(target)

    return Variation("without-it", f"everything but {test!r} or its file", apply, selects=True)


def collected() -> Variation:
    """Have memfit collect garbage at the end of each test file."""
    return _for_memfit("collected", "a collection at each file end", "--gc")


def snapshots() -> Variation:
    """Have memfit take a heap snapshot at two file ends."""
    return _for_memfit("snapshots", "heap snapshots at file ends", "--snapshot", "at-file-end")


def _for_memfit(name: str, what: str, *options: str) -> Variation:
    def apply(target: Target) -> Target:
        return replace(target, options=(*target.options, *options))

    return Variation(name, what, apply)


def _of_table(name: str, what: str, key: str, value: object = "") -> Variation:
    return Variation(name, what, lambda target: _row(key, target, str(value))(target))


def _row(key: str, target: Target, value: str) -> Callable[[Target], Target]:
    row = find(key, target)

    def fill(text: str) -> str:
        return text.replace("<value>", value).replace("<pool>", target.pool)

    def apply(changed: Target) -> Target:
        arguments = tuple(map(fill, row.arguments))
        without = tuple(map(fill, row.without))
        return changed.with_arguments(arguments, without).with_line(fill(row.line))

    return apply


def _pattern(test: str) -> str:
    """Return a regular expression for a test's name, whatever stands between its suites."""
    return "(?:.+|)".join(re.escape(part).replace("\\ ", " ") for part in test.split(" > "))


def batches(paths: Sequence[str], count: int) -> Variation:
    """Run files in several processes of the runner, one after another.

    Args:
        paths: All test files, absolute.
        count: How many batches.
    """

    def apply(target: Target) -> Target:
        if not 1 < count <= len(paths):
            raise CannotVaryError("the test files are not known, or too few to be split")
        size = -(-len(paths) // count)
        parts = [paths[start : start + size] for start in range(0, len(paths), size)]
        commands = [files("", part, "").apply(target).command for part in parts]
        # Each batch runs whatever became of the one before; the worst exit code is the result.
        lines = " ".join(f"{shlex.join(command)} || s=$?;" for command in commands)
        shared = replace(target, command=("sh", "-c", f"s=0; {lines} exit $s"))
        return shared.with_line(f"{count} runs one after another, each with {size} of the files")

    return Variation(
        f"batches-{count}", f"{count} batches, each in fresh processes", apply, selects=True
    )


def memory(megabytes: int) -> Variation:
    """Run under another limit of memfit's.

    Args:
        megabytes: For the whole tree.
    """
    return _for_memfit(f"memory-{megabytes}m", f"--memory {megabytes}m", "--memory", f"{megabytes}m")  # fmt: skip

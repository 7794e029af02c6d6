"""Choices of the test files or tests that a command runs, and of the order and batches they run in.

As in `memfit.runners.variations`, nothing of the user's is edited.
"""

import json
import re
import shlex
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target
from memfit.runners.variation import Variation, of_table, row
from memfit.runners.variation_table import find

_SEQUENCER: Final = Path(__file__).resolve().parent.parent / "js" / "jest_sequencer.cjs"
_ORDER: Final = "MEMFIT_ORDER"
_SEED: Final = "7"
_MOST_NAMES: Final = 400  # in one command line
_ROOT: Final = "<root>"  # what node --test calls what all tests of a file stand in
_NO_TEST: Final = "no_test_has_this_name"


def imports_only() -> Variation:
    """Load every test file and run none of its tests."""
    chosen = of_table(
        "imports-only", "test files that are loaded, with no test run", "imports-only", _NO_TEST
    )
    return replace(chosen, selects=True)


def files(name: str, paths: Iterable[str], what: str) -> Variation:
    """Run these files only.

    Args:
        name: Slug of the choice.
        paths: Absolute paths, for vitest takes arguments for parts of names.
        what: The choice, for a person.
    """
    chosen = tuple(paths)

    def apply(target: Target) -> Target:
        found = find("files", target)
        if target.runner == "mocha":
            return _all_but(target, set(target.files) - set(chosen))
        return target.with_files((*found.arguments, *chosen))

    return Variation(name, what, apply, selects=True)


def _all_but(target: Target, others: Collection[str]) -> Target:
    """Leave files of mocha out: files that are named come beside those of its configuration."""
    if not target.files:
        raise CannotVaryError("mocha can only leave files out, and not all are known")
    left = (path.removeprefix(f"{target.directory}/") for path in sorted(others))
    return target.with_arguments(tuple(f"--ignore=**/{path}" for path in left))


def reordered(paths: Sequence[str]) -> Variation:
    """Run the same files in another order: reversed, where a runner can be told so.

    Args:
        paths: All test files, absolute, in the order of the run as it was given.
    """
    opposite = tuple(paths)[::-1]

    def apply(target: Target) -> Target:
        if target.runner == "vitest":  # its order cannot be given from outside, but it shuffles
            return row("shuffled", target, _SEED)(target)
        if target.runner == "jest":
            listed = target.with_variables(**{_ORDER: json.dumps(opposite)})
            return row("sequenced", target, str(_SEQUENCER))(listed)
        # Of files that are named twice, the first place counts, to mocha as well.
        return target.with_files((*find("files", target).arguments, *opposite))

    return Variation("reordered", "the files in another order", apply)


def one_test(file: str, test: str) -> Variation:
    """Run one test of one file.

    Args:
        file: Absolute path.
        test: The test as the recording names it, with its suites.
    """

    def apply(target: Target) -> Target:
        if target.runner == "pytest":
            return target.with_files((f"{file}::{test.replace(' > ', '::')}",))
        made = row("test", target, _pattern(test))
        return made(files("", (file,), "").apply(target))

    return Variation("one-test", f"the test {test!r} alone", apply, selects=True)


def without_test(file: str, test: str) -> Variation:
    """Run everything but one test; of runners that cannot, everything but its file.

    Args:
        file: Its path from the directory of the run.
        test: The test as the recording names it.
    """

    def apply(target: Target) -> Target:
        if target.runner == "pytest":
            return row("without-test", target, f"{file}::{test.replace(' > ', '::')}")(target)
        named = {"vitest": f"**/{file}", "jest": re.escape(file)}.get(target.runner or "", file)
        return row("without-file", target, named)(target)

    return Variation("without-it", f"everything but {test!r} or its file", apply, selects=True)


def batches_of_tests(tests: Sequence[str]) -> Variation:
    """Run tests in three processes of the runner, one after another, so that no file is whole in one.

    Two have halves of the tests that are named; the third all others, known or not.

    Args:
        tests: Tests as the recording names them, in the order of the run.
    """
    names = list(dict.fromkeys(test.rpartition(" > ")[2] for test in tests))[:_MOST_NAMES]
    suites = {suite for test in tests for suite in test.split(" > ")[:-1]}

    def apply(target: Target) -> Target:
        if len(names) < 2:
            raise CannotVaryError("too few tests are known to be split")
        if target.runner == "pytest":
            raise CannotVaryError("pytest chooses tests by no pattern that could be negated")
        half = -(-len(names) // 2)
        patterns = [f"(?:^| )(?:{_any(part)})$" for part in (names[:half], names[half:])]
        # Where a suite itself matches, node --test runs all that is in it, and all is in its root.
        known = [*names, *sorted(suites), _ROOT] if target.runner == "node --test" else names
        patterns.append(f"^(?!(?:.* )?(?:{_any(known)})$)")
        commands = [row("test", target, pattern)(target).command for pattern in patterns]
        shared = _in_turn(target, commands)
        for command in commands:
            shared = shared.with_line(shlex.join(command))
        return shared

    return Variation(
        "test-batches", "tests in 3 batches, each in fresh processes", apply, selects=True
    )


def _any(names: Sequence[str]) -> str:
    return "|".join(re.escape(name).replace("\\ ", " ") for name in names)


def _in_turn(target: Target, commands: Sequence[Sequence[str]]) -> Target:
    """Run commands one after another, whatever becomes of the one before; the worst code counts."""
    lines = " ".join(f"{shlex.join(command)} || s=$?;" for command in commands)
    return replace(target, command=("sh", "-c", f"s=0; {lines} exit $s"))


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
        return _in_turn(target, commands).with_line(
            f"{count} runs one after another, each with {size} of the files"
        )

    return Variation(
        f"batches-{count}", f"{count} batches, each in fresh processes", apply, selects=True
    )


def _pattern(test: str) -> str:
    """Return a regular expression for a test's name, whatever stands between its suites."""
    return "(?:.+|)".join(re.escape(part).replace("\\ ", " ") for part in test.split(" > "))

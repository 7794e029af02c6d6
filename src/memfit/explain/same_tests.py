"""Whether two runs ran the same tests with the same outcomes.

A remedy that leaves tests out, or makes one of them fail, is none. Of a run that died only what it
had finished can be compared, and what it had planned.
"""

from collections import Counter
from dataclasses import field

from memfit.classes import dataclass
from memfit.model.finding import EndingKind, Explanation
from memfit.model.recording import Recording
from memfit.model.suite import Outcome, RunnerReport

_NAMED = 2
"""Files or tests that a sentence names."""


@dataclass(frozen=True, slots=True)
class Ran:
    """Which tests a run ran, and how they ended.

    Attributes:
        ended: File, test and outcome of each test that ended; how often.
        begun: File and test of each test that began and never ended.
        files: Files that ended, with their outcome.
        planned: Files that began or were to be run, as far as that was told: a worker may know
            of its own only.
        report: The runner's own last summary, or None.
        whole: Whether the run came to its own end.
    """

    ended: Counter[tuple[str, str, Outcome | None]] = field(default_factory=Counter)
    begun: frozenset[tuple[str, str]] = frozenset()
    files: dict[str, Outcome | None] = field(default_factory=dict)
    planned: frozenset[str] = frozenset()
    report: RunnerReport | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Sameness:
    """How the tests of two runs compare.

    Attributes:
        same: Whether they are the same; None if neither run tells.
        sentence: Why not, or what was compared.
    """

    same: bool | None
    sentence: str


def what_ran(recording: Recording, explanation: Explanation) -> Ran:
    """Return which tests a recording shows."""
    # Tried again after its worker died, a test counts by its last run.
    last: dict[tuple[str, str, int], Outcome | None] = {}
    files: dict[str, Outcome | None] = {}
    begun: set[tuple[str, str]] = set()
    below = f"{recording.directory}/"
    for run in recording.files:
        file = run.file.removeprefix(below)
        begun.update((file, test.name) for test in run.tests)
        seen: Counter[str] = Counter()
        for test in run.tests:
            if test.ended is not None:
                seen[test.name] += 1
                key = (file, test.name, seen[test.name])
                # Left out of one batch, it runs in another.
                if key not in last or test.outcome is not Outcome.SKIPPED:
                    last[key] = test.outcome
        if run.ended is not None:
            files[file] = run.outcome
    begun -= {(file, name) for file, name, _ in last}
    suite = recording.suite
    planned = (suite.planned if suite is not None else None) or ()
    # Of several, the last is that of the whole run.
    report = suite.reports[-1] if suite is not None and suite.reports else None
    return Ran(
        Counter((file, name, outcome) for (file, name, _), outcome in last.items()),
        frozenset(begun),
        files,
        frozenset(
            name.removeprefix(below) for name in (*planned, *(r.file for r in recording.files))
        ),
        report,
        explanation.ending.kind in {EndingKind.PASSED, EndingKind.FAILED},
    )


def same_tests(before: Ran, after: Ran) -> Sameness:
    """Compare the tests of a changed run with those of the run as it was given.

    Args:
        before: The run as it was given; it may have died on the way.
        after: The changed run.
    """
    if not after.whole:
        return Sameness(False, "it did not run to its end")
    wrong = _missing(before, after) or _changed(before, after) or _counted(before, after)
    if wrong:
        return Sameness(False, wrong)
    fails = _some(_failed_where_it_died(before, after))
    hidden = f"; {fails} fails, where it had died" if fails else ""
    told = bool(before.ended or before.files)
    if told and after.files and (after.ended or not before.ended):
        tests = sum(before.ended.values())
        far = "" if before.whole else ", all that had ended before it died"
        return Sameness(True, f"the same {tests} tests of {len(before.files)} files{far}{hidden}")
    if after.files and not before.whole and not told:
        many = f"{sum(after.ended.values())} tests of {len(after.files)} files"
        said = f"no test had ended before it died; now {many} did{hidden}"
        return Sameness(True if hidden else None, said)
    if before.report is not None and after.report is not None and before.whole:
        return Sameness(True, "the same numbers of files and tests")
    return Sameness(None, "which tests ran is not known: only the exit code was compared")


def _missing(before: Ran, after: Ran) -> str:
    """Say which files were left out, or came new."""
    if not after.files:
        # It may tell of tests in no way at all; the counts must do then.
        return "no test file was seen to run" if before.files and after.report is None else ""
    known = before.planned | frozenset(before.files)
    left = sorted(known - set(after.files))
    if left:
        return f"{len(left)} test file{'s' * (len(left) != 1)} did not run: {_some(left)}"
    new = sorted(set(after.files) - known) if before.whole and known else []
    return f"{len(new)} test files ran that had not: {_some(new)}" if new else ""


def _changed(before: Ran, after: Ran) -> str:
    """Say which tests ended otherwise, or did not run."""
    if not after.ended:
        return ""
    lost = before.ended - after.ended
    outcomes: dict[tuple[str, str], Outcome | None] = {
        (file, name): outcome for file, name, outcome in after.ended
    }
    if not before.whole:
        # A test fails where the helper or worker that it needs has died: that it passes is the cure.
        lost = Counter(
            {
                (file, name, outcome): count for (file, name, outcome), count in lost.items()
                if outcome is not Outcome.FAILED or outcomes.get((file, name)) is not Outcome.PASSED
            }
        )  # fmt: skip
    failed = sorted(
        f"{name!r} {outcomes[file, name] or 'ended otherwise'}"
        for file, name, _ in lost
        if (file, name) in outcomes
    )
    if failed:
        return f"{len(failed)} test{'s' * (len(failed) != 1)} ended otherwise: {_some(failed)}"
    ran = {(file, name) for file, name, _ in after.ended}
    gone = sorted(
        repr(name)
        for file, name in (*before.begun, *((file, name) for file, name, _ in lost))
        if (file, name) not in ran
    )
    if gone:
        return f"{len(gone)} test{'s' * (len(gone) != 1)} did not run: {_some(gone)}"
    extra = after.ended - before.ended if before.whole else Counter()
    if extra:
        return f"{sum(extra.values())} tests ran that had not"
    bad = sorted(repr(name) for _, name, outcome in after.ended if outcome is Outcome.FAILED)
    # What a test that was under way when memory ended it would have come to, nobody knew.
    known = {(file, name) for file, name, _ in before.ended} | before.begun
    new = [each for each in after.ended if each[2] is Outcome.FAILED and each[:2] not in known]
    return f"{len(new)} tests fail: {_some(bad)}" if new else ""


def _failed_where_it_died(before: Ran, after: Ran) -> list[str]:
    return sorted(
        repr(name) for file, name, outcome in after.ended
        if outcome is Outcome.FAILED and (file, name) in before.begun
    )  # fmt: skip


def _counted(before: Ran, after: Ran) -> str:
    """Compare what the runner itself counted, where both runs came to their end."""
    one, other = before.report, after.report
    # Of several runs in one, such as batches, the last report is that of the last one.
    if one is None or other is None or not before.whole or after.ended:
        return ""
    for what, first, second in (
        ("files", one.files, other.files),
        ("tests", one.tests, other.tests),
    ):
        if first is not None and second is not None and first != second:
            return f"the runner counted {second} {what}, not {first}"
    return ""


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")

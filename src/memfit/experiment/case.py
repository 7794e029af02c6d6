"""What is known when experiments are chosen: the run as it was given, and the suspects."""

import re

from memfit.classes import dataclass
from memfit.experiment.subject import Subject
from memfit.explain.headroom import available
from memfit.explain.measures import Measures
from memfit.model.finding import Explanation, Finding
from memfit.runners import variations
from memfit.runners.selections import batches
from memfit.runners.target import Target
from memfit.runners.variation import Variation

MIB = 1 << 20
_OLD_SPACE = 0.6  # of what there is, the rest being native memory and other processes


@dataclass(frozen=True, slots=True)
class Case:
    """A death that is to be explained, as experiments see it.

    Attributes:
        target: The command.
        explanation: What was said about its run.
        measures: The numbers of that run.
        files: All test files that are known, absolute.
        knows_all: Whether these are all there are.
        tests: Names of the tests that ended in that run, in its order.
        room: What one heap may be given at most, MB: of the tree's limit, or of what is free.
    """

    target: Target
    explanation: Explanation
    measures: Measures
    files: tuple[str, ...]
    knows_all: bool
    tests: tuple[str, ...]
    room: int

    @classmethod
    def of(cls, subject: Subject) -> "Case":
        """Return the case of a subject's run."""
        return cls(
            subject.target, subject.seen.explanation, subject.measures, subject.files,
            subject.knows_all_files, tuple(name for _, name, _ in subject.tests.ended),
            _room(subject),
        )  # fmt: skip

    def finding(self, cause: str) -> Finding | None:
        """Return what was found of a cause, or None."""
        return next((each for each in self.explanation.findings if each.cause == cause), None)

    @property
    def heap_died(self) -> bool:
        """Whether a V8 heap died at its ceiling."""
        return self.explanation.ending.kind.value == "heap-limit"

    @property
    def ceiling(self) -> int | None:
        """The lowest ceiling in force where tests ran, MB; where none did, of what died."""
        if self.measures.ceiling is not None:
            return self.measures.ceiling // MIB
        died = self.explanation.ending.process
        limits = [
            row.heap_limit for row in self.explanation.interior.isolates
            if died is not None and row.process == died and row.heap_limit is not None
        ]  # fmt: skip
        return min(limits) // MIB if limits else None

    @property
    def limit(self) -> int | None:
        """The limit of the tree, MB."""
        limit = self.explanation.limit
        return None if limit is None else limit.bytes // MIB

    def file_of(self, cause: str) -> str | None:
        """Return the absolute path of the file that a finding blames, or that was under way."""
        finding = self.finding(cause)
        named = finding.culprit.file if finding is not None else None
        death = self.measures.death
        named = named or (death.file if death is not None else None)
        return next((path for path in self.files if named and path.endswith(named)), None)

    def test_of(self, cause: str) -> str | None:
        """Return the test that a finding blames, or None."""
        finding = self.finding(cause)
        return finding.culprit.test if finding is not None else None

    @property
    def is_one_file(self) -> bool:
        """Whether the command runs one test file only: that file alone is the same run again."""
        return self.knows_all and len(self.files) == 1

    def suspect_of(self, cause: str) -> str | None:
        """Return the package or module that a finding blames, as it can be left out; or None."""
        finding = self.finding(cause)
        if finding is None or (finding.culprit.package or finding.culprit.module) is None:
            return None
        module = finding.culprit.module or ""
        of_package = re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)/", module)
        if finding.culprit.package or of_package:
            return finding.culprit.package or of_package[-1]
        return module if module.startswith("/") else f"./{module}"

    def light_file(self) -> str | None:
        """Return a file that ended: whatever it holds, it is not what the run died of."""
        rows = [row for row in self.explanation.interior.files if row.end is not None]
        named = min(rows, key=lambda row: row.heap_growth or 0).file if rows else None
        named = named or next((row.file for row in self.explanation.interior.files), None)
        return next((path for path in self.files if named and path.endswith(named)), None)

    def unheard(self) -> Variation:
        """Return the change by which the main process keeps nothing of what tests print.

        A worker of jest that prints by itself keeps what its parent has not read yet.
        """
        if self.target.runner == "jest":
            return variations.console_silent()
        return variations.console_direct()

    def other_provider(self) -> str:
        """Return the provider of coverage that is not in use."""
        used, jest = self.target.config.get("coverage"), self.target.runner == "jest"
        default = "babel" if jest else "v8"
        if (default if used is True else used) != "v8":
            return "v8"
        return "babel" if jest else "istanbul"

    def split(self, finer: int = 1) -> Variation:
        """Return batches that are each well below what the run died of.

        Args:
            finer: Times as many.
        """
        if not self.knows_all:
            return batches((), 2)  # which says that it cannot be made
        done = max(self.measures.files, 1)
        count = -(-len(self.files) * 5 // (done * 3)) if len(self.files) > done else 2
        return batches(self.files, min(max(count, 2) * finer, 8, len(self.files)))


def _room(subject: Subject) -> int:
    limit = subject.seen.explanation.limit
    free = available(subject.seen.recording) or 0
    most = min(free, limit.bytes) if limit is not None and free else free
    return int(most * _OLD_SPACE) // MIB


FAMILY = frozenset({
    "retained-across-files", "mock-registry", "unreleased-resource", "context-leak",
    "dom-window-retained",
})  # fmt: skip
"""Causes by which something outlives its test file within one process."""

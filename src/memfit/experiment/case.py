"""What is known when experiments are chosen: the run as it was given, and the suspects."""

from memfit.classes import dataclass
from memfit.experiment.subject import Subject
from memfit.explain.measures import Measures
from memfit.model.finding import Explanation, Finding
from memfit.runners.target import Target
from memfit.runners.variations import Variation, batches

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Case:
    """A death that is to be explained, as experiments see it.

    Attributes:
        target: The command.
        explanation: What was said about its run.
        measures: The numbers of that run.
        files: All test files that are known, absolute.
        knows_all: Whether these are all there are.
    """

    target: Target
    explanation: Explanation
    measures: Measures
    files: tuple[str, ...]
    knows_all: bool

    @classmethod
    def of(cls, subject: Subject) -> "Case":
        """Return the case of a subject's run."""
        return cls(
            subject.target, subject.seen.explanation, subject.measures, subject.files,
            subject.knows_all_files,
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
        """The lowest ceiling in force where tests ran, MB."""
        return None if self.measures.ceiling is None else self.measures.ceiling // MIB

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

    def light_file(self) -> str | None:
        """Return a file that ended: whatever it holds, it is not what the run died of."""
        rows = [row for row in self.explanation.interior.files if row.end is not None]
        named = min(rows, key=lambda row: row.heap_growth or 0).file if rows else None
        named = named or next((row.file for row in self.explanation.interior.files), None)
        return next((path for path in self.files if named and path.endswith(named)), None)

    def split(self) -> Variation:
        """Return batches that are each well below what the run died of."""
        if not self.knows_all:
            return batches((), 2)  # which says that it cannot be made
        done = max(self.measures.files, 1)
        count = -(-len(self.files) * 5 // (done * 3)) if len(self.files) > done else 2
        return batches(self.files, min(max(count, 2), 8))


FAMILY = frozenset({
    "retained-across-files", "mock-registry", "unreleased-resource", "context-leak",
    "dom-window-retained",
})  # fmt: skip
"""Causes by which something outlives its test file within one process."""

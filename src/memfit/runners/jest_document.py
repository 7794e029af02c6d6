"""The JSON report that jest writes, and vitest in its image."""

from collections.abc import Mapping

from memfit.classes import dataclass
from memfit.runners.settings import mapping


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in such a report.

    Attributes:
        success: What it says of the whole run; None if that is no bool.
        tests: Tests in all, or None.
        settled: Of them, those that passed, failed, or are counted as `pending` or `todo`.
        files: Of each test file its status, and the statuses of its tests.
    """

    success: bool | None
    tests: int | None
    settled: int
    files: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def sentence(self) -> str:
        """The value that speaks for the whole run, as it stands there."""
        return f'"success":{str(self.success).lower()}'


def read(document: object) -> Document | None:
    """Read a report; None if the document is something else."""
    content = mapping(document)
    results = content.get("testResults")
    if "numTotalTests" not in content or not isinstance(results, list):
        return None
    success = content.get("success")
    return Document(
        success if isinstance(success, bool) else None,
        _number(content, "numTotalTests"),
        sum(
            _number(content, f"num{kind}Tests") or 0
            for kind in ("Passed", "Failed", "Pending", "Todo")
        ),
        tuple(_file(mapping(result)) for result in results),
    )


def _file(result: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    tests = result.get("assertionResults")
    statuses = tuple(
        str(mapping(test).get("status")) for test in (tests if isinstance(tests, list) else [])
    )
    return str(result.get("status")), statuses


def _number(content: Mapping[str, object], key: str) -> int | None:
    value = content.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None

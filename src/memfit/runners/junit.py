"""JUnit reports, which every runner writes a little differently.

They may be hostile. Entities are how XML explodes, and no JUnit report declares a document type:
one that does is refused before anything in it is expanded.
"""

from typing import Final
from xml.parsers import expat

from memfit.model.suite import RunnerReport

_DEEPEST: Final = 200
_ROOTS: Final = frozenset({"testsuites", "testsuite"})


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    pass


class _Counter:
    """Counts test cases, and what is inside of them."""

    def __init__(self) -> None:
        self.depth = self.tests = self.failed = 0
        self.root = ""
        self._case_failed = False

    def start(self, name: str, _: object) -> None:
        self.depth += 1
        if self.depth == 1:
            self.root = name
        if self.depth > _DEEPEST or self.root not in _ROOTS:
            raise _Refused
        if name == "testcase":
            self.tests += 1
            self._case_failed = False
        elif name in {"failure", "error"} and not self._case_failed:
            self.failed += 1
            self._case_failed = True  # a test may have several failures

    def end(self, _: str) -> None:
        self.depth -= 1


def report(source: str, content: bytes) -> RunnerReport | None:
    """Read a JUnit report.

    A test that was never finished has no mark of its own in JUnit, so how many are pending stays
    unknown.

    Args:
        source: The path of the file.
        content: All of it.

    Returns:
        None if it is no such report, torn, or declares a document type.
    """
    counter = _Counter()
    parser = expat.ParserCreate()
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, _Refused):
        return None
    sentence = f"{counter.failed} of {counter.tests} test cases have a failure or an error"
    return RunnerReport(source, counter.failed == 0, tests=counter.tests, sentence=sentence)


def _refuse(*_: object) -> None:
    raise _Refused

"""Report files: JSON and JUnit, of real runners and of nobody."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.model.recording import OutputChunk
from memfit.runners import junit
from memfit.runners.reading import report, said
from memfit.runners.table import ADAPTERS
from tests.runners.printed import OUTPUTS, adapter

Told = tuple[bool | None, int | None, int | None, int | None, int | None]


@pytest.mark.parametrize(
    ("file", "runner", "expected"),
    [
        # success: true, though a worker was killed
        ("vitest-2.1-forks-killed.json", "vitest", (True, 2, 1, 3, 1)),
        ("vitest-4.1-forks-killed.json", "vitest", (True, 2, 1, 3, 1)),
        ("vitest-5.1-forks-killed.json", "vitest", (False, 2, 1, 3, 1)),
        ("vitest-4.1-failing.json", "vitest", (False, 2, 2, 6, 0)),
        ("vitest-4.1-forks-killed.xml", "vitest", (True, None, None, 3, None)),
        ("vitest-4.1-failing.xml", "vitest", (False, None, None, 6, None)),
        ("jest-29.7-failing.json", "jest", (False, 4, 4, 8, 0)),
        ("jest-30.5-failing.json", "jest", (False, 4, 4, 8, 0)),
        ("jest-30.5-killed.json", "jest", (False, 3, 3, 3, 0)),
        ("mocha-11-failing.json", "mocha", (False, None, None, 6, 0)),
        ("mocha-11-failing.xml", "mocha", (False, None, None, 6, None)),
        ("node-20-failing.xml", "node --test", (False, None, None, 6, None)),
        ("pytest-9-xdist-killed.xml", "pytest", (False, None, None, 3, None)),
    ],
)
def test_a_report_file_is_read(file: str, runner: str, expected: Told):
    found = report(file, (OUTPUTS / file).read_bytes(), [adapter(runner)])

    assert found is not None
    assert found.source == file
    told = (found.green, found.files, found.files_ended, found.tests, found.tests_pending)
    assert told == expected


def test_jest_and_vitest_are_told_apart():
    vitest = (OUTPUTS / "vitest-4.1-failing.json").read_bytes()
    jest = (OUTPUTS / "jest-30.5-failing.json").read_bytes()

    assert report("x", vitest, [adapter("jest")]) is None
    assert report("x", jest, [adapter("vitest")]) is None


def test_a_file_that_died_while_it_was_imported_never_ended():
    document = {
        "numTotalTests": 0, "success": True,
        "testResults": [{"status": "passed", "assertionResults": [], "name": "a.test.ts"}],
    }  # fmt: skip
    found = adapter("vitest").report("x", document)

    assert found is not None
    assert (found.files, found.files_ended) == (1, 0)


def test_a_file_that_cannot_be_imported_has_ended():
    document = {
        "numTotalTests": 0, "success": False,
        "testResults": [{"status": "failed", "assertionResults": [], "name": "a.test.ts"}],
    }  # fmt: skip
    found = adapter("vitest").report("x", document)

    assert found is not None
    assert (found.files, found.files_ended) == (1, 1)


BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "haha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><testsuites><testcase name='&j;'/></testsuites>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites/>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><testsuites>&e;</testsuites>',
        "<testsuites>" + "<testsuite>" * 100_000,
        "<testsuites><testcase>",
        "<html><testcase/></html>",
        "<",
        "",
        "<testsuites>\x00</testsuites>",
    ],
    ids=["bomb", "external", "entity", "deep", "torn", "other", "less", "empty", "control"],
)
def test_hostile_xml_is_refused(content: str):
    assert junit.report("x", content.encode()) is None


def test_a_test_with_two_failures_is_one_failure():
    found = junit.report(
        "x", b"<testsuite><testcase><failure/><error/></testcase><testcase/></testsuite>"
    )

    assert found is not None
    assert found.sentence == "1 of 2 test cases have a failure or an error"


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"numTotalTests": 1',
        b"{}",
        b"null",
        b'{"a": 1' + b"1" * 5000 + b"}",
    ],
)
def test_json_that_is_no_report_is_none(content: bytes):
    assert report("x", content, ADAPTERS) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["testResults", "numTotalTests", "success", "status", "assertionResults", "stats",
             "tests", "passes", "pending", "failures", "wasInterrupted", "numTotalTestSuites"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_any_json_is_survived(document: object):
    for each in ADAPTERS:
        each.report("x", document)
    report("x", json.dumps(document).encode(), ADAPTERS)


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(content: bytes):
    report("x", content, ADAPTERS)
    report("x", b"<testsuites>" + content, ADAPTERS)


def test_a_torn_document_in_the_output_is_no_report():
    text = (OUTPUTS / "jest-30.5-json-in-output.txt").read_bytes()
    torn = text[: text.index(b'{"numFailed') + 100]

    reports = said([OutputChunk(0.0, "stdout", torn)], [adapter("jest")])["jest"].reports
    assert [one.sentence for _, one in reports] == ["Test Suites: 2 passed, 2 total"]

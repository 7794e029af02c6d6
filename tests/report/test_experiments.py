"""Texts and documents of experiments: 80 columns, nothing that a terminal would act on."""

import dataclasses
import json
import re
import typing
from dataclasses import replace
from pathlib import Path

import pytest

from memfit.experiment.journal import Done
from memfit.explain.statistics import rate, spread
from memfit.model.experiment import (
    CauseRow,
    Change,
    Comparison,
    Death,
    Group,
    Iteration,
    Leak,
    LeakKind,
    Minimum,
    Probe,
    Ratio,
    Repro,
    Row,
    Side,
    Why,
)
from memfit.model.finding import EndingKind
from memfit.model.recording import How, Measured, Role
from memfit.report import compare, minimum, repro
from memfit.report.experiments import document

MB = 1 << 20
HOSTILE = "\x1b]0;owned\x07\u202e\r[bold red]" + "n" * 200


def an_iteration(number: int, name: str = "a.test.ts") -> Iteration:
    died = number % 2 == 0
    return Iteration(
        number=number,
        recording=f".memfit/experiments/{name}/runs/repeat-{number}",
        ending=EndingKind.OOM_KILLED if died else EndingKind.PASSED,
        sentence=name,
        returned=137 if died else 0,
        seconds=12.5 + number,
        peak=Measured((400 + number) * MB, How.EXACT, "memory.peak"),
        floor=None,
        death=Death(9.0 + number, Role.WORKER, "tests", name, f"grows {name}") if died else None,
        repeats=None,
    )


def a_repro(runs: int = 6, name: str = "a.test.ts") -> Repro:
    made = tuple(an_iteration(number, name) for number in range(1, runs + 1))
    return Repro(
        command=("npx", "vitest", name),
        wanted=20,
        iterations=made,
        passed=rate((runs + 1) // 2, runs),
        died=rate(runs // 2, runs),
        endings={"passed": (runs + 1) // 2, "oom-killed": runs // 2},
        peaks=spread([each.peak.bytes for each in made if each.peak]),
        seconds=spread([each.seconds for each in made if each.seconds]),
        outliers=(3,),
        leak=Leak(LeakKind.TOO_FEW, False, 3, 0, None, None, "too few runs to tell"),
        decided="",
    )


def a_row(group: Group, name: str, factor: float, *, decided: bool = True) -> Row:
    return Row(
        group, name, "bytes", How.EXACT,
        spread([400.0 * MB, 420.0 * MB]), spread([400.0 * MB * factor, 420.0 * MB * factor]),
        Ratio(factor, factor * 0.9, factor * 1.1, decided=decided), 0.01,
    )  # fmt: skip


def a_comparison(name: str = "src/a.test.ts") -> Comparison:
    return Comparison(
        first=Side((f".memfit/recordings/{name}", "two"), {"passed": 1, "oom-killed": 1}),
        second=Side(("three",), {"passed": 1}),
        rows=(
            a_row(Group.TREE, "peak", 0.5),
            a_row(Group.ROLE, "worker", 1.5),
            a_row(Group.PHASE, "tests", 1.0, decided=False),
            *(a_row(Group.FILE, f"{name}{number}", 1.0, decided=False) for number in range(8)),
        ),
        causes=(CauseRow("mock-registry", 2, 0, Change.WENT),),
        only_first=(name,),
        only_second=tuple(f"{name}{number}" for number in range(9)),
        notes=("not all ran with the same commands",),
    )


def a_minimum(note: str = "all that there is") -> Minimum:
    probes = tuple(
        Probe(why, size, passed, kind, 3.0, f"e/{note}")
        for why, size, passed, kind in (
            (Why.BASELINE, None, True, EndingKind.PASSED),
            (Why.START, 200 * MB, True, EndingKind.PASSED),
            (Why.SEARCH, 100 * MB, False, EndingKind.OOM_KILLED),
        )
    )
    return Minimum(
        command=("npx", note), of="memory", recommended=220 * MB, confirmed=200 * MB,
        failed=100 * MB, rate=rate(5, 5), setting="--memory 220m", runs=3, probes=probes,
        notes=(note,),
    )  # fmt: skip


def pages(name: str) -> list[str]:
    return [
        repro.render(a_repro(name=name), 80, colour=False),
        compare.render(a_comparison(name), 80, colour=False),
        minimum.render(a_minimum(name), 80, colour=False),
    ]


def test_a_repro_says_how_often_it_passes_and_where_it_dies():
    page = repro.render(a_repro(), 80, colour=False)

    assert page.startswith("3 of 6 runs passed (true rate 12 % to 88 %, at 95 % confidence)")
    assert "memory ended 3 of 6" in page
    assert "3 of 6: worker, phase tests, a.test.ts" in page
    assert "at 11.0 s to 15.0 s" in " ".join(page.split())
    assert "404 MB median, 401 MB to 406 MB" in page
    assert "the peak of run 3 lies far off" in page
    assert "worst    run 2: a.test.ts" in page
    # The way to the worst run, not to the first.
    assert page.rstrip().endswith("memfit explain .memfit/experiments/a.test.ts/runs/repeat-2")


def test_a_repro_that_stopped_says_why_and_how_not_to():
    page = repro.render(replace(a_repro(), decided="it passes more often"), 80, colour=False)

    assert "it passes more often; --all makes 20" in page


def test_many_runs_are_cut_in_the_text():
    page = repro.render(a_repro(50), 80, colour=False)

    assert "and 30 more, in --json" in page
    assert "repeat-20" in page
    assert "repeat-21" not in page


def test_a_comparison_says_what_is_less_more_and_undecided():
    lines = compare.render(a_comparison(), 80, colour=False).splitlines()

    def line(start: str) -> str:
        return next(each for each in lines if each.startswith(start))

    assert line("peak").split() == [
        "peak", "410", "MB", "205", "MB", "0.50", "(0.45", "to", "0.55)", "less",
    ]  # fmt: skip
    assert line("role worker").endswith("more")
    assert line("phase tests").endswith("undecided")
    assert line("went").endswith("mock-registry: in 2 of 2 of A, 0 of 1 of B")
    assert line("only B").endswith("and 6 more")
    assert "3 more files in --json" in lines


def test_a_minimum_says_what_to_set_and_how_sure_it_is():
    page = " ".join(minimum.render(a_minimum(), 80, colour=False).split())

    assert page.startswith("needs 220 MB memory for the whole tree set --memory 220m")
    assert "5 of 5 with 200 MB, so that it passes there in at least 48 % of runs" in page
    assert "what to set is 10 % above" in page


@pytest.mark.parametrize("page", range(3))
def test_no_line_is_longer_than_the_terminal(page: int):
    long = pages("src/" + "deep/" * 40 + "a.test.ts")[page]

    assert max(map(len, long.splitlines())) <= 80 or page == 0
    words = [line for line in long.splitlines() if len(line) > 80]
    assert all(line.startswith("      .memfit") for line in words)  # a path to be copied


@pytest.mark.parametrize("page", range(3))
def test_nothing_from_a_recording_reaches_the_terminal_as_it_is(page: int):
    said = pages(HOSTILE)[page]

    assert not {"\x1b", "\x07", "\u202e", "\r"} & set(said)
    assert "\\x1b]0;" in said


def test_documents_are_plain_json_with_a_schema():
    for found in (a_repro(), a_comparison(), a_minimum()):
        again = json.loads(json.dumps(document(found)))
        assert again["schema"] == 1
    assert json.loads(json.dumps(document(a_repro())))["iterations"][1]["death"]["file"] == (
        "a.test.ts"
    )


PAGE = Path(__file__).parents[2] / "docs" / "reference" / "experiment-format.md"


@pytest.mark.parametrize("kind", [Repro, Comparison, Minimum, Done])
def test_every_key_is_documented(kind: type):
    known = set(re.findall(r"`([a-z_]+)`", PAGE.read_text()))

    assert keys(kind) - known == set()


def keys(kind: type) -> set[str]:
    """The names of a class's fields, and of those of the classes that these hold."""
    found = set()
    for field in dataclasses.fields(kind):
        found.add(field.name)
        held = typing.get_type_hints(kind)[field.name]
        for each in (held, *typing.get_args(held)):
            if dataclasses.is_dataclass(each):
                found |= keys(each)
    return found

from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from tests.explain.build import MB
from tests.explain.causes.runs import causes, died, killed, passed
from tests.explain.story import Story


def heavy(modules: int | None, process: int = 1, imports: float = 200, limit: float = 250) -> Story:
    """A worker whose first file imports 200 MB, and whose tests add nothing."""
    return Story(process=process, limit=limit).file(
        "/app/tests/a.test.ts", imports=imports, modules=modules, ends=False
    )


def test_many_modules_are_an_import_fan_out():
    (finding, *_) = explain(died(heavy(1500))).findings

    assert (finding.cause, finding.basis) == ("import-fan-out", Basis.INFERRED)
    assert finding.evidence[1].number == 200 * MB
    assert finding.culprit.phase == "collect"


def test_few_modules_are_data_and_a_base():
    (finding, *_) = explain(died(heavy(12))).findings

    assert finding.cause == "baseline-over-limit"


def test_modules_that_are_not_counted_leave_a_conjecture():
    findings = explain(died(heavy(None))).findings

    assert {each.cause for each in findings} == {"import-fan-out", "baseline-over-limit"}
    assert {each.basis for each in findings} == {Basis.CONJECTURE}


def test_imports_of_every_worker_add_up_and_win_over_the_number_of_workers():
    workers = [heavy(1500, process=number) for number in (1, 2, 3)]

    assert causes(killed(*workers, memory=700))[0] == "import-fan-out"


def test_what_every_runner_imports_is_no_fan_out():
    story = Story(limit=60).file("/app/tests/a.test.ts", imports=30, modules=400, ends=False)

    assert "import-fan-out" not in causes(died(story))


def test_growth_with_files_speaks_against_a_base():
    story = Story(limit=330).files(11, keeps=24, modules=900)
    story.file("/app/tests/last.test.ts", keeps=12, ends=False)

    assert causes(died(story))[0] == "retained-across-files"


def test_a_base_that_fits_is_nobodys_trouble():
    assert causes(passed(heavy(1500, limit=4000))) == []

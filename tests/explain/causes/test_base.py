from dataclasses import replace
from typing import Any

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from memfit.model.isolate import Isolate
from memfit.model.recording import Role
from memfit.units import format_bytes
from tests.explain.build import MB, kills, process, recording, series
from tests.explain.causes.runs import causes, died, killed, passed
from tests.explain.story import Story


def heavy(
    modules: int | None, process: int = 1, imports: float = 200, limit: float = 250, **told: Any
) -> Story:
    """A worker whose first file imports 200 MB, and whose tests add nothing."""
    return Story(process=process, limit=limit).file(
        "/app/tests/a.test.ts", imports=imports, modules=modules, ends=False, **told
    )


def test_many_modules_are_an_import_fan_out():
    (finding, *_) = explain(died(heavy(1500))).findings

    assert (finding.cause, finding.basis) == ("import-fan-out", Basis.INFERRED)
    assert finding.evidence[1].number == 200 * MB
    assert finding.culprit.phase == "collect"


def test_few_modules_are_data_and_a_base():
    (finding, *_) = explain(died(heavy(12))).findings

    assert finding.cause == "baseline-over-limit"


def test_modules_that_the_runner_leaves_to_node_are_counted_by_v8():
    (finding, *_) = explain(died(heavy(5, scripts=3000))).findings

    assert (finding.cause, finding.basis) == ("import-fan-out", Basis.INFERRED)


def test_data_beside_many_small_modules_is_a_base():
    (finding, *_) = explain(died(heavy(450))).findings

    assert finding.cause == "baseline-over-limit"


def test_data_that_came_once_all_modules_were_loaded_is_a_base_however_little_it_is_a_module():
    many = explain(died(heavy(1500))).findings[0]
    data = explain(died(heavy(1500, data=0.8))).findings[0]

    assert (many.cause, many.basis) == ("import-fan-out", Basis.INFERRED)
    assert (data.cause, data.basis) == ("baseline-over-limit", Basis.INFERRED)


def test_many_modules_and_data_between_two_readings_leave_a_conjecture():
    story = heavy(1500)
    del story._loads.at[:-1], story._loads.value[:-1]
    findings = explain(died(story)).findings

    assert [each.cause for each in findings] == ["import-fan-out", "baseline-over-limit"]
    assert {each.basis for each in findings} == {Basis.CONJECTURE}


def test_what_so_many_modules_take_anyhow_needs_no_readings_between_them():
    story = heavy(3000)
    del story._loads.at[:-1], story._loads.value[:-1]
    (finding, *_) = explain(died(story)).findings

    assert (finding.cause, finding.basis) == ("import-fan-out", Basis.INFERRED)


@pytest.mark.parametrize(
    ("frame", "cause"),
    [
        ("table /app/src/postcodes.ts:4", "baseline-over-limit"),
        ("compile /app/node_modules/jest-runtime/build/index.js:9", "import-fan-out"),
        ("(anonymous) /app/src/page{}.ts:1", "import-fan-out"),
    ],
)
def test_one_module_that_was_making_objects_is_data_however_many_there_are(frame, cause):
    story = Story(limit=150)
    story.file("/app/tests/a.test.ts", imports=100, modules=900, ends=False)
    file = story.runs()[0]
    for number in range(4):
        story.sees(frame.format(number), "(anonymous) /app/src/index.ts:1")
        story._stacks[-1] = replace(story._stacks[-1], at=file.started + 0.05)

    assert causes(died(story))[0] == cause


def test_a_fan_out_that_each_file_imports_again_is_one_in_a_later_file_too():
    workers = []
    for number in (1, 2, 3):
        story = Story(process=number, waste=95, churn=30)
        story.files(3, imports=60, modules=1500, tests=1, seconds=1.0)
        story.file("tests/last.test.ts", imports=60, modules=1500, tests=0, ends=False)
        workers.append(story)

    assert causes(killed(*workers, memory=300))[0] == "import-fan-out"


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


def test_data_of_the_whole_run_that_is_too_much_before_any_file():
    held = series((0.0, 20), (1.0, 60), (2.0, 230))
    run = recording(
        process(0, "python -m pytest", Role.MAIN, ended=2.1, rss=held, signal=9), at=2.2, code=None,
        signal=9, memory=240, peak=240, oom_kills=(kills(0.0, 0, 0, 0), kills(2.1, 1, 1, 1)),
        usage=held, runner="pytest",
        isolates=(Isolate(name="4000-0", process=0, thread=0, runtime="python", version="3.11",
                          runner="pytest", worker=None, started=0.2, rss=held),),
    )  # fmt: skip
    (finding, *_) = explain(run).findings

    assert finding.cause == "baseline-over-limit"
    assert (finding.culprit.process, finding.culprit.phase) == (Role.MAIN, "set-up")
    assert [each.number for each in finding.evidence] == [230 * MB, 240 * MB]


def test_a_builder_that_runs_no_tests_has_no_base():
    held = series((0.0, 20), (2.0, 230))
    run = recording(
        process(0, "node vite.js build", Role.MAIN, ended=2.1, rss=held, heap=held, signal=9),
        at=2.2, code=None, signal=9, memory=240, peak=240, usage=held, runner="vite",
        oom_kills=(kills(0.0, 0, 0, 0), kills(2.1, 1, 1, 1)),
    )  # fmt: skip

    assert "baseline-over-limit" not in causes(run)


def test_one_value_that_v8_parses_while_it_answers_nothing_is_data():
    story = Story(limit=250)
    first, second = story.now, story.now + 4.0
    story.file("/app/tests/a.test.ts", imports=200, tests=0, ends=False)
    run = died(story)
    (isolate,) = run.isolates
    silent = replace(isolate, used=series((first, 20), (first + 0.1, 25), (second, 220)))
    processes = tuple(
        replace(each, heap=series((first, 20), (second, 220)), ended=second + 0.1)
        if each.key == 1 else each
        for each in run.processes
    )  # fmt: skip
    findings = explain(replace(run, isolates=(silent,), processes=processes)).findings

    assert [each.cause for each in findings] == ["baseline-over-limit", "import-fan-out"]
    assert {each.basis for each in findings} == {Basis.CONJECTURE}


def test_what_the_tests_added_is_a_number():
    story = Story(limit=330).file("/app/tests/a.test.ts", imports=200, modules=9, keeps=70, tests=1)

    (finding, *_) = explain(died(story)).findings

    assert finding.cause == "baseline-over-limit"
    added = finding.evidence[2].number - finding.evidence[0].number
    assert added > 50 * MB
    assert finding.sentence.endswith(f"the tests added {format_bytes(added)}")

"""What did not finish is never passed, and what finished is never called incomplete."""

from dataclasses import replace

import pytest

from memfit.explain.ending import ending
from memfit.explain.running import Inside
from memfit.explain.unfinished import find_unfinished
from memfit.model.finding import EndingKind
from memfit.model.recording import EndedBy, OutputChunk, Role
from memfit.model.suite import Outcome
from tests.explain.build import (
    a_test,
    isolate,
    kills,
    process,
    recording,
    report,
    run_of,
    suite,
)

MAIN = process(0, "node vitest.mjs run", Role.MAIN)
WORKER = process(1, ended=9.0)
KILLED = process(1, ended=5.0, signal=9)
A, B = "/app/src/a.test.ts", "/app/src/b.test.ts"
LABELS = [(1.0, A, "", "collect"), (2.0, A, "adds > big", "")]
UNENDED = run_of(A, ended=None, tests=[a_test("adds > big", 2.0, None)])
ENDED = run_of(B, 0.6, 0.9)


def a_run(*files, worker=KILLED, said=(), main=MAIN, labels=LABELS, **fields):
    fields.setdefault("isolates", (isolate(labels=labels),))
    planned = fields.pop("planned", None)
    config = fields.pop("config", {})
    return recording(
        main, worker, files=files, suite=suite(*said, planned=planned, config=config), **fields
    )


def kind(run):
    return ending(run).kind


def missing(run):
    return find_unfinished(run, Inside(run))


# What is incomplete ---------------------------------------------------------------------------


def test_exit_0_with_a_file_that_never_ended_is_incomplete_and_names_file_test_and_worker():
    found = ending(a_run(ENDED, UNENDED))

    assert (found.kind, found.exit_code, found.process) == (EndingKind.INCOMPLETE, 0, 1)
    assert found.sentence == (
        "the command exited 0; but 1 test file never ended: "
        "worker 4001 (node forks.js) was killed by SIGKILL at 5.0 s "
        'in test "adds > big" of src/a.test.ts'
    )
    assert any("src/a.test.ts started at 1.0 s and has no end" in fact for fact in found.evidence)


def test_a_green_report_of_a_failing_command_is_not_believed():
    green = report(source="results.json", sentence='"success": true')

    found = ending(a_run(UNENDED, code=1, said=[green]))

    assert found.kind is EndingKind.INCOMPLETE
    assert "exited 1, but its report says success (results.json)" in found.sentence
    assert 'results.json says: "success": true' in found.evidence


def test_a_green_document_is_not_taken_back_by_red_text():
    said = [report(green=False), report(source="junit.xml")]

    assert kind(a_run(UNENDED, code=1, said=said)) is EndingKind.INCOMPLETE


def test_a_runner_that_says_nothing_after_a_worker_died_is_incomplete():
    found = ending(a_run(UNENDED, code=1))

    assert found.kind is EndingKind.INCOMPLETE
    assert "exited 1, and no report of its says what failed" in found.sentence


def test_a_planned_file_that_never_started_is_missing():
    found = ending(a_run(ENDED, worker=WORKER, planned=(B, A, "/app/src/c.test.ts")))

    assert found.kind is EndingKind.INCOMPLETE
    assert "2 planned files never started (src/a.test.ts, src/c.test.ts)" in found.sentence
    assert found.process is None


def test_tests_that_stay_pending_in_a_green_report_are_missing():
    found = ending(a_run(ENDED, worker=WORKER, said=[report(tests=9, tests_pending=2)]))

    assert found.kind is EndingKind.INCOMPLETE
    assert "2 tests of its report neither passed nor failed" in found.sentence


def test_fewer_files_than_the_report_counts_are_missing():
    found = ending(a_run(ENDED, worker=WORKER, code=1, said=[report(files=(1, 2))]))

    assert found.kind is EndingKind.INCOMPLETE
    assert "its report counts 1 of 2 files" in found.sentence


def test_a_report_counts_without_anybody_having_looked_inside():
    run = recording(MAIN, suite=suite(report(files=(1, 2))))

    assert kind(run) is EndingKind.INCOMPLETE


def test_an_exit_in_the_middle_of_a_test_is_incomplete():
    left = process(1, ended=5.0)

    found = ending(a_run(UNENDED, worker=left, isolates=(isolate(labels=LABELS, ended=5.0),)))

    assert found.kind is EndingKind.INCOMPLETE
    assert 'exited 0 at 5.0 s in test "adds > big" of src/a.test.ts' in found.sentence
    assert found.process is None


def test_an_exit_while_a_file_is_imported_is_incomplete():
    inside = isolate(labels=LABELS[:1], ended=1.5)

    found = ending(a_run(run_of(A, ended=None), worker=process(1, ended=1.5), isolates=(inside,)))

    assert "importing src/a.test.ts" in found.sentence


def test_a_thread_that_stopped_is_named_by_its_number():
    inside = isolate("4001-3", labels=LABELS)
    run = replace(UNENDED, isolate="4001-3")

    assert (
        "thread 3 of worker 4001" in ending(a_run(run, worker=WORKER, isolates=(inside,))).sentence
    )


def test_a_worker_that_outlived_the_command_did_not_finish():
    alive = process(1, ended=None)

    assert "was still in test" in ending(a_run(UNENDED, worker=alive)).sentence


def test_many_files_are_counted_and_only_the_first_named():
    runs = [run_of(f"/app/{number:05}.ts", 1 + number / 1e4, None) for number in range(10_000)]

    found = ending(a_run(*runs))

    assert "10000 test files never ended (00000.ts, 00001.ts and 9998 more)" in found.sentence
    assert len(found.evidence) < 10
    assert len(found.sentence) < 400


def test_a_swallowed_exit_code_does_not_hide_a_dead_worker():
    assert kind(a_run(UNENDED, said=[report(green=False)])) is EndingKind.INCOMPLETE


# What memory did comes first --------------------------------------------------------------------


def test_a_kill_by_the_kernel_wins_and_says_what_ran():
    run = a_run(ENDED, UNENDED, memory=512, oom_kills=(kills(0, 0), kills(5.1, 1)))

    found = ending(run)

    assert found.kind is EndingKind.OOM_KILLED
    assert 'at 5.0 s, in test "adds > big" of src/a.test.ts: the run reached' in found.sentence
    assert missing(run).files == (UNENDED,)


def test_a_worker_killed_within_a_red_run_is_a_failure_that_says_what_ran():
    found = ending(a_run(UNENDED, code=1, said=[report(green=False)]))

    assert found.kind is EndingKind.FAILED
    assert (
        '; worker 4001 (node forks.js) was killed by SIGKILL, in test "adds > big" of src/a.test.ts'
    ) in found.sentence
    assert any('SIGKILL at 5.0 s, in test "adds > big"' in fact for fact in found.evidence)


def test_a_signal_that_a_wrapper_passed_on_says_what_ran():
    found = ending(a_run(UNENDED, code=137))

    assert found.kind is EndingKind.SIGNALED
    assert 'in test "adds > big" of src/a.test.ts' in found.sentence


def test_a_timeout_says_what_was_running():
    found = ending(a_run(UNENDED, worker=WORKER, code=1, ended_by=EndedBy.TIMEOUT, timeout=9.5))

    assert found.kind is EndingKind.TIMEOUT
    assert found.sentence.endswith('; it was in test "adds > big" of src/a.test.ts')


# What is not -------------------------------------------------------------------------------------


def test_a_run_whose_files_all_ended_passed():
    run = a_run(ENDED, worker=WORKER, planned=(B,), said=[report(files=(1, 1), tests_pending=0)])

    assert kind(run) is EndingKind.PASSED


def test_a_run_that_nobody_looked_into_passed():
    assert kind(a_run(isolates=(), planned=None)) is EndingKind.PASSED


@pytest.mark.parametrize("by", list(EndedBy))
def test_a_run_that_memfit_ended_is_not_incomplete(by):
    run = a_run(UNENDED, worker=WORKER, ended_by=by, sent=15, timeout=3, planned=(A, B))

    assert kind(run) is not EndingKind.INCOMPLETE
    assert not missing(run)


def test_a_memfit_that_was_killed_knows_nothing_of_files():
    assert not missing(a_run(UNENDED, end=None))


@pytest.mark.parametrize(
    "words",
    ["vitest run --bail 1", "vitest run --bail=1", "jest -b", "mocha --bail", "pytest -x", "pytest -xvs",
     "pytest --maxfail=2"],
)  # fmt: skip
def test_what_is_left_after_the_first_failure_was_left_on_purpose(words):
    failed = replace(ENDED, outcome=Outcome.FAILED)
    command = tuple(words.split())

    run = a_run(
        failed, UNENDED, code=1, command=command, planned=(A, B, "c"), said=[report(None, (1, 3))]
    )

    assert kind(run) is EndingKind.FAILED


def test_bail_may_stand_in_the_configuration():
    failed = replace(ENDED, outcome=Outcome.FAILED)

    assert kind(a_run(failed, UNENDED, code=1, config={"bail": 1})) is EndingKind.FAILED


def test_bail_excuses_nothing_where_nothing_failed():
    run = a_run(ENDED, UNENDED, command=("vitest", "run", "--bail", "1"))

    assert kind(run) is EndingKind.INCOMPLETE


def test_what_never_started_in_a_red_run_may_have_been_given_up():
    red = report(green=False, files=(1, 3), tests_pending=4)

    assert (
        kind(a_run(ENDED, worker=WORKER, code=1, said=[red], planned=(A, B))) is EndingKind.FAILED
    )


def test_a_failed_file_may_be_why_the_others_never_started():
    failed = replace(ENDED, outcome=Outcome.FAILED)

    assert kind(a_run(failed, worker=WORKER, code=1, planned=(A, B))) is EndingKind.FAILED


def test_a_file_of_node_test_may_exit_when_it_likes():
    inside = isolate(labels=LABELS, runner="node --test", ended=5.0)

    assert (
        kind(a_run(UNENDED, worker=process(1, ended=5.0), isolates=(inside,))) is EndingKind.PASSED
    )


def test_a_file_of_node_test_that_was_killed_never_ended():
    inside = isolate(labels=LABELS, runner="node --test")

    assert kind(a_run(UNENDED, isolates=(inside,))) is EndingKind.INCOMPLETE


@pytest.mark.parametrize(
    "last",
    [(2.9, A, "", "suite"), (2.9, A, "", ""), (2.9, "", "", "")],
    ids=["suite", "file", "none"],
)
def test_an_exit_when_nothing_of_the_file_was_left_is_its_end(last):
    done = run_of(A, ended=None, tests=[a_test()])
    inside = isolate(labels=[*LABELS, last], ended=3.0)

    assert kind(a_run(done, worker=process(1, ended=3.0), isolates=(inside,))) is EndingKind.PASSED


def test_a_file_that_another_worker_took_over_ended():
    again = run_of(A, 5.2, 8.0, isolate="4002-0", process=2)
    run = a_run(UNENDED, again)

    assert kind(run) is EndingKind.PASSED


def test_a_file_that_another_worker_ended_before_is_still_missing():
    before = run_of(A, 0.7, 0.9, isolate="4002-0", process=2)

    assert kind(a_run(before, UNENDED)) is EndingKind.INCOMPLETE


def test_a_runner_within_a_test_may_die_as_that_test_likes():
    inner = process(2, "node jest.js", ended=4.0, signal=9, parent=1)
    runs = (
        run_of(B, 0.6, 8.0),
        run_of("/fixture/dies.test.js", 2.0, None, isolate="4002-0", process=2),
    )
    run = recording(MAIN, WORKER, inner, files=runs, suite=suite(planned=(B, "/fixture/other.js")))

    assert kind(run) is EndingKind.PASSED


@pytest.mark.parametrize(
    ("command", "terminal"),
    [("vitest --watch", False), ("vitest", True), ("npx vitest watch", False), ("jest --watchAll", False),
     ("mocha -w", False), ("node --test --watch", False)],
)  # fmt: skip
def test_a_runner_that_watches_cancels_runs(command, terminal):
    output = (OutputChunk(1.0, "terminal" if terminal else "stdout", b"RUN"),)

    run = a_run(UNENDED, worker=WORKER, command=tuple(command.split()), output=output)

    assert kind(run) is EndingKind.PASSED


@pytest.mark.parametrize(
    "command",
    ["vitest run", "vitest --run", "jest -w 2", "vitest run --watch=false", "npm run watcher"],
)
def test_a_runner_that_does_not_watch_has_no_excuse(command):
    output = (OutputChunk(1.0, "terminal", b"RUN"),)

    assert (
        kind(a_run(UNENDED, command=tuple(command.split()), output=output)) is EndingKind.INCOMPLETE
    )


def test_a_torn_stream_may_have_lost_the_end_of_a_file():
    torn = ("1 streams from inside end in a torn line",)

    assert kind(a_run(UNENDED, worker=WORKER, damage=torn)) is EndingKind.PASSED
    assert kind(a_run(UNENDED, damage=torn)) is EndingKind.INCOMPLETE


def test_a_full_disk_may_have_lost_the_end_of_a_file():
    full = ("samples.jsonl is cut at 3.00 s: No space left on device",)

    assert kind(a_run(UNENDED, worker=WORKER, notes=full)) is EndingKind.PASSED


def test_planned_files_that_the_report_accounts_for_ran_where_memfit_did_not_look():
    run = a_run(ENDED, worker=WORKER, planned=(A, B), said=[report(files=(2, 2))])

    assert kind(run) is EndingKind.PASSED


def test_a_runner_that_came_to_its_summary_left_planned_files_out_on_purpose():
    summary = report(tests=12)

    assert kind(a_run(ENDED, worker=WORKER, planned=(A, B), said=[summary])) is EndingKind.PASSED


@pytest.mark.parametrize("words", ["mocha -g one", "pytest -k=smooth", "jest --testNamePattern=x"])
def test_files_without_a_test_that_a_filter_leaves_need_not_start(words):
    run = a_run(ENDED, worker=WORKER, planned=(A, B), command=tuple(words.split()))

    assert kind(run) is EndingKind.PASSED


def test_mocha_starts_only_files_that_have_tests_to_run():
    run = a_run(ENDED, worker=WORKER, planned=(A, B), isolates=(isolate(runner="mocha"),))

    assert kind(run) is EndingKind.PASSED


def test_planned_files_may_have_run_in_a_worker_that_was_not_seen():
    other = process(2, ended=9.0)
    run = recording(
        MAIN, WORKER, other, files=(ENDED,), isolates=(isolate(),), suite=suite(planned=(A, B))
    )

    assert kind(run) is EndingKind.PASSED


def test_a_plan_without_any_file_is_a_listing():
    assert kind(a_run(planned=(A, B), worker=WORKER)) is EndingKind.PASSED


@pytest.mark.parametrize(
    "planned", ["src/b.test.ts", "./b.test.ts", "file:///app/src/b.test.ts", B]
)
def test_a_plan_may_write_paths_in_another_way(planned):
    assert kind(a_run(ENDED, worker=WORKER, planned=(planned,))) is EndingKind.PASSED


def test_hostile_names_stay_short_in_sentences():
    long = "/app/" + "x" * 100_000 + "\x1b[2J.test.ts"
    labels = [(1.0, long, "", "collect"), (2.0, long, "t" * 100_000, "h")]

    found = ending(a_run(run_of(long, ended=None), labels=labels))

    assert found.kind is EndingKind.INCOMPLETE
    assert len(found.sentence) < 600

"""Whether two runs ran the same tests with the same outcomes."""

from dataclasses import replace

from memfit.explain.same_tests import Sameness, same_tests, what_ran
from memfit.explain.verdict import explain
from memfit.model.recording import Recording
from memfit.model.suite import Outcome, TestRun
from tests.explain.build import recording, report, run_of, suite


def run_with(*files: str, outcome: Outcome = Outcome.PASSED, **fields: object) -> Recording:
    """A run of these files, each with one test."""
    runs = tuple(
        run_of(f"/app/{name}", tests=[TestRun("pays", 1.2, 2.8, outcome)]) for name in files
    )
    return recording(files=runs, **fields)  # type: ignore[arg-type]


def compared(before: Recording, after: Recording) -> Sameness:
    return same_tests(what_ran(before, explain(before)), what_ran(after, explain(after)))


def test_the_same_files_and_tests_are_the_same():
    found = compared(run_with("a.ts", "b.ts"), run_with("b.ts", "a.ts"))

    assert found == Sameness(True, "the same 2 tests of 2 files")


def test_a_file_that_was_left_out_is_named():
    found = compared(run_with("a.ts", "b.ts"), run_with("a.ts"))

    assert found == Sameness(False, "1 test file did not run: b.ts")


def test_a_test_that_fails_now_is_named():
    found = compared(run_with("a.ts"), run_with("a.ts", outcome=Outcome.FAILED))

    assert found == Sameness(False, "1 test ended otherwise: 'pays' failed")


def test_a_test_that_did_not_run_is_named():
    after = recording(files=(run_of("/app/a.ts"),))

    before = run_with("a.ts")
    assert compared(before, after).same is not False  # no test is told of: the file ended
    skipped = recording(files=(run_of("/app/a.ts", tests=[TestRun("new", 1.2, 2.8)]),))
    assert compared(before, skipped).sentence == "1 test did not run: 'pays'"


def test_a_file_that_was_planned_and_never_reached_must_run_now():
    died = replace(
        run_with("a.ts", code=134, signal=None),
        suite=suite(planned=("/app/a.ts", "/app/b.ts")),
    )

    assert compared(died, run_with("a.ts")).sentence == "1 test file did not run: b.ts"
    assert compared(died, run_with("a.ts", "b.ts")).same is True


def test_what_was_planned_may_be_a_part_of_it():
    died = replace(run_with("a.ts", code=None, signal=9), suite=suite(planned=("/app/a.ts",)))

    assert compared(died, run_with("a.ts", "b.ts")).same is True


def test_a_run_that_came_to_no_end_is_never_the_same():
    died = run_with("a.ts", code=None, signal=9)

    assert compared(run_with("a.ts"), died) == Sameness(False, "it did not run to its end")


def test_counts_are_compared_where_no_file_is_known():
    before = recording(suite=suite(report(files=(3, 3), tests=9)))
    after = recording(suite=suite(report(files=(3, 3), tests=8)))

    assert compared(before, before).same is True
    assert compared(before, after).sentence == "the runner counted 8 tests, not 9"


def test_nothing_is_claimed_where_nothing_is_known():
    assert compared(recording(), recording()).same is None


def test_the_test_that_was_running_when_it_died_must_run_now():
    running = run_of(
        "/app/a.ts", ended=None,
        tests=[TestRun("pays", 1.2, 2.8, Outcome.PASSED), TestRun("loops", 3.0)],
    )  # fmt: skip
    died = recording(files=(running,), code=None, signal=9)

    assert compared(died, run_with("a.ts")).sentence == "1 test did not run: 'loops'"


def test_the_file_that_was_running_when_it_died_must_run_now():
    died = recording(
        files=(run_of("/app/a.ts"), run_of("/app/b.ts", ended=None)), code=None, signal=9
    )

    assert compared(died, run_with("a.ts")).sentence == "1 test file did not run: b.ts"


def test_a_test_that_failed_because_its_helper_died_may_pass():
    died = run_with("a.ts", outcome=Outcome.FAILED, code=None, signal=9)
    failed = run_with("a.ts", outcome=Outcome.FAILED, code=1)

    assert compared(died, run_with("a.ts")).same is True
    # Of a run that came to its end, another outcome is another suite.
    assert compared(failed, run_with("a.ts")).same is False
    skipped = run_with("a.ts", outcome=Outcome.SKIPPED)
    assert compared(died, skipped).same is False


def test_a_test_that_fails_where_the_run_had_died_was_hidden_by_that():
    under_way = TestRun("is equal", 2.0, None, None)
    done = TestRun("pays", 1.2, 1.9, Outcome.PASSED)
    died = recording(
        files=(run_of("/app/a.ts", tests=[done, under_way]),), code=None, signal=9
    )  # fmt: skip

    def ended(*outcomes: Outcome) -> Recording:
        tests = [
            TestRun(name, 1.2, 1.9, outcome)
            for name, outcome in zip(("pays", "is equal"), outcomes, strict=True)
        ]
        return recording(files=(run_of("/app/a.ts", tests=tests),), code=1)

    found = compared(died, ended(Outcome.PASSED, Outcome.FAILED))
    assert found.same is True
    assert found.sentence.endswith("; 'is equal' fails, where it had died")
    assert compared(died, ended(Outcome.FAILED, Outcome.FAILED)).same is False


def test_a_test_that_one_batch_leaves_out_and_another_runs_has_run():
    one, other = (
        [TestRun("pays", 1.2, 1.3, first), TestRun("is paid", 1.3, 1.4, second)]
        for first, second in (
            (Outcome.PASSED, Outcome.SKIPPED), (Outcome.SKIPPED, Outcome.PASSED),
        )
    )  # fmt: skip
    batches = recording(files=(run_of("/app/a.ts", tests=one), run_of("/app/a.ts", tests=other)))

    ran = what_ran(batches, explain(batches))

    assert dict(ran.ended) == {
        ("a.ts", "pays", Outcome.PASSED): 1, ("a.ts", "is paid", Outcome.PASSED): 1,
    }  # fmt: skip


def test_tests_that_nobody_saw_end_are_not_called_the_same():
    died = run_with("a.ts", "b.ts", code=None, signal=9)
    told_files = recording(files=(run_of("/app/a.ts", tests=[]), run_of("/app/b.ts", tests=[])))
    counted = recording(suite=suite(report(files=(1, 1), tests=1)))

    assert compared(died, told_files).same is None
    assert compared(died, counted).same is None
    assert "not known" in compared(died, counted).sentence

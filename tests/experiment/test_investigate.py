"""What is decided by runs: which experiments are made, what they prove, which remedy holds."""

from dataclasses import replace
from typing import Any

import pytest

from memfit.experiment.budget import Budget
from memfit.experiment.case import Case
from memfit.experiment.curing import Curing
from memfit.experiment.heap_look import HeapLook
from memfit.experiment.hypotheses import separates
from memfit.experiment.investigate import Found, Investigate
from memfit.experiment.proposers import proposals
from memfit.experiment.proving import Proving
from memfit.experiment.subject import Subject
from memfit.explain.causes import CATALOGUE
from memfit.explain.measures import measure
from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from memfit.model.investigation import Conclusion, Experiment, Number
from memfit.model.recording import Recording
from memfit.model.snapshot import HeldBy
from memfit.runners import variations
from tests.experiment.told import COMMAND, Told, grown, isolated
from tests.explain.build import recording
from tests.explain.causes.runs import died, killed, passed
from tests.explain.causes.test_one_test import in_one_test
from tests.explain.story import Story


def investigate(told: dict[str, Recording], **options: Any) -> tuple[Found, Told]:
    runs = Told(told)
    return Investigate(runs, COMMAND, (), **options).find(), runs  # type: ignore[arg-type]


def conclusions(found: Found) -> dict[str, Conclusion]:
    return {each.cause: each.conclusion for each in found.investigation.hypotheses}


def leaking(**others: Recording) -> dict[str, Recording]:
    """A suite that dies of growth, and lives with a process for each file."""
    named = {name.replace("_", "-"): run for name, run in others.items()}
    return {"baseline": grown(), "isolate-files": isolated(), "heap-look": grown(4), **named}


def test_growth_that_is_gone_with_fresh_processes_is_proved_and_the_cure_verified():
    found, runs = investigate(leaking())

    first = found.explanation.findings[0]
    assert (first.cause, first.basis) == ("retained-across-files", Basis.MEASURED)
    assert found.investigation.cause == "retained-across-files"
    assert found.investigation.remedy == "isolate-files"
    assert [number for name, number in runs.asked if name == "isolate-files"] == [1, 2, 3]


def test_a_remedy_says_what_was_measured():
    found, _ = investigate(leaking())

    remedy = found.explanation.findings[0].remedies[0]
    assert remedy.id == "isolate-files"
    assert "singleFork: false" in remedy.how
    assert remedy.tried is not None
    assert (remedy.tried["holds"], remedy.tried["runs"]) == (True, 3)
    assert remedy.tried["peak"] == 150 << 20
    assert len(remedy.tried["recordings"]) == 3


def test_what_dies_in_the_same_way_isolated_is_no_growth_across_files():
    found, _ = investigate(leaking(isolate_files=grown()))

    assert conclusions(found)["retained-across-files"] is Conclusion.REJECTED
    assert "retained-across-files" not in {each.cause for each in found.explanation.findings}
    assert found.investigation.cause is None
    assert found.investigation.remedy is None


def test_a_cure_that_makes_a_test_fail_is_rejected_and_the_cause_proved_all_the_same():
    broken = isolated()
    lost = replace(broken, files=tuple(run for run in broken.files if "3.test" not in run.file))

    found, _ = investigate(leaking(isolate_files=lost))

    assert found.investigation.cause == "retained-across-files"
    assert found.investigation.remedy is None
    assert "did not run: tests/3.test.ts" in found.investigation.tried[0].sentence


def test_a_cure_that_holds_once_and_dies_then_is_none():
    runs = Told(leaking(batches_2=grown(), batches_4=grown()))
    flaky = isolated()
    see = runs.see
    runs.see = lambda done: see(replace(done, trial="baseline") if done.number == 2 else done)  # type: ignore[method-assign]
    assert flaky.end is not None

    found = Investigate(runs, COMMAND, ()).find()  # type: ignore[arg-type]

    assert found.investigation.remedy is None
    assert not found.investigation.tried[0].holds


def test_a_run_that_passes_is_one_run_and_nothing_to_fix():
    found, runs = investigate({"baseline": recording()})

    assert runs.asked == [("baseline", 1)]
    assert found.investigation.outcome.startswith("nothing to fix")
    assert found.explanation.findings == ()


def test_a_run_that_passes_leaves_open_whether_it_does_in_ci_and_says_how_to_see():
    found, _ = investigate({"baseline": recording()})
    limited, _ = investigate({"baseline": recording(memory=500)})

    assert ["--cpus" in each for each in found.investigation.unchecked] == [True, False]
    assert len(limited.investigation.unchecked) == 1
    assert "--pressure" in limited.investigation.unchecked[0]


def test_who_looks_on_is_told_what_fits_and_what_is_proven():
    _, runs = investigate(leaking())

    assert runs.said == [
        "its recording fits retained-across-files",
        "retained-across-files is proven; which remedy holds?",
    ]


def test_what_was_done_is_not_advised_again():
    found, _ = investigate(leaking())

    assert found.explanation.next_commands
    assert not any("investigate" in each for each in found.explanation.next_commands)


def test_failing_tests_are_no_matter_of_memory():
    found, runs = investigate({"baseline": recording(code=1)})

    assert runs.asked == [("baseline", 1)]
    assert found.investigation.outcome.startswith("nothing to fix: memory is not what ended it")


def test_pressure_goes_on_until_it_dies_and_says_how_far_that_was():
    dead = grown()
    found, runs = investigate(
        {"baseline": isolated(), "memory-135m": isolated(), "memory-112m": dead}, press=True
    )

    assert [name for name, _ in runs.asked] == ["baseline", "memory-135m", "memory-112m"]
    assert runs.trials["memory-112m"].options[:2] == ("--memory", "112m")
    assert "nothing dies here; passes with 135 MB, dies with 112 MB" in found.investigation.outcome


def test_no_experiment_is_begun_that_the_time_does_not_allow():
    found, runs = investigate(leaking(), seconds=grown().end.at + 1.0)  # type: ignore[union-attr]

    assert runs.asked == [("baseline", 1)] or len({name for name, _ in runs.asked}) <= 2
    assert any("no time was left" in each for each in found.investigation.unchecked)
    assert "--experiment journal and a longer --time-budget" in found.investigation.unchecked[-1]


def test_a_plan_makes_only_the_run_as_it_was_given():
    runs = Told({"baseline": grown()})

    found = Investigate(runs, COMMAND, ()).plan()  # type: ignore[arg-type]

    assert runs.asked == [("baseline", 1)]
    planned = found.investigation.experiments
    assert "isolate-files" in {each.id for each in planned}
    assert all(not each.recordings for each in planned)
    assert planned[0].command[-1] == "--poolOptions.forks.singleFork=false"


def test_rivals_without_their_sign_are_ruled_out_by_the_recording():
    found, _ = investigate(leaking())

    assert conclusions(found)["context-leak"] is Conclusion.REJECTED


def test_what_shares_its_predictions_with_the_cause_is_not_proved_by_them():
    found, _ = investigate(leaking())

    assert "mock-registry" in {
        name for each in found.explanation.findings for name in each.confused_with
    }
    assert conclusions(found)["mock-registry"] is Conclusion.UNTESTED


def _held(by: str) -> HeapLook:
    held = HeldBy("2-0", "2-0-2.heapsnapshot", by, None, 30 << 20, 0.5, f"30 MB new at {by}")
    made = Experiment(
        "heap-look", (), "snapshots", "", 1.5, recordings=("runs/heap-look-1",),
        numbers=(Number("held by what grew most", None, 30 << 20),), sentence=held.sentence,
    )  # fmt: skip
    return HeapLook(made, (held,), "mock-registry")


def test_a_rival_that_only_the_snapshots_show_becomes_the_measured_cause(
    monkeypatch: pytest.MonkeyPatch,
):
    look = _held("REGISTERED_MOCKS{}")
    monkeypatch.setattr("memfit.experiment.investigate.look_into_heap", lambda *_: look)

    found, _ = investigate(leaking())

    first = found.explanation.findings[0]
    assert (first.cause, first.basis) == ("mock-registry", Basis.MEASURED)
    assert first.culprit.holder == "REGISTERED_MOCKS{}"
    assert first.culprit.process is not None
    assert [each.number for each in first.evidence if "held by" in each.what] == [30 << 20]
    assert conclusions(found)["retained-across-files"] is Conclusion.REJECTED
    assert "predicts the same" not in found.investigation.hypotheses[0].sentence


def test_every_cause_of_the_catalogue_has_an_experiment_on_some_case():
    case = Case.of(Subject(Told({"baseline": grown()}), COMMAND, ()))  # type: ignore[arg-type]
    need_more = {
        # These need what only a recording of their own shows: a limit, an asked ceiling, a test.
        "workers-times-ceiling", "ceiling-misses-workers", "matcher-spike", "runaway-test",
        "import-fan-out",
    }  # fmt: skip

    for cause in set(CATALOGUE) - need_more:
        made = proposals([cause], case)
        assert any(cause in each.confirms for each in made), cause


def test_what_tells_more_causes_apart_for_less_comes_first():
    case = Case.of(Subject(Told({"baseline": grown()}), COMMAND, ()))  # type: ignore[arg-type]
    made = proposals(["retained-across-files", "baseline-over-limit"], case)
    values = {
        each.id: separates(each, "retained-across-files", ["baseline-over-limit"]) for each in made
    }

    assert values["one-file"] > values["isolate-files"]


def crowded() -> Recording:
    """Four alike workers that filled 600 MB together, each in its second file."""
    stories = [
        Story(process=key, base=130, churn=0, native=10)
        .file(f"tests/{key}.test.ts", seconds=1.0)
        .file(f"tests/more-{key}.test.ts", seconds=1.0, ends=False)
        for key in range(1, 5)
    ]
    return killed(*stories, memory=600, runner_version="3.2.7")


def test_four_workers_that_pass_two_at_a_time_were_too_many():
    all_of_them = isolated(names=[run.file for run in crowded().files])
    found, runs = investigate(
        {
            "baseline": crowded(),
            "one-file": isolated(1),
            "imports-only": isolated(1),
            "workers-2": all_of_them,
        }
    )

    assert conclusions(found)["baseline-over-limit"] is Conclusion.REJECTED
    assert found.investigation.cause == "workers-times-ceiling"
    assert found.investigation.remedy == "workers-2"
    assert "--maxWorkers=2" in runs.trials["workers-2"].command


def test_a_file_whose_worker_was_killed_is_not_under_way_for_ever():
    dead = killed(
        Story(process=1).file("tests/a.test.ts", ends=False),
        Story(process=2, start=5.0).file("tests/b.test.ts", ends=False),
        memory=600,
    )
    first = replace(dead.processes[1], ended=3.0)
    run = replace(dead, processes=(dead.processes[0], first, *dead.processes[2:]))

    assert measure(run, explain(run)).workers == 1


def test_a_death_that_supports_no_cause_is_put_to_the_usual_suspects():
    bare = replace(grown(), files=(), isolates=())
    found, runs = investigate(
        {"baseline": bare, "isolate-files": bare, "console-direct": isolated()}
    )

    assert {name for name, _ in runs.asked} == {"baseline", "isolate-files", "console-direct"}
    assert conclusions(found)["retained-across-files"] is Conclusion.REJECTED
    assert found.investigation.cause == "main-process-logs"
    assert found.explanation.findings[0].basis is Basis.MEASURED


def test_a_file_that_is_told_of_twice_is_one_file():
    run = isolated(names=["/app/tests/a.test.ts", "/app/tests/b.test.ts"])
    subject = Subject(Told({"baseline": run}), COMMAND, ())  # type: ignore[arg-type]

    assert run.directory == "/app"
    assert subject.files == ("/app/tests/a.test.ts", "/app/tests/b.test.ts")


def test_files_that_only_a_changed_run_told_of_are_known_from_then_on():
    dead = grown(4)
    whole = isolated(names=[run.file for run in dead.files] + ["tests/late.test.ts"])
    subject = Subject(Told({"baseline": dead, "room": whole}), COMMAND, ())  # type: ignore[arg-type]

    subject.look(subject.trial("room", "", subject.target), 1, "", all_tests=True)

    assert subject.knows_all_files
    assert subject.files[-1] == "/app/tests/late.test.ts"


def test_a_lead_that_no_experiment_can_test_does_not_keep_the_next_from_it(
    monkeypatch: pytest.MonkeyPatch,
):
    # That a runner has no option for it is what keeps most experiments from being made.
    def made(causes: Any, case: Case) -> tuple[Any, ...]:
        return tuple(each for each in proposals(causes, case) if each.id == "imports-only")

    monkeypatch.setattr("memfit.experiment.proving.proposals", made)
    subject = Subject(Told({"baseline": grown()}), COMMAND, ())  # type: ignore[arg-type]
    proving = Proving(subject, Budget(None), ("runaway-timer", "context-leak"), (), {})

    assert [each.id for each in proving.plan()] == ["imports-only"]


def test_a_build_whose_base_does_not_fit_is_given_half_as_much_again(
    monkeypatch: pytest.MonkeyPatch,
):
    case = Case.of(Subject(Told({"baseline": grown()}), COMMAND, ()))  # type: ignore[arg-type]
    monkeypatch.setattr(Case, "light_file", lambda _: None)
    assert case.ceiling is not None

    (made,) = proposals(["baseline-over-limit"], case)

    assert made.id == f"ceiling-{case.ceiling * 3 // 2}m"
    assert not made.sure


def test_a_test_that_dies_alone_proves_neither_of_two_causes_that_nothing_tells_apart(
    monkeypatch: pytest.MonkeyPatch,
):
    def without_room(causes: Any, case: Case) -> tuple[Any, ...]:
        return tuple(each for each in proposals(causes, case) if each.id == "one-test")

    monkeypatch.setattr("memfit.experiment.proving.proposals", without_room)
    monkeypatch.setattr("memfit.experiment.investigate.candidates", lambda *_: ())
    unseen = replace(died(in_one_test(0.5)), runner_version="3.2.7")

    found, _ = investigate({"baseline": unseen, "one-test": unseen})

    told = conclusions(found)
    assert told["matcher-spike"] is told["runaway-test"] is Conclusion.UNDECIDED
    assert found.investigation.cause is None
    assert found.investigation.outcome.startswith("not proven; 2 causes are left")
    assert found.investigation.outcome.endswith("no remedy was tried")
    assert {each.cause: each.basis for each in found.explanation.findings} == {
        "matcher-spike": Basis.CONJECTURE, "runaway-test": Basis.CONJECTURE,
    }  # fmt: skip


def test_a_run_of_one_file_is_no_experiment_on_that_file():
    alone = died(Story(limit=320).file("/app/tests/a.test.ts", keeps=280, ends=False))
    case = Case.of(Subject(Told({"baseline": alone}), COMMAND, ()))  # type: ignore[arg-type]
    bare = replace(case, explanation=replace(case.explanation, findings=()))

    assert case.files == ("/app/tests/a.test.ts",)
    assert proposals(["baseline-over-limit"], bare) == ()


def test_a_heap_that_was_not_read_near_its_death_proves_no_base():
    run = died(Story(limit=4144, base=20).files(3))
    subject = Subject(Told({"baseline": run, "one-file": run}), COMMAND, ())  # type: ignore[arg-type]
    proving = Proving(subject, Budget(None), ("baseline-over-limit",), (), {})

    proof = proving.prove()

    # No run could be compared with that one: none is made.
    assert (proof.experiments, proving.plan()) == ((), ())
    assert proof.hypotheses[0].conclusion is Conclusion.UNTESTED


def unclear(*stacks: str) -> Recording:
    """A worker that died in its first imports, of many modules or of data: no reading tells."""
    story = Story(limit=250).file("/app/tests/a.test.ts", imports=200, modules=1500, ends=False)
    del story._loads.at[:-1], story._loads.value[:-1]
    for frame in stacks:
        story.sees(frame)
        story._stacks[-1] = replace(story._stacks[-1], at=story.start + 0.05)
    return died(story, runner_version="3.2.7")


def left_out(modules: int) -> Recording:
    """The same without what was at work."""
    story = Story(limit=250).file("/app/tests/a.test.ts", imports=9, modules=modules)
    run = passed(story, runner_version="3.2.7")
    noted = (replace(run.isolates[0], notes=("left out: /app/src/places.ts",)),)
    return replace(run, isolates=noted)


@pytest.mark.parametrize(
    ("modules", "cause"), [(1499, "baseline-over-limit"), (40, "import-fan-out")]
)
def test_many_modules_and_data_are_told_apart_by_leaving_out_what_was_at_work(
    modules: int, cause: str
):
    run = unclear("table /app/src/places.ts:4")
    subject = Subject(
        Told({"baseline": run, "stub-src-places-ts": left_out(modules), "one-file": run}),
        COMMAND, (),
    )  # type: ignore[arg-type]  # fmt: skip
    leads = tuple(each.cause for each in Case.of(subject).explanation.findings)

    proof = Proving(subject, Budget(1000.0), leads, (), {}).prove()

    said = {each.cause: each.conclusion for each in proof.hypotheses}
    other = ({"baseline-over-limit", "import-fan-out"} - {cause}).pop()
    assert said == {cause: Conclusion.CONFIRMED, other: Conclusion.REJECTED}


def test_many_modules_and_data_that_nothing_tells_apart_are_not_proven():
    run = unclear()
    more = died(Story(limit=250).files(2, imports=200), runner_version="3.2.7")
    subject = Subject(Told({"baseline": run, "one-file": more}), COMMAND, ())  # type: ignore[arg-type]
    leads = tuple(each.cause for each in Case.of(subject).explanation.findings)

    proof = Proving(subject, Budget(1000.0), leads, (), {}).prove()

    assert set(leads) == {"baseline-over-limit", "import-fan-out"}
    assert not any(each.conclusion is Conclusion.CONFIRMED for each in proof.hypotheses)


def test_of_several_workers_one_that_fits_alone_says_nothing_of_imports():
    stories = []
    for number in range(1, 5):
        name = f"/app/tests/{number}.test.ts"
        story = Story(process=number).file(name, imports=200, modules=1500, ends=False)
        del story._loads.at[:-1], story._loads.value[:-1]
        stories.append(story)
    run = killed(*stories, memory=1000, runner_version="3.2.7")
    case = Case.of(Subject(Told({"baseline": run}), COMMAND, ()))  # type: ignore[arg-type]
    leads = [each.cause for each in case.explanation.findings]

    assert "import-fan-out" in leads
    assert case.measures.workers == 4
    assert not [
        each for each in proposals(leads, case)
        if each.id == "one-file" and "import-fan-out" in each.confirms
    ]  # fmt: skip


def test_no_remedy_is_tried_for_which_there_is_no_time():
    run = grown()
    subject = Subject(Told({"baseline": run, "ceiling-500m": isolated()}), COMMAND, ())  # type: ignore[arg-type]

    def cured(seconds: float) -> tuple[int, list[str]]:
        budget = Budget(seconds)
        budget.spend(subject.seen.done)
        curing = Curing(subject, budget)
        return len(curing.cure((variations.ceiling(500),))), curing.unchecked

    assert run.end is not None
    assert cured(run.end.at * 1.5) == (0, ["a heap ceiling of 500 MB: no time was left for it"])
    assert cured(run.end.at * 9) == (1, [])


def test_a_remedy_that_was_made_as_an_experiment_needs_no_time_to_be_told():
    told = leaking()
    found, runs = investigate(
        told, seconds=sum(each.end.at for each in told.values() if each.end) - 0.1
    )

    assert [number for name, number in runs.asked if name == "isolate-files"] == [1]
    assert [(one.id, one.holds, one.runs) for one in found.investigation.tried] == [
        ("isolate-files", True, 1)
    ]

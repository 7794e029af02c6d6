"""Two sets of runs side by side: what is decided, what is not, what came and went."""

import random
from dataclasses import replace

from memfit.explain.compare import compare, summary
from memfit.explain.verdict import explain
from memfit.model.experiment import Change, Group, Row
from memfit.model.finding import Level
from memfit.model.recording import How, Role
from tests.explain.build import (
    MB,
    exact,
    isolate,
    kills,
    process,
    recording,
    run_of,
    sampled,
    series,
)
from tests.report.synthetic import finding


def one(peak: float, files: dict[str, float] | None = None, **fields):
    """A run with a worker; files by their heap's peak."""
    worker = process(1, peak=peak * 0.7)
    main = process(0, "vitest run", Role.MAIN, peak=peak * 0.3)
    runs, readings = [], []
    for number, (name, heap) in enumerate((files or {}).items()):
        start = 1.0 + number * 0.01
        runs.append(run_of(f"/app/{name}", start, start + 0.009))
        readings += [(start, 1), (start + 0.005, heap), (start + 0.008, 1)]
    inside = (isolate(used=series(*readings)),) if runs else ()
    made = recording(main, worker, peak=peak, files=tuple(runs), isolates=inside, **fields)
    return summary(made, explain(made))


def with_findings(*levels: Level):
    """A run with a finding at each level; a note is of another cause."""
    made = recording(peak=100)
    findings = tuple(
        replace(finding(), level=level, cause="noted" if level is Level.NOTE else finding().cause)
        for level in levels
    )
    return summary(made, replace(explain(made), findings=findings))


def row(found, group: Group, name: str) -> Row:
    (only,) = [each for each in found.rows if (each.group, each.name) == (group, name)]
    return only


def test_a_clear_difference_is_decided_for_the_tree_and_for_roles():
    before = [one(peak) for peak in (100, 104, 98, 101, 103)]
    after = [one(peak) for peak in (70, 71, 74, 69, 72)]
    found = compare(before, after)

    tree = row(found, Group.TREE, "peak")
    assert tree.ratio.decided
    assert (tree.first.middle, tree.second.middle, tree.how) == (101 * MB, 71 * MB, How.EXACT)
    assert row(found, Group.ROLE, "worker").ratio.decided
    assert not row(found, Group.TREE, "elapsed").ratio.decided
    assert [each.group for each in found.rows[:2]] == [Group.TREE, Group.TREE]


def test_one_run_against_another_is_never_decided_and_says_so():
    found = compare([one(100)], [one(50)])

    assert not any(each.ratio.decided for each in found.rows)
    assert row(found, Group.TREE, "peak").ratio.value == 0.5
    assert any("decides nothing" in note for note in found.notes)


def test_of_many_files_alike_hardly_any_counts_as_changed():
    draw = random.Random(1)

    def side():
        return [
            one(100, {f"{n}.test.ts": draw.gauss(100, 10) for n in range(60)}) for _ in range(6)
        ]

    found = compare(side(), side())
    files = [each for each in found.rows if each.group is Group.FILE]

    assert len(files) == 60
    assert sum(each.chance <= 0.05 for each in files) >= 1  # by chance
    assert not any(each.ratio.decided for each in files)


def test_the_file_that_changed_is_first_and_decided():
    draw = random.Random(2)

    def side(heap: float):
        return [
            one(100, {"a.test.ts": 50, "b.test.ts": draw.gauss(heap, 5), "c.test.ts": 60})
            for _ in range(8)
        ]

    found = compare(side(100), side(200))
    first, *others = [each for each in found.rows if each.group is Group.FILE]

    assert (first.name, first.ratio.decided, first.how) == ("b.test.ts", True, How.SAMPLED)
    assert not any(each.ratio.decided for each in others)


def test_files_of_one_side_are_named():
    found = compare([one(100, {"a.test.ts": 50, "x": 9})], [one(100, {"a.test.ts": 50, "y": 9})])

    assert (found.only_first, found.only_second) == (("x",), ("y",))


def test_a_cause_that_is_in_all_of_one_side_and_none_of_the_other_came_or_went():
    ill, well = with_findings(Level.WARNING, Level.NOTE), one(100)
    assert ill.causes == {"retained-across-files"}
    (cause,) = ill.causes

    def change(first, second) -> Change:
        return next(each.change for each in compare(first, second).causes if each.cause == cause)

    assert change([ill], [well]) is Change.WENT
    assert change([well, well], [ill]) is Change.CAME
    assert change([ill], [ill, ill]) is Change.STAYED
    assert change([ill, well], [ill]) is Change.UNDECIDED


def test_peaks_of_runs_that_memory_ended_are_said_to_be_no_need():
    killed = recording(
        process(0, "vitest run", Role.MAIN, peak=512, exit_code=None, signal=9),
        code=None, signal=9, memory=512, peak=512,
        oom_kills=(kills(0.0, 0, 0, 0), kills(9.9, 1, 1, 1)),
    )  # fmt: skip
    notes = compare([summary(killed, explain(killed))], [one(100)]).notes

    assert any("memory ended 1 of 1 on the first side" in note for note in notes)


def test_other_conditions_are_named():
    found = compare([one(100, memory=512)], [one(100, memory=1024)])

    assert "not all ran with the same memory limits" in found.notes
    assert not any("commands" in note for note in found.notes)


def test_the_weakest_reading_says_how_a_row_was_obtained():
    estimated = recording(peak=None, usage=sampled([100.0] * 50), usage_how=How.ESTIMATE)
    known = recording(peak=100.0)
    found = compare([summary(known, explain(known))], [summary(estimated, explain(estimated))])

    assert exact(100).how is How.EXACT
    assert row(found, Group.TREE, "peak").how is How.ESTIMATE

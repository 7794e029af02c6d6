from memfit.explain.series import value_at
from memfit.model.recording import Role
from memfit.report.lanes import MOST, added, lanes
from tests.explain.build import MB, process, recording, series


def worker(key, start, end, mb=100, **fields):
    return process(
        key,
        "node forks.js",
        Role.WORKER,
        started=start,
        ended=end,
        rss=series((start, mb)),
        **fields,
    )


def test_workers_that_follow_one_another_share_a_lane():
    run = recording(worker(1, 0, 2), worker(2, 2, 4), worker(3, 1, 3), worker(4, 3, 5))

    found = lanes(run, 5.0)

    assert [[one.key for one in lane.processes] for lane in found] == [[1, 2], [3, 4]]


def test_nothing_is_held_where_nobody_is_alive():
    (lane,) = lanes(recording(worker(1, 0, 2, 100), worker(2, 3, 4, 50)), 5.0)

    held = [value_at(lane.rss, at) for at in (1.0, 2.5, 3.5, 4.5)]
    assert held == [100 * MB, 0, 50 * MB, 0]


def test_other_roles_and_other_programs_have_lanes_of_their_own():
    esbuild = process(5, "esbuild --service", Role.HELPER, started=6.0, rss=series((6, 80)))
    grep = process(6, "grep x", Role.HELPER, started=20.0, ended=21.0, rss=series((20, 70)))

    assert len(lanes(recording(worker(1, 0, 2), esbuild, grep), 30.0)) == 3


def test_what_held_little_is_added_up_in_the_last_lane():
    small = [worker(key, 0, 5, 0.5) for key in range(2, 12)]

    big, rest = lanes(recording(worker(1, 0, 5, 500), *small), 5.0)

    assert [one.key for one in big.processes] == [1]
    assert value_at(rest.rss, 1.0) == 5 * MB
    assert len(rest.processes) == 10


def test_there_are_never_more_lanes_than_can_be_told_apart():
    found = lanes(recording(*(worker(key, 0, 5, 100 + key) for key in range(40))), 5.0)

    assert len(found) == MOST + 1
    assert sum(len(lane.processes) for lane in found) == 40
    assert sum(lane.peak for lane in found) == sum(100 + key for key in range(40)) * MB


def test_the_sum_changes_when_any_part_does():
    total = added([series((0, 1), (2, 3)), series((1, 10), (2, 20))])

    assert list(zip(total.at, total.value, strict=True)) == [(0, MB), (1, 11 * MB), (2, 23 * MB)]

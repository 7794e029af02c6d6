from memfit.explain.kills import find_kills
from memfit.model.recording import EndedBy, Role
from tests.explain.build import kills, process, recording

RUNNER = process(0, "vitest run", Role.MAIN)


def killed(key: int = 1, ended: float = 5.0, **fields):
    return process(key, ended=ended, signal=9, exit_code=None, **fields)


def test_no_counter_no_kill():
    assert find_kills(recording(killed(), oom_kills=())) is None
    assert find_kills(recording(killed())) is None


def test_the_limit_around_memfit_is_blamed_when_there_is_no_own_counter():
    rose = (kills(0, None, 0, 0), kills(5.1, None, 1, 1))
    found = find_kills(recording(RUNNER, killed(), around=2048, oom_kills=rose))

    assert found is not None
    assert (found.by, [each.key for each in found.victims]) == ("the limit around memfit", [1])


def test_a_death_is_not_a_kill_that_the_own_counter_did_not_count():
    # A parent may kill -9 its child just when the kernel kills somebody else's process. The own
    # counter counts kills of its processes whoever ran out of memory (seen on Linux 6.18, v1).
    rose = (kills(0, 0, 0, 0), kills(5.1, 0, 1, 1))

    assert find_kills(recording(RUNNER, killed(), around=2048, oom_kills=rose)) is None


def test_a_smaller_limit_around_memfit_is_blamed_for_kills_in_the_own_group():
    found = find_kills(
        recording(RUNNER, killed(), memory=4096, around=2048, oom_kills=(kills(5.1, 1, 1, 1),))
    )

    assert found is not None
    assert found.by == "the limit around memfit"


def test_the_machine_is_blamed_without_any_limit():
    found = find_kills(
        recording(RUNNER, killed(), oom_kills=(kills(0, None, None, 0), kills(5.1, None, None, 1)))
    )

    assert found is not None
    assert found.by == "the machine"


def test_a_kill_elsewhere_on_the_machine_is_somebody_elses():
    assert find_kills(recording(RUNNER, oom_kills=(kills(0, 0, 0, 0), kills(9, 0, 0, 3)))) is None


def test_a_kill_around_memfit_is_somebody_elses_if_all_of_ours_ended_otherwise():
    assert find_kills(recording(RUNNER, oom_kills=(kills(0, 0, 0, 0), kills(9, 0, 1, 1)))) is None


def test_a_kill_around_memfit_counts_if_a_death_was_not_seen():
    unseen = process(1, ended=5.0, exit_code=None)
    found = find_kills(
        recording(RUNNER, unseen, oom_kills=(kills(0, None, 0, 0), kills(5.1, None, 1, 1)))
    )

    assert found is not None
    assert found.victims == ()


def test_a_sigkill_long_before_the_counter_rose_again_is_not_the_machines():
    readings = (kills(0, 0, 0, 0), kills(2.0, 0, 0, 0), kills(8.0, 0, 0, 1))

    assert find_kills(recording(RUNNER, killed(ended=1.5), oom_kills=readings)) is None


def test_processes_that_memfit_killed_are_no_victims_of_the_machine():
    run = recording(
        killed(0, 10.0),
        killed(1, 9.9),
        signal=9,
        ended_by=EndedBy.TIMEOUT,
        timeout=9.8,
        oom_kills=(kills(0, 0, 0, 0), kills(10, 0, 0, 1)),
    )

    assert find_kills(run) is None


def test_workers_that_the_runner_kills_afterwards_are_no_victims():
    found = find_kills(
        recording(
            RUNNER,
            killed(1, 5.0, peak=100),
            killed(2, 5.4, peak=900),
            killed(3, 5.5, peak=900),
            memory=512,
            oom_kills=(kills(0, 0), kills(5.2, 1)),
        )
    )

    assert found is not None
    assert [each.key for each in found.victims] == [1]


def test_a_sigkill_long_before_is_taken_only_if_nothing_is_nearer():
    readings = (kills(0, 0), kills(9.0, 1))
    near = recording(RUNNER, killed(1, 2.0), killed(2, 8.9), memory=512, oom_kills=readings)
    far = recording(RUNNER, killed(1, 2.0), memory=512, oom_kills=readings)

    assert [each.key for each in find_kills(near).victims] == [2]
    assert [each.key for each in find_kills(far).victims] == [1]


def test_two_kills_have_two_victims_the_largest_first():
    found = find_kills(
        recording(
            RUNNER,
            killed(1, 3.0, peak=100),
            killed(2, 6.0, peak=300),
            memory=512,
            oom_kills=(kills(0, 0), kills(3.1, 1), kills(6.1, 2)),
        )
    )

    assert (found.count, [each.key for each in found.victims]) == (2, [2, 1])

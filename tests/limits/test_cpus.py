import os

import pytest

from memfit.limits import cpus
from tests.limits.real import in_fork


@pytest.mark.parametrize(("wanted", "count"), [(0.5, 1), (1, 1), (1.01, 2), (4, 4), (64, 8)])
def test_cores_are_rounded_up_and_never_more_than_there_are(wanted: float, count: int):
    assert len(cpus.cores(wanted, set(range(8)), seed=3)) == count


def test_only_allowed_cores_are_chosen():
    assert cpus.cores(2, {3, 5, 9}, seed=2) == {9, 3}


def test_two_runs_at_once_get_different_cores():
    assert cpus.cores(1, {0, 1}, seed=10).isdisjoint(cpus.cores(1, {0, 1}, seed=11))


def test_a_quota_is_never_smaller_than_the_kernel_takes():
    assert cpus.quota(0.001) == 1000


def test_restricting_holds_for_the_calling_process():
    def restricted() -> None:
        cpus.restrict(0.5)
        assert len(os.sched_getaffinity(0)) == 1

    assert in_fork(restricted)


def test_without_a_wish_nothing_changes():
    def unrestricted() -> None:
        before = os.sched_getaffinity(0)
        cpus.restrict(None)
        assert os.sched_getaffinity(0) == before

    assert in_fork(unrestricted)

from memfit.limits.contract import Request
from memfit.limits.watchdog import Watchdog
from tests.limits.real import python


def test_it_works_everywhere():
    assert Watchdog().unusable(Request("x")) is None


def test_the_recorder_is_told_what_to_watch_for():
    assert Watchdog().open(Request("x", memory=5)).watchdog == 5
    assert Watchdog().open(Request("x")).watchdog is None


def test_it_counts_nothing_and_kills_nothing_itself():
    enclosure = Watchdog().open(Request("x", memory=5))

    readings = (enclosure.usage(), enclosure.detail(), enclosure.peak(), enclosure.pids())
    assert readings == (None, None, None, None)
    assert (enclosure.oom_kills(), enclosure.pressure()) == (None, None)
    assert not enclosure.kill()
    enclosure.close()


def test_cores_are_restricted():
    enclosure = Watchdog().open(Request("x", cpus=1))

    with python(enclosure, "import os; print(len(os.sched_getaffinity(0)))") as process:
        cores, _ = process.communicate()

    assert cores == "1\n"


def test_it_says_what_it_cannot():
    assert "estimate" in Watchdog.covers
    assert "overshoots" in Watchdog.covers

"""What a run of pytest tells: files, tests, fixtures, memory."""

import pytest

from tests.pytest_plugin.told import named, read, recorded, run, told

FIXTURES = """
import pytest

@pytest.fixture(scope="session")
def database():
    yield

@pytest.fixture(scope="module")
def table(database):
    yield

@pytest.fixture
def row(table):
    yield
"""


def labels(events):
    """Test and hook of each label that names a test, a hook being dropped where it is empty."""
    return [
        f"{event['test']}: {event['hook']}"
        for event in named(events, "label")
        if event["test"] and event["hook"]
    ]


def test_files_and_tests_begin_and_end_in_order(project):
    folder = project(
        test_a="def test_one(): pass\ndef test_two(): assert 0\n",
        test_b="import pytest\n@pytest.mark.skip\ndef test_three(): pass\n",
    )
    events = told(folder).main
    story = [
        (event["event"], event.get("file") or event.get("test"), event.get("outcome"))
        for event in events
        if event["event"].startswith(("file", "test"))
    ]
    assert story == [
        ("file-start", "test_a.py", None),
        ("test-start", "test_one", None),
        ("test-end", "test_one", "passed"),
        ("test-start", "test_two", None),
        ("test-end", "test_two", "failed"),
        ("file-end", "test_a.py", "failed"),
        ("file-start", "test_b.py", None),
        ("test-start", "test_three", None),
        ("test-end", "test_three", "skipped"),
        ("file-end", "test_b.py", "skipped"),
    ]
    assert events[0]["event"] == "start"
    assert events[0]["runner"] == "pytest"
    assert events[-1]["event"] == "exit"
    assert events[-1]["code"] == 1
    times = [event["at"] for event in events]
    assert times == sorted(times)


def test_the_plan_leaves_out_what_was_deselected(project):
    folder = project(test_a="def test_one(): pass", test_b="def test_two(): pass")
    (plan,) = named(told(folder, "-k", "two").main, "plan")
    assert plan["files"] == ["test_b.py"]


def test_nothing_is_planned_where_collection_failed(project):
    folder = project(test_a="def test_one(): pass", test_b="import nothing_of_that_name")
    result = told(folder)
    assert result.code == 2
    assert named(result.main, "plan") == []


def test_a_file_that_is_imported_is_named_before_it_is(project):
    folder = project(test_a="import os\nos._exit(9)")
    last = told(folder).main[-1]
    assert (last["file"], last["hook"]) == ("test_a.py", "collect")


def test_fixtures_are_named_with_their_scopes_when_they_are_set_up_and_torn_down(project):
    folder = project(conftest=FIXTURES, test_a="def test_one(row): pass\ndef test_two(row): pass\n")
    assert labels(told(folder).main) == [
        "test_one: setup session fixture database",
        "test_one: setup module fixture table",
        "test_one: setup function fixture row",
        "test_one: teardown",
        "test_two: setup function fixture row",
        "test_two: teardown",
        "test_two: teardown module fixture table",
        "test_two: teardown session fixture database",
    ]


def test_the_test_itself_runs_once_its_fixtures_are_there(project):
    folder = project(conftest=FIXTURES, test_a="import os\ndef test_one(row): os._exit(9)")
    assert told(folder).main[-1]["hook"] == ""


def test_a_fixture_that_the_test_asks_for_is_over_when_it_is_there(project):
    text = "import os\ndef test_one(request):\n    request.getfixturevalue('row')\n    os._exit(9)"
    events = told(project(conftest=FIXTURES, test_a=text)).main
    assert [event["hook"] for event in events[-2:]] == ["setup function fixture row", ""]


def test_functions_of_other_frameworks_keep_their_names(project):
    text = """
import unittest
def setup_module(): pass
class Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls): pass
    def test_one(self): pass
"""
    found = labels(told(project(test_a=text)).main)
    assert "Test::test_one: setup setup_module" in found
    assert "Test::test_one: setup setUpClass" in found


def test_values_of_a_parametrized_test_are_no_fixtures(project):
    text = "import pytest\n@pytest.mark.parametrize('n', [1, 2])\ndef test_one(n): pass\n"
    events = told(project(test_a=text, test_b="def test_two(): pass")).main
    assert not [each for each in labels(events) if "setup" in each]
    assert [event["test"] for event in named(events, "test-start")][:2] == [
        "test_one[1]",
        "test_one[2]",
    ]


def test_the_memory_that_a_test_keeps_is_seen(project):
    text = "kept = []\ndef test_one(): kept.append(b'x' * (64 << 20))\n"
    events = told(project(test_a=text)).main
    (start,), (end,) = named(events, "test-start"), named(events, "test-end")
    assert end["used"] - start["used"] > 60 << 20
    (before,), (after,) = named(events, "file-start"), named(events, "file-end")
    assert after["counters"][7] - before["counters"][7] > 60 << 20
    assert before["counters"][0] == before["counters"][7]


def test_the_private_part_is_read_when_the_plugin_begins(project):
    counters = told(project(test_a="def test_one(): pass")).main[0]["counters"]
    assert 0 < counters[8] <= counters[7]


def test_a_peak_that_is_over_at_the_end_of_its_file_is_in_its_window(project):
    spike = "import time\ndef test_one():\n    b'x' * (96 << 20)\n    time.sleep(0.03)\n"
    calm = "import time\ndef test_two(): time.sleep(0.03)\n"
    events = told(project(test_a=spike, test_b=calm)).main
    end_of_a, end_of_b = (
        next(index for index, event in enumerate(events) if event["event"] == "file-end" and event["file"] == name)
        for name in ("test_a.py", "test_b.py")
    )  # fmt: skip
    of_a = max(each["bytes"] for each in named(events[: end_of_a + 2], "peak"))
    of_b = max(each["bytes"] for each in named(events[end_of_a + 2 : end_of_b + 2], "peak"))
    assert of_a - of_b > 90 << 20


def test_windows_follow_each_other(project):
    text = "import time\ndef test_one(): time.sleep(0.03)\n"
    peaks = named(told(project(test_a=text, test_b=text, test_c=text)).main, "peak")
    assert len(peaks) >= 3
    assert [each["from"] for each in peaks[1:]] == [each["at"] for each in peaks[:-1]]


def test_what_is_kept_is_read_after_a_collection_only_if_asked(project):
    text = """
class Cycle: pass
def test_one():
    one = Cycle(); one.me = one; one.data = b'x' * (64 << 20)
"""
    folder = project(conftest="import gc\ngc.disable()", test_a=text)
    (end,) = named(told(folder, gc=True).main, "file-end")
    assert end["counters"][0] - end["kept"][0] > 60 << 20


def test_nothing_is_collected_unless_asked(project):
    (end,) = named(told(project(test_a="def test_one(): pass")).main, "file-end")
    assert "kept" not in end


def test_traced_memory_is_told_where_the_user_traces_it(project):
    folder = project(test_a="def test_one(): pass")
    assert told(folder, PYTHONTRACEMALLOC="1").main[0]["counters"][4] > 0


def test_a_session_after_another_has_a_stream_of_its_own(project):
    folder = project(
        test_a="def test_one(): pass",
        twice="import pytest\nfor _ in range(2): pytest.main(['-p', 'no:cacheprovider', 'test_a.py'])",
    )
    recording = folder.parent / "recording"
    assert run(folder, "twice.py", environment=recorded(recording)).returncode == 0
    first, second = read(recording).values()
    assert [event["event"] for event in first[-1:] + second[-1:]] == ["exit", "exit"]
    assert named(second, "test-end")[0]["outcome"] == "passed"


def test_a_session_inside_a_test_is_a_part_of_the_test(project):
    text = """
import pytest
def test_outer(pytester):
    pytester.makepyfile("def test_inner(): pass")
    pytester.runpytest_inprocess().assert_outcomes(passed=1)
"""
    events = told(project(conftest="pytest_plugins = 'pytester'", test_a=text)).main
    assert [event["test"] for event in named(events, "test-start")] == ["test_outer"]
    assert named(events, "exit") == events[-1:]


def test_an_enormous_name_is_cut(project):
    text = "import pytest\n@pytest.mark.parametrize('n', ['x'], ids=['y' * 100_000])\ndef test_one(n): pass\n"
    events = told(project(test_a=text)).main
    (start,), (end,) = named(events, "test-start"), named(events, "test-end")
    assert len(start["test"]) < 2000
    assert start["test"] == end["test"]


@pytest.mark.parametrize("stop", ["raise KeyboardInterrupt", "pytest.exit('now')"])
def test_a_test_that_is_interrupted_has_no_end(project, stop):
    events = told(project(test_a=f"import pytest\ndef test_one(): {stop}")).main
    assert named(events, "test-end") == named(events, "file-end") == []
    assert events[-1]["event"] == "exit"


def test_a_file_that_is_cut_short_by_its_first_failure_ends(project):
    folder = project(test_a="def test_one(): assert 0\ndef test_two(): pass")
    (end,) = named(told(folder, "-x").main, "file-end")
    assert end["outcome"] == "failed"

"""pytest-xdist: one stream for each worker, and one for the process that hands out the tests."""

from tests.pytest_plugin.told import named, told

SUITE = {f"test_{name}": "def test_one(): pass\ndef test_two(): pass\n" for name in "abcd"}


def test_each_worker_tells_of_its_own_tests(project):
    result = told(project(**SUITE), "-n", "2", "--dist", "loadfile")
    assert result.code == 0, result.printed
    first, second = result.of_worker("gw0"), result.of_worker("gw1")
    files = [{each["file"] for each in named(events, "file-end")} for events in (first, second)]
    assert files[0] | files[1] == {f"{name}.py" for name in SUITE}
    assert not files[0] & files[1]
    assert first[-1]["event"] == second[-1]["event"] == "exit"


def test_the_main_process_tells_the_plan_and_the_configuration_and_no_tests(project):
    result = told(project(**SUITE), "-n", "2", "--dist", "loadfile")
    main = result.of_worker(None)
    assert {file for plan in named(main, "plan") for file in plan["files"]} == {
        f"{name}.py" for name in SUITE
    }
    (config,) = named(main, "config")
    assert config["config"]["workers"] == 2
    assert config["config"]["dist"] == "loadfile"
    assert not named(main, "test-start")
    assert not named(result.of_worker("gw0"), "plan")
    assert not named(result.of_worker("gw0"), "config")


def test_a_worker_that_is_killed_leaves_the_test_that_ran(project):
    text = "import os\ndef test_one(): pass\ndef test_dies(): os.kill(os.getpid(), 9)\n"
    result = told(project(test_a=text), "-n", "1", "--max-worker-restart", "0")
    assert result.code == 1
    events = result.of_worker("gw0")
    assert events[-1]["event"] == "test-start"
    assert events[-1]["test"] == "test_dies"
    assert not named(events, "file-end")


def test_pytest_that_a_worker_starts_is_no_worker(project):
    inner = "import subprocess, sys\ndef test_one(): subprocess.check_call([sys.executable, '-m', 'pytest', 'inner.py'])\n"
    folder = project(test_a=inner, inner="def test_inner(): pass\n")
    result = told(folder, "-n", "1")
    assert result.code == 0, result.printed
    assert sorted(str(each[0]["worker"]) for each in result.streams.values()) == [
        "None",
        "None",
        "gw0",
    ]

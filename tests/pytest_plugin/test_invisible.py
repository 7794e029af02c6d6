"""With the plugin, pytest prints and returns what it prints and returns without."""

import re

import pytest

from tests.pytest_plugin.told import named, plain, run, told

SUITE = {
    "conftest": "import pytest\n@pytest.fixture(scope='module')\ndef thing(): yield 1\n",
    "test_a": "def test_one(thing): print('shown')\ndef test_two(thing): assert thing == 2\n",
    "test_b": "import pytest\n@pytest.mark.xfail\ndef test_three(): assert 0\n",
}
OPTIONS = [
    "",
    "-q",
    "-vv",
    "-s",
    "--setup-show",
    "--trace-config",
    "-W error",
    "-x",
    "-p no:terminal",
    "--collect-only",
    "--fixtures",
    "--markers",
    "--help",
    "-VV",
    "--no-such-option",
    "-n 0",
    "-n 1",
]


def shown(text: str) -> str:
    """What is printed, without what differs from run to run."""
    text = re.sub(r"\d+\.\d+s", "0s", text)
    text = re.sub(r"0x[0-9a-f]+", "0x", text)
    return re.sub(r"^    \d{9,} +:", "    id:", text, flags=re.MULTILINE)


@pytest.mark.parametrize("options", OPTIONS)
def test_output_and_exit_code_are_those_without_it(project, options):
    folder = project(**SUITE)
    words = ("-m", "pytest", "-p", "no:cacheprovider", *options.split())
    without = run(folder, *words, environment=plain())
    inside = told(folder, *options.split())

    assert len(inside.streams) == (2 if "-n 1" in options else 1)
    assert shown(inside.printed) == shown(without.stdout)
    assert inside.code == without.returncode


def test_a_project_gets_no_new_files(project):
    folder = project(**SUITE)
    told(folder, PYTHONDONTWRITEBYTECODE="1")
    assert sorted(path.name for path in folder.iterdir()) == [
        "conftest.py",
        "pytest.ini",
        "test_a.py",
        "test_b.py",
    ]


HOSTILE = """
import builtins, gc, json, os, time
import pytest

def no(*args, **kwargs):
    raise AssertionError("the plugin calls what a test replaced")

@pytest.fixture
def replaced(monkeypatch):
    for module, names in {
        builtins: "open",
        os: "open write pread getpid",
        time: "time monotonic perf_counter clock_gettime",
        json: "dumps loads",
        gc: "collect",
    }.items():
        for name in names.split():
            monkeypatch.setattr(module, name, no)

@pytest.fixture
def later(replaced):
    yield

def test_one(later): pass
def test_two(): pass
"""


def test_replaced_functions_are_not_called_and_nothing_is_lost(project):
    result = told(project(test_a=HOSTILE))
    assert result.code == 0, result.printed
    assert [each["outcome"] for each in named(result.main, "test-end")] == ["passed", "passed"]
    assert "setup function fixture later" in [each.get("hook") for each in result.main]


def test_a_child_that_was_forked_writes_nothing(project):
    text = """
import os, multiprocessing
def test_fork():
    child = os.fork()
    if child == 0:
        return  # comes back through all of pytest
    assert os.waitpid(child, 0) == (child, 0)
def test_pool():
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.map(abs, [-1]) == [1]
"""
    result = told(project(test_a=text), "-q")
    assert result.code == 0, result.printed
    assert [each["test"] for each in named(result.main, "test-end")] == ["test_fork", "test_pool"]
    assert len(named(result.main, "exit")) == 1


def test_another_directory_changes_nothing(project):
    text = "import os\ndef test_one(tmp_path): os.chdir(tmp_path)\ndef test_two(): pass\n"
    result = told(project(test_a=text))
    assert [each["file"] for each in named(result.main, "file-end")] == ["test_a.py"]


def test_an_alarm_that_rings_inside_the_plugin_is_the_tests(project):
    """A test's signal handler raises at whatever runs: an error of its own must get through."""
    text = """
import signal, sys, pytest

class Late(Exception): pass

def ring(frame, event, argument):
    # The next line that runs is one of the plugin's: as a handler of a signal would, raise there.
    if frame.f_code.co_filename == "<memfit_recorder_plugin.stream>":
        sys.settrace(None)
        raise Late
    return None

def test_one(request):
    sys.settrace(ring)
    with pytest.raises(Late):
        request.getfixturevalue("thing")
    sys.settrace(None)
"""
    folder = project(conftest=SUITE["conftest"], test_a=text)
    result = told(folder)
    assert result.code == 0, result.printed
    assert named(result.main, "test-end")[0]["outcome"] == "passed"


def test_descriptors_that_a_test_closes_are_opened_again(project):
    text = """
import os
def test_one(tmp_path):
    os.closerange(3, 256)
    other = os.open(tmp_path / "mine", os.O_RDWR | os.O_CREAT)
    for number in range(100, 110):
        os.dup2(other, number)
def test_two(tmp_path):
    assert not (tmp_path.parent / "test_one0" / "mine").read_bytes()
"""
    # pytest's own capture does not survive it.
    events = told(project(test_a=text), "-s", "-p", "no:faulthandler", "-p", "no:logging").main
    assert [each["outcome"] for each in named(events, "test-end")] == ["passed", "passed"]
    assert len(named(events, "file-end")) == 1


def test_coverage_sees_no_code_of_it(project):
    """Coverage leaves out what has no file; see the package's docstring."""
    text = """
import sys
def test_one():
    for name in ("memory", "stream", "session", "plugin"):
        module = sys.modules["memfit_recorder_plugin." + name]
        assert not hasattr(module, "__file__")
    assert module.Hooks.pytest_runtest_call.__code__.co_filename[0] == "<"
"""
    result = told(project(test_a=text))
    assert result.code == 0, result.printed


def test_the_environment_of_tests_names_no_plugin(project):
    text = "import os\ndef test_one(): assert 'PYTEST_PLUGINS' not in os.environ\n"
    assert told(project(test_a=text)).code == 0

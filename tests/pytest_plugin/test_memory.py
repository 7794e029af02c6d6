"""The plugin's readings, of the real kernel and of one that tells less."""

import importlib
import os

import pytest

from memfit.pytest_plugin import SITE

STATUS = "Name:\tpython\nVmPeak:\t  900 kB\nVmHWM:\t     300 kB\nVmRSS:\t     200 kB\n"


@pytest.fixture
def memory(monkeypatch):
    monkeypatch.syspath_prepend(str(SITE))
    return importlib.import_module("memfit_recorder_plugin.memory")


@pytest.fixture
def kernel(tmp_path):
    """The directory of a process with 50 pages, 300 kB of them at most."""
    (tmp_path / "statm").write_text("500 50 20 1 0 30 0\n")
    (tmp_path / "status").write_text(STATUS)
    (tmp_path / "clear_refs").write_text("")
    (tmp_path / "smaps_rollup").write_text("Private_Clean: 8 kB\nPrivate_Dirty: 16 kB\n")
    return tmp_path


def test_what_the_kernel_tells(memory, kernel):
    readings = memory.Memory(str(kernel))
    assert readings.rss() == 50 * os.sysconf("SC_PAGE_SIZE")
    assert readings.peak() == 300 << 10
    assert readings.uss() == 24 << 10
    assert readings.reset_peak()
    assert (kernel / "clear_refs").read_text() == "5"


def test_what_it_does_not_tell_is_absent(memory, tmp_path):
    readings = memory.Memory(str(tmp_path))
    assert readings.rss() is readings.peak() is readings.uss() is None
    assert not readings.reset_peak()


def test_the_dear_reading_waits_for_its_turn(memory, kernel, monkeypatch):
    now = iter([0.0, 1.0, 300.9, 301.1, 301.2])
    monkeypatch.setattr(memory.Memory, "_clock", staticmethod(lambda: next(now)))
    readings = memory.Memory(str(kernel))
    assert [readings.uss() for _ in range(3)] == [24 << 10, None, 24 << 10]


def test_files_that_stay_open_have_numbers_that_nobody_counts_on(memory, kernel):
    """With standard error closed, the first free number is 2."""
    descriptor = memory.Kept().open(str(kernel / "statm"), os.O_RDONLY)
    try:
        assert descriptor >= 100
        assert not os.get_inheritable(descriptor)
    finally:
        os.close(descriptor)


def test_a_descriptor_that_was_closed_is_opened_again(memory, kernel):
    readings = memory.Memory(str(kernel))
    os.close(readings._statm)
    assert readings.rss() is None
    assert readings.rss() == 50 * os.sysconf("SC_PAGE_SIZE")


class Session:
    """A session of the plugin, its stream a list."""

    def __init__(self, memory):
        module = importlib.import_module("memfit_recorder_plugin.session")
        self.lines, self.at = [], 0.0
        self.session = module.Session(self, memory, collect=False)

    def now(self):
        return self.at

    def text(self, value):
        return f'"{value}"'

    def line(self, event, body="", at=None):
        self.lines.append((event, body))
        return True

    def close(self):
        self.lines.append(("closed", ""))


def test_a_mark_that_cannot_be_reset_is_told_once(memory, kernel):
    (kernel / "clear_refs").unlink()
    told = Session(memory.Memory(str(kernel)))
    for told.at, test in enumerate(("a.py::one", "b.py::two", "c.py::three"), start=1):
        told.session.test_begins(test)
        told.session.test_ended(None)
    assert [event for event, _ in told.lines].count("peak") == 1


def test_an_error_of_its_own_ends_the_stream_only(memory, kernel):
    told = Session(memory.Memory(str(kernel)))
    told.session.planned(None)
    assert told.lines == [("closed", "")]


def test_a_pytest_that_names_things_otherwise_runs_on(memory, kernel):
    told = Session(memory.Memory(str(kernel)))
    hooks = importlib.import_module("memfit_recorder_plugin.plugin").Hooks(told.session)
    hooks.pytest_configure(object())
    hooks.pytest_runtestloop(object())
    assert told.lines == [("closed", ""), ("closed", "")]

"""The hooks of pytest 6 to 9 that memfit listens to, and how it stays off pytest's own lists."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, Generator

import pytest

from .memory import Memory
from .session import Session, failing_open
from .stream import Stream

if TYPE_CHECKING:
    from types import FrameType

NAMES = ("memfit_recorder_plugin", "memfit_recorder_session")

# Fixtures that pytest makes of functions with the names of other frameworks.
_XUNIT = re.compile(r"_?(?:xunit|unittest)_(\w+?)_fixture_")


class Hooks:
    """What pytest calls while a session runs that is not inside a test of another one.

    Args:
        session: Whom to tell.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.running = False
        self._worker = False

    def close(self) -> None:
        """Tell no more."""
        self.session.close()

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: Any) -> None:
        self.running = True
        self._configured(config)

    @failing_open
    def _configured(self, config: Any) -> None:
        self._worker = hasattr(config, "workerinput")
        if not self._worker:
            self.session.configured(_config(config.option), "the runner's main")

    def pytest_collectstart(self, collector: Any) -> None:
        if isinstance(collector, pytest.File):
            self.session.collecting(collector.nodeid)

    def pytest_collection_finish(self) -> None:
        self.session.collecting("")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> None:
        self._planned(session)

    @failing_open
    def _planned(self, session: Any) -> None:
        option = session.config.option
        broken = session.testsfailed and not option.continue_on_collection_errors
        if not (self._worker or broken or option.collectonly):
            # The process that hands out the tests of xdist has none; before pytest 8 not even [].
            self.session.planned([item.nodeid for item in getattr(session, "items", ())])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self.session.planned(ids)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> Generator[None, Any, None]:
        self.session.test_begins(item.nodeid)
        outcome = yield
        if outcome.excinfo is None:  # Ctrl-C or pytest.exit(): it never ended
            self.session.test_ended(None if nextitem is None else nextitem.nodeid)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, None]:
        name = _fixture(fixturedef)
        if name is None:
            yield
            return
        session = self.session
        session.fixture_begins(f"setup {name}")
        outcome = yield
        session.fixture_ended()
        if outcome.excinfo is None and fixturedef.scope != "function":
            # The last one added is the first one called: before the fixture's own.
            fixturedef.addfinalizer(lambda: session.torn_down(f"teardown {name}"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self) -> None:
        self.session.called()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, nextitem: Any) -> None:
        self.session.teardown_begins(None if nextitem is None else nextitem.nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.session.reported(report.outcome)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_sessionfinish(self, exitstatus: Any) -> Generator[None, Any, None]:
        self.session.finishing()
        yield
        self.session.finished(int(exitstatus))

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        self.running = False
        self.session.exits()


class Loaded:
    """The session that is told about, if there is one.

    Attributes:
        hooks: Its hooks.
    """

    hooks: Hooks | None = None


def pytest_addoption(pluginmanager: Any) -> None:
    """Begin a session: this is the first that pytest calls, and no option is added."""
    current = Loaded.hooks
    if current is not None and current.running:
        return  # a test of it runs pytest itself, in the same process
    if current is not None:
        current.session.close()  # it never got as far as to run: wrong options
    Loaded.hooks = _begin()
    if Loaded.hooks is not None:
        pluginmanager.register(Loaded.hooks, NAMES[1])


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any) -> None:
    """Leave the lists that pytest prints (`plugins:`, --trace-config); hooks stay."""
    manager = early_config.pluginmanager
    ours = {id(sys.modules[__name__]), id(Loaded.hooks)}
    try:
        listed = manager._plugin_distinfo  # noqa: SLF001  # no other way off the header's line
        listed[:] = [row for row in listed if id(row[0]) not in ours]
        history = manager.hook.pytest_plugin_registered._call_history  # noqa: SLF001
        history[:] = [call for call in history if id(call[0].get("plugin")) not in ours]
        for name in NAMES:
            manager._name2plugin.pop(name, None)  # noqa: SLF001
    except (AttributeError, TypeError, LookupError):
        return  # another pluggy: listed, and otherwise harmless


def _begin() -> Hooks | None:
    directory = os.environ.get("MEMFIT_STREAMS")
    if not directory:
        return None
    try:
        options = json.loads(os.environ.get("MEMFIT_OPTIONS") or "{}")
        stream = Stream(directory, float(os.environ["MEMFIT_EPOCH"]))
    except (OSError, ValueError, KeyError):
        return None
    collect = isinstance(options, dict) and options.get("gc") is True
    session = Session(stream, Memory(), collect=collect)
    session.start(os.environ.get("PYTEST_XDIST_WORKER") if _in_xdist_worker() else None)
    return Hooks(session)


def _in_xdist_worker() -> bool:
    """Say whether this is one; its children inherit its variables, and are none."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001
    while frame is not None and frame.f_globals.get("__name__") != "__channelexec__":
        frame = frame.f_back
    return frame is not None


def _config(option: Any) -> dict[str, object]:
    """What of the configuration matters to memory; None where a plugin is not there."""
    workers = len(getattr(option, "tx", None) or ())
    return {
        "workers": workers or 1,
        "dist": getattr(option, "dist", None),
        "worker_restarts": getattr(option, "maxworkerrestart", None),
        "forked": getattr(option, "forked", None),
        "coverage": bool(getattr(option, "cov_source", None)),
        "capture": getattr(option, "capture", None),
        "import_mode": getattr(option, "importmode", None),
    }


def _fixture(definition: Any) -> str | None:
    """Name a fixture; None for the values of a parametrized test, which are none."""
    if getattr(definition.func, "__name__", "") == "get_direct_param_fixture_func":
        return None
    found = _XUNIT.match(definition.argname)
    return found.group(1) if found else f"{definition.scope} fixture {definition.argname}"

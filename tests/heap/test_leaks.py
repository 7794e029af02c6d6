"""Ten leaks, planted in real vitest and jest processes: the first line names the holder."""

from pathlib import Path

import pytest

from memfit.heap.examine import Examined
from tests.heap.leaking import make_project, taken

# The leak, and the words of the first line that name its holder.
NAMED = {
    "global-array": ["Array at globalThis.requestLog", "3,000 x {request}"],
    "map-cache": ["Map at priceCache (", "src/prices.mjs:1)", "3,000 x {sku, history}"],
    "listener-closure": ["at eventBus._events.message (", "src/bus.mjs:3)", "[listeners]", "300 x function"],
    "timer": ["[timers] holds 300 x Timeout (", "src/poller.mjs:"],
    "mock-history": ["Array at sendMail", ".calls (", "mock-history.test.mjs:4)", "[mocks]", "2,000 x"],
    "metrics-collect": ["in Registry holds 200 x Gauge ("],
    "module-registry": ["6 x Array at bigTable (", "src/patch.cjs:2) [patched core function]"],
    "happy-window": ["HTMLUListElement at ", "in GlobalWindow holds 4,000 x HTMLLIElement"],
    "console-logs": ["logs[].content (", "[logs]"],
    "unclosed-server": ["40 x Map at pageCache (", "src/server.mjs:4) in Server"],
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return make_project(tmp_path_factory.mktemp("leaks"))


@pytest.mark.node
@pytest.mark.parametrize("leak", NAMED)
def test_the_first_line_names_the_holder(leak, project):
    headline = Examined(taken(project, leak)).snapshot(10).headline

    assert [word for word in NAMED[leak] if word not in headline] == [], headline

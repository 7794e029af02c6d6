"""Ten leaks, planted in real vitest and jest processes: the first line names the holder."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from memfit.heap.examine import Examined
from tests.heap.npm import installed

LEAKS = Path(__file__).parent / "leaks"
PACKAGES = ("vitest@3.2.7", "happy-dom@20.0.0", "prom-client@15.1.3", "jest@30.5.2")
VITEST = ["vitest", "run", "--pool=forks"]

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
    place = tmp_path_factory.mktemp("leaks")
    shutil.copytree(LEAKS, place, dirs_exist_ok=True)
    (place / "node_modules").symlink_to(installed(*PACKAGES) / "node_modules")
    (place / "package.json").write_text('{"private": true, "type": "module"}')
    return place


def taken(project: Path, leak: str) -> Path:
    """Run the suite that leaks; it writes the snapshot itself."""
    file, cwd = project / f"{leak}.heapsnapshot", project
    command = [*VITEST, leak]
    if leak == "console-logs":
        command = [*VITEST, "--silent=passed-only", "--reporter=./console-logs.reporter.mjs", leak]
    elif leak == "module-registry":
        command, cwd = ["jest", "--runInBand"], project / "jest-parts"
    command[0] = str(project / "node_modules/.bin" / command[0])
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, "HEAP_OUT": str(file)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert file.exists(), done.stdout + done.stderr
    return file


@pytest.mark.node
@pytest.mark.parametrize("leak", NAMED)
def test_the_first_line_names_the_holder(leak, project):
    headline = Examined(taken(project, leak)).snapshot(10).headline

    assert [word for word in NAMED[leak] if word not in headline] == [], headline

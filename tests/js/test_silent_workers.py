"""What workers print is thrown away for an experiment; what their parent prints is not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import memfit
from tests.platforms import require

SCRIPT = Path(memfit.__file__).parent / "js" / "silent_workers.cjs"

FORK = """
if (process.send) {
  console.log('from the fork');
  process.stderr.write('loud', () => process.send('written'));
} else {
  const child = require('node:child_process').fork(__filename);
  child.on('message', (said) => { console.log(said); child.disconnect(); });
}
"""
THREAD = """
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (isMainThread) new Worker(__filename).on('message', (said) => console.log(said));
else { console.log('from the thread'); parentPort.postMessage('written'); }
"""


@pytest.mark.parametrize("source", [FORK, THREAD], ids=["fork", "thread"])
def test_a_worker_prints_nothing_and_is_told_that_it_has(tmp_path: Path, source: str) -> None:
    require(None if shutil.which("node") else "node is not installed")
    (tmp_path / "main.cjs").write_text(source)

    done = subprocess.run(
        ["node", "main.cjs"], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "NODE_OPTIONS": f"--require {SCRIPT}"},
    )  # fmt: skip

    assert (done.stdout, done.stderr) == ("written\n", "")

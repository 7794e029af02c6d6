"""The order of test files that an experiment asks jest for."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import memfit
from tests.platforms import require

SCRIPT = Path(memfit.__file__).parent / "js" / "jest_sequencer.cjs"


def test_files_run_in_the_order_that_was_asked_for_and_others_after_them() -> None:
    require(None if shutil.which("node") else "node is not installed")
    source = f"""
      const Sequencer = require({json.dumps(str(SCRIPT))});
      const tests = ['/a', '/new', '/b', '/c'].map((path) => ({{ path }}));
      const sequencer = new Sequencer();
      sequencer.cacheResults(tests, {{}});
      console.log(sequencer.sort(sequencer.shard(tests)).map(({{ path }}) => path).join(' '));
    """

    done = subprocess.run(
        ["node", "-e", source], env={**os.environ, "MEMFIT_ORDER": '["/c", "/b", "/a"]'},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == "/c /b /a /new"

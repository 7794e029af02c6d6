import json
import subprocess
from pathlib import Path

import pytest

from memfit.heap.examine import Examined
from memfit.report.heap_page import page
from tests.heap.builder import leaky
from tests.heap.npm import installed

PROGRAM = Path(__file__).parent / "programs/page.cjs"


def opened(heap, tmp_path):
    file = tmp_path / "heap.html"
    file.write_text(page(Examined(heap.write(tmp_path / "a.heapsnapshot")).snapshot(10)))
    cwd = installed("jsdom@26.1.0", "happy-dom@20.0.0")
    command = ["node", "--no-warnings", PROGRAM, file]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.node
def test_the_map_fills_its_area_and_a_click_shows_the_way_to_a_holder(tmp_path):
    seen = opened(leaky(), tmp_path)

    assert seen["errors"] == []
    assert seen["area"] == 900 * 400
    assert any("Array at requestLog" in label for label in seen["labels"])
    assert seen["steps"] == 5


@pytest.mark.node
def test_a_name_from_the_heap_runs_nothing_in_the_page(tmp_path):
    heap = leaky()
    hostile = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
    heap.nodes = [(k, hostile if n == "App" else n, *rest) for k, n, *rest in heap.nodes]
    for at in range(50):
        heap.child(1, "property", f"{hostile}{at}", "object", hostile, 900)

    seen = opened(heap, tmp_path)

    assert seen["errors"] == []
    assert seen["hacked"] is None
    assert seen["images"] == 0

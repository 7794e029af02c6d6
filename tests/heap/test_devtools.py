"""Every number of every node equals the one that Chrome DevTools computes."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from memfit.heap.heap import load
from memfit.heap.pure import PureKernels
from tests.heap.npm import installed, node

HERE = Path(__file__).parent
KINDS = ["plain", "numeric", "internals", "worker", "inspector", "jsdom", "happy-dom"]


@pytest.fixture(scope="module")
def worker() -> Path:
    """DevTools' own heap snapshot worker, bundled for Node."""
    place = installed("chrome-devtools-frontend@1.0.1705227", "esbuild@0.28.2")
    bundle, script = place / "worker.mjs", place / "build.mjs"
    script.write_bytes((HERE / "devtools/build.mjs").read_bytes())
    subprocess.run(["node", script, bundle], cwd=place, check=True)
    return bundle


@pytest.mark.node
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", [20, 22, 24, 26])
def test_every_node_has_the_numbers_of_devtools(version, kind, worker, native, tmp_path):
    file, out = tmp_path / "a.heapsnapshot", tmp_path / "expected"
    cwd = installed("jsdom@26.1.0", "happy-dom@20.0.0") if "dom" in kind else tmp_path
    program = [node(version), "--no-warnings", HERE / "programs/heap.cjs", file, kind]
    subprocess.run(program, cwd=cwd, check=True, capture_output=True)
    subprocess.run(
        ["node", HERE / "devtools/run.mjs", worker, file, out], check=True, capture_output=True
    )

    raw = out.read_bytes()
    for kernels in (native, PureKernels()):
        heap = load(file, kernels)
        nodes = heap.graph.nodes
        assert heap.tree is not None
        assert not heap.graph.notes
        for name, mine, kind_of, offset in (
            ("dominator", heap.tree.dominator, np.uint32, 0),
            ("retained size", heap.tree.retained, np.float64, 4),
            ("distance", heap.distances(), np.int32, 12),
            ("self size", heap.graph.size, np.float64, 16),
        ):
            theirs = np.frombuffer(raw, kind_of, nodes, offset * nodes)
            wrong = (mine != theirs).sum()
            assert not wrong, f"{name} of {wrong} nodes of {nodes}, {type(kernels).__name__}"

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memfit.heap.graph import unpacked
from memfit.heap.heap import load
from memfit.heap.names import Names
from memfit.heap.paths import Paths
from memfit.heap.pure import PureKernels
from tests.heap.builder import EDGE_TYPES, NODE_TYPES, HeapFile

NAMES = ["Array", "(map descriptors)", "system / NativeContext", "system / ExternalStringData"]
EDGES = [
    "elements", "sloppy_function_map", "1", "4", "x",
    "1 / part of key (A @3) -> value (B @5) pair in WeakMap (table @7)",
    "2 / part of key (A @3) -> value (B @5) pair in WeakMap (table @7)",
]  # fmt: skip


@st.composite
def heaps(draw):
    heap = HeapFile(newlines=draw(st.booleans()))
    for _ in range(draw(st.integers(0, 12))):
        size, detached = draw(st.integers(0, 99)), draw(st.integers(0, 2))
        heap.node(
            draw(st.sampled_from(NODE_TYPES)), draw(st.sampled_from(NAMES)), size, detached=detached
        )
    if draw(st.booleans()):
        heap.edge(0, "element", 3, heap.node("synthetic", "(Document DOM trees)"))
    nodes = st.integers(0, len(heap.nodes) - 1)
    for _ in range(draw(st.integers(0, 40))):
        kind = draw(st.sampled_from(EDGE_TYPES))
        name = draw(st.integers(0, 9) if kind in {"element", "hidden"} else st.sampled_from(EDGES))
        heap.edge(draw(nodes), kind, name, draw(nodes))
    return heap


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(heap=heaps())
def test_both_ways_compute_the_same(heap, native, tmp_path_factory):
    file = heap.write(tmp_path_factory.mktemp("heap") / "a.heapsnapshot")

    compiled, pure = load(file, native), load(file, PureKernels())

    assert np.array_equal(compiled.essential, pure.essential)
    assert np.array_equal(compiled.graph.size, pure.graph.size)
    assert np.array_equal(compiled.distances(), pure.distances())
    if compiled.tree is not None:
        assert np.array_equal(compiled.tree.dominator, pure.tree.dominator)
        assert np.array_equal(compiled.tree.retained, pure.tree.retained)
        ways = [Paths(one, Names(one)).parents for one in (compiled, pure)]
        assert np.array_equal(*ways)
        for one in (compiled, pure):
            found = one.kernels.subtrees(one.tree)
            assert sorted(found.place) == list(range(one.graph.nodes))
            by = one.tree.dominator
            assert (found.place[by] <= found.place).all()
            assert (found.end <= found.end[by]).all()


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(heap=heaps())
def test_a_dominator_is_on_every_way_from_the_root(heap, each_kernels, tmp_path_factory):
    loaded = load(heap.write(tmp_path_factory.mktemp("heap") / "a.heapsnapshot"), each_kernels)
    if loaded.tree is None:
        return
    graph = loaded.graph
    keeps = unpacked(loaded.essential, len(graph.target))
    targets = {
        n: [int(graph.target[e]) for e in graph.edges(n) if keeps[e]] for n in range(graph.nodes)
    }
    retained = {to for own in targets.values() for to in own}
    # What nothing retains hangs from the root.
    targets[0] += [n for n in range(1, graph.nodes) if n not in retained]

    everything = reached(targets, without=None)

    for node in everything - {0}:
        strict = {n for n in everything - {node} if node not in reached(targets, without=n)} | {0}
        # The immediate dominator is the one that all the others dominate.
        nearest = max(
            strict,
            key=lambda n: len(
                [o for o in strict if n not in reached(targets, without=o)] if n else []
            ),
        )
        assert int(loaded.tree.dominator[node]) == nearest


def reached(targets, without):
    seen, stack = set(), [0] if without != 0 else []
    while stack:
        node = stack.pop()
        if node not in seen and node != without:
            seen.add(node)
            stack.extend(targets[node])
    return seen


def test_a_value_of_a_weak_map_belongs_to_its_key(each_kernels, tmp_path):
    heap = HeapFile()
    world = heap.child(0, "shortcut", 1, "object", "global", 1)
    key = heap.child(world, "property", "key", "object", "Key", 10)
    table = heap.child(world, "property", "map", "array", "(table)", 10)
    value = heap.node("object", "Value", 1000)
    name = f" / part of key (Key @{2 * key + 1}) -> value (Value @{2 * value + 1}) pair in WeakMap (table @{2 * table + 1})"
    heap.edge(key, "internal", "1" + name, value)
    heap.edge(table, "internal", "2" + name, value)

    loaded = load(heap.write(tmp_path / "a.heapsnapshot"), each_kernels)

    assert loaded.tree.dominator[value] == key
    assert loaded.tree.retained[key] == 1010


def test_the_size_of_an_array_of_elements_goes_to_its_only_owner(each_kernels, tmp_path):
    heap = HeapFile()
    world = heap.child(0, "shortcut", 1, "object", "global", 1)
    array = heap.child(world, "property", "list", "object", "Array", 16)
    heap.child(array, "internal", "elements", "array", "(object elements)", 400)
    shared = heap.child(array, "internal", "shared", "hidden", "both", 7)
    heap.edge(
        heap.child(world, "property", "other", "object", "Array", 16), "internal", "shared", shared
    )

    size = load(heap.write(tmp_path / "a.heapsnapshot"), each_kernels).graph.size

    assert size[array] == 416
    assert size[shared] == 7


def test_a_ring_that_nothing_holds_counts_for_the_root(each_kernels, tmp_path):
    heap = HeapFile()
    heap.child(0, "shortcut", 1, "object", "global", 1)
    one, other = heap.node("object", "A", 10), heap.node("object", "B", 20)
    heap.edge(one, "property", "b", other)
    heap.edge(other, "property", "a", one)

    tree = load(heap.write(tmp_path / "a.heapsnapshot"), each_kernels).tree

    assert [tree.dominator[one], tree.dominator[other]] == [0, 0]
    assert tree.retained[0] == 31


@pytest.mark.parametrize("count", [50_000])
def test_a_long_chain_needs_no_deep_stack(count, each_kernels, tmp_path):
    heap = HeapFile()
    last = heap.child(0, "shortcut", 1, "object", "global", 1)
    for _ in range(count):
        last = heap.node("object", "Link", 1)
        heap.edge(last - 1, "property", "next", last)

    tree = load(heap.write(tmp_path / "a.heapsnapshot"), each_kernels).tree

    assert tree.retained[1] == count + 1

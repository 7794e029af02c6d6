"""What a snapshot says, read by one thread or by two, in a form to compare."""

from pathlib import Path

from memfit.errors import UnusableInputError
from memfit.heap.kernels import Kernels
from memfit.heap.parse import parse

COLUMNS = (
    "node_type", "node_name", "node_id", "size", "first", "detached", "edge_type", "edge_name",
    "target", "locations",
)  # fmt: skip


def told(file: Path, kernels: Kernels, threads: int) -> object:
    """Return all that `parse` finds, or the sentence that it refuses the file with."""
    try:
        graph = parse(file, kernels, threads)
    except UnusableInputError as error:
        return str(error)
    return (
        [getattr(graph, name).tobytes() for name in COLUMNS],
        [graph.strings.raw(number) for number in range(len(graph.strings))],
        [array.tobytes() for array in (graph.pairs.string, graph.pairs.table, graph.pairs.number)],
        graph.notes,
    )

"""What a process is and holds since it became its last program.

Between fork and exec a child shows its parent's memory, V8 heap included; what was read then says
nothing about the program that it runs.
"""

from memfit.explain.naming import program
from memfit.explain.series import since
from memfit.model.recording import Process, Series

_NODE = {"node", "nodejs", "npm", "npx", "vitest", "jest", "vite"}
"""Names of Node and titles that Node programs give themselves."""


def began(process: Process) -> float:
    """Return when a process became its last program."""
    return process.execs[-1].at if process.execs else process.started


def own_rss(process: Process) -> Series:
    """Return the resident set of a process's last program."""
    return since(process.rss, began(process))


def own_heap(process: Process) -> Series:
    """Return the V8 heap of a process's last program; empty or all zero if that is not Node."""
    return since(process.heap, began(process))


def last_heap(process: Process) -> int | None:
    """Return the last reading of a process's V8 heap, or None if it is not Node."""
    heap = own_heap(process)
    return heap.value[-1] if is_node(process) and len(heap) else None


def is_node(process: Process) -> bool:
    """Say whether a process runs Node: it has a V8 heap, or its program's name says so."""
    return any(own_heap(process).value) or program(process) in _NODE

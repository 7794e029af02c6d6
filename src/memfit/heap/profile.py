"""Sampling heap profiles (`.heapprofile`): which code allocated what is still alive."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from memfit.errors import UnusableInputError
from memfit.model.snapshot import Allocated, AllocationProfile, Place

_LARGEST: Final = 1 << 30


def summarise(path: Path, most: int) -> AllocationProfile:
    """Sum a profile up by function and by file.

    Raises:
        UnusableInputError: If it cannot be read.
    """
    head = _head(path)
    functions: dict[tuple[str, str, int, int], list[int]] = defaultdict(lambda: [0, 0])
    files: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    # A frame that calls itself counts once in its total: the frames above are carried along.
    stack: list[tuple[Any, frozenset[Any]]] = [(head, frozenset())]
    order: list[tuple[Any, frozenset[Any], int]] = []
    while stack:
        node, above = stack.pop()
        key = _frame(node)
        own = _own(node)
        order.append((key, above, own))
        inside = above | {key, key[1]}
        stack.extend((child, inside) for child in _children(node))
    for key, above, own in order:
        functions[key][0] += own
        files[key[1]][0] += own
        for name in above | {key, key[1]}:
            (functions if isinstance(name, tuple) else files)[name][1] += own
    return AllocationProfile(
        str(path),
        sum(own for _, _, own in order),
        tuple(
            Allocated(name or "(anonymous)", Place(file or "(native)", line + 1, column + 1), *sums)
            for (name, file, line, column), sums in _largest(functions, most)
        ),
        tuple(
            Allocated("", Place(file or "(native)", 0, 0), *sums)
            for file, sums in _largest(files, most)
        ),
    )


def _largest(sums: dict[Any, list[int]], most: int) -> list[tuple[Any, list[int]]]:
    ordered = sorted(sums.items(), key=lambda item: (-item[1][0], -item[1][1], str(item[0])))
    return [item for item in ordered[:most] if item[1][1]]


def _head(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnusableInputError(f"{path} is too large for a sampling profile")
        head = json.loads(path.read_bytes())["head"]
    except OSError as error:
        raise UnusableInputError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableInputError(
            f"{path} is no sampling heap profile, or it is cut",
            "node --heap-prof writes one when the process ends by itself",
        ) from error
    if not isinstance(head, dict):
        raise UnusableInputError(f"{path} is no sampling heap profile")
    return head


def _frame(node: dict[str, Any]) -> tuple[str, str, int, int]:
    frame = node.get("callFrame")
    frame = frame if isinstance(frame, dict) else {}

    def number(key: str) -> int:
        value = frame.get(key)
        return value if isinstance(value, int) else -1

    file = str(frame.get("url", "")).removeprefix("file://")
    return (str(frame.get("functionName", "")), file, number("lineNumber"), number("columnNumber"))


def _own(node: dict[str, Any]) -> int:
    value = node.get("selfSize")
    return int(value) if isinstance(value, int | float) and value > 0 else 0


def _children(node: dict[str, Any]) -> list[dict[str, Any]]:
    children = node.get("children")
    if not isinstance(children, list):
        return []
    return [child for child in children if isinstance(child, dict)]

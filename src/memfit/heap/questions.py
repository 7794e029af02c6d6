"""What people ask of the heap of a test process, answered without being asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from memfit.heap.graph import I64, Mask
from memfit.heap.groups import Groups
from memfit.heap.names import Names
from memfit.model.snapshot import Answer, Content

_EXAMPLES: Final = 3
_BIG: Final = 100_000  # bytes: a string or buffer of its own account
_AT_ONCE: Final = 1 << 22  # edges that are looked at together
_MOCKS: Final = ("mockReturnValueOnce", "_isMockFunction", "isSinonProxy", "getMockImplementation")
_REGISTRIES: Final = (
    "_moduleRegistry", "_esmoduleRegistry", "moduleCache", "evaluatedModules", "idToModuleMap",
    "fileToModulesMap",
)  # fmt: skip
_LOGS: Final = ("logs", "_buffer", "userConsoleLogs")
_ASKED: Final = (*_MOCKS, *_REGISTRIES, *_LOGS, "_events", "source")
_STRINGS: Final = ("string", "concatenated string", "sliced string")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and how its things are recognised.

    Attributes:
        slug: Its name in documents.
        what: What is counted, in words.
        nodes: Finds the things.
    """

    slug: str
    what: str
    nodes: Callable[["Asked"], I64]


class Asked:
    """The sets of nodes that questions are made of."""

    def __init__(self, groups: Groups, names: Names) -> None:
        self.groups = groups
        self.graph = groups.graph
        self.names = names

    def kinds(self, *kinds: str) -> Mask:
        """Return a mask of nodes of these types."""
        wanted = np.zeros(len(self.graph.header.node_types), np.bool_)
        wanted[[self.graph.header.node_type(k) for k in kinds if k in self.names.kind]] = True
        mask: Mask = wanted[self.graph.node_type]
        return mask

    def called(self, *words: str) -> Mask:
        """Return a mask of nodes of these names."""
        wanted = np.zeros(len(self.graph.strings) + 1, np.bool_)
        wanted[list(self.graph.strings.find(words).values())] = True
        mask: Mask = wanted[np.minimum(self.graph.node_name, len(self.graph.strings))]
        return mask

    def named(self, *words: str) -> I64:
        """Return objects of these classes."""
        return np.flatnonzero(self.called(*words) & self.kinds("object"))

    @cached_property
    def _marked(self) -> I64:
        """The edges that have one of the names that questions ask for; found in one pass."""
        graph = self.graph
        wanted = np.zeros(len(graph.strings) + 1, np.bool_)
        wanted[list(graph.strings.find(_ASKED).values())] = True
        found = []
        for start in range(0, len(graph.edge_name), _AT_ONCE):
            names = graph.edge_name[start : start + _AT_ONCE]
            found.append(np.flatnonzero(wanted[np.minimum(names, len(graph.strings))]) + start)
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def _edges(self, words: Iterable[str], kind: str) -> I64:
        found = list(self.graph.strings.find(words).values())
        edges = self._marked
        hit = np.isin(self.graph.edge_name[edges], found)
        hit &= self.graph.edge_type[edges] == self.graph.header.edge_type(kind)
        chosen: I64 = edges[hit]
        return chosen

    def having(self, *words: str) -> I64:
        """Return nodes with one of these properties."""
        edges = self._edges(words, "property")
        return np.unique(np.searchsorted(self.graph.first, edges, side="right") - 1)

    def under(self, *words: str, kind: str = "property") -> I64:
        """Return what these properties lead to."""
        return np.unique(self.graph.target[self._edges(words, kind)]).astype(np.int64)

    def of_kind(self, nodes: I64, *kinds: str) -> I64:
        """Return those of `nodes` that have one of these types."""
        return nodes[self.kinds(*kinds)[nodes]]


def _mocks(asked: Asked) -> I64:
    return asked.of_kind(asked.having(*_MOCKS), "closure", "object")


def _windows(asked: Asked) -> I64:
    classes = ("Window", "GlobalWindow", "BrowserWindow", "DetachedWindowAPI", "VMGlobalWindow")
    found = asked.named(*classes)
    return found[asked.groups.tree.retained[found] > _BIG // 10]


def _contexts(asked: Asked) -> I64:
    return np.flatnonzero(asked.called("system / NativeContext"))


def _code(asked: Asked) -> I64:
    source = asked.under("source", kind="internal")
    return np.concatenate(
        (np.flatnonzero(asked.kinds("code")), asked.of_kind(source, *_STRINGS))
    )  # fmt: skip


def _big(asked: Asked) -> I64:
    buffers = asked.called("system / JSArrayBufferData", "ArrayBuffer", "Node / ArrayBuffer")
    buffers &= asked.kinds("native", "object")
    return np.flatnonzero((asked.kinds(*_STRINGS) | buffers) & (asked.graph.size >= _BIG))


QUESTIONS: Final = (
    Question("mocks", "mock and spy functions", _mocks),
    Question(
        "module-registries", "module registries and caches",
        lambda a: np.concatenate((
            a.under(*_REGISTRIES),
            a.named("ModuleCacheMap", "EvaluatedModules", "VitestEvaluatedModules", "LoadCache"),
        )),
    ),
    Question("contexts", "V8 contexts (one per vm sandbox)", _contexts),
    Question("windows", "DOM windows", _windows),
    Question("code", "compiled code and source text", _code),
    Question(
        "timers", "timers",
        lambda a: a.named("Timeout", "Immediate", "TimersList", "ImmediateList"),
    ),
    Question("listeners", "event listeners", lambda a: a.under("_events")),
    Question(
        "handles", "sockets, servers and pools",
        lambda a: a.named(
            "Server", "Socket", "TLSSocket", "HTTPServer", "Http2Server", "ServerHttp2Session",
            "ClientHttp2Session", "Agent", "Pool", "BoundPool", "Client", "FSWatcher", "Worker",
            "ChildProcess", "WebSocket", "WebSocketServer", "MessagePort",
        ),
    ),
    Question(
        "metrics", "metrics registries",
        lambda a: a.named("Registry", "Counter", "Gauge", "Histogram", "Summary", "MeterProvider"),
    ),
    Question(
        "logs", "console and task logs",
        lambda a: a.of_kind(a.under(*_LOGS), "object"),
    ),
    Question("big", "strings and buffers over 100 kB", _big),
)  # fmt: skip


def ask(groups: Groups, names: Names) -> tuple[Answer, ...]:
    """Answer every question that the heap has an answer to, the largest first."""
    asked = Asked(groups, names)
    total = max(int(groups.tree.retained[groups.graph.header.root]), 1)
    answers = []
    for question in QUESTIONS:
        outer = groups.topmost(np.unique(question.nodes(asked)))
        held = int(groups.tree.retained[outer].sum())
        if held:
            examples = _examples(groups, outer)
            answers.append(
                Answer(question.slug, question.what, len(outer), held, held / total, examples)
            )
    return tuple(sorted(answers, key=lambda answer: -answer.bytes))


def _examples(groups: Groups, outer: I64) -> tuple[Content, ...]:
    return groups.contents(outer, _EXAMPLES)

"""What people ask of the heap of a test process, answered without being asked."""

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np

from memfit.classes import dataclass
from memfit.heap.graph import I64, U32, Mask, rising
from memfit.heap.groups import Groups
from memfit.model.snapshot import Answer

_EXAMPLES: Final = 3
_BIG: Final = 100_000  # bytes: a string or buffer of its own account
# Properties:
_MOCKS: Final = ("mockReturnValueOnce", "_isMockFunction", "isSinonProxy", "getMockImplementation")
_REGISTRIES: Final = (
    "_moduleRegistry", "_esmoduleRegistry", "moduleCache", "evaluatedModules", "idToModuleMap",
    "fileToModulesMap",
)  # fmt: skip
_LOGS: Final = ("logs", "_buffer", "userConsoleLogs")
_LISTENERS: Final = ("_events",)
_SOURCE: Final = ("source",)
# Classes:
_WINDOWS: Final = (
    "Window", "GlobalWindow", "BrowserWindow", "DetachedWindowAPI", "VMGlobalWindow",
)  # fmt: skip
_CACHES: Final = ("ModuleCacheMap", "EvaluatedModules", "VitestEvaluatedModules", "LoadCache")
_TIMERS: Final = ("Timeout", "Immediate", "TimersList", "ImmediateList")
_HANDLES: Final = (
    "Server", "Socket", "TLSSocket", "HTTPServer", "Http2Server", "ServerHttp2Session",
    "ClientHttp2Session", "Agent", "Pool", "BoundPool", "Client", "FSWatcher", "Worker",
    "ChildProcess", "WebSocket", "WebSocketServer", "MessagePort",
)  # fmt: skip
_METRICS: Final = ("Registry", "Counter", "Gauge", "Histogram", "Summary", "MeterProvider")
_CONTEXTS: Final = ("system / NativeContext",)
_BUFFERS: Final = ("system / JSArrayBufferData", "ArrayBuffer", "Node / ArrayBuffer")
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
    """The sets of nodes that questions are made of; all names are looked for in one pass."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.graph = groups.graph

    @cached_property
    def _nodes(self) -> I64:
        classes = (_WINDOWS, _CACHES, _TIMERS, _HANDLES, _METRICS, _CONTEXTS, _BUFFERS)
        return self.groups.heap.nodes_named(chain(*classes))

    @cached_property
    def _edges(self) -> I64:
        properties = (_MOCKS, _REGISTRIES, _LOGS, _LISTENERS, _SOURCE)
        return self.groups.heap.edges_named(chain(*properties))

    def of_kind(self, nodes: I64, *kinds: str) -> I64:
        """Return those of `nodes` that have one of these types."""
        wanted = np.array([kind in kinds for kind in self.graph.header.node_types])
        found: I64 = nodes[wanted[self.graph.node_type[nodes]]]
        return found

    def called(self, *words: str) -> I64:
        """Return the nodes of these names."""
        return self._nodes[self._hit(self.graph.node_name[self._nodes], words)]

    def named(self, *words: str) -> I64:
        """Return the objects of these classes."""
        return self.of_kind(self.called(*words), "object")

    def _by(self, words: Iterable[str], kind: str) -> I64:
        hit = self._hit(self.graph.edge_name[self._edges], words)
        hit &= self.graph.edge_type[self._edges] == self.graph.header.edge_type(kind)
        return self._edges[hit]

    def _hit(self, names: U32, words: Iterable[str]) -> Mask:
        return np.isin(names, list(self.graph.strings.find(words).values()))

    def having(self, *words: str) -> I64:
        """Return the nodes with one of these properties."""
        return rising(self.graph.sources(self._by(words, "property")))

    def under(self, *words: str, kind: str = "property") -> I64:
        """Return what these properties lead to."""
        return rising(self.graph.target[self._by(words, kind)].astype(np.int64))


def _mocks(asked: Asked) -> I64:
    return asked.of_kind(asked.having(*_MOCKS), "closure", "object")


def _windows(asked: Asked) -> I64:
    found = asked.named(*_WINDOWS)
    return found[asked.groups.tree.retained[found] > _BIG // 10]


def _code(asked: Asked) -> I64:
    graph = asked.graph
    code = np.flatnonzero(graph.node_type == graph.header.node_type("code"))
    return np.concatenate((code, asked.of_kind(asked.under(*_SOURCE, kind="internal"), *_STRINGS)))


def _big(asked: Asked) -> I64:
    big = np.flatnonzero(asked.graph.size >= _BIG)
    buffers = asked.of_kind(asked.called(*_BUFFERS), "native", "object")
    return np.concatenate(
        (asked.of_kind(big, *_STRINGS), buffers[asked.graph.size[buffers] >= _BIG])
    )


QUESTIONS: Final = (
    Question("mocks", "mock and spy functions", _mocks),
    Question(
        "module-registries", "module registries and caches",
        lambda a: np.concatenate((a.under(*_REGISTRIES), a.named(*_CACHES))),
    ),
    Question("contexts", "V8 contexts (one per vm sandbox)", lambda a: a.called(*_CONTEXTS)),
    Question("windows", "DOM windows", _windows),
    Question("code", "compiled code and source text", _code),
    Question("timers", "timers", lambda a: a.named(*_TIMERS)),
    Question("listeners", "event listeners", lambda a: a.under(*_LISTENERS)),
    Question("handles", "sockets, servers and pools", lambda a: a.named(*_HANDLES)),
    Question("metrics", "metrics registries", lambda a: a.named(*_METRICS)),
    Question("logs", "console and task logs", lambda a: a.of_kind(a.under(*_LOGS), "object")),
    Question("big", "strings and buffers over 100 kB", _big),
)  # fmt: skip


def ask(groups: Groups) -> tuple[Answer, ...]:
    """Answer every question that the heap has an answer to, the largest first."""
    asked = Asked(groups)
    total = max(int(groups.tree.retained[groups.graph.header.root]), 1)
    answers = []
    for question in QUESTIONS:
        outer = groups.topmost(rising(question.nodes(asked)))
        held = int(groups.tree.retained[outer].sum())
        if held:
            examples = groups.contents(outer, _EXAMPLES)
            answers.append(
                Answer(question.slug, question.what, len(outer), held, held / total, examples)
            )
    return tuple(sorted(answers, key=lambda answer: -answer.bytes))

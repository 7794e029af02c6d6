"""What people ask of the heap of a test process, answered without being asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from memfit.heap.graph import I64
from memfit.heap.groups import Groups, Mask
from memfit.heap.names import Names
from memfit.model.snapshot import Answer, Content

_EXAMPLES: Final = 3
_BIG: Final = 100_000  # bytes: a string or buffer of its own account
_STRINGS: Final = ("string", "concatenated string", "sliced string")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and how its things are recognised.

    Attributes:
        slug: Its name in documents.
        what: What is counted, in words.
        blames: Whether the answer may be named as the holder of the memory.
        nodes: Finds the things.
    """

    slug: str
    what: str
    blames: bool
    nodes: Callable[["Asked"], I64]


class Asked:
    """The sets of nodes that questions are made of."""

    def __init__(self, groups: Groups, names: Names) -> None:
        self.groups = groups
        self.graph = groups.graph
        self.names = names

    def kinds(self, *kinds: str) -> Mask:
        """Return a mask of nodes of these types."""
        return np.isin(self.graph.node_type, [self.graph.header.node_type(kind) for kind in kinds])

    def named(self, *words: str) -> I64:
        """Return objects of these classes."""
        found = list(self.graph.strings.find(words).values())
        return np.flatnonzero(np.isin(self.graph.node_name, found) & self.kinds("object"))

    def _edges(self, words: Iterable[str], kind: str) -> I64:
        found = list(self.graph.strings.find(words).values())
        if not found:
            return np.empty(0, np.int64)
        hit = np.isin(self.graph.edge_name, found)
        return np.flatnonzero(hit & (self.graph.edge_type == self.graph.header.edge_type(kind)))

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
    marks = ("mockReturnValueOnce", "_isMockFunction", "isSinonProxy", "getMockImplementation")
    return asked.of_kind(asked.having(*marks), "closure", "object")


def _windows(asked: Asked) -> I64:
    classes = ("Window", "GlobalWindow", "BrowserWindow", "DetachedWindowAPI", "VMGlobalWindow")
    found = asked.named(*classes)
    return found[asked.groups.tree.retained[found] > _BIG // 10]


def _contexts(asked: Asked) -> I64:
    context = asked.graph.strings.find(["system / NativeContext"]).values()
    return np.flatnonzero(np.isin(asked.graph.node_name, list(context)))


def _code(asked: Asked) -> I64:
    source = asked.under("source", kind="internal")
    return np.concatenate(
        (np.flatnonzero(asked.kinds("code")), asked.of_kind(source, *_STRINGS))
    )  # fmt: skip


def _big(asked: Asked) -> I64:
    data = asked.graph.strings.find(
        ["system / JSArrayBufferData", "ArrayBuffer", "Node / ArrayBuffer"]
    ).values()
    buffers = asked.kinds("native", "object") & np.isin(asked.graph.node_name, list(data))
    return np.flatnonzero((asked.kinds(*_STRINGS) | buffers) & (asked.graph.size >= _BIG))


QUESTIONS: Final = (
    Question("mocks", "mock and spy functions", True, _mocks),
    Question(
        "module-registries", "module registries and caches", True,
        lambda a: np.concatenate((
            a.under("_moduleRegistry", "_esmoduleRegistry", "moduleCache", "evaluatedModules",
                    "idToModuleMap", "fileToModulesMap"),
            a.named("ModuleCacheMap", "EvaluatedModules", "VitestEvaluatedModules", "LoadCache"),
        )),
    ),
    Question("contexts", "V8 contexts (one per vm sandbox)", False, _contexts),
    Question("windows", "DOM windows", True, _windows),
    Question("code", "compiled code and source text", False, _code),
    Question(
        "timers", "timers", True,
        lambda a: a.named("Timeout", "Immediate", "TimersList", "ImmediateList"),
    ),
    Question("listeners", "event listeners", True, lambda a: a.under("_events")),
    Question(
        "handles", "sockets, servers and pools", True,
        lambda a: a.named(
            "Server", "Socket", "TLSSocket", "HTTPServer", "Http2Server", "ServerHttp2Session",
            "ClientHttp2Session", "Agent", "Pool", "BoundPool", "Client", "FSWatcher", "Worker",
            "ChildProcess", "WebSocket", "WebSocketServer", "MessagePort",
        ),
    ),
    Question(
        "metrics", "metrics registries", True,
        lambda a: a.named("Registry", "Counter", "Gauge", "Histogram", "Summary", "MeterProvider"),
    ),
    Question(
        "logs", "console and task logs", True,
        lambda a: a.of_kind(a.under("logs", "_buffer", "userConsoleLogs"), "object"),
    ),
    Question("big", "strings and buffers over 100 kB", False, _big),
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

"""What memfit says about a heap snapshot: what holds the memory, by name.

`memfit heap --format json` prints these classes; docs/reference/heap.md is the specification.
Bytes are int; a share is a part of the whole heap from 0 to 1; absent is None.
"""

from memfit.classes import dataclass

SCHEMA = 1
"""Version of the document that `memfit heap --format json` prints. 1: first published."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a source file.

    Attributes:
        file: The script as V8 names it, or the original file if a source map tells it.
        line: From 1.
        column: From 1.
        mapped: Whether the line is that of the original file: a source map told it, or the
            variable's only declaration was found there.
    """

    file: str
    line: int
    column: int
    mapped: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Things of one kind that hang directly from a holder.

    Attributes:
        what: What they are.
        count: How many.
        bytes: What they hold together.
        place: Where one of them, or a function that it holds, is written, or None.
    """

    what: str
    count: int
    bytes: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from a root to an object.

    Attributes:
        edge: How the object before refers to this one, such as `.cache` or `[3]`.
        what: What this one is.
        id: Its id in the snapshot.
        bytes: What it holds alone.
    """

    edge: str
    what: str
    id: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Holder:
    """An object that holds memory which nothing else holds, or several at like places.

    Attributes:
        id: Its id in the snapshot, for `--path`; of several, the largest one's.
        what: What it is, such as `Array` or `{url, app, deps}`.
        name: How the program reaches it, such as `requestLog` or `globalThis.cache.rows`.
        place: Where the function or class is that owns it, or None.
        role: What it is for, such as `listeners` or `timers`, or None if it shows nothing of that.
        bytes: What it holds alone; would go if it went. Of several, together.
        share: Of the whole heap.
        contents: What hangs from it, largest first; of several, from the largest.
        inside: Holders below it, largest first.
        path: The way from a root.
        count: How many there are at like places.
        within: Class of the object that it is a part of, such as `Server`, or None.
    """

    id: int
    what: str
    name: str
    place: Place | None
    role: str | None
    bytes: int
    share: float
    contents: tuple[Content, ...]
    inside: tuple["Holder", ...] = ()
    path: tuple[Step, ...] = ()
    count: int = 1
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one of the questions that are always asked.

    Attributes:
        question: Slug, such as `mocks`.
        what: What was counted, in words.
        count: How many.
        bytes: What they hold alone, together.
        share: Of the whole heap.
        examples: The largest, or the largest groups.
    """

    question: str
    what: str
    count: int
    bytes: int
    share: float
    examples: tuple[Content, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """All objects of a class.

    Attributes:
        name: Class, or kind in parentheses.
        count: How many have a size.
        self_bytes: Their own bytes.
        retained: What they hold, counting nested ones once.
    """

    name: str
    count: int
    self_bytes: int
    retained: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A string that is there more than once.

    Attributes:
        text: Its start.
        count: How many copies.
        bytes: What all but one take.
    """

    text: str
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is said about one snapshot.

    Attributes:
        file: Where it was read.
        bytes: Of all objects, with what V8 counts outside of the heap.
        nodes: How many objects.
        edges: How many references.
        headline: What holds the memory, in one sentence.
        holders: Outermost holders, the one to blame first.
        answers: Of the questions that are always asked, largest first.
        kinds: Own bytes per type of node, largest first.
        classes: Largest first.
        duplicates: Largest first.
        notes: What is missing in the file, or odd.
    """

    file: str
    bytes: int
    nodes: int
    edges: int
    headline: str
    holders: tuple[Holder, ...]
    answers: tuple[Answer, ...]
    kinds: tuple[Content, ...]
    classes: tuple[ClassRow, ...]
    duplicates: tuple[Duplicate, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grown:
    """New objects that hang from the same place.

    Attributes:
        what: What they are.
        name: How the program reaches them.
        place: Where the owner is, or None.
        count: How many are new.
        bytes: What they hold alone, together.
        example: Id of the largest in the later snapshot.
        path: The way to it.
    """

    what: str
    name: str
    place: Place | None
    count: int
    bytes: int
    example: int
    path: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """What grew between two snapshots of one process.

    Attributes:
        before: The earlier file.
        after: The later file.
        bytes_before: Of all objects in the earlier.
        bytes_after: Of all objects in the later.
        same_process: False if the ids show that the snapshots are of different processes.
        headline: What grew, in one sentence.
        grown: New objects by where they hang, largest first.
        classes: Change per class: count, own bytes and retained, largest growth first.
        notes: What is missing in the files, or odd.
    """

    before: str
    after: str
    bytes_before: int
    bytes_after: int
    same_process: bool
    headline: str
    grown: tuple[Grown, ...]
    classes: tuple[ClassRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Who holds the memory of one isolate of a recording, as its snapshots show.

    Attributes:
        isolate: `<pid>-<thread>`.
        file: Name of the snapshot that was read.
        holder: How the program reaches what holds most, or what grew most where the isolate has
            an earlier snapshot; None if many small objects hold the memory.
        place: Where the holder's owner is written, or None.
        bytes: What it holds alone; of what grew, what is new.
        share: Of the whole heap.
        sentence: The same in words.
    """

    isolate: str
    file: str
    holder: str | None
    place: Place | None
    bytes: int
    share: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Allocated:
    """What one function or file allocated, as sampled.

    Attributes:
        function: Its name; empty for a whole file.
        place: Where it is; line 0 for a whole file.
        self_bytes: Allocated there and still alive.
        total: With what it called.
    """

    function: str
    place: Place
    self_bytes: int
    total: int


@dataclass(frozen=True, slots=True)
class AllocationProfile:
    """A sampling heap profile, summed up.

    Attributes:
        file: Where it was read.
        bytes: Of all samples.
        functions: Largest own first.
        files: Largest own first.
    """

    file: str
    bytes: int
    functions: tuple[Allocated, ...]
    files: tuple[Allocated, ...]

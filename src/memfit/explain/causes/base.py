"""A base that is high at once: imports in every worker, or data that each of them needs."""

from collections import Counter
from itertools import pairwise

from memfit.explain.causes import before_work, remedies
from memfit.explain.causes.climbs import heap_climbs, native, native_climbs
from memfit.explain.causes.context import Context
from memfit.explain.causes.fan_out import Came, how_it_came
from memfit.explain.causes.frames import is_own, module_of, relative
from memfit.explain.causes.statement import blame, sampled, state, stream
from memfit.explain.courses import BLIND, Course
from memfit.explain.median import median
from memfit.explain.naming import name
from memfit.explain.series import value_at
from memfit.explain.spans import PartKind
from memfit.model.finding import Basis, Evidence, Finding, Remedy
from memfit.model.recording import How
from memfit.units import format_bytes

IMPORTS = "import-fan-out"
BASE = before_work.CAUSE

MOST = 0.6
"""Share of what an isolate held that must have been there once its first file was imported."""

HEAVY = 64 << 20
"""Bytes that the imports of one file must bring; less is what any runner needs for itself."""

MANY = 200
"""Modules of a file from which on its imports count as a fan-out."""

VERY_MANY = 500
"""Modules from which on imports count even where they take less than `HEAVY`."""

UNANSWERED = 0.5
"""Share of its imports for which an isolate must not answer for one value to be the reason."""

USUAL = 82 << 10
"""Bytes a module that packages take, imported alone.

jsdom, happy-dom, vite, rollup, vitest, jest, Babel and mocha took 18 to 82 kB.
"""

EACH = 160 << 10
"""Bytes a module that code, its source and its exports take at most; more is data.

What a runner transforms carries its source map as well: twice the usual.
"""


_BEFORE = (PartKind.START, PartKind.COLLECT)


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if what was held was there at once, in every isolate that matters."""
    tested = [each for each in context.courses if each.files]
    # A base that fits is nobody's trouble.
    if not context.ending.kind.of_memory:
        return ()
    early = before_work.find(context)
    if early is not None:
        return (early,)
    if not tested or heap_climbs(context) or native_climbs(context):
        return ()
    outside = _native_base(context, tested)
    if outside is not None:
        return (outside,)
    heavy = [each for each in tested if _is_heavy(each)]
    if 2 * len(heavy) <= len(tested):
        return ()
    cause, basis = _which(heavy)
    tests = any(part.kind is PartKind.TEST for each in heavy for part in each.parts)
    counted = any(map(_modules, heavy))
    if not tests and not counted:
        basis = Basis.CONJECTURE  # no test ran yet: what imports would have come to is not known
    if basis is Basis.CONJECTURE and 2 * sum(map(_in_one_call, heavy)) > len(heavy):
        cause = BASE
    causes = (cause,) if basis is Basis.INFERRED else (cause, BASE if cause == IMPORTS else IMPORTS)
    found = (_finding(cause, context, heavy, basis) for cause in causes)
    return tuple(finding for finding in found if finding is not None)


def _native_base(context: Context, tested: list[Course]) -> Finding | None:
    """Return the finding if most of a process was native memory, and there at once."""
    each = max(tested, key=lambda each: value_at(native(each), each.until) or 0)
    first = each.files[0].tests[0].started if each.files[0].tests else each.until
    outside = native(each)
    before, held = value_at(outside, first) or 0, value_at(outside, each.until) or 0
    if context.heap_died or held < 2 * each.held or before < max(MOST * held, 2 * HEAVY):
        return None
    who = name(each.process) if each.process is not None else each.isolate.name
    return state(
        context, BASE,
        f"{who} held {format_bytes(before)} outside of V8's heap before its first test ran "
        f"(estimate) and {format_bytes(held)} at the end: it needs more than it may have",
        blame(each, phase="collect", module=module_of(each, context.recording)),
        (
            Evidence("native memory before the first test", before, How.ESTIMATE, "samples.jsonl"),
            Evidence("native memory at the end", held, How.ESTIMATE, "samples.jsonl"),
            sampled("used heap", each.held, each),
        ),
        explains=before,
    )  # fmt: skip


def _is_heavy(each: Course) -> bool:
    """Say whether what was there before the first test is most of it, and much or of many modules."""
    if _base(each) < MOST * each.held:
        return False
    many = (_modules(each) or 0) >= VERY_MANY
    return _base(each) >= HEAVY or (many and _imported(each) >= each.held / 2)


def _modules(each: Course) -> int | None:
    """Return how many modules a file loaded, at most; None if not told."""
    told = [count for file in each.files if (count := file.loaded) is not None]
    return max(told, default=None)


def _in_one_call(each: Course) -> bool:
    """Say whether an isolate did not answer for most of its imports.

    It answers between two modules, but not while V8 parses or copies one large value.
    """
    part = next((part for part in each.parts if part.kind is PartKind.COLLECT), None)
    if part is None:
        return False
    read = [at for at in each.isolate.used.at if part.start <= at <= part.end]
    longest = max(after - before for before, after in pairwise([part.start, *read, part.end]))
    return longest >= max(BLIND, UNANSWERED * (part.end - part.start))


def _share_of_tree(each: Course) -> int:
    """Return what an isolate's base accounts for of its whole process, code and pages included."""
    rss = value_at(each.process.rss, each.until) if each.process is not None else None
    return int((rss or each.held) * _base(each) / max(each.held, 1))


def against(context: Context) -> str | None:
    """Say what was there once the first file was imported, where that is little."""
    each = next((each for each in context.courses if each.files), None)
    if each is None or _base(each) >= MOST * each.held:
        return None
    return f"{format_bytes(_base(each))} of {format_bytes(each.held)} was there once the first file was imported"


def _base(each: Course) -> int:
    """Return what came before the first test of a file, and stayed.

    It is that of the first file, unless the runner drops the modules of a file and imports all of
    them again for the next: then it is that of the file under way.
    """
    before = next(
        (n for n, part in enumerate(each.parts) if part.kind not in _BEFORE), len(each.parts)
    )
    later = [part.gain for part in each.parts[before:] if part.kind is PartKind.COLLECT]
    first = sum(part.gain for part in each.parts[:before])
    again = sum(later) if later and _reloads(each) else 0
    return first + again + (each.held - sum(part.gain for part in each.parts))


def _reloads(each: Course) -> bool:
    """Say whether later files load about as many modules as the first did."""
    told = [count for file in each.files if (count := file.loaded) is not None]
    return len(told) > 1 and 2 * min(told) >= max(told)


def _imported(each: Course) -> int:
    return max((part.gain for part in each.parts if part.kind is PartKind.COLLECT), default=0)


def _which(heavy: list[Course]) -> tuple[str, Basis]:
    """Tell imports from data: by when it came, and by how much there is of it a module."""
    imported = median(_imported(each) for each in heavy)
    if imported < median(_base(each) for each in heavy) / 2:
        return BASE, Basis.INFERRED
    modules = [count for each in heavy if (count := _modules(each)) is not None]
    if not modules:
        return IMPORTS, Basis.CONJECTURE
    count = max(modules)
    if count < MANY or imported / count > EACH or _one_module(heavy):
        return BASE, Basis.INFERRED
    came = how_it_came(heavy)
    if came is Came.BETWEEN:
        return BASE, Basis.INFERRED
    # What modules usually take needs no data beside it.
    told = came is Came.WITH_MODULES or imported / count <= USUAL
    return IMPORTS, Basis.INFERRED if told else Basis.CONJECTURE


def _one_module(heavy: list[Course]) -> bool:
    """Say whether one module of the project's own was making objects while files were imported.

    A module that is being loaded has the loader on top of its stack, not itself.
    """
    on_top = []
    for each in heavy:
        imports = [part for part in each.parts if part.kind is PartKind.COLLECT]
        for stack in each.isolate.stacks:
            if any(part.start <= stack.at <= part.end for part in imports):
                files = (file for _, file, _ in stack.frames if not file.startswith("node:"))
                on_top.append(next(files, ""))
    own = Counter(file for file in on_top if is_own(file))
    return max(own.values(), default=0) >= max(2, len(on_top) / 2)


def _finding(cause: str, context: Context, heavy: list[Course], basis: Basis) -> Finding | None:
    each = heavy[0]
    base, who = _base(each), name(each.process) if each.process else each.isolate.name
    modules = _modules(each)
    several = f" in each of {len(heavy)} workers" if len(heavy) > 1 else ""
    counted = f", {modules} modules" if modules else ""
    if cause == IMPORTS:
        sentence = f"imports brought {format_bytes(_imported(each))}{counted}{several} before the first test of {who} (sampled); {_then(heavy)}"
    else:
        sentence = f"{who} held {format_bytes(base)}{several} before its first test ran (sampled){counted}; {_then(heavy)}"
    evidence = [
        sampled("heap before the first test", base, each),
        sampled("of that, from the imports of one file", _imported(each), each),
        sampled("held in all", each.held, each),
        Evidence("isolates like this", len(heavy), How.EXACT, "isolates/"),
    ]
    if modules:
        evidence.append(Evidence("modules loaded for one file", modules, How.EXACT, stream(each)))
    if each.isolate.heap_limit is not None:
        evidence.append(
            Evidence("ceiling in force", each.isolate.heap_limit, How.EXACT, stream(each))
        )
    explains = sum(map(_share_of_tree, heavy)) if context.tree_hit_limit else base
    return state(
        context, cause, sentence, blame(
            each, phase="collect", file=relative(each.files[0].file, context.recording), module=module_of(each, context.recording)
        ),
        tuple(evidence), explains=explains, basis=basis,
        remedies=_remedies(cause, context, each),
    )  # fmt: skip


def _then(heavy: list[Course]) -> str:
    ran = any(part.kind is PartKind.TEST for each in heavy for part in each.parts)
    added = max(heavy[0].held - _base(heavy[0]), 0)
    return f"the tests added {format_bytes(added)}" if ran else "no test had run yet"


def _remedies(cause: str, context: Context, each: Course) -> tuple[Remedy, ...]:
    room = remedies.ceiling(
        int(each.held * 1.5) >> 20, "Raise the ceiling above what it needs",
        context.recording, each.isolate,
    )  # fmt: skip
    if cause == BASE:
        return room
    return (
        Remedy(
            "deep-imports",
            "Import the module that is needed, not the barrel that exports everything",
            "import { X } from 'package/x' instead of 'package'; load heavy parts with import() where they are used",
        ),
        Remedy(
            "split-set-up",
            "Keep heavy imports out of set-up files that every test file loads",
            "setupFiles per project or folder",
        ),
        *room,
    )

"""Which changes are worth trying on a command: by its runner, its configuration and its findings."""

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from memfit.errors import UnusableInputError
from memfit.experiment.case import Case
from memfit.experiment.remedies import candidates, kind
from memfit.experiment.subject import Subject
from memfit.runners import variations
from memfit.runners.arguments import CannotVaryError
from memfit.runners.stub import stub
from memfit.runners.target import Target
from memfit.runners.variation import Variation

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_BUILDERS: Final = frozenset({"vite", "rollup", "webpack", "tsup", "esbuild"})
_SEMI_SPACE: Final = 4  # MB: what V8 itself takes where little memory is there


def matrix(case: Case) -> tuple[Variation, ...]:
    """Return the changes that may help, those against what was found first."""
    found = [each for one in case.explanation.findings for each in candidates(one.cause, case)]
    kinds = {kind(each.id) for each in found}
    usual = (each for each in _usual(case) if kind(each.id) not in kinds)
    return tuple({each.id: each for each in (*found, *usual)}.values())


def own(text: str) -> Variation:
    """Read a change that the user made up.

    Args:
        text: `NAME=[VARIABLE=value …] [arguments …]`, quoted as in a shell: variables that are
            set, and arguments that the runner gets.

    Raises:
        UnusableInputError: If it has no name or changes nothing.

    >>> own("small=NODE_OPTIONS=--max-old-space-size=256 --pool=threads").what
    'NODE_OPTIONS=--max-old-space-size=256 --pool=threads'
    """
    name, _, given = text.partition("=")
    try:
        words = shlex.split(given)
    except ValueError as error:
        raise UnusableInputError(f"{text!r:.80}: {error}", _HINT) from error
    slug = "-".join(name.lower().split())
    if not _NAME.fullmatch(slug) or not words:
        raise UnusableInputError(f"{text!r:.80} is no change with a name", _HINT)
    variables: dict[str, str | None] = {}
    while words and "=" in words[0] and words[0].partition("=")[0].isidentifier():
        key, _, value = words.pop(0).partition("=")
        variables[key] = value

    def apply(target: Target) -> Target:
        changed = target.with_variables(**variables)
        if not words:
            return changed
        if target.runner is None:
            return replace(changed, command=(*changed.command, *words))
        options = tuple(word.partition("=")[0] for word in words if word.startswith("-"))
        return changed.with_arguments(tuple(words), options)

    return Variation(f"own-{slug}", given, apply)


def _stubs(names: Iterable[str]) -> Iterator[Variation]:
    """Yield a change for each name; names that come down to one id are numbered.

    They are sorted first, so that an experiment that goes on has the same ids.
    """
    seen: Counter[str] = Counter()
    for each in map(stub, sorted(set(names))):
        seen[each.id] += 1
        yield each if seen[each.id] == 1 else replace(each, id=f"{each.id}-{seen[each.id]}")


def owns(texts: Sequence[str], left_out: Sequence[str] = ()) -> tuple[Variation, ...]:
    """Read the changes that the user made up; runs are kept by their names.

    Args:
        texts: Changes, each as `own` reads it.
        left_out: Packages and modules to leave out.

    Raises:
        UnusableInputError: If one is none, or two have one name.
    """
    changes = (*map(own, texts), *_stubs(left_out))
    counts = Counter(each.id for each in changes)
    for each in changes:
        if counts[each.id] > 1:
            name = each.id.removeprefix("own-")
            raise UnusableInputError(f"two changes are called {name!r:.80}", "name each otherwise")
    return changes


_HINT: Final = "write NAME=VARIABLE=value, NAME=--argument, or both with blanks between"


def applicable(
    subject: Subject, changes: tuple[Variation, ...]
) -> tuple[dict[Variation, Target], dict[str, str]]:
    """Part changes into those that can be made here, and the others with the reason."""
    possible: dict[Variation, Target] = {}
    impossible: dict[str, str] = {}
    for each in changes:
        try:
            target = subject.vary((each,))
        except CannotVaryError as error:
            impossible[each.what] = error.reason
            continue
        if (target.command, target.environment) != (subject.target.command, {}):
            possible[each] = target
    return possible, impossible


def _usual(case: Case) -> Iterator[Variation]:
    """Yield what is usually tried, where the configuration does not have it already."""
    config, runner = case.target.config, case.target.runner
    if runner in _BUILDERS:
        yield variations.no_source_maps()
        yield variations.splitting()
        yield variations.go_collects_more()
        return
    if config.get("isolate") is False or config.get("single") or runner == "jest":
        yield variations.isolate_files()
    if runner == "vitest":
        yield variations.pool("forks" if case.target.pool == "threads" else "threads")
        yield variations.console_direct()
    if case.measures.workers > 1:
        yield variations.workers(max(case.measures.workers // 2, 1))
    if config.get("coverage"):
        yield variations.coverage_narrowed()
        yield variations.coverage_provider(case.other_provider())
    if case.measures.worker_heap is not None and not case.heap_died:
        yield variations.ceiling(max(case.measures.worker_heap * 3 // 4 >> 20, 64))
    if case.measures.ceiling is not None:
        yield variations.semi_space(_SEMI_SPACE)

"""Whose code ran while a heap climbed: frames of stacks that the sampler read."""

import re
from collections import Counter
from collections.abc import Iterable

from memfit.explain.courses import Course
from memfit.model.isolate import Stack
from memfit.model.recording import Recording

_OF_TESTS = re.compile(r"(?:^|/)(?:__tests__|tests?|specs?)(?:/|$)")

TRANSFORM = {"vitest", "jest"}
"""Runners that run a transformed copy of a source file under its name."""

Frame = tuple[str, str, int | None]
"""Function, file and line."""


def own_frame(stacks: Iterable[Stack], without: Iterable[str] = ()) -> Frame | None:
    """Return the innermost frame of the project's own code, that of most stacks.

    Args:
        stacks: What ran.
        without: Test files. They, and what lies beside them in a folder of tests, are passed over
            where another file is there: they call what keeps.

    Returns:
        The frame; None if only the runner, packages and Node itself were running.
    """
    avoided = set(without)
    folders = {folder for file in avoided if _OF_TESTS.search(folder := file.rpartition("/")[0])}

    def passed_over(file: str) -> bool:
        return file in avoided or file.rpartition("/")[0] in folders

    own = [[frame for frame in stack.frames if is_own(frame[1])] for stack in stacks]
    innermost = [frames[0] for frames in own if frames]
    better = [
        next((frame for frame in frames if not passed_over(_plain(frame[1]))), None)
        for frames in own
    ]
    found = [frame for frame in better if frame is not None] or innermost
    if not found:
        return None
    file, _ = Counter(frame[1] for frame in found).most_common(1)[0]
    return next(frame for frame in reversed(found) if frame[1] == file)


def module_of(each: Course, recording: Recording) -> str | None:
    """Return the project's module that ran most often while an isolate's memory climbed."""
    frame = own_frame(each.isolate.stacks, without=[file.file for file in each.files])
    return relative(frame[1], recording) if frame is not None else None


def only_file(each: Course, recording: Recording) -> str | None:
    """Return the test file of an isolate that ran no other."""
    return relative(each.files[0].file, recording) if len(each.files) == 1 else None


def timers_frame(stacks: Iterable[Stack]) -> Frame | None:
    """Return what a timer called: the outermost frame of the project's own in the latest stack."""
    for stack in reversed(list(stacks)):
        own = [frame for frame in stack.frames if is_own(frame[1])]
        if own:
            return own[-1]
    return None


def is_own(file: str) -> bool:
    """Say whether a file is the project's own, and not a package's or Node's."""
    return (
        bool(file)
        and "node_modules" not in file
        and not file.startswith(("node:", "<", "evalmachine"))
    )


def relative(file: str, recording: Recording) -> str:
    """Write a path as seen from where the run took place."""
    return _plain(file).removeprefix(recording.directory.rstrip("/") + "/")


def place(frame: Frame, recording: Recording) -> str:
    """Write a frame for a sentence: `function at file:line`.

    Runners that transform sources run other lines than those that the user sees: then without.
    """
    function, file, line = frame
    known = line is not None and recording.runner not in TRANSFORM
    where = relative(file, recording) + (f":{line}" if known else "")
    return (
        f"{function} at {where}" if function and function != "(anonymous)" else f"code at {where}"
    )


def _plain(file: str) -> str:
    return file.removeprefix("file://").partition("?")[0]

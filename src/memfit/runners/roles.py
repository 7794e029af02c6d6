"""What a process is to a run, told from its command line alone."""

from functools import lru_cache

from memfit.model.recording import Role
from memfit.runners import known, wrappers
from memfit.runners.command import Command

# A busy tree starts the same few commands again and again.
_REMEMBERED = 64


@lru_cache(_REMEMBERED)
def runner(words: tuple[str, ...]) -> str | None:
    """Name the test runner or builder that a command line starts, or None.

    >>> runner(("node", "--expose-gc", "/app/node_modules/.bin/vitest", "run"))
    'vitest'
    >>> runner(("python3", "-m", "pytest", "-q"))
    'pytest'
    """
    row = known.recognise(Command(words))
    return row.name if row is not None else None


@lru_cache(_REMEMBERED)
def role(words: tuple[str, ...], parent: Role | None, found: bool) -> Role:
    """Say what a process is to the run.

    Args:
        words: Its command line.
        parent: The role of the process that made it; None for the root.
        found: Whether an earlier process is the runner or builder already.
    """
    command = Command(words)
    if known.is_worker(command):
        return Role.WORKER
    if known.is_service(command):
        return Role.HELPER
    below = found and parent in {Role.MAIN, Role.WORKER}
    if not below and known.recognise(command) is not None:
        return Role.MAIN
    if parent is Role.MAIN and known.is_test_file_of_node(command):
        return Role.WORKER
    if parent in {None, Role.WRAPPER}:
        return Role.WRAPPER if wrappers.wraps(words) else Role.HELPER if found else Role.MAIN
    return Role.HELPER

"""What a recording may know: an allow-list of variables, and command lines without secrets."""

from collections.abc import Iterable, Mapping
from typing import Final

MASK: Final = "***"
"""What stands for a secret."""

_VARIABLES: Final = frozenset(
    {
        "CI",
        "GOGC",
        "GOMAXPROCS",
        "GOMEMLIMIT",
        "JEST_WORKER_ID",
        "LD_PRELOAD",
        "NODE_ENV",
        "NODE_OPTIONS",
        "NODE_V8_COVERAGE",
        "NX_PARALLEL",
        "OMP_NUM_THREADS",
        "PYTEST_ADDOPTS",
        "PYTEST_XDIST_AUTO_NUM_WORKERS",
        "PYTHONMALLOC",
        "RAYON_NUM_THREADS",
        "TURBO_CONCURRENCY",
        "UV_THREADPOOL_SIZE",
        "UV_USE_IO_URING",
        "VITEST_MAX_FORKS",
        "VITEST_MAX_THREADS",
        "VITEST_MAX_WORKERS",
        "VITEST_MIN_FORKS",
        "VITEST_MIN_THREADS",
    }
)
_PREFIXES: Final = ("MALLOC_", "GLIBC_TUNABLES", "npm_config_node_options")

# None of the patterns matches a text without any of these, in any case; the last need a colon, too.
# Nearly all command lines have none, and to look for these takes a fiftieth of the time.
_HINTS: Final = (
    "token", "secret", "pass", "pwd", "--pw", "--pat", "key", "credential", "authorization",
    "bearer", "cookie", "session", "://", "-----begin", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
    "github_pat_", "glpat-", "npm_", "sk-", "k_live_", "k_test_", "xox", "akia", "asia", "aiza",
    "pypi-", "hf_", "dckr_pat_", "eyj",
)  # fmt: skip
_HINTS_OF_LOGIN: Final = ("-u", "--auth")


def command(words: Iterable[str]) -> tuple[str, ...]:
    """Mask what looks like a secret in a command line.

    >>> command(["deploy", "--token", "abc", "--password=x", "https://me:pw@host/", "API_KEY=1"])
    ('deploy', '--token', '***', '--password=***', 'https://me:***@host/', 'API_KEY=***')
    """
    words = tuple(words)
    if not _may_hold_secret("\0".join(words)):
        return words
    from memfit.record import masking

    return masking.command(words)


def text(value: str) -> str:
    """Mask what looks like a secret in one word or line.

    >>> text("curl -H 'Authorization: Bearer abc'")
    "curl -H 'Authorization: Bearer ***'"
    >>> text("deploy --token abc --verbose")
    'deploy --token *** --verbose'
    """
    if not _may_hold_secret(value):
        return value
    from memfit.record import masking

    return masking.text(value)


def _may_hold_secret(value: str) -> bool:
    """Say cheaply whether any pattern may match; True if in doubt."""
    if not value.isascii():
        return True  # some letters beyond ASCII count as letters of it where case is ignored
    value = value.lower()
    if any(hint in value for hint in _HINTS):
        return True
    return ":" in value and any(hint in value for hint in _HINTS_OF_LOGIN)


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Choose the variables that matter to memory; all others are not even named."""
    return {
        name: text(value)
        for name, value in sorted(variables.items())
        if name in _VARIABLES or name.startswith(_PREFIXES)
    }

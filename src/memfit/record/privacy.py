"""What a recording may know: an allow-list of variables, and command lines without secrets."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

MASK: Final = "***"

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

_NAMES: Final = (
    r"[\w.-]*(?:token|secret|passw(?:or)?d|passphrase|passwd|api[-_]?key|access[-_]?key"
    r"|private[-_]?key|credentials?|authorization|bearer|cookie|session[-_]?id)[\w.-]*"
)
_NAMED_VALUE: Final = re.compile(
    rf"((?<![\w]){_NAMES}\s*[=:]\s*)((?:bearer|basic)\s+)?[^\s\"'&;]+", re.IGNORECASE
)
_NAMED_OPTION: Final = re.compile(rf"-{{1,2}}{_NAMES}", re.IGNORECASE)
_OPTION_AND_VALUE: Final = re.compile(
    rf"((?:^|\s)-{{1,2}}{_NAMES}\s+)[^\s\"'&;-][^\s\"'&;]*", re.IGNORECASE
)
_URL_PASSWORD: Final = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(@)", re.IGNORECASE)
# Prefixes by which the big services mark their own tokens, and JSON web tokens.
_KNOWN_TOKEN: Final = re.compile(
    r"\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|npm_\w{16,}|sk-[\w-]{16,}"
    r"|xox[abpors]-[\w-]{8,}|AKIA[0-9A-Z]{12,}|AIza[\w-]{20,}|pypi-\w{16,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)"
)


def command(words: Iterable[str]) -> tuple[str, ...]:
    """Mask what looks like a secret in a command line.

    >>> command(["deploy", "--token", "abc", "--password=x", "https://me:pw@host/", "API_KEY=1"])
    ('deploy', '--token', '***', '--password=***', 'https://me:***@host/', 'API_KEY=***')
    """
    masked: list[str] = []
    after_name = False
    for word in words:
        if after_name and not word.startswith("-"):
            masked.append(MASK)
            after_name = False
            continue
        masked.append(text(word))
        after_name = _NAMED_OPTION.fullmatch(word) is not None
    return tuple(masked)


def text(value: str) -> str:
    """Mask what looks like a secret in one word or line.

    >>> text("curl -H 'Authorization: Bearer abc'")
    "curl -H 'Authorization: Bearer ***'"
    >>> text("deploy --token abc --verbose")
    'deploy --token *** --verbose'
    """
    value = _KNOWN_TOKEN.sub(MASK, value)
    value = _URL_PASSWORD.sub(rf"\1{MASK}\2", value)
    value = _OPTION_AND_VALUE.sub(rf"\1{MASK}", value)
    return _NAMED_VALUE.sub(lambda match: f"{match[1]}{match[2] or ''}{MASK}", value)


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Choose the variables that matter to memory; all others are not even named."""
    return {
        name: text(value)
        for name, value in sorted(variables.items())
        if name in _VARIABLES or name.startswith(_PREFIXES)
    }

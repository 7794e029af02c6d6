"""Resolved configuration of every version under the same names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.runners.settings import known
from memfit.runners.table import ADAPTERS
from tests.runners.printed import adapter

VITEST_3 = {
    "pool": "forks",
    "isolate": True,
    "poolOptions": {
        "forks": {
            "isolate": False, "singleFork": True, "maxForks": 3, "minForks": 1,
            "execArgv": ["--max-old-space-size=512", "--conditions=secret"],
        },
        "threads": {"singleThread": True, "maxThreads": 7},
    },
    "fileParallelism": False,
    "environment": "jsdom",
    "setupFiles": ["/project/setup.ts"],
    "coverage": {"enabled": True, "provider": "istanbul", "include": ["src/**"], "all": True},
    "reporters": [["default", {}], ["junit", {"outputFile": "x.xml"}]],
    "bail": 1,
    "disableConsoleIntercept": True,
}  # fmt: skip
VITEST_4 = {
    "pool": "vmForks",
    "isolate": False,
    "maxWorkers": 4,
    "vmMemoryLimit": 0.5,
    "execArgv": ["--max-old-space-size=256"],
    "coverage": {"enabled": False, "provider": "v8"},
    "setupFiles": [],
}
JEST = {
    "maxWorkers": 2,
    "workerThreads": False,
    "workerIdleMemoryLimit": "512MB",
    "collectCoverage": True,
    "coverageProvider": "v8",
    "collectCoverageFrom": ["src/**/*.js"],
    "testEnvironment": "/project/node_modules/jest-environment-jsdom/build/index.js",
    "testEnvironmentOptions": {"globalsCleanup": "soft"},
    "setupFiles": ["a.js"],
    "setupFilesAfterEnv": ["b.js"],
    "reporters": [["default", {}]],
    "detectOpenHandles": False,
}


def test_vitest_3_has_the_options_of_its_pool():
    assert adapter("vitest").config(VITEST_3) == {
        "pool": "forks",
        "isolate": False,
        "workers": 3,
        "min_workers": 1,
        "single_fork": True,
        "exec_argv": ["--max-old-space-size=512"],
        "old_space": 512 << 20,
        "file_parallelism": False,
        "environment": "jsdom",
        "setup_files": ["/project/setup.ts"],
        "reporters": ["default", "junit"],
        "bail": 1,
        "console_intercept": False,
        "coverage": "istanbul",
        "coverage_include": ["src/**"],
        "coverage_all": True,
    }


def test_vitest_4_has_its_options_at_the_top():
    assert adapter("vitest").config(VITEST_4) == {
        "pool": "vmForks",
        "isolate": False,
        "workers": 4,
        "max_workers": 4,
        "vm_memory_limit": 0.5,
        "exec_argv": ["--max-old-space-size=256"],
        "old_space": 256 << 20,
        "setup_files": [],
        "coverage": False,
    }


def test_jest_is_brought_to_the_same_names():
    assert adapter("jest").config(JEST) == {
        "pool": "forks",
        "workers": 2,
        "max_workers": 2,
        "worker_idle_memory_limit": "512MB",
        "coverage": "v8",
        "coverage_include": ["src/**/*.js"],
        "environment": "/project/node_modules/jest-environment-jsdom/build/index.js",
        "globals_cleanup": "soft",
        "setup_files": ["a.js", "b.js"],
        "reporters": ["default"],
        "detect_open_handles": False,
    }


def test_what_has_its_name_already_keeps_it():
    handed_over = {"pool": "threads", "single": None, "coverage": False, "setup_files": ["a"]}

    assert adapter("vitest").config(handed_over) == {
        "pool": "threads",
        "coverage": False,
        "setup_files": ["a"],
    }


def test_flags_that_are_not_about_memory_are_left_out():
    flags = ["--import=data:text/javascript,token", "--expose-gc", "--max-semi-space-size=64"]

    assert adapter("vitest").config({"execArgv": flags})["exec_argv"] == flags[1:]


def test_settings_are_few_short_and_plain():
    kept = known({f"key{number}": "x" * 9999 for number in range(999)} | {"nested": {"a": 1}})

    assert len(kept) <= 60
    assert max(len(str(value)) for value in kept.values()) <= 500
    assert known({"a": {"b": 1}, "c": None, "d": [1]}) == {}


@pytest.mark.parametrize(
    ("runner", "words", "config", "expected"),
    [
        ("vitest", ["vitest", "--outputFile=a.json"], {}, ("a.json",)),
        ("vitest", ["vitest", "--outputFile.json", "a", "--outputFile.junit=b"], {}, ("a", "b")),
        ("vitest", ["vitest"], {"outputFile": {"json": "a", "junit": "b"}}, ("a", "b")),
        ("vitest", ["vitest"], {"outputFile": "a"}, ("a",)),
        ("jest", ["jest", "--json", "--outputFile", "a.json"], {}, ("a.json",)),
        ("jest", ["jest"], {"reporters": [["jest-junit", {}]]}, ("junit.xml",)),
        ("mocha", ["mocha", "-O", "x=1,output=a.json"], {}, ("a.json",)),
        ("mocha", ["mocha", "--reporter-option=output=a.xml"], {}, ("a.xml",)),
        ("node --test", ["node", "--test", "--test-reporter-destination=a.tap"], {}, ("a.tap",)),
        ("node --test", ["node", "--test", "--test-reporter-destination", "stdout"], {}, ()),
        ("pytest", ["pytest", "--junitxml=a.xml", "--junit-xml", "b.xml"], {}, ("a.xml", "b.xml")),
        ("vite", ["vite", "build"], {}, ()),
    ],
)
def test_report_files_are_named_by_arguments_and_configuration(
    runner: str, words: list[str], config: dict[str, object], expected: tuple[str, ...]
):
    assert adapter(runner).report_files(words, config) == expected


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(
    sorted({*VITEST_3, *VITEST_4, *JEST, "outputFile", "reporterOption", "build"})
)


@given(st.dictionaries(KEYS | st.text(max_size=5), ANY, max_size=6))
def test_any_configuration_is_survived(resolved: dict[str, object]):
    for each in ADAPTERS:
        for value in each.config(resolved).values():
            plain = isinstance(value, str | bool | int | float)
            assert plain or (isinstance(value, list) and all(isinstance(x, str) for x in value))
        each.report_files(["x", "--outputFile"], resolved)

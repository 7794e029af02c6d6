"""What needs Node 22, 24 or 26, from npm: `make test-matrix`."""

from pathlib import Path

import pytest

from tests.matrix.combinations import REST, Combination
from tests.matrix.runs import Command, both
from tests.matrix.test_deaths import (
    HEAP,
    KILLED,
    MORE_OF_JEST,
    MORE_OF_VITEST,
    NATIVE,
    POOL,
    THREAD,
    Death,
    must_be_told,
    of_vitest,
)
from tests.matrix.test_invisible import (
    test_coverage_of_vitest_is_the_same_to_the_byte as must_cover_the_same,
)
from tests.matrix.told import must_hold

pytestmark = pytest.mark.node


@pytest.mark.parametrize("combination", REST, ids=lambda each: each.slug)
def test_a_run_is_the_same_and_every_file_is_recorded(combination: Combination, tmp_path: Path):
    runs = both(combination.command, tmp_path)

    runs.must_be_alike()
    must_hold(runs.recording, tmp_path / "project", combination)


DEATHS = (
    *MORE_OF_VITEST,
    *MORE_OF_JEST,
    of_vitest(5, "forks", HEAP, says=POOL, reports=(True,), node=22),
    of_vitest(5, "forks", HEAP, says=POOL, reports=(True,), node=24),
    of_vitest(5, "forks", NATIVE, says=POOL, reports=(True,), node=22),
    of_vitest(5, "forks", KILLED, says=POOL, reports=(True,), node=22),
    of_vitest(5, "vmForks", HEAP, says=POOL, reports=(True,), node=22),
    of_vitest(5, "vmForks", KILLED, says=POOL, reports=(True,), node=22),
    of_vitest(5, "threads", HEAP, says=THREAD, node=22),
    of_vitest(5, "vmThreads", HEAP, says=THREAD, node=22),
    of_vitest(5, "threads", NATIVE, node=22),
    *(
        of_vitest(5, "forks", KILLED, where=where, reports=(True,), node=22)
        for where in ("collect", "beforeAll", "beforeEach", "afterEach", "afterAll")
    ),
)


@pytest.mark.parametrize("death", DEATHS, ids=lambda death: death.slug)
def test_a_death_is_told_with_its_file_its_test_and_its_hook(death: Death, tmp_path: Path):
    must_be_told(death, death.run(tmp_path))


@pytest.mark.parametrize(("version", "provider"), [(3, "istanbul"), (4, "v8")])
def test_coverage_is_the_same_to_the_byte(version: int, provider: str, tmp_path: Path):
    must_cover_the_same(version, provider, tmp_path)


@pytest.mark.parametrize("node", [24, 26])
@pytest.mark.parametrize(
    "rights", [("--allow-fs-read=*",), ("--allow-fs-read=*", "--allow-worker")]
)
def test_under_the_permission_model_a_program_runs_as_ever(
    node: int, rights: tuple[str, ...], tmp_path: Path
):
    words = ("node", "--permission", *rights, "busy.cjs")
    runs = both(Command("programs", "tools", words, node), tmp_path)

    assert runs.alone.code == 0, runs.alone.stderr
    runs.must_be_alike()


@pytest.mark.parametrize("node", [22, 24, 26])
@pytest.mark.parametrize("name", ["surroundings", "listeners", "written", "workers", "children"])
def test_a_program_sees_no_trace_of_memfit_in_itself(node: int, name: str, tmp_path: Path):
    both(Command("programs", "tools", ("node", f"{name}.cjs"), node), tmp_path).must_be_alike()

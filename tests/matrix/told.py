"""What a recording must hold of a run whose test files are known."""

from pathlib import Path

from memfit.model.recording import Recording
from memfit.model.suite import FileRun
from tests.matrix.combinations import Combination


def must_hold(recording: Recording, project: Path, combination: Combination) -> None:
    """Fail unless every file and test ran, began and ended, with figures of its heap.

    Args:
        recording: What was recorded.
        project: Where the files lie.
        combination: What was run there.
    """
    files = combination.files
    told = {str(Path(file.file).relative_to(project)): file for file in recording.files}
    assert sorted(told) == sorted(files)
    assert len({file.isolate for file in recording.files}) >= min(combination.isolates, len(files))
    isolates = {isolate.name: isolate for isolate in recording.isolates}
    for name, tests in files.items():
        _must_have_run(told[name], tests)
        isolate = isolates[told[name].isolate]
        assert isolate.heap_limit, isolate
        assert len(isolate.used), isolate


def _must_have_run(file: FileRun, tests: tuple[str, ...]) -> None:
    assert file.ended is not None, file
    assert file.before.used, file
    assert file.after is not None, file
    assert file.after.used, file
    ran = {test.name.rpartition(" > ")[2]: test for test in file.tests}
    assert set(tests) <= set(ran), (file.file, sorted(ran))
    for name in tests:
        assert ran[name].ended is not None, (file.file, name)

"""Causes that look alike, as far as the recording itself rules them out: no run is needed."""

import re
from collections.abc import Iterator

from memfit.experiment.case import Case
from memfit.model.recording import Recording

_DOM = re.compile(r"\b(?:jsdom|happy-dom)\b")
_ONE_EACH = 0.7  # contexts more a file from which on each file is taken to leave one


def rule_out(case: Case, recording: Recording) -> dict[str, str]:
    """Return causes that the recording rules out, with the reason.

    Args:
        case: The death.
        recording: Its recording.
    """
    said = {each.cause: each.sentence for each in case.explanation.rejected}
    found = {each.cause for each in case.explanation.findings}
    return {
        cause: why for cause, why in (*said.items(), *_ruled_out(case, recording))
        if cause not in found
    }  # fmt: skip


def _ruled_out(case: Case, recording: Recording) -> Iterator[tuple[str, str]]:
    config, runner = case.target.config, case.target.runner
    contexts = [
        each.number
        for finding in case.explanation.findings
        for each in finding.evidence
        if each.what.startswith("native contexts more")
    ]
    if contexts and max(contexts) < _ONE_EACH:
        yield "context-leak", f"{max(contexts):g} native contexts came with each file (V8's count)"
    if any(run.resources for run in recording.files):
        yield "unreleased-resource", "no kind of open resource came with each file (Node's count)"
    environment = config.get("environment")
    if isinstance(environment, str) and not _DOM.search(environment):
        name = environment.rpartition("node_modules/")[2]
        yield "dom-window-retained", f"the environment is {name}: there is no window"
    if recording.isolates and all(each.runtime == "python" for each in recording.isolates):
        yield "context-leak", "no V8 heap ran tests"
        yield "dom-window-retained", "no V8 heap ran tests"
    if runner == "jest" or (runner == "vitest" and (case.target.version or 0) >= 5):
        version = f"{runner} {case.target.version or ''}".strip()
        yield "mock-registry", f"{version} does not keep mocks that nothing else holds"
    elif runner is not None and runner != "vitest":
        yield "mock-registry", f"{runner} keeps no set of mocks"
    if config.get("coverage") is False:
        yield "coverage-in-main", "coverage was off"

"""What the runners of a run said: read out of its output, and out of report files."""

import json
from collections.abc import Sequence

from memfit.model.recording import OutputChunk
from memfit.model.suite import RunnerReport
from memfit.runners import junit
from memfit.runners.contract import Adapter, Said
from memfit.runners.text import documents, lines


def said(output: Sequence[OutputChunk], adapters: Sequence[Adapter]) -> dict[str, Said]:
    """Read the output of a run.

    Args:
        output: What was printed, oldest first.
        adapters: Of the runners and builders that ran; what others would have printed is not
            looked for, because tests print a lot.

    Returns:
        What each of them said, by name.
    """
    if not adapters:
        return {}
    found = lines(output, b"|".join(each.MARKS for each in adapters))
    read = {each.NAME: each.read(found) for each in adapters}
    for adapter in adapters:
        if adapter.DOCUMENT:
            printed = [
                (at, report)
                for at, text in documents(output, adapter.DOCUMENT)
                if (report := _document("output", text, [adapter])) is not None
            ]
            mine = read[adapter.NAME]
            read[adapter.NAME] = Said((*mine.reports, *printed), mine.stretches, mine.deaths)
    return read


def report(source: str, content: bytes, adapters: Sequence[Adapter]) -> RunnerReport | None:
    """Read a report file, JSON or JUnit.

    Args:
        source: Its path, as the runner was given it.
        content: All of it.
        adapters: Of the runners that may have written it.

    Returns:
        None if it is neither, or torn.
    """
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return junit.report(source, content)
    return _document(source, content, adapters) if start.startswith(b"{") else None


def _document(source: str, text: str | bytes, adapters: Sequence[Adapter]) -> RunnerReport | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = (each.report(source, document) for each in adapters)
    return next((each for each in found if each is not None), None)

"""What is known of a run while it goes on, and what it comes to in the end."""

import errno
import os
from dataclasses import field
from typing import Any

from memfit.classes import dataclass
from memfit.model.recording import End, EndedBy, Measured


@dataclass(slots=True)
class State:
    """What changes while a run goes on.

    Attributes:
        status: Wait status of the root, once it ended.
        reported: The same, as the keeper saw it.
        started: Whether the program runs, or ran.
        failed: Why the program could not be started: `stage`, `code` (errno) and `text`.
        drained: Whether all that was printed has gone where it goes.
        output_cut: Why what was printed is not all in the recording, or None.
        sent: The last signal to memfit that asks a program to end.
        released: Why processes are polled and not traced, and how many.
    """

    status: int | None = None
    reported: int | None = None
    started: bool = False
    failed: dict[str, Any] | None = None
    drained: bool = False
    output_cut: str | None = None
    sent: int | None = None
    released: dict[str, int] = field(default_factory=dict)

    def notes(self) -> list[str]:
        """Sentences about what could not be watched or kept."""
        polled = [
            f"{count} process{'es were' if count > 1 else ' was'} polled and not traced: {reason}"
            for reason, count in self.released.items()
        ]
        return polled + ([self.output_cut] if self.output_cut else [])

    def end(
        self, at: float, by: EndedBy | None, peak: Measured | None, survivors: list[int]
    ) -> End:
        """State the facts of the end."""
        code, number = self._exit()
        if by is None and self.sent is not None:
            by = EndedBy.SIGNAL
        returned = code if code is not None else 128 + number if number is not None else 125
        if by is EndedBy.TIMEOUT:
            returned = 124
        elif by is EndedBy.INTERRUPT:
            returned = 130
        return End(
            at=round(at, 4),
            exit_code=code,
            signal=number,
            returned=returned,
            ended_by=by,
            sent=self.sent,
            peak=peak,
            survivors=tuple(survivors),
        )

    def unstarted(self, program: str) -> str:
        """Say why the program could not be started; empty if it was."""
        if self.failed is None:
            return ""
        code = self.failed.get("code")
        reason = os.strerror(code) if code else self.failed.get("text", "unknown reason")
        what = program if self.failed["stage"] == "execute" else "the limit could not be set"
        return f"{what}: {reason}"

    def _exit(self) -> tuple[int | None, int | None]:
        """Exit code and signal as a shell tells them: 127 not found, 126 not startable."""
        if self.failed is not None:
            if self.failed["stage"] != "execute":
                return 125, None
            missing = self.failed.get("code") in {errno.ENOENT, errno.ENOTDIR}
            return (127 if missing else 126), None
        if self.status is None:
            return None, None
        if os.WIFSIGNALED(self.status):
            return None, os.WTERMSIG(self.status)
        return os.WEXITSTATUS(self.status), None

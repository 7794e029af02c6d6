"""One process of the run while it runs, and what was read of it."""

import errno
import os

from memfit.classes import dataclass
from memfit.model.recording import Role
from memfit.record.lifecycle.contract import Dying


@dataclass(slots=True, eq=False)
class Live:
    """A process that runs.

    Attributes:
        key: Its number in the recording.
        pid: Its pid.
        role: What it is to the run.
        command: Its command line, masked.
        parent: The process that made it, if it is known.
        node: Whether it has a V8 heap.
        statm: Open descriptor of its statm; -1 where it was not opened yet, or cannot be.
        seen: The bytes of the last statm, to skip what has not changed.
        read_at: When it was last read.
        calm: How often in a row nothing had changed.
        rss: Resident set at the last reading.
        written: Resident set as last written to the recording.
        discount: Pages of its resident set that others hold as well, bytes.
        shared: The part of `discount` that is files, which the tree holds once.
        discounted: Whether `discount` was measured, by PSS.
        heap: V8's heap at the last reading; None if it was never read.
        heap_rss: Resident set when the heap was read.
        heap_at: When the heap was read.
        copy: Whether it is still a copy of memfit, which is not of interest.
        borrowed: Whether its memory is still its parent's own (vfork), so that none is its.
        programs: Programs that it has become so far.
        highest: Largest resident set read since the last of them, bytes.
        earlier: Largest resident set read of those before, bytes.
        dying: What is known of its end, once it stands at it.
    """

    key: int
    pid: int
    role: Role
    command: tuple[str, ...]
    parent: "Live | None" = None
    node: bool = False
    statm: int = -1
    seen: bytes = b""
    read_at: float = 0.0
    calm: int = 0
    rss: int = 0
    written: int = 0
    discount: int = 0
    shared: int = 0
    discounted: bool = False
    heap: int | None = None
    heap_rss: int = 0
    heap_at: float = -1.0
    copy: bool = False
    borrowed: bool = False
    programs: int = 0
    highest: int = 0
    earlier: int = 0
    dying: Dying | None = None

    def open(self, most: int) -> bool:
        """Open what is read at every tick; a process that has gone has none.

        Args:
            most: Descriptors from this one on are left to others.

        Returns:
            False if there is no descriptor left for it.
        """
        try:
            descriptor = os.open(f"/proc/{self.pid}/statm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            return error.errno not in {errno.EMFILE, errno.ENFILE}
        if descriptor >= most:
            os.close(descriptor)
            return False
        self.statm = descriptor
        return True

    def renew(self) -> None:
        """Forget what was read of the program that it was; exec gave it new memory."""
        if self.programs:  # before the first, a forked process holds its parent's pages
            self.earlier = max(self.earlier, self.highest)
        self.programs += 1
        self.highest, self.seen, self.dying, self.borrowed = 0, b"", None, False
        self.calm = 0
        self.discount, self.shared, self.discounted = 0, 0, False
        self.heap, self.heap_rss, self.heap_at = None, 0, -1.0

    def close(self) -> None:
        """Give the descriptor back."""
        if self.statm >= 0:
            os.close(self.statm)
            self.statm = -1

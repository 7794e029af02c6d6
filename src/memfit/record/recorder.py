"""Record one run of one command.

One thread does everything, because ptrace answers only the thread that seized: it sleeps until
a signal or the next tick, takes in what happened to the processes, listens to the keeper, and
reads memory when a tick is due.
"""

import gc
import os
import signal
import time
from typing import Final

from memfit.errors import MemfitError
from memfit.limits.around import KillCounters
from memfit.limits.contract import Enclosure
from memfit.limits.leftovers import remove_leftovers
from memfit.model.recording import Limits
from memfit.record import inside, manifest, store
from memfit.record.beside import Beside
from memfit.record.launch import Keeper, hold_closed_streams
from memfit.record.lifecycle.choose import attach
from memfit.record.lifecycle.contract import Aborting, Dying, Event, Exited, Lifecycle, Released
from memfit.record.opening import open_run
from memfit.record.request import Outcome, Run
from memfit.record.state import State
from memfit.record.status import Status
from memfit.record.stopping import Stopping
from memfit.record.tail import Tail
from memfit.record.talk import WAITED_FOR, Talk
from memfit.record.ticks import Ticks
from memfit.record.tree import Tree
from memfit.runners import roles

_NEAR: Final = 0.8  # of the limit: from here on ticks come four times as often
_STATUS_AFTER: Final = 0.5  # a command that ends at once shows no status line
_STATUS_EVERY: Final = 0.25
_LINGER: Final = 0.1  # time that the rest of the tree has to follow the root
_LONGEST_WAIT: Final = 0.25  # however rare the ticks, --timeout and Ctrl-C are kept
_FLUSH_EVERY: Final = 0.5
_LISTEN_EVERY: Final = 0.25  # to a keeper that could not tell that it has said something


def record(run: Run) -> Outcome:
    """Run a command and record it.

    Raises:
        MemfitError: If the run could not be begun as it was asked for. Once the command has
            started nothing is raised: it goes on, and the recording says what is missing.
    """
    hold_closed_streams()
    remove_leftovers()
    place, enclosure, limits = open_run(run)
    try:
        return _Recorder(run, place, enclosure, limits).record()
    finally:
        enclosure.close()


class _Recorder:
    def __init__(self, run: Run, place: store.Store, enclosure: Enclosure, limits: Limits) -> None:
        self._run = run
        self._place = place
        self._enclosure = enclosure
        self._state = State()
        self._epoch = time.monotonic()
        machine = manifest.machine()
        self._manifest = manifest.begin(run.command, machine, limits, run.interval, self._epoch)
        self._tree = Tree()
        self._ticks = Ticks(self._tree, enclosure, KillCounters())
        self._limit = run.memory or (machine.around.bytes if machine.around else None)
        self._status = Status(self._limit)
        self._tail = Tail(place.path / store.ISOLATES)
        self._beside = Beside(self._tree, enclosure.pids, self._unreaped)
        self._next_tick = self._next_status = self._next_flush = self._next_listen = 0.0
        self._told = True  # the keeper has said something
        self._notes: list[str] = []
        self._prepared = inside.Prepared()
        self._keeper: Keeper
        self._lifecycle: Lifecycle
        self._stopping: Stopping
        self._talk: Talk

    # The course of a run ----------------------------------------------------------------------

    def record(self) -> Outcome:
        self._place.begin(self._manifest)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, WAITED_FOR)
        gc.freeze()
        try:
            self._start({signal.Signals(number) for number in before})
            while self._state.status is None and self._state.failed is None:
                self._wait(min(self._next_tick, self._now() + _LONGEST_WAIT))
                self._advance()
            self._linger()
            return self._finish()
        except MemfitError:  # the run could not be begun
            inside.tidy(self._run, self._place.path, self._prepared, survivors=())
            raise
        finally:
            self._keeper_hangs_up()
            gc.unfreeze()
            while signal.sigtimedwait(WAITED_FOR, 0) is not None:
                pass  # it came too late: it was for a program that has ended
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _now(self) -> float:
        return time.monotonic() - self._epoch

    def _start(self, mask: set[signal.Signals]) -> None:
        self._prepared = inside.prepare(self._run, self._place, self._epoch, self._limit)
        self._keeper = Keeper(
            self._enclosure.wrap(self._run.command),
            self._place.path,
            self._epoch,
            self._enclosure.join,
            mask,
            status=self._run.status,
            environment=self._prepared.variables,
        )
        root = self._keeper.root
        self._tree.begin(root, self._run.command, self._now())
        self._stopping = Stopping(root, self._tree, self._enclosure)
        self._talk = Talk(self._keeper, self._tree, self._state, self._stopping)
        try:
            self._lifecycle, why = attach(
                root, self._run.watch, self._unreaped, self._aborting, self._enclosure.pids
            )
        except MemfitError:
            os.kill(root, signal.SIGKILL)
            raise
        self._manifest["lifecycle"] = {"how": self._lifecycle.name, "why": why}
        self._note_source()
        self._place.begin_again(self._manifest)
        self._keeper.tell(go=True)

    def _wait(self, until: float) -> None:
        """Sleep until a signal arrives or it is time."""
        pause = 0.0 if self._lifecycle.more else max(0.0, until - self._now())
        info = self._lifecycle.wait(WAITED_FOR, pause)
        if info is None or info.si_signo == signal.SIGCHLD:
            return
        if info.si_signo == signal.SIGURG:
            self._told = True
            return
        if self._lifecycle.name == "ptrace":  # what sent it may be news
            self._take_in(self._lifecycle.events(tick=False), self._now())
        self._talk.signalled(info, self._now())

    def _advance(self) -> None:
        """Take in what happened, and read what is due."""
        now = self._now()
        tick = now >= self._next_tick
        if self._told or now >= self._next_listen:
            self._told, self._next_listen = False, now + _LISTEN_EVERY
            self._talk.listen(now)
        # A way that polls sees the root's end only if it looks.
        look = tick or self._state.reported is not None
        # Until the program runs, a way that polls would take it for the copy of memfit it was.
        if self._lifecycle.name == "ptrace" or self._state.started or not self._keeper.alive:
            self._take_in(self._lifecycle.events(tick=look), now)
        if self._state.status is None and self._keeper.root not in self._tree.live:
            self._state.status = self._state.reported
        self._enforce(now)
        if not tick:
            return
        self._ticks.tick(now)
        self._next_tick = max(self._next_tick + self._pause(), now)
        self._take_in(self._beside.events(now, compare=self._lifecycle.name == "ptrace"), now)
        self._show(now)
        if now >= self._next_flush:
            self._next_flush = now + _FLUSH_EVERY
            self._flush(now)

    def _pause(self) -> float:
        """Time to the next tick: shorter near the limit, where things happen fast."""
        if self._limit is None or self._ticks.usage < _NEAR * self._limit:
            # A watchdog must not sleep through what a fast program can take meanwhile.
            return min(self._run.interval, 0.02) if self._enclosure.watchdog else self._run.interval
        return min(self._run.interval, 0.005 if self._enclosure.watchdog else 0.0125)

    def _linger(self) -> None:
        """Let the rest of the tree follow the root, or end it if the run was ended."""
        until = self._now() + (_LINGER if self._stopping.by is None else 5.0)
        while self._tree.live and self._now() < until:
            if self._stopping.by is not None:
                self._stopping.kill()
            self._wait(min(until, self._now() + 0.01))
            self._advance()

    def _finish(self) -> Outcome:
        now = self._now()
        self._take_in(self._lifecycle.events(tick=True), now)
        self._ticks.tick(now)
        self._ticks.kills(now)
        survivors = self._tree.finish(now)
        self._notes += inside.tidy(self._run, self._place.path, self._prepared, survivors)
        self._lifecycle.detach()
        self._talk.drain(self._now)
        end = self._state.end(now, self._stopping.by, self._ticks.peak(), survivors)
        self._flush(now)
        self._read_runner(now)
        self._note_source()
        notes = [
            *self._place.notes, *self._prepared.notes, *self._notes, *self._state.notes(),
            *self._tree.notes(), *self._place.cuts(),
        ]  # fmt: skip
        manifest.conclude(self._manifest, self._tree, notes, end)
        self._place.finish(self._manifest)
        return Outcome(
            self._place.path,
            end.returned,
            self._state.unstarted(self._run.command[0]),
            tuple(self._place.notes),
        )

    # What happens on the way ------------------------------------------------------------------

    def _take_in(self, events: list[Event], now: float) -> None:
        for event in map(self._with_status, events):
            at = now if event.at is None else min(now, event.at - self._epoch)
            process = self._tree.apply(event, at)
            if isinstance(event, Exited):
                if event.pid == self._keeper.root and self._state.status is None:
                    self._state.status = event.status
                if process is not None and process.key in self._tree.killed:
                    self._ticks.kills(now)
            elif isinstance(event, Dying) and process is not None:
                self._ticks.dying(process, at)
            elif isinstance(event, Released):
                count = self._state.released.get(event.reason, 0)
                self._state.released[event.reason] = count + 1
                self._take_in(self._beside.take_over(event.pid), self._now())

    def _with_status(self, event: Event) -> Event:
        """Add how the root ended, where a way that polls has not seen it but the keeper has."""
        if isinstance(event, Exited) and event.pid == self._keeper.root and event.status is None:
            return event._replace(status=self._state.reported)
        return event

    def _aborting(self, event: Aborting) -> None:
        process = self._tree.live.get(event.pid)
        if process is not None:
            self._ticks.heap(process, self._now())

    def _unreaped(self, pid: int, status: int) -> None:
        """A child that nobody watches: the keeper, or an orphan that came to us."""
        if pid == self._keeper.pid:
            self._keeper.alive = False
            self._state.reported = self._state.reported or status

    def _enforce(self, now: float) -> None:
        if self._run.timeout is not None and now >= self._run.timeout:
            self._stopping.time_out(now)
        watchdog = self._enclosure.watchdog
        if watchdog is not None and self._ticks.usage > watchdog:
            self._stopping.over_budget()
        self._stopping.escalate(now)

    def _show(self, now: float) -> None:
        if now < max(self._next_status, _STATUS_AFTER) or not self._run.status:
            return
        self._next_status = now + _STATUS_EVERY
        biggest = max(self._tree.live.values(), key=lambda process: process.rss, default=None)
        if biggest is not None:
            name = " ".join(word.rpartition("/")[2] for word in biggest.command[:2])
            inside = self._tail.look(now, self._tree.live)
            self._keeper.tell(
                status=self._status.line(now, self._ticks.usage, name, biggest.rss, inside)
            )

    def _flush(self, now: float) -> None:
        self._place.processes.write(self._tree.lines, now)
        self._place.samples.write(self._ticks.lines, now)
        self._tree.lines, self._ticks.lines = [], []

    # The end ------------------------------------------------------------------------------------

    def _read_runner(self, now: float) -> None:
        """Keep what the runner said of the run, beside what the kernel says of it."""
        if not any(roles.runner(main.command) for main in self._tree.mains):
            return
        from memfit.record import suite  # the adapters are of no use before the end

        missing = suite.write(self._place.path, self._tree.mains, now)
        if missing is not None:
            self._notes.append(missing)

    def _keeper_hangs_up(self) -> None:
        if hasattr(self, "_keeper"):
            self._keeper.close()

    def _note_source(self) -> None:
        how, source = self._ticks.source()
        self._manifest["usage"] = {"how": str(how), "source": source}

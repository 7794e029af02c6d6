"""Record one run of one command.

One thread does everything, because ptrace answers only the thread that seized: it sleeps until
a signal or the next tick, takes in what happened to the processes, listens to the keeper, and
reads memory when a tick is due. Signals are waited for with sigtimedwait(2), which tells who
sent them: what the terminal sent has reached the program already, the rest is passed on.
"""

import gc
import os
import signal
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from memfit.errors import LimitError, MemfitError
from memfit.limits.around import KillCounters
from memfit.limits.choose import choose
from memfit.limits.contract import Enclosure, Request
from memfit.limits.leftovers import remove_leftovers
from memfit.model.recording import How, Limits, Measured
from memfit.record import inside, manifest, node, procfs, reports, store
from memfit.record.launch import Keeper, hold_closed_streams
from memfit.record.lifecycle.choose import attach
from memfit.record.lifecycle.contract import Aborting, Dying, Event, Exited, Lifecycle, Released
from memfit.record.lifecycle.polling import Polling
from memfit.record.request import Outcome, Run
from memfit.record.state import State
from memfit.record.status import Status
from memfit.record.stopping import Stopping
from memfit.record.tail import Tail
from memfit.record.ticks import Ticks
from memfit.record.tree import Tree
from memfit.runners import roles

if TYPE_CHECKING:
    from pathlib import Path

PASSED_ON: Final = (
    signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2,
)  # fmt: skip
"""Signals to memfit that are meant for the program."""

# The keeper sends SIGURG when it has said something: nobody minds if it comes too late.
_WAITED_FOR: Final = frozenset({*PASSED_ON, signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH})
_SI_KERNEL: Final = 0x80  # sigaction(2): sent by the kernel, that is by the terminal
_NEAR: Final = 0.8  # of the limit: from here on ticks come four times as often
_STATUS_AFTER: Final = 0.5  # a command that ends at once shows no status line
_STATUS_EVERY: Final = 0.25
_LINGER: Final = 0.1  # time that the rest of the tree has to follow the root
_LOOK_INSIDE: Final = 1.0  # how often the cgroup is compared with what is known
_LONGEST_WAIT: Final = 0.25  # however rare the ticks, --timeout and Ctrl-C are kept
_FLUSH_EVERY: Final = 0.5
_LISTEN_EVERY: Final = 0.25  # to a keeper that could not tell that it has said something
_PATIENCE: Final = 1.0  # for a reader of the output, once the run was ended


def record(run: Run) -> Outcome:
    """Run a command and record it.

    Raises:
        MemfitError: If the run could not be begun as it was asked for. Once the command has
            started nothing is raised: it goes on, and the recording says what is missing.
    """
    hold_closed_streams()
    remove_leftovers()
    request = Request(
        name=os.urandom(4).hex(),
        memory=run.memory,
        swap=run.swap,
        cpus=run.cpus,
        directory=manifest.directory(),
        image=run.image,
    )
    limiter, why = choose(request, run.limit_by)
    place = store.open_store(run.recording, run.command)
    if run.agent and run.image is not None and place.path.is_dir():
        request = inside.reach(request, place.path.resolve())
    try:
        enclosure = limiter.open(request)
    except LimitError:
        if run.memory is not None or run.limit_by is not None:
            raise
        # Nothing was to be limited: without a cgroup the run is only measured less exactly.
        limiter, why = choose(request, "watchdog")
        enclosure = limiter.open(request)
    limits = Limits(
        run.memory,
        run.swap if run.memory is not None else None,
        run.cpus,
        run.timeout,
        limiter.name,
        why,
        run.image,
    )
    try:
        return _Recorder(run, place, enclosure, limits).record()
    finally:
        enclosure.close()


class _Recorder:
    def __init__(self, run: Run, place: store.Store, enclosure: Enclosure, limits: Limits) -> None:
        self._run = run
        self._place = place
        self._enclosure = enclosure
        self._limits = limits
        self._state = State()
        self._epoch = time.monotonic()
        self._machine = manifest.machine()
        self._manifest = manifest.begin(
            run.command, self._machine, limits, run.interval, self._epoch
        )
        self._tree = Tree()
        self._kills = KillCounters()
        self._ticks = Ticks(self._tree, enclosure, self._kills)
        self._limit = run.memory or (self._machine.around.bytes if self._machine.around else None)
        self._status = Status(self._limit)
        self._tail = Tail(place.path / store.ISOLATES)
        self._next_tick = self._next_status = self._next_look = 0.0
        self._next_flush = self._next_listen = 0.0
        # Some enclosures count only once the command runs.
        self._counted = enclosure.usage() is not None
        self._beside: Polling | None = None
        self._told = True  # the keeper has said something
        self._notes: list[str] = []
        self._copy: Path | None = None  # of the agent's scripts, where every user may read them
        self._keeper: Keeper
        self._lifecycle: Lifecycle
        self._stopping: Stopping

    # The course of a run ----------------------------------------------------------------------

    def record(self) -> Outcome:
        self._place.begin(self._manifest)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _WAITED_FOR)
        gc.freeze()
        try:
            self._start({signal.Signals(number) for number in before})
            while self._state.status is None and self._state.failed is None:
                self._wait(min(self._next_tick, self._now() + _LONGEST_WAIT))
                self._advance()
            self._linger()
            return self._finish()
        finally:
            self._keeper_hangs_up()
            gc.unfreeze()
            while signal.sigtimedwait(_WAITED_FOR, 0) is not None:
                pass  # it came too late: it was for a program that has ended
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _now(self) -> float:
        return time.monotonic() - self._epoch

    def _start(self, mask: set[signal.Signals]) -> None:
        self._keeper = Keeper(
            self._enclosure.wrap(self._run.command),
            self._place.path,
            self._epoch,
            self._enclosure.join,
            mask,
            status=self._run.status,
            environment=self._inside(),
        )
        root = self._keeper.root
        self._tree.begin(root, self._run.command, self._now())
        self._stopping = Stopping(root, self._tree, self._enclosure)
        try:
            self._lifecycle, why = attach(
                root, self._run.watch, self._unreaped, self._aborting, self._enclosure.pids
            )
        except MemfitError:
            os.kill(root, signal.SIGKILL)
            raise
        self._manifest["lifecycle"] = {"how": self._lifecycle.name, "why": why}
        self._manifest["usage"] = self._source_of_usage()
        self._place.begin_again(self._manifest)
        self._keeper.tell(go=True)

    def _inside(self) -> Mapping[str, str]:
        """Prepare to look into the program; returns the variables that change for it."""
        run = self._run
        if not run.agent or not self._place.make_private(store.ISOLATES):
            return {}
        wanted = node.Wanted(
            gc=run.gc,
            allocation_sites=run.allocation_sites,
            snapshot=run.snapshot,
            report_on_fatalerror=run.report_on_fatalerror,
            limit=self._limit,
        )
        if run.image is None:  # a container has the directory itself
            self._copy = node.shared(node.scripts())
        if run.report_on_fatalerror:
            self._place.make_private(store.REPORTS)
        place = inside.Place(
            recording=self._place.path.resolve(),
            epoch=self._epoch,
            command=tuple(run.command),
            wanted=wanted,
            js=self._copy or node.scripts(),
        )
        change = inside.environment(place)
        self._notes += [change.note] if change.note else []
        return change.variables

    def _wait(self, until: float) -> None:
        """Sleep until a signal arrives or it is time."""
        pause = 0.0 if self._lifecycle.more else max(0.0, until - self._now())
        info = self._lifecycle.wait(_WAITED_FOR, pause)
        if info is None or info.si_signo == signal.SIGCHLD:
            return
        if info.si_signo == signal.SIGURG:
            self._told = True
            return
        if self._lifecycle.name == "ptrace":  # what sent it may be news
            self._take_in(self._lifecycle.events(tick=False), self._now())
        # `kill 0`, as in `trap "kill 0" EXIT`, reaches all of the group: the program's own doing.
        if info.si_code == _SI_KERNEL or info.si_pid not in self._tree.pids:
            self._signalled(info.si_signo, by_terminal=info.si_code == _SI_KERNEL)

    def _advance(self) -> None:
        """Take in what happened, and read what is due."""
        now = self._now()
        tick = now >= self._next_tick
        if self._told or now >= self._next_listen:
            self._told, self._next_listen = False, now + _LISTEN_EVERY
            self._listen()
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
        self._counted = self._counted or self._ticks.counted
        self._next_tick = max(self._next_tick + self._pause(), now)
        self._look_beside(now)
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
        self._tidy(survivors)
        self._lifecycle.detach()
        self._drain()
        end = self._state.end(now, self._stopping.by, self._peak(), survivors)
        self._flush(now)
        self._read_runner(now)
        self._manifest["usage"] = self._source_of_usage()
        self._manifest["runner"] = manifest.runner(
            self._tree.runner, self._tree.main, self._manifest["directory"]
        )
        if self._tree.node is not None:
            self._manifest["tools"]["node"] = manifest.node_version(self._tree.node)
        self._manifest["notes"] = [
            *self._place.notes, *self._notes, *self._state.notes(), *self._tree.notes(),
            *self._place.cuts(),
        ]  # fmt: skip
        self._manifest["end"] = manifest.end(end)
        self._place.finish(self._manifest)
        return Outcome(
            self._place.path,
            end.returned,
            self._state.unstarted(self._run.command[0]),
            tuple(self._place.notes),
        )

    def _tidy(self, survivors: list[int]) -> None:
        """Remove what was only for the program, and from its reports what is private."""
        if self._run.report_on_fatalerror:
            self._notes += reports.reduce(self._place.path / store.REPORTS)
        if self._copy is not None and not survivors:  # they may start Node again
            import shutil

            shutil.rmtree(self._copy, ignore_errors=True)

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
                self._poll_beside(event)

    def _with_status(self, event: Event) -> Event:
        """Add how the root ended, where a way that polls has not seen it but the keeper has."""
        if isinstance(event, Exited) and event.pid == self._keeper.root and event.status is None:
            return event._replace(status=self._state.reported)
        return event

    def _poll_beside(self, event: Released) -> None:
        if self._beside is None:
            self._beside = Polling(self._unreaped, self._strangers, reap=False)
        self._state.released[event.reason] = self._state.released.get(event.reason, 0) + 1
        try:
            self._beside.attach(event.pid)
        except ProcessLookupError:  # it has ended already, and nobody saw how
            self._take_in([Exited(event.pid, None)], self._now())

    def _look_beside(self, now: float) -> None:
        """Poll what may not be traced, and what is in the cgroup without being in the tree."""
        if self._beside is not None:
            self._take_in(self._beside.events(), now)
        elif self._lifecycle.name == "ptrace" and now >= self._next_look:
            self._next_look = now + _LOOK_INSIDE
            if self._strangers():
                self._beside = Polling(self._unreaped, self._strangers, reap=False)

    def _strangers(self) -> list[int] | None:
        """Processes of the cgroup that nobody watches: those of a container, for example."""
        inside = self._enclosure.pids()
        if inside is None:
            return None
        unknown = [pid for pid in inside if pid not in self._tree.live]
        # A child that was just forked is traced already, and its event is on its way.
        return [pid for pid in unknown if procfs.tracer(pid) not in {None, os.getpid()}]

    def _aborting(self, event: Aborting) -> None:
        process = self._tree.live.get(event.pid)
        if process is not None:
            self._ticks.heap(process, self._now())

    def _unreaped(self, pid: int, status: int) -> None:
        """A child that nobody watches: the keeper, or an orphan that came to us."""
        if pid == self._keeper.pid:
            self._keeper.alive = False
            self._state.reported = self._state.reported or status

    def _signalled(self, number: int, *, by_terminal: bool) -> None:
        if number == signal.SIGWINCH:
            self._keeper.tell(resized=True)
            return
        if not by_terminal:
            self._stopping.pass_on(number)
        elif self._keeper.session:
            self._stopping.pass_on(number, group=True)  # the terminal does not know the program
        if number == signal.SIGINT:
            self._stopping.interrupt(self._now())
        elif number in {signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}:
            self._state.sent = number

    def _listen(self) -> None:
        for message in self._keeper.messages():
            if "failed" in message:
                self._state.failed = message["failed"]
            elif "executed" in message:
                self._state.started = True
                self._tree.started(self._keeper.root)
            elif "exited" in message:
                self._state.reported = message["exited"]
            elif "interrupt" in message:
                self._stopping.interrupt(self._now())
            elif "suspended" in message:
                os.killpg(os.getpgrp(), signal.SIGSTOP)  # as the terminal would have done
                self._keeper.tell(resume=True)
            elif "drained" in message:
                self._state.drained = True
                self._state.output_cut = message["cut"]

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

    def _drain(self) -> None:
        """Wait until all that was printed has gone where it goes.

        A reader that is slow is waited for, as it would be without memfit; not after the run was
        ended, and not beyond a Ctrl-C.
        """
        until = None if self._stopping.by is None else self._now() + _PATIENCE
        told = False
        while self._keeper.alive:
            told = told or self._keeper.tell(drain=True)
            self._listen()
            if self._state.drained or (until is not None and self._now() > until):
                return
            info = signal.sigtimedwait(_WAITED_FOR, 0.02)
            if info is not None and info.si_signo in {signal.SIGINT, signal.SIGTERM}:
                return

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

    def _peak(self) -> Measured | None:
        exact = self._enclosure.peak()
        if exact is not None:
            return exact
        if not self._ticks.highest:
            return None
        source = self._source_of_usage()
        return Measured(self._ticks.highest, How(source["how"]), source["source"])

    def _source_of_usage(self) -> dict[str, str]:
        if self._counted:
            return {"how": str(How.SAMPLED), "source": "the cgroup's counter"}
        return {"how": str(How.ESTIMATE), "source": "resident sets less shared pages"}

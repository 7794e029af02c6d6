"""What a run needs before it starts: a place for its recording, and its limits in force."""

import os

from memfit.errors import LimitError
from memfit.limits.choose import choose
from memfit.limits.contract import Enclosure, Request
from memfit.model.recording import Limits
from memfit.record import inside, manifest, store
from memfit.record.request import Run


def open_run(run: Run) -> tuple[store.Store, Enclosure, Limits]:
    """Open the recording and the limits of a run; the caller closes the enclosure.

    Raises:
        MemfitError: If a limit that was asked for cannot be had.
    """
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
    return place, enclosure, limits

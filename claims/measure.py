"""Measures a claim: its arms in turn, each run recorded by memfit as `memfit trial` does it."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time

from cases.install import install_locked, link
from claims.claim import ROOT, Arm, Claim, Measured, Runs
from memfit import __version__
from memfit.experiment import runs as experiment
from memfit.experiment.interruption import signals_interrupt
from memfit.experiment.journal import Done, Journal
from memfit.experiment.progress import Progress
from memfit.explain.same_tests import Ran, same_tests, what_ran

_OPTIONS = ("--timeout", "180s")


def install(claim: Claim) -> None:
    """Give the project of a claim its packages."""
    kits = [ROOT / kit for kit in claim.kits]
    for kit in kits:
        install_locked(kit, str(kit.relative_to(ROOT)))
    link(claim.directory, *kits, label=claim.file.name)


def measure(claim: Claim, times: int, *, resume: bool) -> Measured:
    """Run all arms of a claim, interleaved.

    Args:
        claim: The claim, installed.
        times: Runs of each arm.
        resume: Whether to keep runs that an interrupted measurement finished.

    Raises:
        MemfitError: If a run cannot be recorded, or what is resumed was another claim.
    """
    place = claim.directory / ".memfit" / "claims" / claim.name
    if not resume:
        shutil.rmtree(place, ignore_errors=True)
    question = {
        "experiment": "claim",
        "claim": claim.name,
        "arms": [arm_question(one) for one in claim.arms],
    }
    begin = os.getloadavg()[0]
    with contextlib.chdir(claim.directory), signals_interrupt():
        runs = experiment.Runs(Journal(place, question), Progress(sys.stderr))
        arms = _interleaved(runs, claim, times)
    load = (round(begin, 1), round(os.getloadavg()[0], 1))
    return Measured(time.strftime("%Y-%m-%d"), versions(claim), load, arms)


def arm_question(arm: Arm) -> dict[str, object]:
    """Return what the runs of an arm depend on."""
    return {"name": arm.name, "command": arm.command, "environment": dict(arm.environment)}


def _interleaved(runs: experiment.Runs, claim: Claim, times: int) -> dict[str, Runs]:
    made: dict[str, list[Done]] = {arm.name: [] for arm in claim.arms}
    ran: dict[str, Ran] = {}
    left = times * len(claim.arms)
    for number in range(1, times + 1):
        # Turned around each time, so that no arm always comes after the same one.
        for arm in claim.arms if number % 2 else reversed(claim.arms):
            trial = experiment.Trial(
                arm.name, arm.command, _OPTIONS, arm.environment, f": {arm.name}"
            )
            done = runs.get(trial, number, claim.name, left)
            made[arm.name].append(done)
            if arm.name not in ran:
                seen = runs.see(done)
                ran[arm.name] = what_ran(seen.recording, seen.explanation)
            left -= 1
    first = ran[claim.arms[0].name]
    return {name: _runs(done, first, ran[name]) for name, done in made.items()}


def _runs(made: list[Done], first: Ran, own: Ran) -> Runs:
    same = same_tests(first, own)
    return Runs(
        tuple(done.ending for done in made),
        tuple(done.peak or 0 for done in made),
        tuple(round(done.seconds, 3) for done in made),
        same.sentence if same.same is False else "",
    )


def versions(claim: Claim) -> dict[str, str]:
    """Return the versions of what the figures depend on."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for kit in claim.kits:
        wanted = json.loads((ROOT / kit / "package.json").read_text())["devDependencies"]
        for name in claim.versions:
            if name in wanted:
                found.setdefault(name, []).append(wanted[name])
            elif (inner := ROOT / kit / "node_modules" / name / "package.json").exists():
                found.setdefault(name, []).append(json.loads(inner.read_text())["version"])
    named = {name: ", ".join(each) for name, each in found.items()}
    return {"Node": node.stdout.strip().removeprefix("v"), **named, "memfit": __version__}

"""Options of `memfit run` that commands which make runs of their own have as well."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import click

from memfit.cli.parameters import CORES, DURATION, INTERVAL, MEMORY, SWAP
from memfit.record.lifecycle.choose import NAMES

_Function = TypeVar("_Function", bound=Callable[..., object])

_OPTIONS: Final = (
    click.option("--memory", type=MEMORY, help="Memory limit for the whole tree, for example 2g."),
    click.option(
        "--swap", type=SWAP, default="0", show_default=True, help="Swap on top of --memory."
    ),
    click.option("--cpus", type=CORES, help="Cores, for example 2 or 0.5."),
    click.option("--timeout", type=DURATION, help="End the run after this time, for example 10m."),
    click.option("--container", "image", metavar="IMAGE", help="Run inside this container image."),
    click.option(
        "--interval",
        type=INTERVAL,
        default="50ms",
        show_default=True,
        help="Time between ticks; near the limit they come faster.",
    ),
    click.option(
        "--limit-by", metavar="NAME", help="A limiter of `memfit doctor`, not the best one."
    ),
    click.option(
        "--watch", type=click.Choice(NAMES), help="How to watch processes, if not the best way."
    ),
    click.option("--agent/--no-agent", default=True, help="Look into Node and pytest processes."),
    click.option("--gc", is_flag=True, help="Collect garbage at the end of each test file."),
)


def run_options(function: _Function) -> _Function:
    """Add the options to a command, before those that it has already."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def as_words(options: Mapping[str, Any]) -> tuple[str, ...]:
    """Write the options as `memfit run` takes them; what is at its default is left out.

    Args:
        options: Values by name, as click gives them to a command.
    """
    words: list[str] = []
    for name, option, unit in (
        ("memory", "--memory", ""),
        ("swap", "--swap", ""),
        ("cpus", "--cpus", ""),
        ("timeout", "--timeout", "s"),
        ("image", "--container", ""),
        ("limit_by", "--limit-by", ""),
        ("watch", "--watch", ""),
    ):
        value = options[name]
        if value:
            words += [option, f"{value:.12g}{unit}" if isinstance(value, float) else f"{value}"]
    words += ["--interval", f"{options['interval']:.12g}s"]
    return (
        *words,
        *(["--gc"] if options["gc"] else []),
        *([] if options["agent"] else ["--no-agent"]),
    )

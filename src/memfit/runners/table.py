"""The adapters: what reads the words of the runners in `memfit.runners.known`."""

from typing import Final

from memfit.runners import esbuild, generic, jest, mocha, node_test, pytest, vite, vitest
from memfit.runners.contract import Adapter

ADAPTERS: Final[tuple[Adapter, ...]] = (
    vitest,
    jest,
    mocha,
    node_test,
    pytest,
    vite,
    esbuild,
    generic.ROLLUP,
    generic.WEBPACK,
    generic.TSUP,
)


def named(name: str) -> Adapter | None:
    """Find an adapter by the name of its runner."""
    return next((each for each in ADAPTERS if name == each.NAME), None)

"""Memory for columns, and a Python and numpy that cost no more than they must."""

import gc
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from memfit.errors import UnusableInputError

if TYPE_CHECKING:
    from typing import TypeVar

    import numpy as np
    import numpy.typing as npt

    Number = TypeVar("Number", bound=np.number)

_SMALL: Final = 1 << 22
# Read once, when numpy is imported: threads for matrices, of which there are none here, take
# longer to start than a small snapshot to read; about huge pages see `room`.
_THRIFT: Final = {"OPENBLAS_NUM_THREADS": "1", "NUMPY_MADVISE_HUGEPAGE": "0"}


def room(count: int, kind: "type[Number]") -> "npt.NDArray[Number]":
    """Return an array of `count` numbers with any content.

    Large ones are mapped by hand: numpy would ask for huge pages. Where memory is in pieces the
    kernel then tidies up for longer than the whole analysis takes, and a virtual machine that
    gives free huge pages back to its host has to get each of them again.
    """
    import numpy as np

    size = count * np.dtype(kind).itemsize
    if size < _SMALL:
        return np.empty(count, kind)
    block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return np.frombuffer(block, kind, count)


def require_numpy() -> None:
    """Import numpy.

    Raises:
        UnusableInputError: If it is not installed.
    """
    added = [name for name in _THRIFT if name not in os.environ]
    os.environ.update({name: _THRIFT[name] for name in added})
    try:
        import numpy as np  # noqa: F401
    except ImportError as error:
        raise UnusableInputError(
            f"reading heap snapshots needs numpy: {error}", "pip install 'memfit[heap]'"
        ) from error
    finally:
        # Nothing that memfit starts later inherits them.
        for name in added:
            del os.environ[name]


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for garbage, again and again, where none is made."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()

import gc
import os
import sys

import numpy as np
import pytest

from memfit.errors import UnusableInputError
from memfit.heap.room import require_numpy, room, uncollected


@pytest.mark.parametrize("count", [0, 3, 1 << 20, (1 << 20) + 5])
def test_room_holds_what_is_written(count):
    column = room(count, np.uint64)

    column[:] = np.arange(count, dtype=np.uint64)

    assert len(column) == count
    assert int(column.sum()) == count * (count - 1) // 2


@pytest.mark.parametrize("there", [True, False])
def test_nothing_that_is_set_for_numpy_is_inherited(there, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("NUMPY_MADVISE_HUGEPAGE", "1")
    before = dict(os.environ)
    if there:
        require_numpy()
    else:
        monkeypatch.setitem(sys.modules, "numpy", None)
        with pytest.raises(UnusableInputError) as raised:
            require_numpy()
        assert raised.value.hint == "pip install 'memfit[heap]'"

    assert dict(os.environ) == before


def test_the_collector_is_as_it_was_afterwards():
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()

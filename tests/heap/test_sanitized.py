from tests.heap import fuzz
from tests.platforms import require


def test_the_kernels_stay_in_their_arrays_whatever_the_file_says():
    require(fuzz.unusable())

    done = fuzz.run(times=400, seed=1_000_000)

    assert done.returncode == 0, done.stderr[-3000:]

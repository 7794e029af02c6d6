"""What tests of experiments need of the machine."""

from memfit.limits.choose import LIMITERS
from memfit.limits.contract import Request
from tests.platforms import require


def must_limit() -> None:
    """Skip the calling test where the kernel cannot hold a whole tree to a limit."""
    request = Request("test", memory=1 << 30)
    usable = any(
        row.exact and not row.image and row.limiter.unusable(request) is None for row in LIMITERS
    )
    require(None if usable else "no cgroup can be made here")

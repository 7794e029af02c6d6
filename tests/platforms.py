"""What a test may need of the machine: missing means skip here and failure in CI."""

import os

import pytest


def require(reason: str | None) -> None:
    """Skip the calling test for `reason`, or fail it in CI, where everything must be there.

    Args:
        reason: Why the platform is missing, or None if it is there.
    """
    if reason is None:
        return
    if os.environ.get("CI"):
        pytest.fail(f"CI must have this: {reason}", pytrace=False)
    pytest.skip(reason)

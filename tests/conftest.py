"""Settings of all tests."""

from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("memfit", deadline=None)
settings.load_profile("memfit")

collect_ignore = ["matrix/suites"]  # projects of which tests are made, not tests

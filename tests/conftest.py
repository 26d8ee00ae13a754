"""How the tests share a machine."""

import os

from hypothesis import settings

settings.register_profile("shared", deadline=None)  # another test may have the core for a second
settings.load_profile("shared")


def pytest_xdist_auto_num_workers():
    """Half as many again as there are cores: tests that talk to a server or a browser mostly wait for it."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)

"""What is promised of the records holds in every database they can be kept in."""

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """Which database the records are in; add one by adding its name."""
    return request.param

"""What several acceptance tests start from."""

import pytest

from tests.acceptance.telegram_school import School
from tests.platforms.running import configure
from tests.platforms.sandbox_browser import launched, opened, started
from tests.platforms.telegram_server.server import TelegramServer


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with TelegramServer() as server:
        people = {name: server.user(name) for name in ("parent", "other", "shy", "office", "head")}
        parents = server.supergroup("Parents", *people.values(), owner=server.user("Owner"))
        staff = server.supergroup("Staff", people["office"], people["head"])
        await server.start(people["parent"])
        configure(
            tmp_path,
            monkeypatch,
            f"""
reconcile_minutes = 0.01
[[groups]]
name = "Hollybank parents"
platform = "telegram"
id = {parents.id}
roster = "{tmp_path}/roster.csv"
staff = ["staff_place"]
staff_place = {staff.id}
""",
            TELEGRAM_TOKEN=server.token,
            SCHOOLGATE_TELEGRAM_API=server.base_url,
            SCHOOLGATE_TELEGRAM_FILES=server.base_file_url,
        )
        yield School(server=server, parents=parents, staff=staff, people=people, folder=tmp_path)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the sandbox of a freshly started program is; it is stopped at the end."""
    with started(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(request):
    """A headless browser; without one the tests are skipped and say so in one line."""
    with launched(request.config) as chromium:
        yield chromium


@pytest.fixture
def parent(chromium, address):
    """The page on a desk; afterwards nothing was asked of elsewhere and no script broke."""
    parent = opened(chromium, address)
    yield parent
    parent.page.context.close()
    assert set(parent.asked) == {"127.0.0.1"}
    assert parent.broken == []

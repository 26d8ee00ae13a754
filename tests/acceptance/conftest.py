"""What several acceptance tests start from."""

import pytest

from tests.acceptance.telegram_school import School
from tests.platforms.running import configure
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

"""A dry run judges, records and shows staff a card, and does nothing to a message or a person."""

from tests.acceptance.telegram_school import THREAT, told
from tests.platforms.running import recorded, running, until


async def test_in_a_dry_run_staff_see_the_card_and_nothing_is_done_to_anybody(school, monkeypatch):
    monkeypatch.setenv("SCHOOLGATE_DRY_RUN", "true")
    async with running() as app:
        await school.post("parent", THREAT)
        await until(lambda: school.button("uphold", school.staff), within=60)
        await app.intake.idle()
        await app.enforcement.reconcile()
        stands = recorded(school.folder)
        assert {stands.pop(kind) for kind in ("notify_staff", "alert_dsl")} == {"done"}
        assert {"hide", "restrict", "warn"} <= set(stands)
        assert set(stands.values()) == {"dry_run"}
        assert school.shown() == [THREAT]
        for method in ("deleteMessage", "deleteMessages", "restrictChatMember"):
            assert school.server.calls(method) == []
        assert not told(school, "parent", "4.2")
    school.server.assert_conformant()

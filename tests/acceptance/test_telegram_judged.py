"""Words that do not come as an ordinary text are judged all the same: the whole program on Telegram."""

from tests.acceptance.telegram_school import THREAT, card_with
from tests.platforms.running import recorded, running, until


async def test_a_threat_in_a_rich_message_is_hidden(school):
    parts = [THREAT[:20], {"type": "bold", "text": THREAT[20:40]}, THREAT[40:]]
    async with running():
        post = await school.post("parent", "", extra={"rich_message": {"blocks": [{"type": "pre", "text": parts}]}})
        await until(lambda: post.deleted)
        await until(lambda: card_with(school, "restore"))
        assert THREAT in card_with(school, "restore")[0].text
    school.server.assert_conformant()


async def test_a_threat_as_the_name_of_a_topic_is_shown_to_staff_and_taken_down_where_that_can_be_done(school):
    school.parents.is_forum = True
    school.parents.permissions["can_manage_topics"] = True
    async with running():
        thread = school.server.topic(school.parents, THREAT, by=school.people["parent"])
        await until(lambda: any(THREAT in text for text in school.shown(school.staff)))
        await until(lambda: recorded(school.folder)["hide"] == "failed")  # no bot may delete the message that opens it
        await until(lambda: school.status("parent") == "restricted")
        renamed = school.server.rename_topic(school.parents, thread, f"{THREAT}!", by=school.people["other"])
        await until(lambda: renamed.deleted)
        await until(lambda: sum("give it another one by hand" in text for text in school.shown(school.staff)) == 2)
    school.server.assert_conformant()


async def test_staff_are_shown_what_is_of_a_kind_that_nobody_knows_yet(school):
    async with running():
        await school.post("parent", "", extra={"hologram": {"file_id": "1"}})
        await until(lambda: any("an unknown kind" in text for text in school.shown(school.staff)))

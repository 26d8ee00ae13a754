"""Parents' deadlines on Telegram: a late appeal, and a second one."""

from datetime import UTC, datetime, timedelta

from tests.acceptance.telegram_school import told
from tests.platforms.clocks import going_on_from
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
LONG_AGO = timedelta(days=40)


async def test_an_appeal_after_the_deadline_is_told_whom_to_speak_to(school):
    private = school.private("parent")
    async with running(going_on_from(datetime.now(UTC) - LONG_AGO)):
        await school.post("parent", INSULT)
        await until(lambda: told(school, "parent", "4.2"), within=60)
    async with running():
        await school.press("parent", "appeal", chat=private)
        await until(lambda: told(school, "parent", "The time to appeal ended on"), within=60)
        assert "Please write or speak to" in told(school, "parent", "The time to appeal ended on")[0]
        assert not any("appealed" in text for text in school.shown(school.staff))
    school.server.assert_conformant()


async def test_a_second_appeal_after_it_was_upheld_again_is_told_that_it_was_looked_at(school):
    private = school.private("parent")
    async with running():
        await school.post("parent", INSULT)
        await school.press("office", "uphold")
        await school.press("parent", "appeal", chat=private, answers="I was joking")
        await until(lambda: any("I was joking" in text for text in school.shown(school.staff)), within=60)
        assert "upheld" in await school.press("head", "uphold")
        await until(lambda: told(school, "parent", "The decision stays as it is."), within=60)
        await school.press("parent", "appeal", chat=private)
        await until(lambda: told(school, "parent", "already looked at this again"), within=60)
    school.server.assert_conformant()

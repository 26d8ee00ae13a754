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
        answer = await school.press("parent", "appeal", chat=private)
        assert "The time to appeal ended on" in answer
        assert "Please write or speak to" in answer
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
        assert "already looked at this again" in await school.press("parent", "appeal", chat=private)
    school.server.assert_conformant()

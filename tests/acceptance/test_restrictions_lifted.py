"""A restriction that staff lift in the very moment in which the bot puts it back: it is lifted."""

from datetime import UTC, datetime

from tests.acceptance.telegram_school import THREAT
from tests.platforms.running import running, until


async def test_a_restriction_that_staff_lift_while_it_is_put_back_does_not_come_back(school):
    server, parents = school.server, school.parents
    async with running() as app:
        await school.post("parent", THREAT)
        await until(lambda: school.status("parent") == "restricted")
        await app.intake.idle()
        (held,) = await app.records.restrictions()
        lifted = []

        async def lift(_):
            if not lifted:
                lifted.append(held.id)
                await app.records.ended(held.id, at=datetime.now(UTC), by="Ms Office")

        server.before("restrictChatMember", lift)
        server.world.set_member(parents, school.people["parent"], server.owner(parents), status="member")
        await until(lambda: lifted)
        await until(lambda: len(server.calls("restrictChatMember")) > 2)  # put on, put back, taken away
        await until(lambda: school.status("parent") == "member")
    server.assert_conformant()

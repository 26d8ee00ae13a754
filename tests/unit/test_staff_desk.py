"""What staff do and are shown at their desk, on records and a pretend platform that are real."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.front import Front
from bot.ports import Call, Evidence
from bot.sandbox_parts.people import HOLLYBANK, PEOPLE
from bot.staff import commands
from bot.staff.refusal import Refusal
from bot.staff.words import Setting
from moderation.domain import Action, Author, Decision, Kind, Message, Ref, Status
from tests.platforms.laddered import PACK, PARENT, LadderSchool

CATEGORY = next(iter(PACK.thresholds))
WEEK = timedelta(weeks=1)


@pytest.fixture
async def school(tmp_path):
    async with LadderSchool(tmp_path) as school:
        yield school


def in_group(school, monkeypatch, **more):
    """The same school with a group that is set up in another way."""
    group = replace(HOLLYBANK, **more)
    monkeypatch.setattr(school, "setting", lambda _: Setting(school="Hollybank", group=group, pack=PACK))
    return group


async def hold(school):
    """The parent's post waits; its case."""
    seen = Message(
        ref=Ref(platform="sandbox", chat="held:parents", message="1"),
        group=HOLLYBANK.id,
        author=Author(user=PARENT.user, name="Priya Nair"),
        text="Zebulon",
        sent_at=school.now,
    )
    actions = (Action(kind=Kind.HOLD, clause="4.2.1"),)
    decision = Decision(pack=PACK.name, pack_version=PACK.version, actions=actions)
    (order,) = await school.records.settle(Evidence(message=seen, decision=decision, at=school.now))
    return order.case


@pytest.mark.parametrize(("locale", "said"), [("en", "declined under 4.2.1"), ("cy", "gwrthodwyd o dan 4.2.1")])
async def test_a_post_that_was_declined_was_decided_until_its_author_appealed(school, monkeypatch, locale, said):
    in_group(school, monkeypatch, locale=locale)
    await school.restart()
    case = await hold(school)
    await school.asks("decline", case=str(case), clause="4.2.1", reason="Names a child.")
    shown = dict((await school.asks("case", case=str(case))).card.fields)
    assert any(value.startswith(said) for value in shown.values())
    declined = (await school.records.case(case, reader="test")).reviews[-1].at
    assert not (await school.asks("appeal", who=PARENT.user, case=str(case), reason="Only a nickname.")).refused
    figures = await school.records.figures(declined - WEEK, declined + WEEK, now=declined)
    assert figures.open == ()


async def test_who_was_to_be_given_a_case_is_not_logged_as_having_tried_to_open_it(school):
    await school.writes(CATEGORY)
    await school.presses("notmine:1", who="teacher")
    assert (await school.asks("assign", case="1", member="teacher")).refused
    with closing(sqlite3.connect(school.file)) as database:
        assert database.execute("SELECT actor FROM refusals").fetchall() == []


async def test_a_staff_command_of_somebody_else_is_refused_and_logged_also_where_it_is_about_no_group(school):
    tried = {
        who: await commands.run(
            school.desk,
            Call(command="lift", actor=PEOPLE[who].actor, platform="sandbox", group="", chat="private", values={}),
        )
        for who in ("priya", "office")
    }
    assert "for the school's staff" in tried["priya"].text
    assert "in its staff channel" in tried["office"].text
    with closing(sqlite3.connect(school.file)) as database:
        assert database.execute("SELECT actor, command FROM refusals").fetchall() == [("priya", "lift")]


async def test_the_lead_works_on_a_case_also_where_no_place_for_staff_is_named(school, monkeypatch):
    in_group(school, monkeypatch, staff_place="")
    await school.restart()
    await school.writes("threat")
    assert "veiled" not in str((await school.presses("uphold:1", who="dsl")).update)
    assert not (await school.presses("lift:1", who="dsl")).refused
    [card] = school.world.cards["dsl"].values()
    assert card.card.evidence


async def test_one_case_that_cannot_be_opened_holds_up_no_other(school):
    await school.writes(CATEGORY)
    await school.writes(CATEGORY)
    with closing(sqlite3.connect(school.file)) as database:
        database.execute("UPDATE evidence SET sealed = x'00' WHERE message = '1'")
        database.execute("UPDATE orders SET status = 'intended'")
        database.commit()
    await school.enforcement.reconcile()
    left = {order.case for order in await school.records.pending() if order.status is Status.INTENDED}
    assert left == {1}


@pytest.mark.parametrize("trouble", ["", "forbidden"])
async def test_a_card_says_so_when_its_message_was_deleted_by_somebody_else(school, trouble):
    school.world.pretend(trouble)
    await school.writes("threat" if trouble else "safeguarding")
    front = Front(intake=None, desk=school.desk, records=school.records, rename=None, welcomes=None)
    before = [shown.card for shown in school.world.cards["dsl"].values()]
    await front.deleted([Ref(platform="sandbox", chat="parents", message="1")])
    after = [shown.card for shown in school.world.cards["dsl"].values()]
    assert "deleted there" not in str(before)
    assert "deleted there" in str(after)


def test_where_no_chat_is_known_nothing_is_about_a_group_that_lacks_a_place(school):
    desk = replace(school.desk, groups=lambda: [replace(HOLLYBANK, digest_place="")])
    call = Call(command="rules", actor=PEOPLE["office"].actor, platform="sandbox", group="")
    with pytest.raises(Refusal, match="refused-no-group"):
        desk.group(call)


async def test_the_cases_of_every_group_that_a_place_serves_are_listed_newest_first(school, monkeypatch):
    other = replace(HOLLYBANK, id="year6", name="Year 6 parents")
    monkeypatch.setattr(school, "desk", replace(school.desk, groups=lambda: [HOLLYBANK, other]))
    opened = {"by": "Mrs Hartley", "at": school.now, "reason": "Rude."}
    for number, group in enumerate((HOLLYBANK, other, HOLLYBANK), 1):
        ref = Ref(platform="sandbox", chat="parents", message=str(number))
        await school.records.open_case(replace(PARENT, group=group.id), ref, PACK.ruling("4.2.1"), **opened)
    said = (await school.asks("case", which="open")).text
    assert [line[:2] for line in said.splitlines()[1:]] == ["3:", "2:", "1:"]

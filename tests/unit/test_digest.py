"""The digest's words, weeks and chart; and the clock that asks for it."""

import asyncio
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from bot.chart import Picture, draw
from bot.ports import Figures, Trouble
from bot.schedule import Schedule
from bot.staff.locale import load
from moderation.digest import Vocabulary, When, as_text, called, iso_week, sections, so_far, title

LONDON = ZoneInfo("Europe/London")
MONDAY = When()
FRIDAY = When(day="fri", time="15:30")
CLAUSES = {"4.2.1": "Threats", "4.2.7": "Personal data"}
PARTLY = "No message that was checked broke a clause, but not everything was checked: see"
ENGLISH = load("en")
QUIET = "Nothing happened: no message broke a clause and no case is open."
WORDS = Vocabulary(texts=ENGLISH, clauses=CLAUSES, categories={"child_named": "naming somebody else's child"})
WHY = {
    "forbidden": "the bot lacks a right (run: schoolgate doctor)",
    "protected": "an administrator cannot be restricted",
    "no_member": "the member had left",
    "gone": "the message was gone already",
    "closed": "private messages were closed",
    "limited": "too many requests",
    "unreachable": "the platform did not answer",
    "unsupported": "the platform cannot do it",
    "moved": "it is from before the group became a supergroup",
    "not_kept": "its words were not kept",
    "stays": "the platform lets no bot delete it",
    "invalid": "the platform refused the request",
    "did not hold": "it was done, but did not stay so",
}


def drawn(trend, by_clause, **more):
    weeks = [f"2026-W{week}" for week in range(39, 47)]
    return draw(Picture(texts=ENGLISH, trend=trend, by_clause=by_clause, weeks=weeks, **more))


def london(*parts):
    return datetime(*parts, tzinfo=LONDON)


def figures(**more):
    period = FRIDAY.last_due(london(2026, 11, 20, 16))
    return Figures(start=period.start, end=period.end, **more)


def said(**more):
    return dict(sections(figures(**more), FRIDAY.last_due(london(2026, 11, 20, 16)), WORDS))


@pytest.mark.parametrize(
    ("when", "now", "label", "start", "end"),
    [
        (MONDAY, london(2026, 11, 16, 7, 30), "2026-W46", london(2026, 11, 9), london(2026, 11, 16)),
        (MONDAY, london(2026, 11, 16, 7, 29), "2026-W45", london(2026, 11, 2), london(2026, 11, 9)),
        (MONDAY, london(2026, 11, 22, 23, 59), "2026-W46", london(2026, 11, 9), london(2026, 11, 16)),
        (FRIDAY, london(2026, 11, 20, 15, 30), "2026-W46", london(2026, 11, 9), london(2026, 11, 16)),
        (FRIDAY, london(2026, 11, 20, 15, 29), "2026-W45", london(2026, 11, 2), london(2026, 11, 9)),
        (MONDAY, london(2027, 1, 4, 8), "2026-W53", london(2026, 12, 28), london(2027, 1, 4)),
        (MONDAY, london(2026, 1, 5, 8), "2026-W01", london(2025, 12, 29), london(2026, 1, 5)),
        (MONDAY, london(2026, 3, 30, 7, 30), "2026-W13", london(2026, 3, 23), london(2026, 3, 30)),
        (MONDAY, london(2026, 10, 26, 7, 30), "2026-W43", london(2026, 10, 19), london(2026, 10, 26)),
    ],
)
def test_the_week_that_is_due_is_the_one_before_the_moment(when, now, label, start, end):
    period = when.last_due(now.astimezone(UTC))
    assert (period.label, period.start, period.end) == (label, start, end)


@pytest.mark.parametrize(("end", "hours"), [(london(2026, 3, 30), 167), (london(2026, 10, 26), 169)])
def test_the_week_of_a_clock_change_has_an_hour_less_or_more(end, hours):
    period = MONDAY.last_due(end + timedelta(hours=8))
    assert period.end.astimezone(UTC) - period.start.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize("time", ["01:00", "01:30", "01:59"])
def test_a_moment_that_the_clocks_skip_or_repeat_is_due_once(time):
    sunday = When(day="sun", time=time)
    for day in (london(2026, 3, 29), london(2026, 10, 25)):
        start = day.astimezone(UTC) - timedelta(hours=1)
        dues = {sunday.last_due(start + timedelta(minutes=step)).at for step in range(6 * 60)}
        assert len(dues) == 2  # last week's and this week's
        assert len({sunday.last_due(due).label for due in dues}) == 2


@given(
    st.integers(0, 20 * 365 * 24 * 60).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["mon", "wed", "fri", "sun"]),
    st.times().map(lambda time: f"{time:%H:%M}"),
)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "sun", "01:30")
@example(datetime(2026, 10, 25, 1, 15, tzinfo=UTC), "sun", "01:30")
def test_at_any_moment_exactly_one_week_is_due_and_can_be_made_again(now, day, time):
    when = When(day=day, time=time)
    period = when.last_due(now)
    assert period.at <= now < period.at + timedelta(days=7, hours=1)
    assert period.end <= period.at
    assert (period.start.weekday(), period.start.hour, period.end - period.start) == (0, 0, timedelta(days=7))
    assert when.week(period.label, now) == period


@pytest.mark.parametrize("label", ["2026-W54", "2025-W53", "2026-46", "W46", "last", ""])
def test_a_week_that_does_not_exist_is_an_error(label):
    with pytest.raises(ValueError, match=r"."):
        MONDAY.week(label, london(2026, 11, 16, 9))


def test_this_week_ends_now():
    now = london(2026, 11, 18, 10).astimezone(UTC)
    period = so_far(now)
    assert (period.label, period.start, period.end, period.at) == ("2026-W47", london(2026, 11, 16), now, now)
    assert MONDAY.week("2026-W47", now).at == now


def test_a_week_that_has_just_begun_does_not_end_before_it_began():
    assert title(so_far(london(2026, 11, 16, 0, 20)), "Hollybank", ENGLISH).endswith("(16 Nov 2026 to 16 Nov 2026)")


def test_iso_weeks_at_the_turn_of_the_year():
    days = {london(2026, 12, 31): "2026-W53", london(2027, 1, 3): "2026-W53", london(2024, 12, 30): "2025-W01"}
    assert {day: iso_week(day.date()) for day in days} == days


def test_nothing_happened_is_said():
    words = said(judged=214)
    assert words["In short"] == QUIET
    assert words["Messages"] == "214 checked, 0 hidden"
    assert words["Not watched"] == "no gaps"
    assert "New cases" not in words


@pytest.mark.parametrize(
    "more", [{"open": (3,)}, {"restored": (3,)}, {"by_clause": {"5.1": 1}}, {"alerts": 1}, {"hidden": 1}]
)
def test_something_happened_is_never_called_nothing(more):
    assert QUIET not in as_text("x", tuple(said(**more).items()))


@pytest.mark.parametrize(
    ("more", "short"),
    [
        (
            {"gap_minutes": {"telegram": 10_080}},
            f'{PARTLY} "Not watched".',
        ),
        (
            {"model_trouble": 3, "gap_minutes": {"telegram": 1}},
            f'{PARTLY} "Not watched" and "Detector trouble".',
        ),
        ({"failed_actions": 1}, 'No message broke a clause, but not everything was done: see "Actions that failed".'),
    ],
)
def test_a_week_that_was_not_wholly_watched_or_acted_on_is_not_called_quiet(more, short):
    words = said(judged=214, **more)
    assert words["In short"] == short
    assert list(words)[1:5] == ["In short", "Not watched", "Actions that failed", "Detector trouble"]


@pytest.mark.parametrize(("after", "hours"), [(24, "24 hours"), (1, "1 hour"), (1.5, "1.5 hours")])
def test_overdue_is_said_with_the_hours_that_were_counted(after, hours):
    words = said(overdue=(2,), open=(2,), overdue_after=timedelta(hours=after))
    assert words[f"Overdue (open for more than {hours})"] == "1: #2"


def test_what_was_put_back_is_said_in_words():
    words = said(hidden=3, false_hides={"child_named": (0, 1), "own_rule": (1, 2)})
    rates = "naming somebody else's child: 0 of 1 (0%)\nown_rule: 1 of 2 (50%)"
    assert words["Of what was hidden this week, put back since"] == rates


def test_everything_the_safeguarding_lead_asks_for_is_said_by_number():
    words = said(
        judged=900,
        hidden=4,
        by_clause={"4.2.7": 1, "4.2.1": 3, "9.9": 1},
        new=(11, 12, 13, 14, 15),
        open=(12, 15),
        overdue=(2,),
        restored=(11,),
        restrictions=2,
        alerts=1,
        failed_actions=3,
        gap_minutes={"telegram": 12, "discord": 4},
        model_trouble=7,
    )
    assert words["New cases by clause"].splitlines() == ["4.2.1 Threats: 3", "4.2.7 Personal data: 1", "9.9: 1"]
    assert words["New cases"] == "5: #11, #12, #13, #14, #15"
    assert (words["Open cases"], words["Overdue (open for more than 72 hours)"]) == ("2: #12, #15", "1: #2")
    assert words["Restored by staff (the decision was wrong)"] == "1: #11"
    assert (words["Restrictions in force"], words["Alerts to the safeguarding lead"]) == ("2", "1")
    assert (words["Actions that failed"], words["Not watched"]) == ("3", "discord: 4 min\ntelegram: 12 min")
    assert words["Detector trouble"].startswith("7 messages")
    assert words["As at"] == "Friday 20 November 2026, 15:30"


@pytest.mark.parametrize("why", [*Trouble, "did not hold"])
def test_why_something_failed_is_said_in_words(why):
    assert said(failed_actions=1, troubles={why: 1})["Why actions failed"] == f"{WHY[why]}: 1"


def test_a_reason_that_has_no_words_is_said_as_it_is():
    assert said(failed_actions=1, troubles={"odd": 1})["Why actions failed"] == "odd: 1"


def test_one_of_something_is_said_as_one():
    words = said(model_trouble=1, open=range(41), alerts=1, alert_minutes=1.0, by_clause={"5.1": 1})
    assert words["Detector trouble"] == "1 message was not checked by every detector at first"
    assert words["Open cases"].endswith(" and 1 earlier one")
    assert words["Until somebody acted on an alert"] == "1 minute (median)"


def test_very_many_cases_still_fit_into_one_field():
    words = said(open=tuple(range(100_001, 102_001)), by_clause={"5.1": 1})
    assert words["Open cases"].startswith("2000: #101961, ")
    assert words["Open cases"].endswith("#102000 and 1960 earlier ones")
    assert max(len(text) for text in words.values()) <= 1024  # a Discord field's limit


def test_the_plain_text_reads_from_the_top():
    period = FRIDAY.last_due(london(2026, 11, 20, 16))
    heading = title(period, "Hollybank", ENGLISH)
    assert heading == "Hollybank: weekly digest 2026-W46 (09 Nov 2026 to 15 Nov 2026)"
    text = as_text(heading, [("One", "1"), ("Two", "a\nb")])
    assert text.splitlines() == [heading, "=" * len(heading), "One: 1", "Two:", "  a", "  b"]


@pytest.mark.parametrize("by_clause", [{}, {"4.2.1": 3, "4.2.7": 1}, {f"{n}.1": n for n in range(1, 30)}])
@pytest.mark.parametrize("trend", [(0,) * 8, (3, 1, 4, 1, 5, 9, 2, 6), (0, 0, 0, 0, 0, 0, 0, 25_000)])
def test_the_chart_needs_no_colour_and_is_not_empty(trend, by_clause):
    image = Image.open(BytesIO(drawn(trend, by_clause)))
    assert (image.format, image.size[0]) == ("PNG", 720)
    red, green, blue = image.convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert red.getextrema() == (0, 255)


def test_the_chart_says_that_rare_clauses_are_left_out():
    ten = {f"{number}.1": number + 2 for number in range(10)}
    eleven = ten | {"11.1": 1}
    assert drawn((3,) * 8, ten) != drawn((3,) * 8, eleven), "the bars are the same ten: the heading says it"


def test_a_longer_bar_is_more_ink():
    def dark(trend):
        pixels = Image.open(BytesIO(drawn(trend, {}))).convert("L").tobytes()
        return sum(pixel < 250 for pixel in pixels)

    assert dark((9,) * 8) > dark((1,) * 7 + (9,)) > dark((0,) * 8)


async def test_work_is_done_now_and_again():
    done = asyncio.Queue()
    async with Schedule() as schedule:
        schedule.every("count", timedelta(seconds=0.2), lambda: done.put("count"))
        schedule.weekly("digest", "mon", "07:30", lambda: done.put("digest"))
        schedule.daily("retention", "03:10", lambda: done.put("retention"))
        seen = [await asyncio.wait_for(done.get(), 5) for _ in range(5)]
        night = schedule._scheduler.get_job("retention").next_run_time
    assert seen.count("digest") == 1  # asked at the start, whatever day it is
    assert seen.count("retention") == 1  # and this, where the computer is off at night
    assert (night.hour, night.minute, night > datetime.now(UTC)) == (3, 10, True)
    assert seen.count("count") == 3
    while not done.empty():  # what a busy machine began before the end
        done.get_nowait()
    await asyncio.sleep(0.3)
    assert done.empty()


async def test_work_that_fails_is_asked_again_and_holds_up_nothing():
    asked = asyncio.Queue()

    async def fails():
        await asked.put("fails")
        raise OSError

    async with Schedule() as schedule:
        schedule.every("fails", timedelta(seconds=0.1), fails)
        schedule.every("works", timedelta(seconds=0.1), lambda: asked.put("works"))
        seen = [await asyncio.wait_for(asked.get(), 5) for _ in range(8)]
    assert min(seen.count("fails"), seen.count("works")) >= 3


async def test_work_that_is_still_going_on_is_not_begun_again():
    running, finished = 0, asyncio.Queue()
    most = 0

    async def slow():
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.35)
        running -= 1
        await finished.put(running)

    async with Schedule() as schedule:
        schedule.every("slow", timedelta(seconds=0.1), slow)
        for _ in range(3):
            await asyncio.wait_for(finished.get(), 30)
    assert most == 1


async def test_the_weekly_hour_is_in_london():
    async def nothing():
        return None

    async with Schedule() as schedule:
        schedule.weekly("digest", "fri", "15:30", nothing)
        job = schedule._scheduler.get_job("digest")
        summer = job.trigger.get_next_fire_time(None, datetime(2026, 7, 1, tzinfo=UTC))
        winter = job.trigger.get_next_fire_time(None, datetime(2026, 11, 18, tzinfo=UTC))
    assert summer == datetime(2026, 7, 3, 14, 30, tzinfo=UTC)
    assert winter == datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


def test_a_clause_is_named_with_its_pack_only_where_packs_differ():
    assert called(["trust/4.1", "trust/4.2"]) == {"trust/4.1": "4.1", "trust/4.2": "4.2"}
    assert called(["trust/4.1", "stokes_wood/4.1"]) == {"trust/4.1": "trust 4.1", "stokes_wood/4.1": "stokes wood 4.1"}


def test_each_clauses_weeks_are_drawn_without_colour():
    small = Image.open(BytesIO(drawn((1,) * 8, {"4.2.1": 1})))
    image = Image.open(BytesIO(drawn((1,) * 8, {"4.2.1": 1}, clause_trend={"4.2.1": (0, 1, 2, 3, 4, 5, 6, 1)})))
    red, green, blue = image.convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert image.size[1] > small.size[1]

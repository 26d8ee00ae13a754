"""The digest in Welsh: the same sections and numbers as in English, no English left, each place in its language."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.app import build_digest
from bot.chart import MOST_CLAUSES, Picture, draw
from bot.digest import Digest, Edition
from bot.groups import Entry, Groups
from bot.intake import Judge
from bot.page import page
from bot.ports import Actor, Call, Figures, Trouble
from bot.records.store import open_records
from bot.settings import GroupSettings, Settings
from bot.staff.cards import Card
from bot.staff.commands import digest as command
from bot.staff.desk import Desk
from bot.staff.locale import FOLDER, load
from bot.staff.translations import read
from moderation.digest import Vocabulary, When, as_text, sections, title
from moderation.domain import Status
from moderation.governors import sections_for_governors, title_for_governors
from moderation.policy.pack import load as load_pack
from tests.platforms.evidence import CLAUSE, FULL, HIDE, KEY, judged
from tests.platforms.steps import PRODUCED

LONDON = ZoneInfo("Europe/London")
ENGLISH, WELSH = load("en"), load("cy")
DUE = datetime(2026, 11, 9, 7, 30, tzinfo=LONDON)  # a day and a month whose names and numbers differ in form
PERIOD = When().last_due(DUE)
QUIET = Figures(start=PERIOD.start, end=PERIOD.end, judged=214, trend=(0,) * 8)
FULL_WEEK = replace(
    QUIET,
    hidden=14,
    by_clause={"4.2.1": 12, "4.2.7": 6, "9.9": 1},
    trend=(1, 2, 3, 4, 5, 6, 7, 19),
    clause_trend={"4.2.1": (0, 1, 2, 3, 4, 5, 6, 12), "4.2.7": (1,) * 7 + (6,), "9.9": (0,) * 7 + (1,)},
    new=tuple(range(1, 20)),
    open=tuple(range(3, 60)),
    overdue=(3,),
    overdue_after=timedelta(hours=1),
    appealed=(4,),
    restored=(5, 6),
    false_hides={"threat": (1, 12), "own_rule": (6, 12)},
    restrictions=7,
    ending=1,
    alerts=9,
    alerts_waiting=2,
    alert_minutes=17.0,
    failed_actions=13,
    gap_minutes={"telegram": 12, "discord": 1},
    model_trouble=1,
    troubles=dict.fromkeys([*Trouble, "did not hold"], 1),
    going=3,
)
WEEKS = {
    "quiet": QUIET,
    "full": FULL_WEEK,
    "all waits over": replace(FULL_WEEK, alerts_waiting=0, overdue_after=timedelta(hours=72), chain_head="f" * 64),
    "nobody acted": replace(FULL_WEEK, alerts_waiting=9, alert_minutes=None, overdue_after=timedelta(minutes=90)),
    "nothing hidden": replace(QUIET, open=(1,), clause_trend={}),
    "not watched": replace(QUIET, gap_minutes={"telegram": 60}, model_trouble=4, failed_actions=5),
    "not done": replace(QUIET, failed_actions=5),
}
EDITIONS = {"dsl": (title, sections), "governors": (title_for_governors, sections_for_governors)}
BOTH = pytest.mark.parametrize("edition", EDITIONS)
NUMBER = re.compile(r"\d+(?:\.\d+)*%?")


def told(edition, figures, texts):
    """The title, and the sections, of an edition in a language."""
    heading, made = EDITIONS[edition]
    titles = {"4.2.1": "Threats" if texts is ENGLISH else "Bygythiadau"}
    words = Vocabulary(texts=texts, clauses=titles, categories={"threat": titles["4.2.1"]})
    return heading(PERIOD, "Hollybank", texts), made(figures, PERIOD, words)


def numbers(words):
    return [number.lstrip("0") for number in NUMBER.findall(words)]


def english_texts():
    """Every English text of the digest, cut where something is filled in."""
    text = (FOLDER / "en" / "digest.ftl").read_text()
    known = [name for name, entry in read(FOLDER / "en").items() if entry.path.name == "digest.ftl"]
    assert len(known) > 70
    lines = re.findall(r"^(?:[\w-]+ =|\s+\*?\[\w+\]) *(.+)$", text, re.MULTILINE)
    pieces = {piece.strip(" :;,.(") for line in lines for piece in re.split(r"\{[^}]*\}?|\}", line)}
    return {piece for piece in pieces if re.fullmatch(r"[A-Za-z].*[A-Za-z)]", piece)} - {"en-GB"}


@BOTH
@pytest.mark.parametrize("week", WEEKS)
def test_a_welsh_digest_has_the_same_sections_and_numbers(edition, week):
    (english_title, english), (welsh_title, welsh) = (told(edition, WEEKS[week], one) for one in (ENGLISH, WELSH))
    assert numbers(welsh_title) == numbers(english_title)
    assert [numbers(heading) for heading, _ in welsh] == [numbers(heading) for heading, _ in english]
    assert [numbers(words) for _, words in welsh] == [numbers(words) for _, words in english]
    assert [words.count("\n") for _, words in welsh] == [words.count("\n") for _, words in english]
    assert len({heading for heading, _ in welsh}) == len(welsh)


@BOTH
@pytest.mark.parametrize("week", WEEKS)
def test_no_english_is_left_in_a_welsh_digest(edition, week):
    (_, english), (heading, welsh) = (told(edition, WEEKS[week], one) for one in (ENGLISH, WELSH))
    assert not {name for name, _ in english} & {name for name, _ in welsh}
    written = as_text(heading, welsh).replace("schoolgate doctor", "")
    left = [text for text in english_texts() if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", written)]
    assert left == []


def test_an_english_text_that_was_left_would_be_found():
    assert {
        "Not watched",
        "earlier ones",
        "November",
        "Nobody has pressed",
        "hours",
        "broke a clause",
    } & english_texts()
    assert {"Restored by staff (the decision was wrong)", "weekly digest", "for governors"} <= english_texts()


@pytest.mark.parametrize("at", [datetime(2026, month, month, 7, 5, tzinfo=LONDON) for month in range(1, 13)])
def test_days_are_said_as_before_in_english_and_as_elsewhere_in_welsh(at):
    period = replace(PERIOD, start=at, end=at + timedelta(hours=1), at=at.astimezone(UTC))
    day = f"{at:%d %b %Y}"
    assert title(period, "Hollybank", ENGLISH).endswith(f"({day} to {day})")
    said = {one: sections(QUIET, period, Vocabulary(texts=one))[-1][1] for one in (ENGLISH, WELSH)}
    assert said == {ENGLISH: f"{at:%A %d %B %Y, %H:%M}", WELSH: WELSH.moment(at)}
    month = WELSH.day(at.date())
    assert title(period, "Hollybank", WELSH).endswith(f"({month} {at.year} i {month} {at.year})")


def test_each_day_of_the_week_has_its_name():
    days = [DUE + timedelta(days=number) for number in range(7)]
    said = [sections(QUIET, replace(PERIOD, at=day), Vocabulary(texts=WELSH))[-1][1] for day in days]
    assert said == [WELSH.moment(day) for day in days]


@pytest.mark.parametrize("clauses", [0, 3, MOST_CLAUSES + 1])
def test_the_chart_speaks_the_language(clauses):
    by_clause = {f"{number}.1": number + 1 for number in range(clauses)}
    trends = {name: (number,) * 8 for name, number in by_clause.items()}
    what = {"trend": (1,) * 8, "by_clause": by_clause, "weeks": [f"2026-W{week}" for week in range(38, 46)]}
    english, welsh = (draw(Picture(texts=one, clause_trend=trends, **what)) for one in (ENGLISH, WELSH))
    assert english != welsh
    assert english == draw(Picture(texts=ENGLISH, clause_trend=trends, **what))


@pytest.mark.parametrize("texts", [ENGLISH, WELSH], ids=lambda one: one.name)
@pytest.mark.parametrize("name", ["4.2.{}", "carmarthenshire appropriate.{}"])
def test_no_heading_of_the_chart_is_cut_off(texts, name):
    by_clause = {name.format(number): number for number in range(1, MOST_CLAUSES + 3)}
    trends = {name: (number,) * 8 for name, number in by_clause.items()}
    weeks = [f"2026-W{week}" for week in range(38, 46)]
    png = draw(Picture(texts=texts, trend=(1,) * 8, by_clause=by_clause, weeks=weeks, clause_trend=trends))
    image = Image.open(BytesIO(png)).convert("L")
    for left in (0, image.width - 2):
        assert image.crop((left, 0, left + 2, image.height)).getextrema() == (255, 255)


@BOTH
def test_the_page_speaks_the_language_and_stands_its_numbers_under_one_another(edition):
    pages = {}
    for one in (ENGLISH, WELSH):
        heading, made = told(edition, FULL_WEEK, one)
        pages[one] = page(Card(title=heading, fields=made, locale=one.name), "cid:chart")
    english, welsh = pages[ENGLISH], pages[WELSH]
    assert ('<html lang="en-GB">' in english, '<html lang="cy">' in welsh) == (True, True)
    assert [english.count(tag) for tag in ("<tr>", "<table>", "<br>", "<small>")] == [
        welsh.count(tag) for tag in ("<tr>", "<table>", "<br>", "<small>")
    ]
    (alt,) = re.findall(r'alt="([^"]*)"', welsh)
    assert alt.startswith("Siart o&#x27;r rhifau uchod. Achosion newydd yn yr wythnosau diwethaf: W38 ")
    assert "Achosion newydd fesul cymal: 4.2.1 Bygythiadau: 12" in alt
    if edition == "governors":
        assert "<td>9.9</td><td>llai na 5</td>" in welsh


class Board:
    """A platform that writes down what is posted where."""

    def __init__(self):
        self.posts = {}

    async def post(self, place, card, file=None):
        self.posts.setdefault(place, []).append((card, file))
        return "1"


@pytest.fixture
async def records(tmp_path):
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    store = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY, clock=lambda: begun)
    at = DUE - timedelta(days=5)
    for seen in (judged(1, *FULL, at=at), judged(2, *HIDE, at=at)):
        for order in await store.settle(seen):
            await store.outcome(order.id, Status.DONE, at=at)
    yield store
    await store.close()


def digest_of(records, **more):
    return Digest(
        records=records,
        platforms={"board": Board()},
        places=[("board", "welsh"), ("board", "english"), ("board", "anywhere")],
        governors=[("board", "governors")],
        second=("board", "second"),
        school="Hollybank",
        packs={"trust": {CLAUSE: "Threats"}},
        translated={"cy": {"trust": {CLAUSE: "Bygythiadau"}}},
        spoken={("board", "welsh"): WELSH, ("board", "english"): ENGLISH},
        **more,
    )


async def test_each_place_is_told_in_its_language_and_any_other_in_the_first_groups(records):
    digest = digest_of(records, locale=WELSH)
    board = digest.platforms["board"]
    await digest.send_due(DUE)
    cards = {place: card for place, ((card, _),) in board.posts.items()}
    charts = {place: chart for place, ((_, chart),) in board.posts.items()}
    assert {place: card.locale for place, card in cards.items()} == {
        "welsh": "cy",
        "english": "en",
        "anywhere": "cy",
        "governors": "cy",
    }
    assert cards["welsh"] == cards["anywhere"] != cards["english"]
    assert charts["welsh"] == charts["anywhere"] != charts["english"]
    assert [cards[place].buttons[0].label for place in ("welsh", "english")] == ["Wedi'i ddarllen", "Read"]
    assert cards["welsh"].buttons[0].id == cards["english"].buttons[0].id
    assert f"{CLAUSE} Bygythiadau: 2 (8 wythnos: 0 0 0 0 0 0 0 2)" in dict(cards["welsh"].fields).values()
    assert f"{CLAUSE} Threats: 2 (8 weeks: 0 0 0 0 0 0 0 2)" in dict(cards["english"].fields).values()
    assert "bygythiadau: 0 o 2 (0%)" in dict(cards["welsh"].fields).values()
    assert cards["governors"].title.endswith(", ar gyfer llywodraethwyr")
    await digest.send_due(DUE + timedelta(days=3))
    ((card, _),) = board.posts["second"]
    assert card.title == "Hollybank: mae angen i rywun edrych ar y crynodeb wythnosol 2026-W45"
    assert dict(card.fields)["Beth ddigwyddodd"] == "Nid oes neb wedi pwyso Wedi'i ddarllen oddi tano."


async def test_where_no_language_is_set_all_is_english(records):
    digest = replace(digest_of(records), spoken={})
    await digest.send_due(DUE)
    await digest.send_due(DUE + timedelta(days=3))
    board = digest.platforms["board"]
    assert {card.locale for posts in board.posts.values() for card, _ in posts} == {"en"}
    ((card, _),) = board.posts["second"]
    assert card.title == "Hollybank: the weekly digest 2026-W45 needs somebody"
    assert dict(card.fields) == {
        "What happened": "Nobody has pressed Read below it.",
        "What to do": "Please ask the Designated Safeguarding Lead to look at it, or look at it yourself.",
    }


async def test_what_is_made_again_speaks_the_first_groups_language(records):
    digest = digest_of(records, locale=WELSH)
    for edition in Edition:
        text = await digest.text("2026-W45", DUE, edition)
        html = await digest.html("2026-W45", DUE, edition)
        assert text.startswith("Hollybank: crynodeb wythnosol 2026-W45 (2 Tachwedd 2026 i 8 Tachwedd 2026)")
        assert '<html lang="cy">' in html
        assert await digest.chart("2026-W45", DUE, edition) != await replace(digest, locale=ENGLISH).chart(
            "2026-W45", DUE, edition
        )


GROUPS = [
    {
        "name": "Blwyddyn 4",
        "id": "1",
        "locale": "cy",
        "staff_place": "10",
        "dsl_place": "11",
        "pack": "carmarthenshire",
    },
    {"name": "PTA", "id": "2", "staff_place": "20", "digest_place": "22"},
    {"name": "Year 5", "id": "3", "staff_place": "10"},
]


def groups_of(settings):
    made = (Entry(one.group(), Judge((), load_pack(one.pack, PRODUCED), None)) for one in settings.groups)
    return Groups("Hollybank", made)


@pytest.fixture
def settings(monkeypatch, tmp_path):
    (tmp_path / "s.toml").write_text("")
    monkeypatch.setenv("SCHOOLGATE_CONFIG", str(tmp_path / "s.toml"))
    return Settings(groups=tuple(GroupSettings(platform="telegram", **one) for one in GROUPS))


def test_a_groups_places_speak_its_staffs_language(settings):
    digest = build_digest(settings, groups_of(settings), {}, None)
    assert {place: locale.name for (_, place), locale in digest.spoken.items()} == {
        "10": "cy",  # the first group's, though it serves an English one too
        "11": "cy",
        "20": "en",
        "22": "en",
    }
    assert {place: locale.name for (_, place), locale in digest.staff.items()} == {"10": "cy", "20": "en"}
    assert digest.locale.name == "cy"
    welsh, english = digest.translated["cy"]["carmarthenshire"], digest.packs["carmarthenshire"]
    assert (welsh.keys() == english.keys(), welsh == english) == (True, False)


@pytest.mark.parametrize(("group", "language"), [("1", "cy"), ("2", "en")])
async def test_whoever_asks_for_it_now_is_answered_in_their_staffs_language(records, settings, group, language):
    digest = digest_of(records)
    groups = groups_of(settings)
    known = {"groups": groups.all, "digest": lambda locale: digest.preview(DUE, locale)}
    desk = Desk(**(dict.fromkeys(one.name for one in fields(Desk)) | known))
    asked = Call(
        command="digest",
        actor=Actor(user="7", name="x", tokens=frozenset()),
        platform="telegram",
        group=group,
        chat=group,
    )
    reply = await command.run(desk, asked)
    assert (reply.card.locale, reply.card.buttons) == (language, ())
    assert reply.text == load(language).text("digest-so-far")
    assert reply.files[0][0] == "digest-2026-W46.png"

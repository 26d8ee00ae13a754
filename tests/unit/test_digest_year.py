"""A year's digests, figure by figure, against counts in plain SQL that know the tables and none of the program."""

import asyncio
import re
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import median

import pytest

from bot.digest import Digest
from bot.records.store import open_records
from moderation.digest import When, so_far
from tests.platforms.evidence import KEY
from tests.platforms.seeded_year import FIRST, LONDON, RETENTION, WEEKS, address, fill, monday

DAY = 86_400_000_000  # microseconds, as the tables count
WHEN = When()
LATER = datetime(2030, 1, 1, tzinfo=UTC)
# Both clock changes (29 March and 25 October 2026), the week 53, the first week of each year, and others between.
LABELS = ["2026-W01", "2026-W02", "2026-W09", "2026-W13", "2026-W14", "2026-W20", "2026-W27", "2026-W34", "2026-W41"]
LABELS += ["2026-W43", "2026-W44", "2026-W48", "2026-W52", "2026-W53", "2027-W01"]


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    path = tmp_path_factory.mktemp("year") / "records.db"
    asyncio.run(fill(path))
    return path


@pytest.fixture
async def records(year):
    store = await open_records(address(year), KEY, RETENTION)
    yield store
    await store.close()


def midnight(day):
    """Midnight in London, in microseconds of UTC."""
    return round(datetime.combine(day, time(), LONDON).timestamp()) * 1_000_000


class Week:
    """One ISO week and its due moment, worked out from the calendar; and the plain SQL for its figures."""

    def __init__(self, path, label):
        self.monday = date.fromisocalendar(int(label[:4]), int(label[6:]), 1)
        self.start, self.end = midnight(self.monday), midnight(self.monday + timedelta(days=7))
        self.following = midnight(self.monday + timedelta(days=14))
        due = datetime.combine(self.monday + timedelta(days=7), time(7, 30), LONDON)
        self.now = round(due.timestamp()) * 1_000_000
        self.path = path

    def rows(self, sql, **more):
        known = {"a": self.start, "b": self.end, "now": self.now, "next": self.following}
        with closing(sqlite3.connect(self.path)) as db:
            return db.execute(sql, known | more).fetchall()

    def one(self, sql, **more):
        return self.rows(sql, **more)[0][0]

    def numbers(self, sql):
        return tuple(row[0] for row in self.rows(sql + " ORDER BY 1"))

    def counted(self):
        open_then = f"""SELECT id FROM cases AS c WHERE opened_at <= :now AND coalesce(({LAST_WORD}), 'x')
            NOT IN ('upheld', 'restored', 'closed')"""
        in_force = f'SELECT count(*) FROM orders AS o JOIN cases AS c ON c.id = o."case" WHERE {BINDING}'
        waits = [row[0] for row in self.rows(WAITS)]
        acted = [wait for wait in waits if wait is not None]
        return {
            "judged": self.one("SELECT count(*) FROM judged WHERE at >= :a AND at < :b"),
            "hidden": self.one(f'SELECT count(DISTINCT "case") FROM orders WHERE {HIDDEN}'),
            "by_clause": dict(self.rows(f"SELECT 'trust/' || clause, count(*) FROM cases WHERE {OPENED} GROUP BY 1")),
            "clause_trend": self.trend(),
            "new": self.numbers(f"SELECT id FROM cases WHERE {OPENED}"),
            "open": self.numbers(open_then),
            "overdue": self.numbers(f"{open_then} AND :now - opened_at > 3 * {DAY}"),
            "appealed": self.numbers(
                "SELECT DISTINCT \"case\" FROM reviews WHERE verdict = 'appealed' AND at >= :a AND at < :b"
            ),
            "restored": self.numbers(
                "SELECT \"case\" FROM reviews WHERE verdict = 'restored' AND at >= :a AND at < :b"
            ),
            "false_hides": {name: (back, hidden) for name, back, hidden in self.rows(FALSE_HIDES)},
            "restrictions": self.one(in_force),
            "ending": self.one(f"{in_force} AND o.until < :next"),
            "alerts": len(waits),
            "alerts_waiting": len(waits) - len(acted),
            "alert_minutes": median(acted) / 60_000_000 if acted else None,
            "failed_actions": self.one("SELECT count(*) FROM steps WHERE status = 'failed' AND at >= :a AND at < :b"),
            "troubles": dict(
                self.rows(
                    """SELECT detail, count(*) FROM steps WHERE status = 'failed' AND at >= :a AND at < :b
                    GROUP BY 1"""
                )
            ),
            "gap_minutes": self.unwatched(),
            "chain_head": self.one("SELECT lower(hex(head)) FROM chain WHERE at <= :now ORDER BY id DESC LIMIT 1"),
        }

    def going(self):
        return self.one(GOING, case=RETENTION["case"] * DAY, restriction=RETENTION["restriction"] * DAY)

    def trend(self):
        weeks = defaultdict(lambda: [0] * 8)
        for back in range(8):
            day = self.monday - timedelta(weeks=7 - back)
            for clause, number in self.rows(
                """SELECT 'trust/' || clause, count(*) FROM cases
                WHERE opened_at >= :left AND opened_at < :right GROUP BY 1""",
                left=midnight(day),
                right=midnight(day + timedelta(days=7)),
            ):
                weeks[clause][back] = number
        return {clause: tuple(numbers) for clause, numbers in weeks.items()}

    def unwatched(self):
        """Cut the week at every edge and add up the pieces that some gap covers."""
        result = {}
        for (platform,) in self.rows("SELECT DISTINCT platform FROM gaps"):
            held = self.rows(
                """SELECT max(start, :a), min("end", :b) FROM gaps WHERE platform = :name AND start < :b
                AND "end" > :a""",
                name=platform,
            )
            edges = sorted({edge for pair in held for edge in pair})
            covered = sum(
                right - left for left, right in pairwise(edges) if any(s <= left and right <= e for s, e in held)
            )
            if covered:
                result[platform] = -(-covered // 60_000_000)
        return result


OPENED = "opened_at >= :a AND opened_at < :b"
HIDDEN = "kind = 'hide' AND status IN ('done', 'verified') AND created_at >= :a AND created_at < :b"
# The last thing that closed a case or opened it again.
LAST_WORD = """SELECT verdict FROM reviews AS r WHERE r."case" = c.id AND r.at <= :now
    AND verdict IN ('upheld', 'restored', 'closed', 'appealed') ORDER BY r.at DESC, r.id DESC LIMIT 1"""
LIFTED = """SELECT 1 FROM orders AS l JOIN cases AS k ON k.id = l."case"
    WHERE l.kind = 'lift' AND l.status IN ('done', 'verified') AND l.id > o.id
    AND k.platform = c.platform AND k."group" = c."group" AND k."user" = c."user" AND l.done_at <="""
BINDING = f"""o.kind = 'restrict' AND o.status IN ('done', 'verified') AND o.done_at <= :now AND o.until > :now
    AND (o.ended_at IS NULL OR o.ended_at > :now) AND NOT EXISTS ({LIFTED} :now)"""
# Microseconds from each alert of the week to the first word or order of staff that followed it, another alert aside.
WAITS = """SELECT (SELECT min(first) FROM (
        SELECT min(at) AS first FROM reviews AS r WHERE r."case" = o."case" AND r.at >= o.created_at AND r.at <= :now
            AND r.verdict IN ('noted', 'upheld', 'restored', 'closed')
        UNION ALL SELECT min(s.created_at) FROM orders AS s WHERE s."case" = o."case" AND s."by" IS NOT NULL
            AND s.kind <> 'alert_dsl' AND s.created_at >= o.created_at AND s.created_at <= :now
    )) - o.created_at FROM orders AS o WHERE o.kind = 'alert_dsl' AND o.created_at >= :a AND o.created_at < :b"""
FALSE_HIDES = f"""SELECT json_extract(f.value, '$.category') AS name,
        count(DISTINCT CASE WHEN c.state = 'restored' AND c.decided_at <= :now THEN c.id END), count(DISTINCT c.id)
    FROM cases AS c JOIN evidence AS e ON e."case" = c.id, json_each(e.decision, '$.findings') AS f
    WHERE c.id IN (SELECT "case" FROM orders WHERE {HIDDEN}) GROUP BY 1"""
# Closed cases whose time is over a week after the due moment; the end of a restriction is whatever came first.
ENDED = """SELECT max(min(o.until, coalesce(o.ended_at, o.until), coalesce((SELECT min(l.done_at) FROM orders AS l
        JOIN cases AS k ON k.id = l."case" WHERE l.kind = 'lift' AND l.status IN ('done', 'verified') AND l.id > o.id
        AND k.platform = c.platform AND k."group" = c."group" AND k."user" = c."user"), o.until)))
    FROM orders AS o WHERE o."case" = c.id AND o.kind = 'restrict' AND o.status IN ('done', 'verified')"""
GOING = f"""SELECT count(*) FROM cases AS c WHERE c.state <> 'open' AND c.decided_at <= :now
    AND NOT EXISTS (SELECT 1 FROM orders AS o WHERE o."case" = c.id AND o.status = 'intended')
    AND CASE WHEN EXISTS (SELECT 1 FROM orders AS o WHERE o."case" = c.id AND o.kind = 'restrict')
        THEN max(c.decided_at, coalesce(({ENDED}), 0)) + :restriction ELSE c.decided_at + :case END
    < :now + 7 * {DAY}"""


@pytest.mark.parametrize("label", LABELS)
async def test_every_figure_of_a_week_is_what_plain_sql_counts(year, records, label):
    period = WHEN.week(label, LATER)
    figures = await records.figures(period.start, period.end, now=period.at)
    expected = Week(year, label).counted()
    assert figures.alert_minutes == pytest.approx(expected.pop("alert_minutes"))
    assert {name: getattr(figures, name) for name in expected} == expected
    assert figures.trend == tuple(map(sum, zip(*expected["clause_trend"].values(), strict=True)))


async def test_what_retention_will_delete_is_what_plain_sql_counts(year, records):
    periods = {label: WHEN.week(label, LATER) for label in LABELS}
    told = {label: (await records.figures(p.start, p.end, now=p.at)).going for label, p in periods.items()}
    assert told == {label: Week(year, label).going() for label in LABELS}


def test_the_year_holds_something_of_everything(year):
    """Else an agreement about nought would prove little."""
    weeks = [Week(year, label).counted() for label in LABELS]
    for name in weeks[0]:
        assert sum(bool(week[name]) for week in weeks) >= 3, name
    assert len({week["chain_head"] for week in weeks}) == len(weeks)


async def test_every_week_of_the_year_is_counted_once(year, records):
    judged, new = 0, []
    day = FIRST
    for _ in range(WEEKS):
        year_, week, _ = day.isocalendar()
        period = WHEN.week(f"{year_}-W{week:02}", LATER)
        figures = await records.figures(period.start, period.end, now=period.at)
        judged += figures.judged
        new += figures.new
        day += timedelta(days=7)
    with closing(sqlite3.connect(year)) as db:
        assert judged == db.execute("SELECT count(*) FROM judged").fetchone()[0]
        assert new == [row[0] for row in db.execute("SELECT id FROM cases ORDER BY 1")]


async def test_the_words_say_what_plain_sql_counts(year, records):
    digest = Digest(records=records, platforms={}, places=(), school="Hollybank")
    for label in ("2026-W13", "2026-W43", "2026-W53"):
        said = dict(line.split(": ", 1) for line in (await digest.text(label, LATER)).splitlines() if ": " in line)
        counted = Week(year, label).counted()
        assert said["Messages"] == f"{counted['judged']} checked, {counted['hidden']} hidden"
        for name, figure in (
            ("Restrictions in force", "restrictions"),
            ("Restrictions that end this week", "ending"),
            ("Head of the evidence log", "chain_head"),
            ("Alerts to the safeguarding lead", "alerts"),
        ):
            assert said[name] == str(counted[figure])
        for name, figure in (("New cases", "new"), ("Open cases", "open"), ("Appealed cases", "appealed")):
            how_many = said[name].partition(":")[0]
            assert how_many == str(len(counted[figure]) or "none")
            assert set(re.findall(r"#(\d+)", said[name])) == set(map(str, counted[figure][-40:]))


async def test_retention_deletes_next_week_what_the_digest_said(year, tmp_path):
    path = tmp_path / "copy.db"
    shutil.copyfile(year, path)
    now = [monday(WEEKS)]
    store = await open_records(address(path), KEY, RETENTION, clock=lambda: now[0])
    told = []
    for _ in range(4):
        await store.purge(now[0])
        told.append((await store.figures(now[0] - timedelta(weeks=1), now[0], now=now[0])).going)
        now[0] += timedelta(weeks=1)
        assert told[-1] == await store.purge(now[0])
    report = await store.check_chain()
    await store.close()
    assert any(told)
    assert report.faults == ()


async def test_a_week_that_is_going_on_is_counted_from_its_monday(year, records):
    now = datetime(2026, 5, 13, 11, tzinfo=UTC)  # a Wednesday
    period = so_far(now)
    figures = await records.figures(period.start, period.end, now=period.at)
    whole = WHEN.week(period.label, now)
    assert await records.figures(whole.start, whole.end, now=whole.at) != figures
    week = Week(year, period.label)
    with closing(sqlite3.connect(year)) as db:
        new = db.execute(f"SELECT count(*) FROM cases WHERE {OPENED}", {"a": week.start, "b": micro(now)}).fetchone()
        ending = db.execute(
            f"""SELECT count(*) FROM orders AS o JOIN cases AS c ON c.id = o."case" WHERE {BINDING}
            AND o.until < :end""",
            {"now": micro(now), "end": week.end},
        ).fetchone()
    assert (figures.trend[-1], len(figures.new), figures.ending) == (*new, *new, *ending)
    assert figures.trend[:-1] == (await records.figures(whole.start, whole.end, now=LATER)).trend[:-1]


def micro(moment):
    return round(moment.timestamp() * 1_000_000)

"""No way of using Schoolgate ends in a restriction that nobody answers for, that skips a step, or that never ends.

Everything is real but the platform, which is the sandbox's world, and the clock, which the test turns.
"""

import asyncio
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle as Kept
from hypothesis.stateful import RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from moderation.policy.ladder import STEPS, Rung
from tests.platforms.laddered import PACK, PARENT, LadderSchool, skip_button

DAY = timedelta(days=1)
SPANS = st.sampled_from(
    [timedelta(minutes=1), timedelta(hours=11), timedelta(hours=23), DAY, 2 * DAY, 9 * DAY, 29 * DAY, 100 * DAY]
)
SAID = st.sampled_from(["2 hours", "24 hours", "25 hours", "3 days", "8 weeks", "366 days", "", "for ever", "0 days"])
WHY = st.sampled_from(["he will not stop", "", "  "])


class Ladder(RuleBasedStateMachine):
    """Incidents, commands, restarts, platform trouble and clock steps, in any order."""

    waiting = Kept("waiting")

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.school = LadderSchool(self.folder)
        self.do(self.school.open())

    def do(self, work):
        return self.runner.run(work)

    @rule(category=st.sampled_from(["threat", "discrimination", "bullying", "complaint", "safeguarding", "scam"]))
    def an_incident(self, category):
        self.do(self.school.writes(category))

    @rule(target=waiting, duration=SAID, reason=WHY)
    def staff_restrict(self, duration, reason):
        said = {"member": PARENT.user, "duration": duration, "clause": "4.2.4", "reason": reason}
        return self._kept(self.school.asks("restrict", **said))

    @rule(target=waiting, duration=SAID)
    def staff_renew(self, duration):
        return self._kept(self.school.asks("renew", "dsl", member=PARENT.user, duration=duration, reason="it goes on"))

    @rule(target=waiting)
    def staff_warn(self):
        return self._kept(self.school.asks("warn", member=PARENT.user, clause="4.2.4", reason="please stop"))

    @rule()
    def staff_talk(self):
        self.do(self.school.asks("talk", member=PARENT.user, clause="4.2.4", agreed="will take it down"))

    def _kept(self, asked):
        button = skip_button(self.do(asked))
        return button if button else multiple()

    @rule(button=consumes(waiting), why=WHY, who=st.sampled_from(["office", "dsl", "gareth"]))
    def somebody_says_why(self, button, why, who):
        reply = self.do(self.school.presses(button, who))
        values = (
            dict(reply.ask.values) if reply.ask else dict(zip(("case", "step"), button.split(":")[1:], strict=True))
        )
        self.do(self.school.asks("skip", who, **values, why=why))

    @rule()
    def staff_lift(self):
        self.do(self.school.asks("lift", "dsl", member=PARENT.user))

    @rule(verdict=st.sampled_from(["uphold", "restore"]), back=st.integers(0, 3))
    def staff_decide(self, verdict, back):
        numbers = [row[0] for row in rows(self.school.file, "SELECT id FROM cases ORDER BY id DESC")]
        if back < len(numbers):
            self.do(self.school.presses(f"{verdict}:{numbers[back]}", "dsl"))

    @rule(command=st.sampled_from(["restrict", "warn", "talk", "renew", "lift"]))
    def a_parent_tries(self, command):
        before = rows(self.school.file, "SELECT count(*) FROM orders")
        said = {"member": "gareth", "duration": "3 days", "clause": "4.2.4", "reason": "x", "agreed": "x"}
        assert self.do(self.school.asks(command, "gareth", **said)).refused
        assert rows(self.school.file, "SELECT count(*) FROM orders") == before

    @rule(kind=st.sampled_from(["busy", "forbidden", ""]))
    def the_platform_has_trouble(self, kind):
        self.school.world.pretend(kind)

    @rule(span=SPANS)
    def time_passes(self, span):
        self.school.passes(span)

    @rule()
    def the_clock_is_minded(self):
        calm = not self.school.world.trouble
        self.do(self.school.tended())
        if calm:
            assert self.school.is_stopped() == bool(self.do(self.school.records.restrictions()))

    @rule()
    def a_restart(self):
        self.do(self.school.restart())

    @invariant()
    def every_restriction_has_an_end_and_a_long_one_a_name(self):
        found = rows(
            self.school.file,
            """SELECT orders.created_at, orders.until, orders.by, climbs.id, orders.words FROM orders
            LEFT JOIN climbs ON climbs."order" = orders.id WHERE orders.kind = 'restrict' ORDER BY orders.id""",
        )
        for created, until, by, climb, reason in found:
            assert until is not None
            assert 0 < until - created <= 366 * micro(DAY)
            assert (by is None) == (climb is None) == (reason is None)
            assert by is not None or until - created <= micro(DAY)

    @invariant()
    def nobody_is_stopped_by_the_machine_for_longer_than_a_day_however_it_adds_up(self):
        lifted = "SELECT min(l.done_at) FROM orders l WHERE l.kind = 'lift' AND l.id > o.id AND l.done_at IS NOT NULL"
        spans = rows(
            self.school.file,
            f"""SELECT o.created_at, min(o.until, coalesce(o.ended_at, o.until)), ({lifted}) IS NOT NULL FROM orders o
            WHERE o.kind = 'restrict' AND o.by IS NULL AND o.status != 'failed' ORDER BY o.id""",
        )
        began, end = 0, 0
        for start, stop, was_lifted in spans:
            began, end = (began, max(end, stop)) if start < end else (start, stop)
            assert end - began <= micro(DAY)
            if was_lifted:
                began, end = 0, 0

    @invariant()
    def no_step_is_taken_before_those_below_it_unless_somebody_said_why(self):
        window = micro(timedelta(days=PACK.ladder.expire_days))
        machine = rows(self.school.file, "SELECT until FROM orders WHERE kind = 'restrict' AND by IS NULL")
        earlier = [(Rung.PROVISIONAL, until) for (until,) in machine]
        climbs = rows(
            self.school.file,
            """SELECT rung, skipped, why, why_by, at, coalesce(orders.until, at) FROM climbs
            LEFT JOIN orders ON orders.id = climbs."order" ORDER BY climbs.id""",
        )
        for rung, skipped, why, why_by, at, over in climbs:
            left = [name for name in STEPS if f'"{name}"' in skipped]
            assert bool(left) == (why is not None) == (why_by is not None)
            for below in STEPS[: STEPS.index(Rung(rung))]:
                assert below in left or any(name is below and until > at - window for name, until in earlier)
            earlier += [(name, over) for name in (Rung(rung), *left)]

    @invariant()
    def whoever_is_restricted_has_a_date(self):
        standing = self.do(self.school.records.standing(PARENT, PACK))
        bound = standing.rung in (Rung.PROVISIONAL, Rung.RESTRICTION, Rung.REVIEW)
        assert bound == (standing.until is not None)
        assert standing.until is None or standing.until > self.school.now

    def teardown(self):
        """Left alone, everything ends: nobody is restricted for ever, and in time nothing counts any more."""
        if not hasattr(self, "school"):
            return
        try:
            self.school.world.pretend("")
            self.do(self.school.restart())
            self.do(self.school.tended())
            self.school.passes(366 * DAY)
            self.do(self.school.tended())
            assert not self.school.is_stopped()
            assert self.do(self.school.records.restrictions()) == []
            self.school.passes(91 * DAY)
            assert self.do(self.school.records.standing(PARENT, PACK)).rung is Rung.CLEAR
        finally:
            self.do(self.school.close())
            self.runner.close()
            shutil.rmtree(self.folder)


def rows(path, query):
    """What another program's connection reads."""
    with closing(sqlite3.connect(path)) as other:
        return other.execute(query).fetchall()


def micro(span):
    return span // timedelta(microseconds=1)


TestLadder = Ladder.TestCase
TestLadder.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

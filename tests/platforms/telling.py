"""Cases, orders and settings for tests of what people are told; packs are the real ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.ports import Group, Order
from bot.staff.words import Setting
from moderation.domain import Action, Author, Case, Decision, Finding, Kind, Member, Outcome, Ref, State, Status
from moderation.policy.pack import FOLDER, load
from moderation.policy.reading import read

AT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
DAY = timedelta(hours=24)
REF = Ref(platform="discord", chat="1", message="2")
MEMBER = Member(platform="discord", group="1", user="5")
PACKS = sorted(path.stem for path in FOLDER.glob("[!_]*.toml"))


@cache
def pack(name):
    """A real pack, with every category that it names counted as produced by some detector."""
    data = read(FOLDER / f"{name}.toml").data
    named = {category for clause in data["clause"] for category in clause.get("categories", ())}
    return load(name, named | {data["harm"].get("category", "harm"), *data["harm"].get("surer", {})})


def setting(name="trust", locales=None, staff=""):
    known = pack(name)
    group = Group(
        name="Year 4 parents", platform="discord", id="1", pack=name, locale=staff, locales=locales or known.locales
    )
    return Setting(school="Hollybank Primary School", group=group, pack=known)


def case_of(name, clause, kinds, *, missed=()):
    """A case under one clause of a pack; every kind is done except those in `missed`, which the platform refused."""
    known = pack(name)
    actions = tuple(Action(kind=kind, clause=clause, duration=DAY if kind is Kind.RESTRICT else None) for kind in kinds)
    decision = Decision(
        pack=name,
        pack_version=known.version,
        findings=(Finding(category="threat", score=0.9, detector="threats", why="a rule"),),
        clauses=(clause,),
        actions=actions,
        cited=known.cite(known.find(clause)),
    )
    outcomes = tuple(
        Outcome(action=action, status=Status.FAILED if action.kind in missed else Status.VERIFIED, at=AT)
        for action in actions
    )
    return Case(
        id=1234,
        ref=REF,
        member=MEMBER,
        author=Author(user="5", name="Ann Parent"),
        text="the words of the message",
        decision=decision,
        state=State.OPEN,
        opened_at=AT,
        outcomes=outcomes,
    )


def order_of(case, kind=Kind.WARN, clause="", **more):
    """One order about a case; by the policy, unless `by` says by whom."""
    clause = clause or next(iter(case.decision.clauses), "")
    return Order(id=7, case=case.id, action=Action(kind=kind, clause=clause), ref=REF, member=MEMBER, **more)


def without_words(case):
    """The same case as records kept it before clauses were cited."""
    return replace(case, decision=replace(case.decision, cited=()))

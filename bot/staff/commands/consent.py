"""/consent: show, set or withdraw a family's consent for photos of a pupil and for naming them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.ports import Call, Group
from bot.staff import words
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import groups_of, listed
from bot.staff.locale import Locale
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.consents import Consent, Purpose, about, end_of_day
from moderation.recognisers.name_index import fold
from moderation.roster import Person, Roster

MENU = Menu(
    name="consent",
    help="menu-consent",
    fields=(Field(name="what", help="menu-consent-what"),),
)
SAID = re.compile(r"(show|set|withdraw)\s+(?:(photo|naming)\s+)?(.{1,200}?)(?:\s+until\s+(.{1,30}))?", re.I | re.S)


async def run(desk: Desk, call: Call) -> Reply:
    """Show, set or withdraw, as the words of `what` say."""
    said = SAID.fullmatch(call.values.get("what", "").strip())
    if said is None:
        raise Refusal("consent-how")
    group = desk.group(call)
    locale = words.spoken(group)
    await desk.refresh()
    groups = groups_of(desk, call)
    pupil = _pupil([desk.roster(one) for one in groups], said[3])
    if said[1].lower() == "show":
        return Reply(text=await _shown(desk, pupil, locale))
    if not said[2]:
        raise Refusal("consent-which")
    purpose, given = Purpose(said[2].lower()), said[1].lower() == "set"
    until = _until(said[4]) if given and said[4] else None
    by = call.actor.called
    await desk.records.consented(
        [(pupil.identity, Consent(purpose=purpose, given=given, by=by, at=utc_now(), until=until))]
    )
    await desk.refresh()
    if given:
        return Reply(text=_noted(pupil, purpose, said[4].strip() if until else "", locale))
    done = locale.text("consent-withdrawn", purpose=_for(purpose, locale), pupil=_who(pupil))
    return Reply(text="\n".join([done, *await _earlier(desk, groups, pupil, (purpose, call.actor.user))]))


def _noted(pupil: Person, purpose: Purpose, day: str, locale: Locale) -> str:
    said, what = locale.text, _for(purpose, locale)
    if day:
        return said("consent-given-until", purpose=what, pupil=_who(pupil), day=day)
    return said("consent-given", purpose=what, pupil=_who(pupil))


def _for(purpose: Purpose, locale: Locale) -> str:
    return locale.text(f"consent-{purpose.value}")


def _pupil(rosters: Sequence[Roster], said: str) -> Person:
    """The one pupil who is meant: by number, by full name, or by a first name that only one has."""
    wanted = fold(said)
    for names in (_numbers, _full_names, _first_names):
        found = {pupil.identity: pupil for roster in rosters for pupil in roster.pupils if wanted in names(pupil)}
        if len(found) > 1:
            raise Refusal("consent-many", count=len(found))
        if any(found.keys() & roster.namesakes() for roster in rosters):
            raise Refusal("consent-two")
        if found:
            return next(iter(found.values()))
    raise Refusal("consent-nobody")


def _numbers(pupil: Person) -> set[str]:
    return {fold(pupil.id)} - {""}


def _full_names(pupil: Person) -> set[str]:
    firsts, families = _first_names(pupil), {pupil.family_name, pupil.known_family} - {""}
    return {f"{first} {fold(family)}" for first in firsts for family in families}


def _first_names(pupil: Person) -> set[str]:
    return {fold(pupil.given_name), fold(pupil.known_as)} - {""}


def _until(said: str) -> datetime:
    end = end_of_day(said)
    if end is None:
        raise Refusal("consent-day")
    if end <= utc_now():
        raise Refusal("consent-day-over")
    return end


async def _shown(desk: Desk, pupil: Person, locale: Locale) -> str:
    said = locale.text
    known = [await desk.records.consent_history(identity) for identity in pupil.identities]
    history = sorted((entry for entries in known for entry in entries), key=lambda entry: entry.at)
    yes, no = said("consent-yes"), said("consent-no")
    photo, naming = yes if pupil.photo_consent else no, yes if pupil.naming_consent else no
    lines = [said("consent-shown", pupil=_who(pupil), photo=photo, naming=naming)]
    lines += [f"- {_entry(entry, locale)}" for entry in history]
    return "\n".join(lines if history else [*lines, said("consent-roster")])


def _entry(entry: Consent, locale: Locale) -> str:
    said, what = locale.text, _for(entry.purpose, locale)
    if not entry.given:
        return said("consent-was-withdrawn", at=entry.at, purpose=what, by=entry.by)
    if entry.until:
        return said("consent-was-given-until", at=entry.at, purpose=what, until=entry.until, by=entry.by)
    return said("consent-was-given", at=entry.at, purpose=what, by=entry.by)


def _who(pupil: Person) -> str:
    name = f"{pupil.given_name} {pupil.family_name}".strip()
    return f"{name} ({pupil.group})" if pupil.group else name


async def _earlier(desk: Desk, groups: Sequence[Group], pupil: Person, asked: tuple[Purpose, str]) -> list[str]:
    """The posts about a pupil that are still up: those with a case, and those that broke no rule until now."""
    said = words.spoken(groups[0]).text
    found = [await _up(desk, group, pupil, asked) for group in groups]
    how = [said("posts-hide")] * any(cases for cases, _ in found)
    how += [said("posts-hide-clean")] * any(clean for _, clean in found)
    if not how:
        return [f"{said('posts-none', group=listed(groups))} {said('posts-kept')}"]
    lines = []
    for group, (cases, clean) in zip(groups, found, strict=True):
        lines += [said("posts-up", group=group.name), *cases, *clean] if cases or clean else []
    return [*lines, " ".join((*how, said("posts-kept")))]


async def _up(
    desk: Desk, group: Group, pupil: Person, asked: tuple[Purpose, str]
) -> tuple[Sequence[str], Sequence[str]]:
    """The posts of one group: those with a case, and the others."""
    purpose, reader = asked
    said = words.spoken(group).text
    posts = await desk.records.posts(group.platform, group.id, about([pupil], purpose), reader=reader)
    pictured = purpose is Purpose.PHOTO
    clean = await desk.records.mentions(group.platform, group.id, pupil.identities, pictured=pictured)
    link = desk.enforcement.platforms[group.platform].link
    return (
        [f"- {said('posts-line', case=post.case, at=post.at)}" for post in posts if not post.down],
        [f"- {said('posts-clean', at=post.at)} {link(group.id, post.ref)}".rstrip() for post in clean],
    )

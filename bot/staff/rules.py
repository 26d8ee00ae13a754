"""The group's rules in short, from its pack: for somebody who joins, and for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

from bot.staff import notices
from bot.staff.cards import Button, Notice
from bot.staff.locale import Locale
from bot.staff.words import Setting
from moderation.domain import Kind, Role

MOST = 8  # titles of clauses


def text(setting: Setting) -> str:
    """The rules in each of the parents' languages."""
    return notices.in_each(setting, lambda locale: "\n\n".join(_paragraphs(setting, locale)))


def notice(setting: Setting) -> Notice:
    """The rules for somebody who joins; `fallback` and its button are for everybody new in the group."""
    button = Button(id=f"/rules:{setting.group.id}", label=setting.parents.label("button-rules"))
    return Notice(text=text(setting), fallback=setting.parents.text("rules-group"), button=button)


def titles(setting: Setting, locale: Locale) -> list[str]:
    """What the rules are about: the clauses by which a parent's message is hidden, the gravest first."""
    clauses = [one for one in setting.pack.clause if Kind.HIDE in one.hide and one.binds(Role.PARENT)]
    gravest = sorted(clauses, key=lambda one: -one.gravity)
    return list(dict.fromkeys(one.said(locale.name).title for one in gravest))[:MOST]


def _paragraphs(setting: Setting, locale: Locale) -> Iterator[str]:
    said, pack = locale.text, setting.pack
    about = [said("rules-clause", clause=title) for title in titles(setting, locale)]
    yield said("rules-hello", group=setting.group.name, school=setting.school)
    yield "\n".join([said("rules-policy", policy=pack.called(locale.name)), *about])
    yield said("rules-staff")
    yield said("rules-talk", contacts=notices.contacts(setting, locale))
    yield said("rules-version", version=pack.version)

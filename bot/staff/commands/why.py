"""/why: explain what would happen to a text, or what happened in a case."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Call, Group
from bot.staff import words
from bot.staff.cards import Field, Menu, Reply
from bot.staff.commands import case
from bot.staff.desk import Desk
from bot.staff.finding import each, groups_of
from bot.staff.numbers import number
from moderation.domain import Member

MENU = Menu(name="why", help="menu-why", fields=(Field(name="text", help="menu-why-text"),))


async def run(desk: Desk, call: Call) -> Reply:
    """Explain what would happen to a text, or what happened in a case; nothing is recorded or done."""
    text = call.values.get("text", "").strip()
    if number(text) is not None:
        return await case.run(desk, replace(call, values={"case": text}))
    groups = groups_of(desk, call)
    return Reply(text=each(groups, [await _explained(desk, group, text) for group in groups]))


async def _explained(desk: Desk, group: Group, text: str) -> str:
    decision = await desk.explain(group, text)
    setting = desk.settings(Member(platform=group.platform, group=group.id, user=""))
    locale = setting.staff
    follows = [(words.done(locale, action.kind), action.clause) for action in decision.actions]
    lines = [locale.text(f"would-{decision.verdict.value}"), *words.clauses(decision, setting)]
    lines += [f"- {one}" for one in sorted({words.finding(one, locale) for one in decision.findings})]
    lines += [f"- {one}" for one in words.whole(decision, setting)]
    lines += [f"- {locale.text('would-follow', done=done, clause=clause)}" for done, clause in follows]
    lines += [f"- {locale.text('card-broken', name=name)}" for name in decision.failed_detectors]
    return "\n".join(lines)

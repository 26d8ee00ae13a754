"""/hide: take a message down: by its link, by answering it, or by its case."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Call
from bot.staff import hiding
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE, CLAUSE, MEMBER, MESSAGE, REASON, author_of, case_of
from bot.staff.refusal import Refusal
from moderation.domain import Case

WHO = replace(MEMBER, help="menu-hide-member", required=False)
MENU = Menu(
    name="hide",
    help="menu-hide",
    fields=(
        replace(CASE, required=False),
        replace(MESSAGE, required=False),
        WHO,
        replace(CLAUSE, required=False),
        replace(REASON, required=False),
    ),
)


async def run(desk: Desk, call: Call) -> Reply:
    """Take it down under the clause given, else under that of its case."""
    case = await _case(desk, call)
    said = call.values.get("clause", "").strip()
    clause = desk.ruling(case.member, said).clauses[0] if said else hiding.clause_of(desk, case)
    return await hiding.hide(desk, case, call.actor, clause, call.values.get("reason", ""))


async def _case(desk: Desk, call: Call) -> Case:
    """The case of the message that is meant; a new one where it has none and its author is known. Raises Refusal."""
    group, named, target = desk.group(call), call.values.get("case", ""), call.target
    if named:
        return await case_of(desk, call)
    if target is None:
        raise Refusal("refused-which-message")
    if group.serves(target.chat):
        raise Refusal("refused-not-of-group")
    knows_who = call.values.get("member", "") or author_of(call)
    if await desk.records.case_at(target) is None and not knows_who:
        raise Refusal("refused-who-wrote")
    return await case_of(desk, call)

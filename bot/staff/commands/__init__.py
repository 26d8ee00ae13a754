"""What staff and parents can ask for, the same on every platform: one file for each command, called as the command is.

A file has MENU (how the command is offered, and who may use it) and `run(desk, call) -> Reply`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from bot.ports import Call
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.locale import Locales
from bot.staff.refusal import Refusal, refuse
from moderation.byname import names
from moderation.clock import utc_now

FOLDER = Path(__file__).parent


@cache
def _commands() -> dict[str, ModuleType]:
    return {name: import_module(f"{__name__}.{name}") for name in names(FOLDER, ".py")}


def menus(parents: Locales, staff: Locales) -> tuple[Menu, ...]:
    """Every command that is offered, in the order of their names; what each is for is said to those it is for."""
    offered = (command.MENU for command in _commands().values() if command.MENU.listed)
    return tuple(_told(menu, parents if menu.needs == "anyone" else staff) for menu in offered)


def _told(menu: Menu, said: Locales) -> Menu:
    """A menu whose helps, messages until here, are said."""
    fields = (replace(field, help=said.label(field.help)) for field in menu.fields)
    return replace(menu, help=said.label(menu.help), fields=tuple(fields))


async def run(desk: Desk, call: Call) -> Reply:
    """Do what a call asks if its giver may; a refusal is logged and says what to do."""
    command = _commands().get(call.command)
    if command is None:
        return refuse(desk.speech(call.platform, call.group).text("refused-no-command"))
    try:
        if command.MENU.needs != "anyone":
            await _admit(desk, call)
        reply: Reply = await command.run(desk, call)
    except Refusal as reason:
        return refuse(reason.said(desk.spoken(call.actor, call.platform, call.group, call.chat)))
    return reply


async def _admit(desk: Desk, call: Call) -> None:
    """Let staff of the group that a call is about give it; anybody else's attempt is logged. Raises Refusal."""
    is_staff = any(desk.allowed(call.actor, group) for group in desk.groups() if group.platform == call.platform)
    if is_staff and desk.allowed(call.actor, desk.group(call)):
        return
    await desk.records.refused(call.actor.user, call.command, utc_now())
    raise Refusal("refused-command", desk.speech(call.platform, call.group))

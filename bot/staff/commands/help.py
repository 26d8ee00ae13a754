"""/help: what can be asked for."""

from __future__ import annotations

from bot.ports import Call
from bot.staff import commands
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.locale import Locales

MENU = Menu(name="help", help="menu-help", needs="anyone")


async def run(desk: Desk, call: Call) -> Reply:
    """What can be asked for."""
    is_staff = any(desk.allowed(call.actor, group) for group in desk.groups() if group.platform == call.platform)
    staff = Locales((desk.spoken(call.actor, call.platform, call.group, call.chat),))
    offered = commands.menus(desk.speech(call.platform, call.group), staff)
    menus = [menu for menu in offered if is_staff or menu.needs == "anyone"]
    lines = [f"/{menu.name} {' '.join(f'<{field.name}>' for field in menu.fields)}: {menu.help}" for menu in menus]
    return Reply(text="\n".join(lines))

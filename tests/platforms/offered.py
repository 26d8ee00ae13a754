"""Every command and button there is, read from their folders, for tests that try each of them."""

from importlib import import_module

from bot.staff import buttons, commands
from moderation.byname import names

MENUS = {name: import_module(f"{commands.__name__}.{name}").MENU for name in names(commands.FOLDER, ".py")}
VERBS = {
    name: getattr(import_module(f"{buttons.__name__}.{name}"), "FOR", "staff") for name in names(buttons.FOLDER, ".py")
}
STAFF_COMMANDS = [menu for menu in MENUS.values() if menu.listed and menu.needs != "anyone"]
REFUSED = [verb for verb, whose in VERBS.items() if whose != "author"]  # whose presses are noted when refused

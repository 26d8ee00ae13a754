"""No command and no button without an acceptance test on each platform: read from what the tests really call."""

import ast
from pathlib import Path

import pytest

from tests.platforms.offered import MENUS, VERBS

HERE = Path(__file__).parent
COMMANDS, BUTTONS = set(MENUS), set(VERBS)
DOORS = {"command": COMMANDS, "command_about": COMMANDS, "press": BUTTONS, "follow": BUTTONS}  # of Hall and School
# Nobody can type these: they come back from the form that the button with the same name opens.
BY_FORM = {name for name, menu in MENUS.items() if not menu.listed}


def calls(platform):
    """Every (door, name, whether a form was filled in) in the tests of a platform that are there to be complete."""
    for path in sorted(HERE.glob(f"test_matrix_{platform}*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr=door), args=[_, ast.Constant(value=str(name)), *_]):
                    filled = any(word.arg == "answers" for word in node.keywords)
                    yield door, name.partition(":")[0], filled


@pytest.mark.parametrize("platform", ["discord", "telegram"])
def test_every_command_and_every_button_is_used_on_each_platform(platform):
    used = [(door, name, filled) for door, name, filled in calls(platform) if door in DOORS]
    given = {name for door, name, _ in used if DOORS[door] is COMMANDS}
    pressed = {name for door, name, _ in used if DOORS[door] is BUTTONS}
    given |= {name for door, name, filled in used if door == "press" and filled} & BY_FORM
    assert given == COMMANDS
    assert pressed == BUTTONS

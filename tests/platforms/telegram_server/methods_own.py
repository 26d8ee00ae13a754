"""The bot's own affairs: its commands, texts and menu button; and files to fetch."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import rights
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
LARGEST_DOWNLOAD = 20 * 1024 * 1024


async def _scope(world: World, call: Call) -> tuple[str, str]:
    scope = call.object("scope") or {"type": "default"}
    key = [str(scope["type"])]
    if "chat_id" in scope:
        key.append(str(world.chat(scope["chat_id"]).id))
    if "user_id" in scope:
        key.append(str(scope["user_id"]))
    return ":".join(key), call.text("language_code")


@method("setMyCommands")
async def set_my_commands(world: World, call: Call) -> bool:
    """The list of commands for one scope and language."""
    given = call.list("commands") or []
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in given:
        name = each["command"].removeprefix("/")
        if not name.isascii() or not name.replace("_", "a").isalnum() or name != name.lower() or len(name) > 32:
            raise bad_request("BOT_COMMAND_INVALID")
    world.commands[await _scope(world, call)] = given
    return True


@method("getMyCommands")
async def get_my_commands(world: World, call: Call) -> list[Json]:
    """What was set for exactly this scope and language."""
    return world.commands.get(await _scope(world, call), [])


@method("deleteMyCommands")
async def delete_my_commands(world: World, call: Call) -> bool:
    """Back to the next wider scope."""
    world.commands.pop(await _scope(world, call), None)
    return True


TEXTS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}


@method("setMyName", "setMyDescription", "setMyShortDescription")
async def set_my_text(world: World, call: Call) -> bool:
    """The bot's name or one of its descriptions, by language."""
    kind = call.method.removeprefix("setMy")
    world.texts[kind, call.text("language_code")] = call.text(TEXTS[kind])
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
async def get_my_text(world: World, call: Call) -> Json:
    """As set, else the default."""
    kind = call.method.removeprefix("getMy")
    default = world.bot.first_name if kind == "Name" else ""
    found = world.texts.get((kind, call.text("language_code"))) or world.texts.get((kind, ""))
    return {TEXTS[kind]: found or default}


@method("setChatMenuButton")
async def set_chat_menu_button(world: World, call: Call) -> bool:
    """The button beside the input field, for one private chat or for all."""
    world.menu_buttons[call.number("chat_id")] = call.object("menu_button") or {"type": "default"}
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(world: World, call: Call) -> Json:
    """As set for this chat, else for all."""
    for_all = world.menu_buttons.get(0, {"type": "commands"})
    return world.menu_buttons.get(call.number("chat_id"), for_all)


@method("setMyDefaultAdministratorRights")
async def set_default_rights(world: World, call: Call) -> bool:
    """The rights the bot asks for when it is made an administrator."""
    world.default_rights[call.flag("for_channels")] = call.object("rights") or {}
    return True


@method("getMyDefaultAdministratorRights")
async def get_default_rights(world: World, call: Call) -> Json:
    """As set, else none."""
    set_before = world.default_rights.get(call.flag("for_channels"), {})
    return dict.fromkeys(rights.RIGHTS, False) | set_before


@method("getUserProfilePhotos")
async def get_user_profile_photos(world: World, call: Call) -> Json:
    """Nobody here has a picture."""
    if call.number("user_id") not in world.accounts:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


@method("getFile")
async def get_file(world: World, call: Call) -> Json:
    """Where a file can be fetched for the next hour."""
    file_id = call.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    if file_id not in world.files:
        raise bad_request("invalid file_id")
    path, data = world.files[file_id]
    if len(data) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    known = {"file_id": file_id, "file_unique_id": f"AgAD{file_id[-6:]}", "file_size": len(data)}
    return known | {"file_path": path}

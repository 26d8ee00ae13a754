"""Answers to interactions, and webhooks (documentation: Receiving and Responding; Webhook)."""

from __future__ import annotations

from tests.platforms.discord_server import acts, payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.compose import Draft, compose, fill
from tests.platforms.discord_server.errors import Refused, invalid
from tests.platforms.discord_server.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    TOKEN_LIFE,
    Interaction,
)
from tests.platforms.discord_server.state import EPHEMERAL, LOADING, Json, Message, User, Webhook

routes = Routes()

PONG, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 1, 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {MESSAGE, DEFER, FORM},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, FORM},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE},
}
HOOK = "/webhooks/{webhook_id}/{webhook_token}"
MAX_CHOICES = 25


@routes("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
async def callback(call: Call) -> Answer:
    """The first answer to an interaction, due within three seconds."""
    core = call.core
    found = core.interactions.get(call.request.match_info["interaction_token"])
    if found is None or found.id != call.id("interaction_id") or found.failed:
        raise Refused(10062)
    if found.answer_type:
        raise Refused(40060)
    if core.clock.now() - found.made_at > core.first_answer_within:
        raise Refused(10062)
    kind, data = int(call.json["type"]), call.json.get("data") or {}
    if kind not in ALLOWED[found.kind] or (kind in (UPDATE, DEFER_UPDATE) and found.source is None):
        raise invalid("type", "INTERACTION_RESPONSE_TYPE_INVALID", "Invalid interaction response type")
    _answer(call, found, kind, data)
    found.answer_type = kind
    found.answered.set()
    if not call.asks("with_response"):
        return 204, None
    return 200, _callback_response(call, found, kind)


def _answer(call: Call, found: Interaction, kind: int, data: Json) -> None:
    """Let the person see the answer."""
    if kind in (MESSAGE, DEFER):
        found.original = _reply(call, found, data, waiting=kind == DEFER)
    elif kind == UPDATE:
        found.original = found.source
        _redraw(call, found, data)
    elif kind == DEFER_UPDATE:
        found.original = found.source
    elif kind == CHOICES:
        found.choices = data.get("choices") or []
        if len(found.choices) > MAX_CHOICES:
            raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_CHOICES} or fewer in length.")
    else:
        found.modal = data


def _metadata(found: Interaction) -> Json:
    out: Json = {"id": str(found.id), "type": found.kind, "user": payloads.user(found.user)}
    out["authorizing_integration_owners"] = {"0": str(found.guild.id) if found.guild else "0"}
    if found.kind == COMMAND:
        out["name"] = found.data["name"]
    if found.kind == COMPONENT and found.source:
        out["interacted_message_id"] = str(found.source.id)
    if found.opened_by:
        out["triggering_interaction_metadata"] = _metadata(found.opened_by)
    return out


def _reply(call: Call, found: Interaction, data: Json, *, waiting: bool = False) -> Message:
    """A message that answers an interaction: `waiting` shows only that the bot is thinking."""
    core = call.core
    if waiting:
        message = Message(core.clock.snowflake(), found.channel, core.bot)
        message.flags = (int(data.get("flags") or 0) & EPHEMERAL) | LOADING
        found.thinking = True
    else:
        message = compose(core, found.channel, core.bot, Draft(data, call.files))
        found.messages.append(message)
    message.interaction, message.webhook_id = _metadata(found), core.application_id
    message.kind = {COMMAND: 20}.get(found.kind, 0)
    message.seen_by = found.user.id if message.ephemeral else 0
    acts.publish(core, message)
    return message


def _redraw(call: Call, found: Interaction, data: Json) -> None:
    """Change the message the component sits on."""
    message = found.source
    if message is None:
        raise Refused(10008)
    fill(call.core, message, Draft(data, call.files))
    message.edited_at = call.core.clock.now()
    found.updated = message
    acts.revise(call.core, message)


def _callback_response(call: Call, found: Interaction, kind: int) -> Json:
    inner: Json = {"id": str(found.id), "type": found.kind}
    out: Json = {"interaction": inner}
    if found.original:
        inner |= {"response_message_id": str(found.original.id), "response_message_loading": kind == DEFER}
        inner["response_message_ephemeral"] = found.original.ephemeral
    if found.original and kind in (MESSAGE, UPDATE):
        message = payloads.message(found.original, call.core.cdn, call.core.bot.id)
        out["resource"] = {"type": kind, "message": message}
    return out


# ---- followups through the interaction's token


def _interaction(call: Call) -> Interaction | None:
    """The interaction a webhook token belongs to; refused when it ended or was never answered."""
    found = call.core.interactions.get(call.request.match_info["webhook_token"])
    if found is None or call.id("webhook_id") != call.core.application_id:
        return None
    if call.core.clock.now() - found.made_at > TOKEN_LIFE:
        raise Refused(50027)
    if not found.answer_type:
        raise Refused(10015)
    return found


def _webhook(call: Call) -> Webhook:
    found = call.core.world.webhooks.get(call.id("webhook_id"))
    if found is None:
        raise Refused(10015)
    if found.token != call.request.match_info["webhook_token"]:
        raise Refused(50027)
    return found


@routes("POST", HOOK)
async def execute(call: Call) -> Answer:
    """A followup to an interaction, or a message through a webhook (shown only with `wait`)."""
    found = _interaction(call)
    if found is not None:
        message = _settle(call, found, call.json) if found.thinking else _reply(call, found, call.json)
        return 200, payloads.message(message, call.core.cdn, call.core.bot.id)
    hook = _webhook(call)
    thread = call.core.world.channels.get(int(call.request.query.get("thread_id") or 0))
    author = User(hook.id, call.json.get("username") or hook.name, bot=True)
    message = compose(call.core, thread or hook.channel, author, Draft(call.json, call.files))
    message.webhook_id, message.flags = hook.id, message.flags & ~EPHEMERAL
    acts.publish(call.core, message)
    if not call.asks("wait"):
        return 204, None
    return 200, payloads.message(message, call.core.cdn, call.core.bot.id)


def _settle(call: Call, found: Interaction, data: Json) -> Message:
    """Put the real answer where the bot was thinking; whether it is ephemeral was said then."""
    message = found.original
    if message is None or message.deleted:
        raise Refused(10008)
    fill(call.core, message, Draft(data, call.files))
    if not any((message.content, message.embeds, message.files, message.components)):
        raise Refused(50006)
    if found.thinking:
        found.thinking = False
        message.flags &= ~LOADING
        found.messages.append(message)
    message.edited_at = call.core.clock.now()
    acts.revise(call.core, message)
    return message


def _of_token(call: Call) -> Message:
    """The message of the path, which the token's owner wrote."""
    wanted = call.request.match_info.get("message_id", "@original")
    found = _interaction(call)
    if found is None:
        hook = _webhook(call)
        message = hook.channel.messages.get(int(wanted)) if wanted.isdecimal() else None
        if message is None or message.webhook_id != hook.id:
            raise Refused(10008)
        return message
    mine = {str(message.id): message for message in found.messages}
    message = found.original if wanted == "@original" else mine.get(wanted)
    if message is None or message.deleted:
        raise Refused(10008)
    return message


ORIGINAL, ONE = HOOK + "/messages/@original", HOOK + "/messages/{message_id}"


@routes("GET", ORIGINAL)
@routes("GET", ONE)
async def get_own(call: Call) -> Answer:
    """A message made with this token."""
    return 200, payloads.message(_of_token(call), call.core.cdn, call.core.bot.id)


@routes("PATCH", ORIGINAL)
@routes("PATCH", ONE)
async def edit_own(call: Call) -> Answer:
    """Change a message made with this token, or the message a component sits on."""
    message, found = _of_token(call), _interaction(call)
    if found and message is found.original and message is not found.source:
        return 200, payloads.message(_settle(call, found, call.json), call.core.cdn, call.core.bot.id)
    fill(call.core, message, Draft(call.json, call.files))
    message.edited_at = call.core.clock.now()
    if found and message is found.source:
        found.updated = message
    acts.revise(call.core, message)
    return 200, payloads.message(message, call.core.cdn, call.core.bot.id)


@routes("DELETE", ORIGINAL)
@routes("DELETE", ONE)
async def delete_own(call: Call) -> Answer:
    """Delete a message made with this token."""
    message, found = _of_token(call), _interaction(call)
    if found and message in found.messages:
        found.messages.remove(message)
    acts.erase(call.core, message)
    return 204, None


@routes("GET", HOOK)
async def get_hook(call: Call) -> Answer:
    """A webhook, by its token."""
    hook = payloads.webhook(_webhook(call), call.core.application_id, call.core.bot)
    return 200, {key: value for key, value in hook.items() if key != "user"}


@routes("DELETE", HOOK)
async def delete_hook(call: Call) -> Answer:
    """Remove a webhook, by its token."""
    del call.core.world.webhooks[_webhook(call).id]
    return 204, None

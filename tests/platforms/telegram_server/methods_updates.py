"""Getting updates: getMe, getUpdates, webhooks, logOut, close."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.platforms.telegram_server import render
from tests.platforms.telegram_server.delivery import Webhook
from tests.platforms.telegram_server.errors import ApiError, bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
MAX_POLL_SECONDS = 50
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Described(dict[str, Any]):
    """A result that comes with a description of its own."""

    def __init__(self, result: Any, description: str) -> None:
        super().__init__(result=result, description=description)


@method("getMe")
async def get_me(world: World, _: Call) -> Json:
    """The bot itself, with what only it is told about itself."""
    abilities = dict.fromkeys(
        (
            "supports_inline_queries",
            "supports_guest_queries",
            "supports_join_request_queries",
            "can_connect_to_business",
            "has_main_web_app",
            "has_topics_enabled",
            "allows_users_to_create_topics",
            "can_manage_bots",
        ),
        False,
    )
    groups = {"can_join_groups": True, "can_read_all_group_messages": not world.privacy}
    return render.user(world.bot) | groups | abilities


@method("getUpdates")
async def get_updates(world: World, call: Call) -> list[Json]:
    """Long polling."""
    world.delivery.allow(call.list("allowed_updates"))
    limit = min(max(call.number("limit", 100), 1), 100)
    seconds = min(max(call.number("timeout"), 0), MAX_POLL_SECONDS)
    return await world.delivery.poll(call.number("offset"), limit, seconds)


@method("setWebhook")
async def set_webhook(world: World, call: Call) -> Described:
    """Start posting; plain HTTP only to this machine, as a local Bot API server allows."""
    url = call.text("url")
    if not url:
        return await _unset(world, call)
    secret = call.text("secret_token")
    _check_webhook(url, secret)
    if call.flag("drop_pending_updates"):
        world.delivery.drop_pending()
    world.delivery.allow(call.list("allowed_updates"))
    connections = min(max(call.number("max_connections", 40), 1), 100)
    same = world.delivery.webhook is not None and world.delivery.webhook.url == url
    await world.delivery.set_webhook(Webhook(url, secret, connections, call.text("ip_address")))
    return Described(result=True, description="Webhook is already set" if same else "Webhook was set")


def _check_webhook(url: str, secret: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[\w-]*", secret, re.ASCII):
        raise bad_request("secret token contains unallowed characters")


@method("deleteWebhook")
async def delete_webhook(world: World, call: Call) -> Described:
    """Stop posting."""
    return await _unset(world, call)


async def _unset(world: World, call: Call) -> Described:
    was = world.delivery.webhook is not None
    if call.flag("drop_pending_updates"):
        world.delivery.drop_pending()
    await world.delivery.set_webhook(None)
    return Described(result=True, description="Webhook was deleted" if was else "Webhook is already deleted")


@method("getWebhookInfo")
async def get_webhook_info(world: World, _: Call) -> Json:
    """How posting goes."""
    hook = world.delivery.webhook
    info: Json = {"url": hook.url if hook else "", "has_custom_certificate": False}
    info["pending_update_count"] = len(world.delivery.pending)
    if world.delivery.allowed:
        info["allowed_updates"] = world.delivery.allowed
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.error:
            info |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
        if hook.ip_address:
            info["ip_address"] = hook.ip_address
    return info


@method("logOut", "close")
async def leave_server(_: World, call: Call) -> bool:
    """Only for moving between servers; this one refuses with the waiting time the platform names."""
    raise ApiError(429, "Too Many Requests: retry after 600", retry_after=600)

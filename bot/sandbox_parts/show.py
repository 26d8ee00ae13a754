"""The world as one person and one member of staff see it: plain values for the page, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.sandbox_parts.people import CHANNELS, PEOPLE
from bot.sandbox_parts.things import BOT, Hidden, Letter, Post, Shown
from bot.sandbox_parts.world import World
from bot.staff.cards import Button, Card, Form, Menu, Reply

Json = dict[str, Any]
NEWEST = 300  # posts, and cards in a place, that the page is sent


def view(world: World, viewer: str) -> Json:
    """What changes: posts, letters and cards. A hidden post is shown to its author alone, without its text."""
    until = world.restricted.get(viewer)
    stopped = world.stopped(viewer)
    return {
        "viewer": viewer,
        "posts": _posts(world, viewer),
        "letters": [_letter(letter) for letter in world.letters.get(viewer, [])],
        "places": {place: [_shown(card) for card in _newest(cards)] for place, cards in world.cards.items()},
        "trouble": world.trouble,
        "stopped": stopped,
        "stopped_until": until.isoformat() if stopped and until else "",
    }


def fixed(world: World, menus: Sequence[Menu]) -> Json:
    """What does not change while the sandbox runs: people, channels, staff places and commands."""
    group = world.group
    return {
        "group": group.name,
        "people": [
            {"id": who.id, "name": who.name, "what": who.what, "roles": sorted(who.roles)} for who in PEOPLE.values()
        ],
        "channels": [{"id": key, "name": name} for key, name in CHANNELS.items()],
        "places": {"staff": group.staff_place, "dsl": group.dsl_place, "digest": group.digest_place},
        "menus": [_menu(menu) for menu in menus],
    }


def answer(world: World, reply: Reply) -> Json:
    """A reply for the person who asked; its file is kept for the page to show."""
    shown: Json = {"text": reply.text, "refused": reply.refused}
    shown["buttons"] = [_button(button) for button in reply.buttons]
    if reply.card:
        shown["card"] = _card(reply.card)
    if reply.file:
        shown["file"] = world.keep(reply.file)
        shown["file_name"] = reply.file[0]
    if reply.ask:
        shown["ask"] = _form(reply.ask)
    return shown


def _newest(cards: dict[str, Shown]) -> list[Shown]:
    return list(cards.values())[-NEWEST:]


def _posts(world: World, viewer: str) -> list[Json]:
    posts = [(post.id, _post(world, post, viewer)) for post in list(world.posts.values())[-NEWEST:]]
    stubs = [(stub.id, _stub(stub)) for stub in world.hidden.values() if stub.author == viewer]
    return [shown for _, shown in sorted(posts + stubs, key=lambda pair: int(pair[0]))]


def _post(world: World, post: Post, viewer: str) -> Json:
    answered = world.posts.get(post.reply_to)
    return {
        "id": post.id,
        "chat": post.chat,
        "kind": "note" if post.author == BOT and not post.restored_for else "post",
        "name": _name(post),
        "what": "" if post.author == BOT else PEOPLE[post.author].what,
        "text": post.text,
        "at": post.at.isoformat(),
        "edited": bool(post.edited),
        "restored": bool(post.restored_for),
        "mine": post.author == viewer,
        "quoted": {"name": _name(answered), "text": answered.text} if answered else None,
        "attachments": [{"kind": one.kind, "text": one.text, "handle": one.handle} for one in post.attachments],
        "buttons": [_button(post.button)] if post.button else [],
    }


def _name(post: Post) -> str:
    if post.author == BOT:
        return post.restored_for or "Schoolgate"
    return PEOPLE[post.author].name


def _stub(stub: Hidden) -> Json:
    return {"id": stub.id, "chat": stub.chat, "kind": "hidden", "at": stub.at.isoformat()}


def _letter(letter: Letter) -> Json:
    buttons = [_button(button) for button in letter.buttons]
    return {
        "id": letter.id,
        "text": letter.text,
        "about": letter.about,
        "at": letter.at.isoformat(),
        "buttons": buttons,
    }


def _shown(shown: Shown) -> Json:
    return _card(shown.card) | {
        "id": shown.id,
        "at": shown.at.isoformat(),
        "file": shown.file,
        "file_name": shown.file_name,
    }


def _card(card: Card) -> Json:
    return {
        "title": card.title,
        "fields": [list(pair) for pair in card.fields],
        "evidence": card.evidence,
        "buttons": [_button(button) for button in card.buttons],
        "urgent": card.urgent,
    }


def _button(button: Button) -> Json:
    return {"id": button.id, "label": button.label, "style": button.style}


def _form(form: Form) -> Json:
    fields = [_field(field.name, field.help, field.kind, required=field.required) for field in form.fields]
    return {"title": form.title, "command": form.command, "fields": fields, "values": dict(form.values)}


def _menu(menu: Menu) -> Json:
    fields = [_field(field.name, field.help, field.kind, required=field.required) for field in menu.fields]
    return {"name": menu.name, "help": menu.help, "fields": fields, "needs": menu.needs}


def _field(name: str, words: str, kind: str, *, required: bool) -> Json:
    return {"name": name, "help": words, "kind": kind, "required": required}

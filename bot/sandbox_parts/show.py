"""The world as one person and one member of staff see it: plain values for the page, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.ports.holding import How
from bot.sandbox_parts.people import CHANNELS, Person
from bot.sandbox_parts.things import BOT, Hidden, Letter, Post, Shown
from bot.sandbox_parts.world import World
from bot.staff.cards import Button, Card, Field, Form, Menu, Reply

Json = dict[str, Any]
NEWEST = 300  # posts, and cards in a place, that the page is sent


def view(world: World, viewer: str) -> Json:
    """What changes: who is there, posts, letters and cards.

    A hidden post is shown to its author alone, without its text; somebody who is not in the group has no letters.
    """
    until = world.restricted.get(viewer)
    stopped = world.stopped(viewer)
    return {
        "viewer": viewer,
        "people": people(world),
        "posts": _posts(world, viewer),
        "letters": [_letter(letter) for letter in world.letters.get(viewer, [])],
        "places": {place: [_shown(card) for card in _newest(cards)] for place, cards in world.cards.items()},
        "trouble": world.trouble,
        "locked": _locked(world, How.CLOSED),
        "slow": _locked(world, How.SLOW),
        "held": world.group.premoderate and not world.is_staff(viewer),
        "stopped": stopped,
        "stopped_until": until.isoformat() if stopped and until else "",
    }


def _locked(world: World, how: How) -> list[str]:
    return [chat for chat in CHANNELS if world.locks[f"{how}:{chat}"]]


def fixed(world: World, menus: Sequence[Menu]) -> Json:
    """What the page starts with, and does not change but for the people: channels, staff places and commands."""
    group = world.group
    return {
        "group": group.name,
        "people": people(world),
        "channels": [{"id": key, "name": name} for key, name in CHANNELS.items()],
        "places": {"staff": group.staff_place, "dsl": group.dsl_place, "digest": group.digest_place},
        "menus": [_menu(menu) for menu in menus],
    }


def people(world: World) -> list[Json]:
    """Everybody in the group, those who joined last."""
    return [person(who) for who in world.people.values()]


def person(who: Person) -> Json:
    """Somebody as everybody in the group knows them."""
    return {"id": who.id, "name": who.name, "what": who.what, "roles": sorted(who.roles)}


def answer(world: World, reply: Reply) -> Json:
    """A reply for the person who asked; its files are kept for the page to show."""
    shown: Json = {"text": reply.text, "refused": reply.refused}
    shown["buttons"] = [_button(button) for button in reply.buttons]
    if reply.card:
        shown["card"] = _card(reply.card)
    shown["files"] = [{"file": world.keep(one), "file_name": one[0]} for one in reply.files]
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
        "kind": "note" if post.author == BOT and not (post.restored_for or post.posted_for) else "post",
        "name": _name(world, post),
        "what": "" if post.author == BOT else world.people[post.author].what,
        "text": post.text,
        "at": post.at.isoformat(),
        "edited": bool(post.edited),
        "restored": bool(post.restored_for),
        "approved": bool(post.posted_for),
        "mine": post.author == viewer,
        "quoted": {"name": _name(world, answered), "text": answered.text} if answered else None,
        "attachments": [{"kind": one.kind, "text": one.text, "handle": one.handle} for one in post.attachments],
        "buttons": [_button(post.button)] if post.button else [],
    }


def _name(world: World, post: Post) -> str:
    if post.author == BOT:
        return post.restored_for or post.posted_for or "Schoolgate"
    return world.people[post.author].name


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
    fields = [_field(field) for field in form.fields]
    return {"title": form.title, "command": form.command, "fields": fields, "values": dict(form.values)}


def _menu(menu: Menu) -> Json:
    fields = [_field(field) for field in menu.fields]
    return {"name": menu.name, "help": menu.help, "fields": fields, "needs": menu.needs}


def _field(field: Field) -> Json:
    return {"name": field.name, "help": field.help, "kind": field.kind, "required": field.required}

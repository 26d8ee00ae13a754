"""Commands, buttons and private chats: what somebody asks of the bot goes in, the Reply goes back to them alone."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram import CallbackQuery, ForceReply
from telegram import Message as Post

from bot.ports import Actor, Call, Group, Inbound, PlatformError, Press, RecordsError, Trouble
from bot.staff.cards import Button, Field, Form, Menu, Reply
from bot.staff.locale import Locales, speaking
from bot.telegram_parts.albums import Albums
from bot.telegram_parts.commands import (
    Reader,
    Typed,
    UnknownNameError,
    called,
    lacking,
    linked,
    telegram_name,
    typed,
    usage,
)
from bot.telegram_parts.commands import values_of as fill
from bot.telegram_parts.drawing import clip, deep_link, mention, pressed
from bot.telegram_parts.forms import Asked, Forms, forgotten, question
from bot.telegram_parts.out import Out, Spot
from bot.telegram_parts.people import People
from bot.telegram_parts.places import PLATFORM, Places
from bot.telegram_parts.reading import attachments, read_album, ref, words
from bot.telegram_parts.wire import Client
from moderation.domain import Message, Role

log = logging.getLogger(__name__)

ALERT_LIMIT = 200  # https://core.telegram.org/bots/api#answercallbackquery
TOAST_LIMIT = 60
QUESTION_LIMIT = 3500

HAND_IN = "post"
ALONE = ("record", "rules")  # commands that are never carried out from the group


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, for which group, and where the answer goes."""

    actor: Actor
    group: str
    spot: Spot


class Talk:
    """Turns commands, forms and presses into calls of `inbound` and delivers what comes back."""

    def __init__(self, inbound: Inbound, out: Out, people: People, places: Places) -> None:
        self._inbound = inbound
        self._out = out
        self._people = people
        self._places = places
        self._forms = Forms()
        self.albums = Albums()  # filled by the inbox: who answers a picture means its album
        self._said = speaking(name for group in places.groups for name in group.locales)
        self._menus: Mapping[str, Menu] = {telegram_name(menu.name): menu for menu in inbound.menus}

    # where things are said

    async def in_group(self, post: Post, group: Group, client: Client) -> bool:
        """A message in a watched group, if it is a command of ours: answered privately. Whether staff gave it."""
        command = called(post, client.username)
        menu = self._menus.get(command[0]) if command else None
        if command is None or menu is None:
            return False
        actor = await self._people.actor(post, (group,))
        is_staff = group.role(actor.tokens) is Role.STAFF
        if menu.name in ALONE:
            await self._show_way(post, menu, group, client)
            return is_staff
        said = typed(post, command[1], client.id, in_group=True)
        reply = await self._command(menu, said, actor, group.id, str(post.chat.id))
        await self._privately(
            Asker(actor=actor, group=group.id, spot=Spot(chat=actor.user)), reply, group if is_staff else None
        )
        return is_staff

    async def _show_way(self, post: Post, menu: Menu, group: Group, client: Client) -> None:
        """What is answered in the private chat alone: a link there, which gives the command for whoever follows it."""
        said = speaking(group.locales)
        thread = str(post.message_thread_id or "") if post.is_topic_message else ""
        spot = Spot(chat=str(post.chat.id), thread=thread, answers=str(post.message_id))
        button = Button(id=f"/{menu.name}:{group.id}", label=said.label("button-open"))
        await self._out.rich(spot, mention("", said.text("chat-here")), deep_link(client.username, button))

    async def in_place(self, post: Post, groups: Sequence[Group], client: Client) -> None:
        """A message in a staff chat: a command, or the answer to a question; answered there."""
        actor = await self._people.actor(post, groups)
        thread = str(post.message_thread_id or "") if post.is_topic_message else ""
        spot = Spot(chat=str(post.chat.id), thread=thread, answers=str(post.message_id))
        await self._listen(post, Asker(actor=actor, group=groups[0].id, spot=spot), client)

    async def in_private(self, post: Post, client: Client) -> None:
        """A message in the private chat: a deep link, a command, or the answer to a question."""
        actor = await self._people.actor(post, self._places.groups)
        asker = Asker(actor=actor, group="", spot=Spot(chat=str(post.chat.id)))
        command = called(post, client.username)
        button = pressed(command[1].strip()) if command and command[0] == "start" else ""
        if button and not post.edit_date:
            press = Press(id=self._button(button), actor=actor, platform=PLATFORM, group="", place=str(post.chat.id))
            await self.answer(asker, await self._press(press))
        elif not (await self._listen(post, asker, client) or await self._handed_in(post, asker, client)):
            await self._out.say(asker.spot, self._hint(post, client))

    async def _handed_in(self, post: Post, asker: Asker, client: Client) -> bool:
        """Whatever a member of a group whose posts are held writes here is a post for it. False: it is none."""
        command = called(post, client.username)
        if command and command[0] != HAND_IN:
            return False
        groups = await self._people.held(asker.actor.user, self._places.groups)
        if not groups:
            return False
        text = command[1] if command else words(post)
        chosen, text = _chosen(groups, text)
        if chosen is None:
            await self._out.say(asker.spot, _which(groups, self._said))
        elif post.edit_date:
            await self._out.say(asker.spot, self._said.text("chat-edited"))
        else:
            await self.answer(asker, await self._call(self._post_call(post, asker, chosen, text)))
        return True

    def _post_call(self, post: Post, asker: Asker, group: Group, text: str) -> Call:
        return Call(
            command=HAND_IN,
            actor=asker.actor,
            platform=PLATFORM,
            group=group.id,
            chat=group.id,
            values={"text": text},
            id=f"{post.chat.id}.{post.message_id}",
            attachments=attachments(post),
        )

    async def pressed(self, query: CallbackQuery) -> None:
        """A button under one of our messages."""
        if query.message is None or not query.data:
            await self._acknowledge(query, "")
            return
        chat, message = str(query.message.chat.id), str(query.message.message_id)
        group = self._places.group(chat)
        groups = self._places.reached_from(chat)
        actor = await self._people.actor(query.from_user, groups)
        is_private = query.message.chat.type == query.message.chat.PRIVATE
        name = "" if is_private or not groups else groups[0].id
        press = Press(
            id=self._button(query.data), actor=actor, platform=PLATFORM, group=name, place=chat, message=message
        )
        reply = await self._press(press)
        spot = Spot(chat=str(query.from_user.id)) if group else Spot(chat=chat, answers="" if is_private else message)
        asker = Asker(actor=actor, group=name, spot=spot)
        await self._acknowledge(query, await self._short(reply, actor), alert=reply.refused)
        if reply.update:
            await self._out.redraw(chat, message, reply.update)
        await self.answer(asker, replace(reply, text=""))

    def _button(self, data: str) -> str:
        """A button's id; one that names a group by an id it had before, by that of now."""
        name, colon, about = data.partition(":")
        return f"{name}{colon}{self._places.current(about)}"

    # what is asked

    async def _listen(self, post: Post, asker: Asker, client: Client) -> bool:
        """A command or the answer to a form; False when it is neither. To change one later changes nothing."""
        command = called(post, client.username)
        menu = self._menus.get(command[0]) if command else None
        if menu and menu.name == HAND_IN and not asker.group:
            return False
        if post.edit_date:
            if not menu and not forgotten(post, client.id, self._said):
                return False
            reply = Reply(text=self._said.text("chat-changed"))
        elif command and menu:
            among_staff = bool(self._places.served_by(asker.spot.chat))
            said = typed(post, command[1], client.id, among_staff=among_staff)
            reply = await self._command(menu, said, asker.actor, asker.group, asker.spot.chat)
        elif form := self._forms.answer(post, asker.actor.user):
            reply = await self._filled(form, Typed(text=words(post)), asker)
        elif forgotten(post, client.id, self._said):
            reply = Reply(text=self._said.text("chat-forgotten"))
        else:
            return False
        await self.answer(asker, reply)
        return True

    async def _command(self, menu: Menu, said: Typed, actor: Actor, group: str, chat: str) -> Reply:
        call = Call(command=menu.name, actor=actor, platform=PLATFORM, group=group, chat=chat, target=said.target)
        if seen := await self._seen(said.post):
            call = replace(call, target=seen.ref, seen=seen)
        if menu.needs != "anyone" and not self._is_staff(actor, chat):
            return await self._call(call)  # to be refused, and logged, before anything is said of how it is written
        try:
            reader = await self._reader(call, said)
            values = reader.fill(menu.fields)
        except UnknownNameError as error:
            return Reply(text=self._said.text("chat-unknown", name=str(error)))
        if missing := lacking(menu.fields, values):
            return Reply(text=usage(menu, missing, self._said))
        return await self._call(self._aimed(call, menu.fields, values))

    def _is_staff(self, actor: Actor, chat: str) -> bool:
        """Whether somebody is staff of a group that can be acted on from this chat."""
        return any(group.role(actor.tokens) is Role.STAFF for group in self._places.reached_from(chat))

    async def _seen(self, post: Post | None) -> Message | None:
        """What a command answers, with the rest of its album; nothing of a chat that is not watched."""
        group = self._places.group(str(post.chat.id)) if post else None
        if post is None or group is None:
            return None
        parts = self.albums.whole(str(post.chat.id), str(post.message_id)) or [post]
        return read_album(parts, parts[0], group, await self._people.author(post, group))

    def _aimed(self, call: Call, fields: Sequence[Field], values: Mapping[str, str]) -> Call:
        """The call with its values; a message link says which message, in which group that this chat may act on."""
        asked = [one.name for one in fields if one.kind == "message"]
        links = {name: link for name in asked if (link := linked(values.get(name, "")))}
        if not links:
            return replace(call, values=values)
        named = next(iter(links.values()))
        group = self._places.group(named.chat)
        if group is None or group not in self._places.reached_from(call.chat):
            return replace(call, values=values, target=None, seen=None)
        album = self.albums.whole(named.chat, named.message)
        target = ref(album[0]) if album else named
        is_seen = call.seen and (call.seen.ref.chat, call.seen.ref.message) == (target.chat, target.message)
        numbers = {name: link.message for name, link in links.items()}
        seen = call.seen if is_seen else None
        return replace(call, values={**values, **numbers}, target=target, seen=seen, group=group.id)

    async def _filled(self, form: Form, said: Typed, asker: Asker) -> Reply:
        call = Call(command=form.command, actor=asker.actor, platform=PLATFORM, group=asker.group, chat=asker.spot.chat)
        try:
            values = fill(form.fields, await self._reader(call, said))
        except UnknownNameError as error:
            return Reply(text=self._said.text("chat-unknown", name=str(error)), ask=form)
        if missing := lacking(form.fields, values):
            names = ", ".join(one.name for one in missing)
            return Reply(text=self._said.text("chat-missing", names=names), ask=form)
        return await self._call(replace(call, values={**dict(form.values), **values}))

    async def _reader(self, call: Call, said: Typed) -> Reader:
        try:
            known = await self._inbound.suggest(call, "clause", "")
        except RecordsError:
            known = ()
        return Reader(said, {choice.value.casefold() for choice in known}, self._people.number)

    async def _call(self, call: Call) -> Reply:
        try:
            return await self._inbound.command(call)
        except RecordsError:
            return Reply(text=self._said.text("sorry-later"), refused=True)

    async def _press(self, press: Press) -> Reply:
        try:
            return await self._inbound.press(press)
        except RecordsError:
            return Reply(text=self._said.text("sorry-later"), refused=True)

    # what is answered

    async def answer(self, asker: Asker, reply: Reply) -> None:
        """Text, card, files and question, in that order, where the asker is."""
        if reply.text.strip():
            await self._out.say(asker.spot, reply.text, reply.buttons)
        if reply.card:
            await self._out.card(asker.spot, reply.card)
        for file in reply.files:
            await self._out.file(asker.spot, file)
        if reply.ask:
            await self._ask(asker, reply.ask)

    async def _ask(self, asker: Asker, form: Form) -> None:
        text = mention(asker.actor.user, clip(question(form, self._said), QUESTION_LIMIT))
        sent = await self._out.rich(asker.spot, text, ForceReply(selective=True))
        self._forms.ask(self._places.current(asker.spot.chat), sent, Asked(form, asker.actor.user))

    async def _privately(self, asker: Asker, reply: Reply, staff_of: Group | None) -> None:
        """To the asker alone; staff whose private chat is closed get it in the staff chat, others not at all."""
        try:
            await self.answer(asker, reply)
        except PlatformError as error:
            if error.trouble is not Trouble.CLOSED or staff_of is None or not staff_of.staff_place:
                raise
            await self.answer(replace(asker, spot=Spot(chat=staff_of.staff_place)), reply)

    async def _short(self, reply: Reply, actor: Actor) -> str:
        """What fits on the pressed button; a longer text is sent privately where that is open."""
        if len(reply.text) <= ALERT_LIMIT:
            return reply.text
        try:
            await self._out.say(Spot(chat=actor.user), reply.text)
        except PlatformError:
            cut = f" … {self._said.label('chat-cut')}"
            return reply.text[: ALERT_LIMIT - len(cut)] + cut
        return self._said.label("chat-sent")

    async def _acknowledge(self, query: CallbackQuery, text: str, *, alert: bool = False) -> None:
        """Ends the button's waiting state; too late for that is no trouble, the words then go to the person."""
        alert = alert or len(text) > TOAST_LIMIT
        try:
            await self._out.acknowledge(query.id, text, alert=alert)
        except PlatformError as error:
            log.info("telegram: a press was answered too late (%s)", error.trouble)
            with suppress(PlatformError):
                if text:
                    await self._out.say(Spot(chat=str(query.from_user.id)), text)

    def _hint(self, post: Post, client: Client) -> str:
        """What is said to a private message that asks for nothing there is."""
        if post.edit_date:
            return self._said.text("chat-changed")
        command = called(post, client.username)
        if command and command[0] != "start":
            return self._said.text("chat-no-command")
        lines = [f"/{name}: {menu.help}" for name, menu in self._menus.items() if menu.needs == "anyone"]
        return "\n".join((self._said.text("chat-hello"), *lines))


def _chosen(groups: Sequence[Group], text: str) -> tuple[Group | None, str]:
    """The only group, or the one whose number the text begins with; and the text itself."""
    if len(groups) == 1:
        return groups[0], text
    number, _, rest = text.strip().partition(" ")
    is_number = number.isdecimal() and len(number) <= len(groups)
    return dict(enumerate(groups, start=1)).get(int(number)) if is_number else None, rest.strip()


def _which(groups: Sequence[Group], said: Locales) -> str:
    return "\n".join((said.text("chat-which"), *(f"{at}: {group.name}" for at, group in enumerate(groups, start=1))))

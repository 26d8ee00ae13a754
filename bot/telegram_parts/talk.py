"""Commands, buttons and private chats: what somebody asks of the bot goes in, the Reply goes back to them alone."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram import CallbackQuery, ForceReply
from telegram import Message as Post

from bot.ports import Actor, Call, Group, Inbound, PlatformError, Press, RecordsError, Trouble
from bot.staff.cards import Form, Menu, Reply
from bot.telegram_parts.commands import (
    IncompleteError,
    Reader,
    Typed,
    called,
    lacking,
    linked,
    telegram_name,
    typed,
    usage,
)
from bot.telegram_parts.commands import values_of as fill
from bot.telegram_parts.drawing import clip, mention, pressed
from bot.telegram_parts.forms import Asked, Forms, forgotten, question
from bot.telegram_parts.out import Out, Spot
from bot.telegram_parts.people import People
from bot.telegram_parts.places import PLATFORM, Places
from bot.telegram_parts.reading import words
from bot.telegram_parts.wire import Client
from moderation.domain import Role

log = logging.getLogger(__name__)

ALERT_LIMIT = 200  # https://core.telegram.org/bots/api#answercallbackquery
TOAST_LIMIT = 60
QUESTION_LIMIT = 3500
SENT = "I have written to you privately."
CLOSED = " … [cut: write to me privately once, then I can show you all of it]"
EXPIRED = "I no longer remember that question. Please press the button again."
NO_RECORDS = "The records cannot be reached just now. Please try again in a few minutes."
NO_COMMAND = "I do not know that command."
NOTHING_TO_SAY = "I look after the school's group."


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
        reply = await self._command(menu, typed(post, command[1], client.id), actor, group.id, str(post.chat.id))
        await self._privately(
            Asker(actor=actor, group=group.id, spot=Spot(chat=actor.user)), reply, group if is_staff else None
        )
        return is_staff

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
        if button:
            press = Press(id=button, actor=actor, platform=PLATFORM, group="", place=str(post.chat.id))
            await self.answer(asker, await self._press(press))
        elif not await self._listen(post, asker, client):
            await self._out.say(asker.spot, NO_COMMAND if command and command[0] != "start" else self._offer())

    async def pressed(self, query: CallbackQuery) -> None:
        """A button under one of our messages."""
        if query.message is None or not query.data:
            await self._acknowledge(query, "")
            return
        chat, message = str(query.message.chat.id), str(query.message.message_id)
        group = self._places.group(chat)
        groups = (group,) if group else self._places.served_by(chat) or self._places.groups
        actor = await self._people.actor(query.from_user, groups)
        is_private = query.message.chat.type == query.message.chat.PRIVATE
        name = "" if is_private or not groups else groups[0].id
        press = Press(id=query.data, actor=actor, platform=PLATFORM, group=name, place=chat, message=message)
        reply = await self._press(press)
        spot = Spot(chat=str(query.from_user.id)) if group else Spot(chat=chat, answers="" if is_private else message)
        asker = Asker(actor=actor, group=name, spot=spot)
        await self._acknowledge(query, await self._short(reply, actor), alert=reply.refused)
        if reply.update:
            await self._out.redraw(chat, message, reply.update)
        await self.answer(asker, replace(reply, text=""))

    # what is asked

    async def _listen(self, post: Post, asker: Asker, client: Client) -> bool:
        """A command or the answer to a form; False when it is neither."""
        command = called(post, client.username)
        menu = self._menus.get(command[0]) if command else None
        if command and menu:
            said = typed(post, command[1], client.id)
            reply = await self._command(menu, said, asker.actor, asker.group, asker.spot.chat)
        elif form := self._forms.answer(post, asker.actor.user):
            reply = await self._filled(form, Typed(text=words(post)), asker)
        elif forgotten(post, client.id):
            reply = Reply(text=EXPIRED)
        else:
            return False
        await self.answer(asker, reply)
        return True

    async def _command(self, menu: Menu, said: Typed, actor: Actor, group: str, chat: str) -> Reply:
        call = Call(command=menu.name, actor=actor, platform=PLATFORM, group=group, chat=chat, target=said.target)
        try:
            reader = await self._reader(call, said)
            values = reader.fill(menu.fields)
        except IncompleteError as error:
            return Reply(text=str(error))
        if missing := lacking(menu.fields, values):
            return Reply(text=usage(menu, missing))
        return await self._call(self._aimed(call, values))

    def _aimed(self, call: Call, values: Mapping[str, str]) -> Call:
        """The call with its values; a message link says which message, in which group."""
        links = {name: ref for name, value in values.items() if (ref := linked(value))}
        if not links:
            return replace(call, values=values)
        target = next(iter(links.values()))
        numbers = {name: ref.message for name, ref in links.items()}
        group = self._places.group(target.chat)
        return replace(call, values={**values, **numbers}, target=target, group=group.id if group else call.group)

    async def _filled(self, form: Form, said: Typed, asker: Asker) -> Reply:
        call = Call(command=form.command, actor=asker.actor, platform=PLATFORM, group=asker.group, chat=asker.spot.chat)
        try:
            values = fill(form.fields, await self._reader(call, said))
        except IncompleteError as error:
            return Reply(text=str(error), ask=form)
        if missing := lacking(form.fields, values):
            return Reply(text=f"Missing: {', '.join(one.name for one in missing)}.", ask=form)
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
            return Reply(text=NO_RECORDS, refused=True)

    async def _press(self, press: Press) -> Reply:
        try:
            return await self._inbound.press(press)
        except RecordsError:
            return Reply(text=NO_RECORDS, refused=True)

    # what is answered

    async def answer(self, asker: Asker, reply: Reply) -> None:
        """Text, card, file and question, in that order, where the asker is."""
        if reply.text.strip():
            await self._out.say(asker.spot, reply.text)
        if reply.card:
            await self._out.card(asker.spot, reply.card)
        if reply.file:
            await self._out.file(asker.spot, reply.file)
        if reply.ask:
            await self._ask(asker, reply.ask)

    async def _ask(self, asker: Asker, form: Form) -> None:
        text = mention(asker.actor.user, clip(question(form), QUESTION_LIMIT))
        sent = await self._out.rich(asker.spot, text, ForceReply(selective=True))
        self._forms.ask(asker.spot.chat, sent, Asked(form, asker.actor.user))

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
            return reply.text[: ALERT_LIMIT - len(CLOSED)] + CLOSED
        return SENT

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

    def _offer(self) -> str:
        lines = [f"/{name}: {menu.help}" for name, menu in self._menus.items() if menu.needs == "anyone"]
        return "\n".join((NOTHING_TO_SAY, *lines))

"""What the page asks for, carried out on the world and handed on to the bot as any platform would."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports import Call, Inbound, Press
from bot.sandbox_parts import show
from bot.sandbox_parts.files import attach
from bot.sandbox_parts.people import CHANNELS, Person
from bot.sandbox_parts.things import BOT, Post
from bot.sandbox_parts.world import RefusedError, World, checked
from bot.staff.cards import Choice, Reply
from moderation.domain import Attachment, Author, Member, Message, Ref

PLATFORM = "sandbox"


class Desk:
    """The people's side of the sandbox: each method is one thing a person can do on the page."""

    def __init__(self, world: World, inbound: Inbound) -> None:
        self.world = world
        self.inbound = inbound

    async def post(self, asked: show.Json) -> show.Json:
        """Post a message, maybe as an answer and with something attached."""
        kind = _text(asked, "attachment")
        attachment = attach(self.world, kind, _text(asked, "caption")) if kind else None
        if self.world.group.premoderate and not self.world.is_staff(self._person(asked).id):
            return await self._hand_in(asked, attachment)
        post = self.world.say(
            _text(asked, "person"),
            _text(asked, "channel"),
            _text(asked, "text"),
            reply_to=_text(asked, "reply_to"),
            attachment=attachment,
        )
        await self.deliver(post)
        return {"id": post.id}

    async def _hand_in(self, asked: show.Json, attachment: Attachment | None) -> show.Json:
        """In a group whose posts are held, members cannot write themselves: it goes into the held box."""
        text = checked(_text(asked, "text"), empty_is_fine=attachment is not None)
        call = Call(
            command="post",
            actor=self._person(asked).actor,
            platform=PLATFORM,
            group=self.world.group.id,
            chat=_text(asked, "channel"),
            values={"text": text},
            id=self.world.new_id(),
            attachments=(attachment,) if attachment else (),
        )
        return {"id": "", "answer": show.answer(self.world, await self.inbound.command(call))}

    async def edit(self, asked: show.Json) -> show.Json:
        """Change one's own message."""
        post = self.world.edit(_text(asked, "person"), _text(asked, "message"), _text(asked, "text"))
        await self.deliver(post)
        return {"id": post.id}

    async def delete(self, asked: show.Json) -> show.Json:
        """Take back one's own message."""
        post = self.world.withdraw(_text(asked, "person"), _text(asked, "message"))
        await self.inbound.deleted([_ref(post)])
        return {}

    async def press(self, asked: show.Json) -> show.Json:
        """Press a button on a card, a letter or a note; a note's answer is for one person alone."""
        person = self._person(asked)
        place, message = _text(asked, "place"), _text(asked, "message")
        note = self.world.posts.get(message)
        if note and note.only_for and note.only_for != person.id:
            raise RefusedError("This note is for somebody else.")
        press = Press(
            id=_text(asked, "button"),
            actor=person.actor,
            platform=PLATFORM,
            group=self.world.group.id,
            place=place,
            message=message,
        )
        reply = await self.inbound.press(press)
        return self._answer(reply, place, message)

    async def command(self, asked: show.Json) -> show.Json:
        """Give a command, or send in a form that a reply asked for."""
        reply = await self.inbound.command(self._call(asked))
        return self._answer(reply, _text(asked, "place"), _text(asked, "message"))

    async def ask(self, asked: show.Json) -> show.Json:
        """Ask by a `command` that everybody may give; the answer is a letter to the asker alone, and about them."""
        name = _text(asked, "command")
        if not any((menu.name, menu.needs, menu.fields) == (name, "anyone", ()) for menu in self.inbound.menus):
            raise RefusedError("That cannot be asked for here.")
        person = self._person(asked)
        reply = await self.inbound.command(self._call({"person": person.id, "command": name, "place": "private"}))
        self.world.write(person.id, "", reply)
        return {}

    async def join(self, _: show.Json) -> show.Json:
        """Come into the group as somebody new: who they are, once they were greeted."""
        person = self.world.join()
        await self.inbound.joined(Member(platform=PLATFORM, group=self.world.group.id, user=person.id))
        return {"person": show.person(person)}

    async def suggest(self, asked: show.Json) -> show.Json:
        """What may be meant while somebody types."""
        choices: Sequence[Choice] = await self.inbound.suggest(
            self._call(asked), _text(asked, "wanted"), _text(asked, "typed")
        )
        return {"choices": [{"label": choice.label, "value": choice.value} for choice in choices]}

    async def trouble(self, asked: show.Json) -> show.Json:
        """Let the pretend platform refuse what the bot does, or not any more."""
        before = self.world.trouble
        self.world.pretend(_text(asked, "kind"))
        if before == "forbidden" != self.world.trouble:
            await self.inbound.able(PLATFORM, self.world.group.id)
        return {}

    async def deliver(self, post: Post) -> None:
        """Hand one post to the bot."""
        await self.inbound.message(message_of(self.world, post))

    async def catch_up(self) -> None:
        """Hand over what was posted since the bot last looked."""
        for chat in CHANNELS:
            seen = int(await self.inbound.cursor(PLATFORM, chat) or 0)
            self.world.number_after(seen)
            waiting = [post for post in self.world.posts.values() if post.chat == chat and post.author != BOT]
            for post in waiting:
                if int(post.id) > seen:
                    await self.deliver(post)

    def _answer(self, reply: Reply, place: str, message: str) -> show.Json:
        """What the asker is shown; the card that the button sat on is drawn again."""
        if reply.update and message in self.world.cards.get(place, {}):
            self.world.redraw(place, message, reply.update)
        return show.answer(self.world, reply)

    def _person(self, asked: show.Json) -> Person:
        person = self.world.people.get(_text(asked, "person"))
        if person is None:
            raise RefusedError("There is no such person in this group.")
        return person

    def _call(self, asked: show.Json) -> Call:
        values = asked.get("values") or {}
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            raise RefusedError("The page sent values that are not text.")
        target, chat = _text(asked, "target"), _text(asked, "target_chat")
        post = self.world.posts.get(target)
        return Call(
            command=_text(asked, "command"),
            actor=self._person(asked).actor,
            platform=PLATFORM,
            group=self.world.group.id,
            chat=_text(asked, "place"),
            values={name: value for name, value in values.items() if value},
            target=Ref(platform=PLATFORM, chat=chat, message=target) if target and chat else None,
            seen=message_of(self.world, post) if post and post.author in self.world.people else None,
        )


def message_of(world: World, post: Post) -> Message:
    """A post as the bot is told of it."""
    person = world.people[post.author]
    return Message(
        ref=_ref(post),
        group=world.group.id,
        author=Author(user=person.id, name=person.name, role=world.group.role(person.tokens)),
        text=post.text,
        sent_at=post.at,
        quoted=post.quoted,
        edited_at=post.edited,
        attachments=post.attachments,
        parts=post.parts,
    )


def _ref(post: Post) -> Ref:
    return Ref(platform=PLATFORM, chat=post.chat, message=post.id)


def _text(asked: show.Json, name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise RefusedError(f"{name} has to be text.")
    return value

"""/post: a member hands in a post for a group where every post is read before it is shown."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from bot.ports import Call, Group
from bot.staff import holding
from bot.staff.cards import Field, Form, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.locale import Locales
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Author, Member, Message, Ref
from moderation.premoderation import queued

TEXT = Field(name="text", help="menu-post-text", required=False)
MENU = Menu(name="post", help="menu-post", fields=(TEXT,), needs="anyone")


async def run(desk: Desk, call: Call) -> Reply:
    """Keep it until staff decide; its author hears what became of it."""
    group = _group(desk, call)
    text = call.values.get("text", "").strip()
    if not (text or call.attachments):
        return Reply(text="", ask=_form(desk.speech(group.platform, group.id)))
    member = Member(platform=group.platform, group=group.id, user=call.actor.user)
    if await desk.records.restrictions(member=member):
        raise Refusal("refused-restricted", desk.settings(member).parents)
    message = _message(group, call, text)
    await desk.submit(message)
    return await _answer(desk, member, message)


async def _answer(desk: Desk, member: Member, message: Message) -> Reply:
    setting = desk.settings(member)
    number = await desk.records.case_at(message.ref)
    case = await desk.records.case(number, reader=member.user) if number is not None else None
    held = await desk.records.held(case.id) if case else None
    if case is None or held is None:
        raise Refusal("refused-post-staff", setting.parents)
    return Reply(text=holding.said("waiting", case, setting), buttons=holding.author_buttons(case, held, setting))


def _form(said: Locales) -> Form:
    text = replace(TEXT, help=said.label(TEXT.help), required=True)
    return Form(title=said.label("post-form"), command="post", fields=(text,))


def _group(desk: Desk, call: Call) -> Group:
    group = next((one for one in desk.groups() if (one.platform, one.id) == (call.platform, call.group)), None)
    if group is None:
        raise Refusal("refused-post-where", desk.speech(call.platform))
    if not group.premoderate:
        raise Refusal("refused-post-open", desk.speech(group.platform, group.id))
    return group


def _message(group: Group, call: Call, text: str) -> Message:
    """What the member wrote, at an address that never stood in the group."""
    chat = call.chat or group.id
    public = group.id if group.serves(chat) else chat
    where = Ref(platform=group.platform, chat=public, message=call.id or uuid4().hex)
    return Message(
        ref=queued(where),
        group=group.id,
        author=Author(user=call.actor.user, name=call.actor.name, role=group.role(call.actor.tokens)),
        text=text,
        sent_at=utc_now(),
        attachments=call.attachments,
    )

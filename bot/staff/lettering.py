"""Letters at the desk: choosing one, drafting it, signing it off, and handing out its files."""

from __future__ import annotations

import asyncio

from bot.letters.facts import Matter
from bot.letters.office import LetterError, Office, draw
from bot.letters.sheet import LETTERS
from bot.ports import Actor
from bot.ports.letters import KeptLetter, Listed, Papers, Signature
from bot.staff.asking import told
from bot.staff.cards import Button, Card, Field, Form, Reply
from bot.staff.climbing import standing
from bot.staff.desk import Desk
from bot.staff.locale import Locale
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Case, Review
from moderation.policy.ladder import governing

TO = Field(name="to", help="menu-letter-to", required=False)
LISTED = 15  # earlier letters that are offered again: Discord has room for 25 buttons


async def choose(desk: Desk, case: Case) -> Reply:
    """Which letters can be written about a case, and which were."""
    kinds, locale = desk.office.kinds, desk.settings(case.member).staff
    said = locale.text
    kept = (await desk.records.letters(case.id))[:LISTED]
    new = [Button(id=f"letter:{case.id}:{kind}", label=title) for kind, title in kinds.items()]
    fields = (
        (said("letter-to-write"), "\n".join(f"{kind}: {title}" for kind, title in kinds.items())),
        (said("letter-before"), "\n".join(_listed(one, locale) for one in kept) or said("letter-none")),
    )
    old = [Button(id=f"letter:{case.id}:{one.id}", label=said("press-read-letter", letter=one.id)) for one in kept]
    return Reply(text="", card=Card(title=said("letter-which", case=case.id), fields=fields, buttons=(*new, *old)))


def ask(desk: Desk, case: Case, kind: str) -> Reply:
    """What a kind of letter needs to be told; the answers come back as the command `letter`."""
    asks, required = desk.office.asks(kind)
    fields = (Field(name="note", help=asks, required=required),) if asks else ()
    values = (("case", str(case.id)), ("letter", kind))
    title, to = desk.office.kinds[kind], told((TO,), desk.settings(case.member).staff)
    return Reply(text="", ask=Form(title=title, command="letter", fields=(*fields, *to), values=values))


async def draft(desk: Desk, case: Case, actor: Actor, kind: str, *, to: str = "", note: str = "") -> Reply:
    """Write a letter, keep it with the case, and hand it out, marked as a draft."""
    matter = await _matter(desk, case, to, note)
    try:
        papers = await asyncio.to_thread(_written, desk.office, kind, matter)
    except LetterError as error:
        raise Refusal("letter-not-written", why=str(error)) from None
    number = await desk.records.keep_letter(case.id, kind, papers, by=actor.called)
    return await show(desk, case, actor, number)


async def show(desk: Desk, case: Case, actor: Actor, number: int) -> Reply:
    """A letter of this case with its files, as it stands. Raises Refusal."""
    kept = await _kept(desk, case, actor, number)
    return Reply(text="", card=_card(desk, kept, desk.settings(case.member).staff), files=_files(kept))


async def sign(desk: Desk, case: Case, actor: Actor, number: int) -> Reply:
    """Sign a letter off: the same words, without the mark. What was signed once stays as it was. Raises Refusal."""
    kept, locale = await _kept(desk, case, actor, number), desk.settings(case.member).staff
    signature = Signature(by=actor.called, at=utc_now())
    files = await asyncio.to_thread(_signed, desk.office, kept, signature)
    earlier = await desk.records.sign_letter(number, signature, files)
    if earlier is None:
        verdict = locale.text("letter-noted", letter=number, kind=kept.kind)
        review = Review(by=signature.by, verdict=verdict, at=signature.at)
        await desk.records.note(case.id, review)
        await desk.enforcement.redraw(case.id)
    final = await _kept(desk, case, actor, number)
    text = _outcome(number, earlier, locale)
    return Reply(text=text, update=_card(desk, final, locale), files=_files(final))


def _outcome(number: int, earlier: Signature | None, locale: Locale) -> str:
    if earlier:
        return locale.text("letter-signed-before", letter=number, by=earlier.by, at=earlier.at)
    return locale.text("letter-signed", letter=number)


async def _matter(desk: Desk, case: Case, to: str, note: str) -> Matter:
    setting = desk.settings(case.member)
    held = await desk.records.restrictions(member=case.member)
    return Matter(
        case=case,
        setting=setting,
        people=desk.roster(setting.group).people,
        held=governing(held)[0] if held else None,
        rung=(await standing(desk, case.member)).rung,
        to=to,
        note=note,
    )


def _written(office: Office, kind: str, matter: Matter) -> Papers:
    at = utc_now()
    letter = office.write(kind, matter, at=at)
    return Papers(content=LETTERS.dump_json(letter), files=draw(letter, at))


def _signed(office: Office, kept: KeptLetter, signature: Signature) -> dict[str, bytes]:
    letter = LETTERS.validate_json(kept.papers.content)
    return draw(office.sign(letter, by=signature.by, at=signature.at), signature.at)


async def _kept(desk: Desk, case: Case, actor: Actor, number: int) -> KeptLetter:
    """Only by its own case: who may read a letter is decided by whose case it is."""
    listed = [one.id for one in await desk.records.letters(case.id)]
    kept = await desk.records.letter(number, reader=actor.user) if number in listed else None
    if kept is None:
        raise Refusal("refused-no-letter", case=case.id, letter=number)
    return kept


def _card(desk: Desk, kept: KeptLetter, locale: Locale) -> Card:
    said, signed = locale.text, kept.signed
    state = said("letter-state-signed", by=signed.by, at=signed.at) if signed else said("letter-state-draft")
    fields = (
        (said("letter-name"), desk.office.kinds.get(kept.kind, kept.kind)),
        (said("letter-written"), said("letter-written-by", by=kept.by, at=kept.at)),
        (said("letter-state"), state),
        (said("letter-files"), said("letter-files-how")),
    )
    button = Button(id=f"sign:{kept.case}:{kept.id}", label=said("press-sign"), style="good")
    short = said("letter-is-signed" if signed else "letter-is-draft")
    title = said("letter-title", case=kept.case, letter=kept.id, state=short)
    return Card(title=title, fields=fields, buttons=() if kept.signed else (button,))


def _files(kept: KeptLetter) -> tuple[tuple[str, bytes], ...]:
    """Named by numbers and kind alone, so that no name is seen in a list of files."""
    mark = "" if kept.signed else "-draft"
    stem = f"case-{kept.case}-letter-{kept.id}-{kept.kind}{mark}"
    return tuple((f"{stem}.{format_}", data) for format_, data in sorted(kept.papers.files.items()))


def _listed(one: Listed, locale: Locale) -> str:
    said = locale.text
    state = said("letter-signed-at", at=one.signed_at) if one.signed_at else said("letter-is-draft")
    return f"{one.id}: {one.kind}, {locale.moment(one.at)}, {state}"

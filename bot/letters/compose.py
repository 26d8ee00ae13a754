"""A template and facts -> a sheet; what has nothing to say is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.letters.cleaning import clean, one_line
from bot.letters.phrases import Phrases
from bot.letters.sheet import Block, Sheet, Style
from bot.letters.templates import GAP, Template
from bot.ports.letters import Letterhead


def compose(
    template: Template, phrases: Phrases, values: Mapping[str, str], letterhead: Letterhead, *, to: tuple[str, ...] = ()
) -> Sheet:
    """One sheet, without its date. `values` holds every placeholder; `to` stands in place of the template's."""
    known = {name: clean(value).strip() for name, value in values.items()}
    return Sheet(
        language=phrases.language,
        page=phrases.page,
        mark=phrases.mark,
        unsigned=phrases.unsigned,
        sender=tuple(_sender(letterhead, phrases)),
        to=tuple(map(one_line, to)) or (one_line(filled(template.to, known)),),
        date="",
        reference=phrases.reference.format(case=known["case"]),
        subject=one_line(filled(template.subject, known)),
        blocks=tuple(_filled(template.blocks, known)),
        closing=filled(template.closing, known),
        signatory=one_line(letterhead.signed_by),
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Placeholders replaced once: what is filled in is never read as a placeholder."""
    return GAP.sub(lambda gap: values[gap[1]], text)


def _sender(letterhead: Letterhead, phrases: Phrases) -> Iterator[str]:
    yield one_line(letterhead.name)
    yield from map(one_line, letterhead.address)
    if letterhead.phone:
        yield f"{phrases.telephone} {one_line(letterhead.phone)}"
    if letterhead.email:
        yield f"{phrases.email} {one_line(letterhead.email)}"


def _filled(blocks: Iterable[Block], values: Mapping[str, str]) -> Iterator[Block]:
    """Every block that has something to say; a heading without any such block below it goes, too."""
    heading: Block | None = None
    for block in blocks:
        if block.style is Style.HEADING:
            heading = block
            continue
        for said in _said(block, values):
            if heading:
                yield Block(style=heading.style, text=filled(heading.text, values))
                heading = None
            yield said


def _said(block: Block, values: Mapping[str, str]) -> Iterator[Block]:
    """Nothing where a placeholder is empty; a list item for each line where one has several."""
    if not all(values[name] for name in GAP.findall(block.text)):
        return
    text = filled(block.text, values)
    lines = text.split("\n") if block.style is Style.POINT else [text]
    yield from (Block(style=block.style, text=line) for line in lines if line.strip())

"""config/letters/<language>/<kind>.md -> checked templates; the name of the letter is the name of its file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.letters.phrases import Phrases, TemplateError, read
from bot.letters.sheet import Block, Style
from moderation.byname import names
from moderation.domain import Kind
from moderation.policy.pack import Step

FOLDER = Path(__file__).parents[2] / "config" / "letters"
ENGLISH = "en"
PLACEHOLDERS: Mapping[str, str] = {
    "school": "the school's name",
    "group": "the group's name",
    "platform": "where the group is, such as Discord",
    "case": "the case's number",
    "to": "whom the letter is to: what staff say, else the name shown in the group",
    "author": "the name that the author of the message shows in the group",
    "account": "the author's account number on the platform",
    "address": "where the message is on the platform: its number and its chat's",
    "when": "day and time the message was recorded",
    "message": "the message as it was written, with other people's names masked",
    "policy": "the title of the school's policy",
    "clause": "the number of the clause",
    "title": "the title of the clause",
    "words": "the words of the clause",
    "step": "the number of the clause that allows this letter",
    "step_words": "the words of the clause that allows this letter",
    "done": "what was done, one line for each",
    "rung": "where the person stands on the school's ladder",
    "since": "day and time a restriction of this case began that is in force",
    "until": "day and time a restriction of this case ends that is in force",
    "reason": "the reason that staff gave for the restriction",
    "lifted": "day and time a restriction was lifted",
    "note": "what staff add",
    "phone": "the school's telephone number",
    "email": "the school's e-mail address",
}
REQUIRED, OPTIONAL = ("title", "to", "subject", "closing"), ("under", "asks", "needs")
UNDER = (*Step, *Kind)
MARKS = {"# ": Style.HEADING, "- ": Style.POINT, "> ": Style.QUOTE}
GAP = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One letter in one language. `to`, `subject`, `closing` and `blocks` hold {placeholders}.

    `under`: the step or action of the policy that allows it; `asks`: what staff are asked for as {note};
    `needs`: placeholders without which the letter makes no sense.
    """

    title: str
    to: str
    subject: str
    closing: str
    blocks: tuple[Block, ...]
    under: str = ""
    asks: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Everything there is in one language: its phrases, and a template for each kind of letter."""

    phrases: Phrases
    templates: Mapping[str, Template]


@dataclass(frozen=True, slots=True)
class _Source:
    """One file: its lines by number, and what is wrong in them."""

    path: Path
    lines: list[tuple[int, str]]
    wrong: list[str]

    def say(self, line: int, what: str) -> None:
        self.wrong.append(f"{self.path}:{line}: {what}")


def load(folder: Path = FOLDER) -> Mapping[str, Language]:
    """Every language of the folder by its name, English always. Raises TemplateError naming all that is wrong."""
    wrong: list[str] = []
    languages = {one.name: _language(one, wrong) for one in sorted(folder.glob("*")) if one.is_dir()}
    if ENGLISH not in languages:
        raise TemplateError(f"{folder / ENGLISH}: no such folder: copy the letters Schoolgate came with")
    for name in languages:
        wrong += _untranslated(folder, name)
    if wrong:
        raise TemplateError("\n".join(wrong))
    return languages


def _language(folder: Path, wrong: list[str]) -> Language:
    templates = {name: _template(folder / f"{name}.md", wrong) for name in names(folder, ".md")}
    return Language(phrases=read(folder), templates=templates)


def _template(path: Path, wrong: list[str]) -> Template:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateError(f"{path}:1: not UTF-8: save it as a plain text file in UTF-8") from None
    source = _Source(path, list(enumerate(text.splitlines(), 1)), wrong)
    head, body = _parted(source)
    for number, line in source.lines:
        _check_gaps(source, number, line)
    values = _head(source, head)
    needs = tuple(values.pop("needs", "").replace(",", " ").split())
    for name in needs:
        if name not in PLACEHOLDERS:
            source.say(1, f"needs: there is no placeholder {name}; {_instead(name)}")
    if (under := values.get("under", "")) and under not in UNDER:
        source.say(1, f"under: no policy has a step or action {under[:20]}; write one of {', '.join(UNDER)}")
    blocks = tuple(_blocks(body))
    if not any(block.style is Style.HEADING for block in blocks):
        source.say(len(source.lines) or 1, "no section: below the line --- write headings that begin with #")
    return Template(**{key: values.get(key, "") for key in (*REQUIRED, "under", "asks")}, needs=needs, blocks=blocks)


def _parted(source: _Source) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    for at, (_, line) in enumerate(source.lines):
        if line.strip() == "---":
            return source.lines[:at], source.lines[at + 1 :]
    source.say(1, "no line --- between the head (title, to, subject, ...) and the text: put one in")
    return source.lines, []


def _head(source: _Source, lines: list[tuple[int, str]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, line in lines:
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        if not colon or key not in (*REQUIRED, *OPTIONAL):
            known = ", ".join((*REQUIRED, *OPTIONAL))
            source.say(number, f"{key[:20]!r} is not part of a head: write one of {known}, and a colon")
        values[key] = value
    for key in REQUIRED:
        if not values.get(key):
            source.say(1, f"{key}: missing: write a line above --- that begins with {key}:")
    return values


def _check_gaps(source: _Source, number: int, line: str) -> None:
    for name in GAP.findall(line):
        if name not in PLACEHOLDERS:
            source.say(number, f"there is no placeholder {{{name}}}; {_instead(name)}")
    if "{" in GAP.sub("", line) or "}" in GAP.sub("", line):
        source.say(number, "a { without its }: write placeholders like {school}")


def _instead(name: str) -> str:
    close = difflib.get_close_matches(name, PLACEHOLDERS, n=1)
    return f"did you mean {{{close[0]}}}?" if close else f"there are: {', '.join(PLACEHOLDERS)}"


def _blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    """Lines of a paragraph are joined; a heading and a list item are a line each; quoted lines stay lines."""
    style, held = Style.TEXT, ""
    for line in (*(line.strip() for _, line in lines), ""):
        here = next((MARKS[mark] for mark in MARKS if line.startswith(mark)), Style.TEXT)
        goes_on = held and line and here is style and here in (Style.TEXT, Style.QUOTE)
        text = line if here is Style.TEXT else line[2:].strip()
        if goes_on:
            held += ("\n" if here is Style.QUOTE else " ") + text
            continue
        if held:
            yield Block(style=style, text=held)
        style, held = here, text


def _untranslated(folder: Path, language: str) -> Iterator[str]:
    """What another language's files lack of, or have beyond, the English ones."""
    for name in names(folder / language, ".md"):
        here, english = folder / language / f"{name}.md", folder / ENGLISH / f"{name}.md"
        if not english.is_file():
            yield f"{here}:1: there is no {english}: write it in English too, or take this file away"
            continue
        said, wanted = _outline(here), _outline(english)
        for what in wanted.keys() - said.keys():
            yield f"{here}:1: {what} is missing: {english}:{wanted[what]} has it"
        for what in said.keys() - wanted.keys():
            yield f"{here}:{said[what]}: {what} is not in {english}: put it there too, or take it away"


def _outline(path: Path) -> dict[str, int]:
    """Each placeholder and each section (by its number) with its line."""
    found: dict[str, int] = {}
    sections = 0
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.startswith("# "):
            sections += 1
            found[f"section {sections}"] = number
        for name in GAP.findall(line):
            found.setdefault(f"{{{name}}}", number)
    return found

"""The folded reading: a clean view without the tricks that keep words from being recognised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import accumulate, groupby
from typing import Final

from moderation.domain import View
from moderation.normalise_words import EDGES, broken, parted, uncovered

LEET: Final = dict(zip("013457@$!€¢∂", "oieastasiecd", strict=True))
DOUBLED_AT_END: Final = frozenset("lsfz")  # "killl" was "kill"; elsewhere three of a letter were one
TEXT_SPEAK: Final = 3  # letters with a space between them may be words: "u r a"
SPELT: Final = 3  # letters of a word that is spelt out
LISTED: Final = 4  # as many of them with a sign between that lists things, too: A/B/C
OFTEN: Final = 3  # an emoji so often between words is a decorated space
HUMP: Final = 2.5  # letters of each on average; "PeOpLe" is one word
HUMPS: Final = 3  # words with capitals run together without a hash sign

Edit = Callable[[re.Match[str]], "Iterable[tuple[int, str]] | None"]
"""From a match to the characters it becomes, each with its place in the text; None leaves it as it is."""

_L = r"[^\W\d_]"
_TOKEN = re.compile(r"\S+")
_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\b|[A-Z]{2}\d{2}[A-Z]{3}\b|[^\s@]+@[^\s@.]+\.")  # outcode, plate, e-mail
_LEET = re.compile(
    r"(?<=[^\W\d_])[013457@$!€¢∂]{1,2}(?=[^\W\d_])"  # between letters: h4te, br00ks
    r"|[$¢∂](?=[^\W\d_])|(?<=[^\W\d_])(?:\$+|∂)(?!\w)|(?<=[^\W\d_]{2})0(?!\w)|(?<!\w)0(?=[^\W\d_]{2})"
)
_TALL_I = re.compile(r"(?<=[a-z'\u2019])II(?!l|[^\Wa-z_])")  # looks like ll
_QUERY = re.compile(
    r"https?://[^\s?#]{1,300}[?#](?=\S{0,300}?[A-Za-z']{1,30}(?:(?:\+|%20)[A-Za-z']{1,30}){3})(\S{1,2000})"
)  # a sentence
_ESCAPED = re.compile(r"%20|[+&=_-]")
_FENCE = re.compile(r"\|\||~~|`{1,3}")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(<?(?:https?://|www\.)[^\s()]{1,300}\)")
_BOLD = re.compile(r"(?<![\w*])\*\*(?![\s*])([^*\n]{1,300})(?<!\s)\*\*(?![\w*])")
_BOLD_INSIDE = re.compile(rf"(?<={_L})\*\*({_L}{{1,20}})\*\*(?={_L})")
_BRACKETED = re.compile(rf"(?<={_L})[(\[{{]({_L}{{1,2}})[)\]}}](?={_L})")  # st(u)pid
_GLUED = re.compile(rf"(?<!\w)#?{_L}{{4,80}}(?!\w)")
_SPELT = re.compile(
    rf"(?<![\w'])(?:[(\[{{](?={_L}[)\]}}]))?{_L}(?P<gap>[ \n\t]| ?(?:[^\w\s]|_){{1,4}} ?){_L}(?:(?P=gap){_L})*"
    rf"(?![^\W_]|'\w|[^\w\s]{_L}(?!{_L}))(?:(?<=[(\[{{]{_L})[)\]}}])?"
)
_GAP = r"(?: |(?! ) ?(?:[^\w\s'&,/+]|_){1,3} ?)"
_SPACED = re.compile(rf"(?<![\w']){_L}(?:{_GAP}{_L}(?![^\W_])){{2,}}(?!')")
_LISTS: Final = frozenset("'&,/+")
_EMOJI = r"[\U0001F000-\U0001FAFF\u2600-\u2763\u2765-\u27BF]{1,3}"  # not the heart: I ❤ you
_BETWEEN = re.compile(rf"(?<=\w) ?({_EMOJI}) ?(?=\w)")
_WEDGE = re.compile(rf"(?<!{_L}){_L}{{1,2}}{_EMOJI}(?={_L})|(?<={_L}){_EMOJI}{_L}{{1,2}}(?!{_L})")
_TWICE = re.compile(rf"(?<!{_L})(?:({_L})\1++){{3,20}}(?!{_L})")
_REPEAT = re.compile(rf"({_L})\1{{2,}}")
_PAIR = re.compile(rf"(?<![\w'])({_L}{{2,12}}) (?=({_L}{{2,12}})(?![\w']))")
_RUN_ON = re.compile(rf"(?<!{_L}){_L}{{7,40}}(?!{_L})")


def folded_view(clean: View) -> View:
    """A clean view in lower case with what a messenger draws, leet, s p a c i n g, emoji and repeats undone."""
    view = clean
    for pattern, edit in _DRAWN:
        view = _edit(view, pattern, edit)
    view = _lower(_unleeted(_edit(view, _TOKEN, _bared)))
    view = _edit(_undecorated(_spelt(view)), _WEDGE, _letters)
    for pattern, edit in _WRITTEN:
        view = _edit(view, pattern, edit)
    return view


def _edit(view: View, pattern: re.Pattern[str], edit: Edit) -> View:
    """The view with every match of the pattern as the edit has it."""
    text: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in pattern.finditer(view.text):
        if (pieces := edit(match)) is None:
            continue
        text.append(view.text[done : match.start()])
        offsets.extend(view.offsets[done : match.start()])
        for at, chars in pieces:
            text.append(chars)
            offsets.extend([view.offsets[at]] * len(chars))
        done = match.end()
    if not done:
        return view
    return View("".join((*text, view.text[done:])), (*offsets, *view.offsets[done:]))


def _kept(match: re.Match[str], places: Iterable[int]) -> list[tuple[int, str]]:
    return [(at, match.string[at]) for at in places]


def _letters(match: re.Match[str]) -> list[tuple[int, str]]:
    return _kept(match, (at for at in range(*match.span()) if match.string[at].isalpha()))


def _nothing(_: re.Match[str]) -> tuple[tuple[int, str], ...]:
    return ()


def _inside(match: re.Match[str]) -> list[tuple[int, str]]:
    return _kept(match, range(*match.span(1)))


def _low_l(match: re.Match[str]) -> list[tuple[int, str]]:
    return [(at, "l") for at in range(*match.span())]


def _query(match: re.Match[str]) -> list[tuple[int, str]]:
    """What is written behind the question mark of an address, as words and without the address."""
    pieces = [(match.start(1) - 1, " ")]
    done = match.start(1)
    for gap in _ESCAPED.finditer(match.string, done, match.end()):
        pieces += [*_kept(match, range(done, gap.start())), (gap.start(), " ")]
        done = gap.end()
    return [*pieces, *_kept(match, range(done, match.end()))]


def _apart(match: re.Match[str]) -> list[tuple[int, str]] | None:
    """A space before each capital that begins a word: #KillThemAll."""
    word, start = match[0], match.start()
    if word.islower() or word.isupper():
        return None
    begins = [at for at in range(2, len(word)) if word[at].isupper() and (word[at - 1].islower() or _low(word, at + 1))]
    if not begins or (word[0] != "#" and len(begins) < HUMPS - 1):
        return None
    if len(word) < HUMP * (len(begins) + 1):
        return None
    return [(start + at, f" {char}" if at in begins else char) for at, char in enumerate(word)]


def _low(word: str, at: int) -> bool:
    return word[at : at + 1].islower()


def _bared(token: re.Match[str]) -> list[tuple[int, str]] | None:
    """The word behind signs in place of the token, with the quotation marks and stops around it."""
    if _CODE.match(token[0]) or (word := uncovered(token[0].lower())) is None:
        return None
    start = token.end() - len(token[0].lstrip(EDGES))
    end = token.start() + len(token[0].rstrip(EDGES))
    letters = [*((min(start + at, end - 1), char) for at, char in enumerate(word[:-1])), (end - 1, word[-1])]
    return [*_kept(token, range(token.start(), start)), *letters, *_kept(token, range(end, token.end()))]


def _unleeted(view: View) -> View:
    return View(_TOKEN.sub(_unleet, view.text), view.offsets)


def _unleet(token: re.Match[str]) -> str:
    word = token[0]
    if word.isalpha() or _CODE.match(word):
        return word
    letters = sum(map(str.isalpha, word))
    return _LEET.sub(lambda leet: _as_letters(leet[0], letters), word)


def _as_letters(leet: str, letters: int) -> str:
    """A digit counts as a letter only among at least three, except 0: "p4c" and "f1a" are names of things."""
    return "".join(LEET[char] if letters > 2 or not char.isdigit() or char == "0" else char for char in leet)


def _lower(view: View) -> View:
    """In lower case, one character for one: only "İ" would become two, a letter and a mark."""
    return View("".join(char.lower()[0] for char in view.text), view.offsets)


def _spelt(view: View) -> View:
    """Words that are spelt out with one and the same gap; short ones only where others are as well."""
    gaps = Counter(match["gap"] for match in _SPELT.finditer(view.text) if _is_spelt(match))
    return _edit(view, _SPELT, lambda match: _letters(match) if _is_spelt(match) or gaps[match["gap"]] > 1 else None)


def _is_spelt(match: re.Match[str]) -> bool:
    letters = sum(map(str.isalpha, match[0]))
    if _LISTS.isdisjoint(match["gap"]):
        return letters >= SPELT and (letters > TEXT_SPEAK or match["gap"] != " ")
    return letters >= LISTED and " " not in match["gap"]


def _undecorated(view: View) -> View:
    """One emoji between all the words is a space; a few keep their meaning."""
    often = Counter(match[1] for match in _BETWEEN.finditer(view.text))
    return _edit(view, _BETWEEN, lambda match: [(match.start(), " ")] if often[match[1]] >= OFTEN else None)


def _unspaced(match: re.Match[str]) -> list[tuple[int, str]] | None:
    letters = _letters(match)
    return None if len(letters) == TEXT_SPEAK and set(match[0][1::2]) == {" "} else letters


def _once(match: re.Match[str]) -> list[tuple[int, str]]:
    """Every letter as often less as the one that is repeated least: kkiillll is kill."""
    runs = [len(list(run)) for _, run in groupby(match[0])]
    times = min(runs)
    starts = accumulate(runs, initial=match.start())
    return _kept(
        match, (at for start, long in zip(starts, runs, strict=False) for at in range(start, start + long // times))
    )


def _unrepeated(match: re.Match[str]) -> list[tuple[int, str]]:
    ends = not match.string[match.end() : match.end() + 1].isalpha()
    vowel_before = match.string[max(0, match.start() - 1) : match.start()] in set("aeiou")
    doubled = match[1] in DOUBLED_AT_END and ends and vowel_before
    return _kept(match, range(match.start(), match.start() + 1 + doubled))


def _mended(match: re.Match[str]) -> list[tuple[int, str]] | None:
    return _letters(match) if broken(f"{match[1]} {match[2]}") else None


def _parted(match: re.Match[str]) -> list[tuple[int, str]] | None:
    begins = parted(match[0])
    return (
        [(at, f" {char}" if at - match.start() in begins[1:] else char) for at, char in _letters(match)]
        if begins
        else None
    )


_DRAWN: Final[tuple[tuple[re.Pattern[str], Edit], ...]] = (
    (_QUERY, _query),
    (_FENCE, _nothing),
    (_LINK, _inside),
    (_BOLD, _inside),
    (_BOLD_INSIDE, _inside),
    (_BRACKETED, _inside),
    (_TALL_I, _low_l),
    (_GLUED, _apart),
)
_WRITTEN: Final[tuple[tuple[re.Pattern[str], Edit], ...]] = (
    (_SPACED, _unspaced),
    (_TWICE, _once),
    (_REPEAT, _unrepeated),
    (_PAIR, _mended),
    (_RUN_ON, _parted),
)

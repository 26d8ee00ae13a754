"""What a name in a sentence means: the author's own child, news, a kindness, or a child exposed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from moderation.domain import Role, View
from moderation.normalise import clean_view, folded_view, single_spaced
from moderation.recognisers import name_words as words
from moderation.recognisers.name_index import Bearer, Entry, Form, Named, NameIndex, flat

EXPOSED: Final = 0.85  # behaviour, distress, family, whereabouts or health: hide
NAMED: Final = 0.78  # in full, with nothing kind or practical about it
MENTIONED: Final = 0.5  # kindly or practical: a person looks
CONSENTED: Final = 0.35  # a parent's plainly good news of a pupil who may be named: only a strict pack's staff look
NEWS: Final = 0.2  # the school's own good news
OWN: Final = 0.1
DESCRIBED: Final = 0.45  # not named; whether anybody can tell who it is, is not known
UNSURE: Final = 0.3
TAGGED: Final = 0.5  # from here on a name counts as that of somebody in a picture

KINDLY: Final = "kindly or practical"
NEAR: Final = 80  # characters
SHORT: Final = 2  # letters; "mo" in lower case is often no name
OFFICIAL: Final = frozenset({Role.STAFF, Role.GOVERNOR})

_UNNAMED: Final = (
    (words.WITH_CLASS, 0.5, "a name with a class"),
    (words.LITTLE_ONE, UNSURE, "a child's name"),
    (words.DESCRIBED, DESCRIBED, "a child described"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One finding in the making; `span` is in the raw text."""

    category: str
    score: float
    why: str
    span: tuple[int, int]
    settles: bool = False


class Own(IntEnum):
    """How plainly the author says that a child is theirs: only SAID settles, and SUPPOSED gives way to harm."""

    NO = 0
    SUPPOSED = 1
    INFERRED = 2
    SAID = 3


_OWNED: Final = ((Own.SAID, words.SAID), (Own.INFERRED, words.INFERRED), (Own.SUPPOSED, words.SUPPOSED))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who wrote a text: their role, and `platform:user id` as a roster lists the parents of a pupil."""

    role: Role = Role.PARENT
    user: str = ""

    def owns(self, mention: Mention) -> Own:
        """Whether it is their own child, or a pupil who says it of themselves."""
        if self.user in mention.entry.parents or (self.role is Role.PUPIL and mention.is_self):
            return Own.SAID
        return mention.own

    def owned(self, mentions: list[Mention]) -> dict[str, Own]:
        """The same for each word by which somebody is named, as plainly as anywhere in the text."""
        own: dict[str, Own] = {}
        for mention in mentions:
            own[mention.word] = max(self.owns(mention), own.get(mention.word, Own.NO))
        return own


class Naming:
    """The names of one roster, and how to read a sentence that holds one."""

    def __init__(self, people: Sequence[Bearer]) -> None:
        self._index = NameIndex(people)
        self._groups = frozenset(word for person in people for word in _class(person))
        pupils = [(f"{one.given_name[:1]}{one.family_name[:1]}".lower(), one) for one in people if one.is_pupil]
        self._initials = frozenset((initials, word) for initials, one in pupils for word in (*_class(one), *_code(one)))

    def look(self, clean: View, folded: View, role: Role, user: str = "") -> list[Seen]:
        """Everybody named, with the weight of what is said by somebody of this role (`user`: `platform:user id`)."""
        clean, folded, author = single_spaced(clean), single_spaced(folded), Speaker(role, user)
        found = self._mentions(clean, folded)
        seen = self._weighed(found, clean.text, author) if found else []
        children = [one for one in seen if one.category == "child_named"]
        unnamed = [*_unnamed(clean), *self._by_initials(clean)]
        if unnamed or not all(one.settles for one in children):
            seen = [replace(one, settles=False) for one in seen]
        seen += [] if children else unnamed
        staff = (clean.span(*match.span()) for match in words.TITLE_INITIAL.finditer(clean.text))
        return [*seen, *(Seen("staff_named", UNSURE, "title with an initial", at) for at in staff)]

    def photo_refused(self, text: str) -> int | None:
        """How many of the pupils whom a caption names have no photo consent; None when it names nobody.

        A name that several pupils bear is refused when one of them is: who is meant cannot be told from it.
        """
        named = self._pupils(text)
        refused = {one.name for one in named if not one.entry.photo}
        again = {name for name in refused if any(other.startswith(f"{name} ") for other in refused)}
        return len(refused - again) if named else None

    def consenting(self, text: str) -> frozenset[str]:
        """The identities of the pupils whom a text may name because their families consent: they may withdraw it."""
        named = [one for one in self._pupils(text) if one.entry.consenting]
        longest = [one for one in named if not any(other.name.startswith(f"{one.name} ") for other in named)]
        return frozenset(identity for one in longest for identity in one.entry.consenting)

    def _pupils(self, text: str) -> list[Mention]:
        clean = single_spaced(clean_view(text))
        mentions = self._mentions(clean, folded_view(clean))
        return [one for one in mentions if one.entry.form is not Form.STAFF and one.likely >= TAGGED]

    def _mentions(self, clean: View, folded: View) -> list[Mention]:
        found = self._index.find(folded.text, famous=not words.OF_A_PUPIL.search(clean.text))
        whole = (named for named in found if not folded.text[named.end : named.end + 1].isalpha())  # not "Wills"
        firsts = frozenset(named.start for named in whole if named.entry.form is not Form.FAMILY)
        return [Mention(clean, folded, named, firsts) for named in found]

    def _by_initials(self, clean: View) -> Iterator[Seen]:
        """The initials of a pupil with their class: "J.T. from Kestrels"."""
        for match in words.INITIALS.finditer(clean.text):
            initials = f"{match[1]}{match[3]}".lower()
            is_word = not match[2] and initials in words.ABBREVIATIONS
            if not is_word and (initials, match[4].lower()) in self._initials:
                yield Seen("child_named", MENTIONED, "initials with a class", clean.span(*match.span()))

    def _weighed(self, found: list[Mention], text: str, author: Speaker) -> list[Seen]:
        tone = Tone.of(text, official=author.role in OFFICIAL)
        own = author.owned(found)
        if supposed := _one_of_the_family(found, text):
            own[supposed] = max(Own.SUPPOSED, own[supposed])
        seen = (self._weigh(mention, own[mention.word], tone) for mention in found)
        return [one for one in seen if one.score]

    def _weigh(self, mention: Mention, own: Own, tone: Tone) -> Seen:
        form = mention.entry.form
        if form is Form.STAFF:
            return Seen("staff_named", MENTIONED, "name of staff in the roster", mention.span)
        why = f"{form} of a pupil in the roster"
        if not tone.official and own > (Own.SUPPOSED if tone.harm else Own.NO):
            settles = own is Own.SAID and not tone.harm
            return Seen("child_named", OWN, f"{why}: the author's own child", mention.span, settles)
        likely = UNSURE if self._is_group(mention) else mention.likely
        consent = mention.entry.naming and likely >= TAGGED
        score, what = tone.weigh(whole=form is not Form.FIRST or mention.has_initial, consent=consent)
        weighed = round(score * likely, 2)
        is_kind = what == KINDLY and weighed == MENTIONED
        if mention.is_title and tone.harm:
            weighed = MENTIONED  # it may still be this pupil, by a family name that the roster does not have
        return Seen("child_named", weighed, f"{why}: {what}", mention.span, settles=score <= CONSENTED or is_kind)

    def _is_group(self, mention: Mention) -> bool:
        """Whether it may be a class: Rowan, Hazel."""
        return mention.entry.form is Form.FIRST and mention.word in self._groups and not mention.has_initial


@dataclass(frozen=True, slots=True)
class Tone:
    """What a whole message says about the children in it."""

    harm: bool
    praise: bool
    kind: bool
    good: bool
    official: bool

    @classmethod
    def of(cls, text: str, *, official: bool) -> Tone:
        """The tone of a text; `official`: by staff or a governor."""
        harm, praise, kind = (bool(pattern.search(text)) for pattern in (words.HARM, words.PRAISE, words.KIND))
        achieved = {match[0].lower() for match in words.ACHIEVED.finditer(text)}
        good = not harm and not words.SPOILT.search(text) and len(achieved) + bool(words.WARM.search(text)) > 1
        return cls(harm, praise, kind, good, official)

    def weigh(self, *, whole: bool, consent: bool) -> tuple[float, str]:
        """The score of a name, and why. `whole`: a full name, which parents hardly use of their own child."""
        if self.official and self.praise and not self.harm:
            return NEWS, "the school's good news"
        if self.harm:
            return EXPOSED, "behaviour, distress, family, health or whereabouts"
        if self.good and consent:
            return CONSENTED, "plainly good news, and may be named"
        if self.praise and consent:
            return MENTIONED, "good news, and may be named"
        if self.kind:
            return MENTIONED, KINDLY
        return (
            (NAMED, "with the family name, for no kind or practical reason") if whole else (MENTIONED, "no reason seen")
        )


def _unnamed(clean: View) -> Iterator[Seen]:
    """A child who is not in the roster, or not named but plain to see."""
    for pattern, score, why in _UNNAMED:
        for match in pattern.finditer(clean.text):
            if match[0].split()[0].lower() not in words.NOT_NAMES:
                yield Seen("child_named", score, why, clean.span(*match.span()))


def _one_of_the_family(found: list[Mention], text: str) -> str:
    """The only first name in a text about the author's own child, where nothing says that it is another's."""
    firsts = [mention for mention in found if mention.entry.form is Form.FIRST]
    named = {first.word for first in firsts}
    if len(named) != 1 or not words.OWN_SOMEWHERE.search(text):
        return ""
    return "" if any(words.OTHERS_BEFORE.search(first.before) for first in firsts) else named.pop()


def _class(person: Bearer) -> list[str]:
    """The words of a pupil's class that are a name: Kestrels."""
    return [word for word in person.group.lower().split() if word.isalpha() and word not in words.NO_TITLE]


def _code(person: Bearer) -> list[str]:
    """The same for a class that is known by a code: 9K."""
    return [word for word in person.group.lower().split() if words.CLASS_CODE.fullmatch(word)]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands; `firsts`: where in the folded text names begin that are no family names alone."""

    clean: View
    folded: View
    named: Named
    firsts: frozenset[int] = frozenset()

    @property
    def entry(self) -> Entry:
        """What the roster knows of the name."""
        return self.named.entry

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the raw text, with the initial beside it."""
        initial = self._initial
        if initial is None:
            return self._at
        return self.folded.span(min(self.named.start, initial[0]), max(self.named.end, initial[1]))

    @property
    def _at(self) -> tuple[int, int]:
        return self.folded.span(self.named.start, self.named.end)

    @property
    def word(self) -> str:
        """Its first word, folded."""
        return self.name.split(" ")[0]

    @property
    def name(self) -> str:
        """All of it, folded."""
        return self.folded.text[self.named.start : self.named.end]

    @property
    def before(self) -> str:
        """The folded text before it."""
        return self.folded.text[max(0, self.named.start - 60) : self.named.start]

    @property
    def after(self) -> str:
        """The folded text after it."""
        return self.folded.text[self.named.end : self.named.end + NEAR]

    @property
    def capital(self) -> bool:
        """Whether it is written like a name."""
        return self._clean_from(self._at[0])[:1].isupper()

    @property
    def own(self) -> Own:
        """How plainly the author says that it is their child."""
        return next((own for own, cues in _OWNED if any(map(self._has, cues))), Own.NO)

    def _has(self, cue: words.Cue) -> bool:
        if cue.first and self.entry.form is not Form.FIRST:
            return False
        return bool(cue.before.search(self.before) and cue.after.match(self.after))

    @property
    def is_self(self) -> bool:
        """Whether a pupil says it of themselves or signs with it."""
        signed = (
            words.SIGNED_AFTER.match(self.after)
            and words.STARTS.search(self.before)
            and len(self.before) > len(self.word)
        )
        here = words.INTRODUCED.search(self.before) and words.HERE_AFTER.match(self.after)
        return bool(signed or here or words.SELF_BEFORE.search(self.before))

    @property
    def has_initial(self) -> bool:
        """Whether the initial of the other name stands beside it: "Aisha R", "T. Marsden"."""
        return self._initial is not None

    @property
    def _initial(self) -> tuple[int, int] | None:
        """Where that initial stands in the folded text."""
        if self.entry.form is Form.FAMILY:
            initial = words.INITIAL_BEFORE.search(self.before)
            if initial and words.TITLE.search(self.before[: initial.start()]):
                return None
            offset = self.named.start - len(self.before)
        else:
            initial, offset = words.INITIAL_AFTER.match(self.after), self.named.end
        if initial is None or flat(initial[1]) not in self.entry.initials:
            return None
        return offset + initial.start(), offset + initial.end()

    @property
    def is_title(self) -> bool:
        """Whether it may begin the name of something or somebody else: "Oliver Twist", "Jack and the Beanstalk"."""
        if self.entry.form is not Form.FIRST or self.has_initial or self.named.end + 1 in self.firsts:
            return False
        text, at = self.clean.text, self._clean_at(self._at[1])
        after = text[at : at + NEAR]
        follows = words.TITLE_AFTER.match(after)
        if follows and follows["word"].lower() not in words.NO_TITLE:
            return bool(words.MIXED_CASE.search(text, max(0, at - NEAR), at + NEAR))
        return bool(words.PLACE_OF.match(after))

    @property
    def likely(self) -> float:
        """How likely it is that the word is this pupil's name here."""
        if self.entry.form is Form.FULL:
            return 0.2 if words.PLACES_AND_THINGS.match(self.after.lstrip()) else self._full_likely()
        if self.has_initial:
            return 1.0
        return self._family_likely() if self.entry.form is Form.FAMILY else self._first_likely()

    def _full_likely(self) -> float:
        """Certain unless it is two words of which only the first has a capital: "Summer hill walk"."""
        written = self.clean.text[self._clean_at(self._at[0]) : self._clean_at(self._at[1])]
        return self._ordinary_likely() if self.entry.ordinary and self.capital and written[1:].islower() else 1.0

    def _first_likely(self) -> float:
        """Certain unless it is an ordinary word, or the name of somebody or something else."""
        if words.PLACES_AND_THINGS.match(self.after.lstrip()) or words.TITLE.search(self.before):
            return 0.2
        if self.entry.ordinary:
            return min(self._ordinary_likely(), UNSURE if self.is_title else 1.0)
        if self.is_title:
            return UNSURE
        return 1.0 if self.capital or len(self.word) > SHORT else UNSURE

    def _ordinary_likely(self) -> float:
        if words.PARENT_AFTER.match(self.after):
            return 1.0
        if self.after.startswith("s"):  # "wills", "summers"
            return UNSURE
        if self.word in words.MONTHS and words.DATE.search(self.before):
            return 0.1
        subject, starts = words.SUBJECT.match(self.after), words.STARTS.search(self.before)
        if not self.capital:
            lower_case = self.clean.text[: len(self.before) + 200].islower() and self.word not in words.VERBISH
            return 1.0 if lower_case and (words.TOWARDS.search(self.before) or (starts and subject)) else 0.1
        if starts and self.word in words.VERBISH:
            return 1.0 if words.DID.match(self.after) else 0.2
        return 1.0 if not starts or subject else 0.2

    def _family_likely(self) -> float:
        """A family name alone needs a child, a family or an article beside it; after a title it is a grown-up's."""
        if words.TITLE.search(self.before) or self._after_a_name():
            return 0.0
        article = words.ARTICLE.search(self.before)
        plural = article and re.match(r"e?s\b", self.after)
        child = words.CHILD_AFTER.match(self.after)
        if plural or words.CHILD_BEFORE.search(self.before) or (child and (article or self.capital)):
            return 1.0
        return UNSURE if self.capital and not self.entry.ordinary else 0.1

    def _after_a_name(self) -> bool:
        """Whether another first name or initial stands before it, so that it is some other person's."""
        until = self._clean_at(self._at[0])
        previous = self.clean.text[max(0, until - 40) : until].split(" ")[-2:-1]
        return bool(previous and previous[0][:1].isupper() and previous[0].lower() not in words.NO_NAMES)

    def _clean_at(self, raw: int) -> int:
        return bisect_left(self.clean.offsets, raw)

    def _clean_from(self, raw: int) -> str:
        return self.clean.text[self._clean_at(raw) :][:1]

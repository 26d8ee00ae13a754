"""Whose a detail is, told from the words around it: the author's, somebody else's, or an organisation's."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

BEFORE: Final = 70  # characters looked at
AFTER: Final = 45
FAR: Final = 120  # characters before a detail in which a stated owner counts
HERE: Final = "\0"  # stands for the detail, whatever it is


class Whose(StrEnum):
    """Whose detail it is, as far as the words say."""

    OTHER = "somebody else's"
    PUBLIC = "an organisation's"
    OWN = "the author's own"
    UNKNOWN = "not said whose"


_KIN: Final = (
    r"(?:mum|mam|dad|nan|nain|taid|gran|friend|mate|neighbour|sister|brother|aunt(?:ie)?|uncle|son|daughter|husband|"
    r"wife|partner)"
)
_TITLE: Final = r"(?:mr|mrs|miss|ms|dr)\.?"
_WAY: Final = (
    rf"(?:numbers?|num|n[or]\b(?=\.|:| is\b| ?{HERE})|mobile|mob|phone|cell|tel|telephone|landline|e-?mail|"
    r"insta\w{0,5}|snap\w{0,4}|address)"
)
_SORT: Final = (
    r"(?:(?:own|new|old|other|private|personal|home|house|work|mobile|phone|cell|direct|real|e-?mail|whatsapp) ){0,3}"
)
_PRIVATE: Final = r"(?:private|personal|home) (?:phone |mobile )?(?:number|mobile|mob|phone|cell|e-?mail)"
_ORGANISATION: Final = (
    r"(?:office|reception|school|ysgol|swyddfa|szko[łl]\w|sekretariat\w?|[șsş]co(?:ala|lii)|secretariat\w{0,3}|"
    r"helpline|helpdesk|hotline|surgery|council|bookings?|absences?|"
    r"attendance|sickness|admissions|enquir\w{1,5}|box office|uniform shop|childline|nspcc|samaritans|police|101|"
    r"coaches|taxis|cabs|(?:trip|residential|minibus|trips) (?:mobile|phone|number|line))"
)
_WORK: Final = (
    rf"(?:{_ORGANISATION}|school'?s|line|shop|coach|nurse|hall|club|company|desk|library|tickets?|quote|flyers?|ext|"
    r"option \d|website|centre|center|firm|venue|apply|governors?|clerk|pta|senco|dsl|bouncy|hire|tuition|tutor|"
    r"leisure|pitches|kick ?off|bowling|visitors|camps?|cakes|bakes|plumb\w{2,3}|electrician|window cleaner|gutters|"
    r"childminder|photographer|salon|lettings|minibus|dial.?in|webinar|"
    r"swyddfa|canolfan|neuadd|pwll)"
)
_NOBODY: Final = (
    rf"(?:{_ORGANISATION}|{_WAY}|it|that|this|here|there|what|let|mine|line|today|club|company|firm|shop|centre|center|"
    r"library|hall|pta|team|class|group|clinic|bank|doctor|dentist|vet|we|i|he|she|they|"
    r"who|whoever|any(?:one|body)|no(?:body| one)|every(?:one|body)|some(?:one|body)|you)\b"
)
"""What a detail may be said to be of without being somebody's."""

_PREMISES: Final = (
    r"(?:practice|health cent(?:re|er)|doctor'?s|dentist'?s?|vet'?s?|opticians?|orthodontist|physio|pharmacy|chemist|"
    r"clinic|pub|restaurant|takeaway|caf[eé]|garage|barbers?|hairdresser'?s?|nursery|playgroup|church|mosque|"
    r"temple|gurdwara|bookshop|tyres|kennels|museum|theatre|cinema|hotel|pool|farm|bakery|florist)\b"
)
"""Where a landline belongs to the place and hardly ever to a person."""

_LANDMARK = re.compile(
    rf"\b(?:above|opposite|behind|beside|near|over|next (?:door )?to|across from) (?:the |a )?"
    rf"(?:\w{{1,12}} )?{_WORK}\b",
    re.I,
)
"""A shop by which somebody's door is found does not live there."""

_LANDLINE = re.compile(r"\D{0,3}(?:(?:00)?44\D{0,3}0?|0)\D{0,3}(?:[123]|800|808)")
_S: Final = r"['\u2019]s"
_OUR_OWN: Final = r"(?!(?:(?<=\bmy )|(?<=\bour ))(?-i:[A-Z]))"
"""No "our Kian's": one of the author's own."""

_PERSON: Final = rf"\b{_OUR_OWN}(?=[^\W\d_][\w-]{{1,20}}{_S} )(?<!['\u2019-])(?!{_NOBODY})[\w-]{{2,21}}"
_NAMED: Final = rf"\b{_OUR_OWN}(?=(?-i:[^\W\d_a-z]))(?<!['\u2019-])(?!{_NOBODY}|{_WORK}\b|{_PREMISES})[\w-]{{2,21}}"
_SINCE: Final = rf"\b[^{HERE}]*{HERE}"
_GAP: Final = r"[\s:,(\u2013-]{0,3}"
_LINK: Final = (
    rf"(?:{_GAP}\b(?:is|are|yw|on|at|to|no|it'?s|can|be|reached|now|still|number|phone|tel|line|lines|e-?mail|office|"
    rf"desk|direct|option|or|please|ring|call|contact|text|use)\b){{0,6}}{_GAP}"
)
"""Words that tie a detail to what stands before them."""

_OTHER = re.compile(
    r"\b(?:(?:text(?:s|ing|ed)|call(?:s|ing|ed)|rings|ringing|rang|rung|messag(?:es|ing|ed)|phoned) "
    r"(?:me|us|(?:my|our) \w+)(?: from| on)?|"
    r"(?<!\bcan )(?<!\bcould )(?<!\bif )(?:he|she|they|who|keeps?|kept|trying)"
    r"(?: (?!can|could|will|should|must|need|want|please|ask|told)\w{1,9}){0,2} "
    r"(?:text|ring|call|phone|message) (?:me|us)(?: from| on)?|"
    r"his|her|hers|their|theirs|him|he|she|she's|he's|they're|dad's|mum's|mam's|nan's|wife'?s|husband's|"
    r"(?<!\bmy )(?<!\bmy own )(?:personal|private|home (?:phone|number))|u didnt|spam|flood|"
    r"give (?:him|her|them)|the (?:head|dad|mum|mam|caretaker|teacher)'?s|mam cadi|whoever|"
    r"(?:mr|mrs|ms|miss|dr) \w+|that'?s \w+'?s|mae (?:hi|o|e|ef)|maen nhw|ei (?:rif|gyfeiriad|chyfeiriad|ffôn|dŷ|thŷ)|"
    rf"(?!{_NOBODY}){_OUR_OWN}[^\W\d_]{{2,15}}{_S} (?:number|mobile|mob|phone|tel|email|"
    r"e-mail|address|house|insta|snap))\b",
    re.I,
)
_SECRET = re.compile(
    r"\b(?:you |u )?did\s?n[o']?t (?:get|hear)\b|\b(?:do\s?n[o']?t|dont) (?:say|tell)\b|\bbombard\b", re.I
)
"""What nobody says of a number that may be known, wherever near it that stands."""

_OWN = re.compile(
    r"\b(?:me|my|mine|i'?m|i am|i've|i can|i'll|we|we're|we've|us|our|ours|mój|moj|mnie|mer[ai]|meu|fy|thats me|"
    r"it's me|its me|"
    r"\w+ here|rsvp|(?:hoodie|swap|lift) \w+)\b",
    re.I,
)
_WORKPLACE: Final = "".join(
    rf"(?<!\b{one} )(?<!\b{one} the )"
    for one in ("at", "in", "to", "by", "of", "from", "off", "near", "outside", "after")
)
_PUBLIC = re.compile(rf"\b{_WORK}\b", re.I)
_PUBLIC_LINE = re.compile(rf"\b(?:{_WORK}|(?={_PREMISES}){_WORKPLACE}{_PREMISES})\b", re.I)

_MINE: Final = (
    rf"\b(?:(?:my|mer[ai]|m[oó]j|moja|fy) {_SORT}(?:{_WAY}|details|numer|rh?if)|num[aă]rul meu(?: este| e)?|"
    r"(?:hold|touch) of me|(?:zadzwo\w{1,5}|dzwo\w{1,5}|napisz\w{0,4}|pisz\w{0,4}) do mnie|"
    r"(?:suna[tț]i|suna|scrie[tț]i)-?m[aăi]|"
    r"(?:text|txt|ring|call|phone|e-?mail|message|msg|dm|pm|inbox|whatsapp|contact|reach|add|follow|get|find) me|"
    r"(?:drop|give) me an? \w{2,9})\b"
)
_ALONE: Final = (
    r"(?:(?!\b(?:if|who\w{0,4}|and|or|s?he|him|his|hers?|they|them|their|this|that)\b|\b(?-i:[A-Z][a-z]))"
    rf"[^{HERE}]){{0,40}}"
)
"""Up to forty characters in which nobody else is spoken of."""

_SOMEBODY: Final = (
    rf"(?:{_KIN}|man|woman|lady|bloke|fell[ao]|lad|lass|guy|girl|boy|kid|landlord|landlady|neighbour|driver|owner)\b"
)
_NO_WORK: Final = rf"(?![^{HERE}]{{0,{AFTER}}}\b{_WORK}\b)"
_CALLED: Final = r"(?-i:[A-Z][a-z]{1,14})(?: (?-i:[A-Z][a-z]{1,14}))?"
_ITS_ME: Final = r"\b(?:it|this|that)'?s me\b"
_PLAINLY_MINE = re.compile(_MINE + _LINK + HERE, re.I)
_STATED = re.compile(
    "|".join(
        (
            rf"{_PERSON}{_S} {_SORT}{_WAY}{_SINCE}",
            rf"\b{_TITLE} [\w'\u2019-]{{2,20}},? {_SORT}{_WAY}{_SINCE}",
            rf"\b{_KIN}s? {_SORT}(?:numbers?|mobile|mob|cell|address){_SINCE}",
            rf"(?<!\bmy )(?<!\bour )(?<!\ba )(?<!\bown )\b{_PRIVATE}{_SINCE}",
            rf"(?<!\boffice )(?<!\bschool )\b(?:number|mobile|e-?mail|address) (?:for|of) {_TITLE}{_SINCE}",
            rf"(?:{_NAMED} is|\b{_KIN}(?: is|{_S})) on {HERE}",
            rf"(?:{_NAMED}|\b{_KIN}){_S}(?: is|[:,])? {HERE}",
            rf"{_NAMED} (?:from|off) [^{HERE}.!?]{{2,30}}{HERE}[,.) ]{{1,3}}(?:s?he(?:{_S})?|his|her|owes)\b",
            rf"{HERE}{_GAP}(?:(?:is|that'?s|it'?s) )?(?:\w{{1,12}} ){{0,2}}{_PERSON}{_S} {_SORT}{_WAY}\b",
            rf"{HERE}{_GAP}(?:is|that'?s|it'?s) (?:the|that) (?:\w{{1,12}} ){{0,2}}{_SOMEBODY}{_NO_WORK}",
            rf"{HERE}{_GAP}belongs to (?!me\b|us\b|my\b|our\b|(?:the )?{_WORK}\b)",
            rf"\b{_WAY} (?:for|of) (?:the|that|this|her|his|their) (?:\w{{1,12}} ){{0,2}}{_SOMEBODY}{_NO_WORK}{_SINCE}",
        )
    ),
    re.I,
)
"""Words that say who the owner is: they count for more than whatever stands nearer."""

_LIVES = re.compile(
    rf"{_NAMED}(?:{_S} (?:\w{{1,12}} )?{_KIN})?,? (?:(?:now|still) )?"
    rf"(?:lives|living|lodges|lodging)(?: \w{{1,12}}){{0,3}} {HERE}",
    re.I,
)
"""Who lives somewhere: says whose an address is, and nothing of a number."""

_SAID: Final = {
    Whose.OWN: re.compile(
        rf"(?:{_MINE}|\bi(?:'?m| am) on\b|\bi'?ve changed\b|(?<!\bfor )\bme (?:on|at|here)\b){_ALONE}{HERE}|"
        rf"{_MINE}{_LINK}{HERE}|\b(?:i(?:'?m| am)|my details:?) {_CALLED}{_GAP}(?:on )?{HERE}|"
        rf"{_ITS_ME}[^{HERE}]{{0,40}}{HERE}|\bi(?:'?m| am) {HERE}|{HERE}[^{HERE}]{{0,20}}(?:{_MINE}|{_ITS_ME})",
        re.I,
    ),
    Whose.PUBLIC: re.compile(
        rf"\b(?={_ORGANISATION}){_WORKPLACE}{_ORGANISATION}(?:{_S})?{_LINK}{HERE}|"
        rf"{HERE}{_GAP}(?:(?:and |then )?press \d )?(?:is|for|that'?s|it'?s) (?:the )?(?:\w{{1,12}} )?"
        rf"{_ORGANISATION}\b",
        re.I,
    ),
}
"""What says outright that a detail is the author's, or an organisation's and not only of somebody who works there."""


_OF_PREMISES = re.compile(rf"\b(?={_WORK}|{_PREMISES}){_WORKPLACE}(?:{_WORK}|{_PREMISES}){_ALONE}{HERE}", re.I)

_DESK = re.compile(
    r"(?:(?:office|admin|info|enquir(?:y|ies)|reception|absences?|attendance|admissions|bookings?|headteacher|clerk|"
    r"governors?|safeguarding|senco|lettings|finance|library|yearbook|pta|ptfa|ptsa|friends|school)(?:[._-][\w.-]{1,30})?|"
    r"head|secretary|dsl|send|kitchen|noreply|no-reply|hello|contact|support|team|sales|post|mail)@",
    re.I,
)


def is_desk(address: str) -> bool:
    """Whether an e-mail address is that of a desk and not of a person: office@, pta.hollybank@."""
    return bool(_DESK.match(address))


def whose(text: str, start: int, end: int) -> Whose:
    """Who the detail at `text[start:end]` belongs to: whom the words name as its owner, or else the nearest."""
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    if _SECRET.search(before) or _SECRET.search(after):
        return Whose.OTHER
    around = _around(text, start, end)
    if _STATED.search(around) and not _PLAINLY_MINE.search(around):
        return Whose.OTHER
    public = _PUBLIC_LINE if is_landline(text[start:end]) else _PUBLIC
    if any(map(str.isalpha, text[start:end])):
        if _LIVES.search(around):
            return Whose.OTHER
        before, after = _no_landmarks(before), _no_landmarks(after)
    near = {
        Whose.OTHER: _distance(_OTHER, before, after),
        Whose.PUBLIC: _distance(public, before, after),
        Whose.OWN: _distance(_OWN, before, after),
    }
    nearest = min(near, key=lambda one: near[one])
    return nearest if near[nearest] <= BEFORE else Whose.UNKNOWN


def is_said(text: str, start: int, end: int) -> bool:
    """Whether the words say outright that the detail is the author's own or an organisation's.

    Nearness alone says nothing: "our", or a club that stands near, may be about anybody.
    """
    owner, around = whose(text, start, end), _around(text, start, end)
    said = _SAID.get(owner)
    is_premises = owner is Whose.PUBLIC and is_landline(text[start:end]) and _OF_PREMISES.search(around)
    return said is not None and bool(said.search(around) or is_premises)


def is_landline(value: str) -> bool:
    """Whether a number is of a place and not in somebody's pocket: 01, 02, 03, 0800."""
    return bool(_LANDLINE.match(value))


def _no_landmarks(text: str) -> str:
    return _LANDMARK.sub(lambda found: " " * len(found[0]), text)


def _around(text: str, start: int, end: int) -> str:
    """The words around a detail, with a mark in its place."""
    return text[max(0, start - FAR) : start] + HERE + text[end : end + AFTER]


def _distance(pattern: re.Pattern[str], before: str, after: str) -> int:
    """Characters between the detail and the nearest such word; what comes before counts more than what comes after."""
    gaps = [len(before) - match.end() for match in pattern.finditer(before)]
    gaps += [10 + match.start() for match in pattern.finditer(after)]
    return min(gaps, default=BEFORE + 1)

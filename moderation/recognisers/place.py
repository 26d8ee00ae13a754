"""Where somebody lives: postcodes, a house in a street, a house number with words about living there."""

from __future__ import annotations

import re
from typing import Final

from presidio_analyzer import RecognizerResult

from moderation.recognisers.base import BEFORE, Recogniser
from moderation.recognisers.context import Places

_POSTCODE: Final = r"(?:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]?) ?\d[ABD-HJLNP-UW-Z]{2}"
_TYPE: Final = (
    r"road|rd|street|lane|ln|avenue|ave|close|drive(?= )|crescent|cres|court|gardens|gdns|grove|place|terrace|row|"
    r"rise|way|walk|"
    r"mews|hill|square|sq|view|green|fold|bank|parade|quay|yard|croft|mount|fields?|meadow|brow|house|end|st|"
    r"heights|wharf|wynd|loke|brae|garth|vennel|gate|villas|cottages?|orchard|dene|lea|copse|park|broadway|circus|"
    r"quayside|passage|buildings|maltings|spinney|paddocks?|coppice|bungalows|wynde|ginnel"
)
_UNSURE: Final = r"drive(?! )|side|chase|vale|glen|dale|ridge|hollow|nook|meadows|leys|leas|mead|orchards|hawthorns"
"""Types of street that are other words too: only with words of living there."""

_ENDS_UNSURE = re.compile(rf"\b(?:{_UNSURE})\W?$", re.I)
_A_DRIVE = re.compile(r"\b[A-Z][\w'\u2019]+ Drive\W?$")
_UNIT = re.compile(r"unit\b", re.I)
UNSURE: Final = 0.1
_THE: Final = r"mews|maltings|avenue|crescent|terrace|cottages|villas|close|spinney|paddocks?"
"""What stands alone after "the" in an address, and hardly ever after a number elsewhere."""

_SMALL: Final = (
    r"the|a|an|of|on|in|at|to|for|and|or|my|your|his|her|their|our|mins?|minutes?|miles?|hours?|years?|days?|"
    r"weeks?|people|"
    r"down|up|from|kids|pm|am|more|per|by|is|are|was|it|we|i|if|please|spaces|quid|p|he|she|they|who|you|left|"
    r"first|second|third|front|back|next|last|other|this|that|with|all|no|not|so|but|out|off"
)
_NAME: Final = rf"(?:(?:st\.|(?!(?:{_SMALL})\b)[^\W\d_][\w'\u2019]{{0,15}}+) )"
_FLAT: Final = r"(?:flat|plot|apartment) \d{1,3}[a-d]?\b"
_WORD: Final = rf"(?:(?!(?:{_SMALL})\b)[^\W\d_][^\W\d_'\u2019]{{0,15}}+,?+ )"
_DIGITS: Final = r"\d{1,4}+[a-d]?+(?:[\u2013-]\d{1,4}+[a-d]?+)?+,?+ (?=[^\W\d_])"
_HOUSE: Final = rf"(?:(?:flat|plot|unit|apartment|apt|no\.?|number|rhif) )?+{_DIGITS}"
_WELSH: Final = (
    r"tan y|dan y|min y|gerddi|teras|erw|gwel yr?|"
    r"heol|stryd|ffordd|rhes|maes|l[oô]n|clos|rhodfa|cilgant|tyddyn|trem|pen|cwrt|parc"
)
_START: Final = r"(?=[\dfpuanr])(?<![\w£.:/])"
_SCORE = re.compile(r"\d ?[\u2013\u2014\-] ?$")
_RANGE = re.compile(r"(\d+)[a-d]?[\u2013-](\d+)", re.I)
_YEARS: Final = 20  # "3-5" or "11-19" may be years or ages; a house above it is none
_NO_WARES: Final = r"(?! (?:tickets?|books?|copies|cards?|posters?|programmes?|ones?)\b)"
_IN_WORDS: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty)"
)
_COUNT: Final = rf"\d|\b{_IN_WORDS}\b"
_NUMBER: Final = rf"(?:\d{{1,3}}[a-d]?|{_IN_WORDS})"
_DONE: Final = r"(?= ?(?:[,;!?)\n]|\.(?!\d)|$)| (?:is|and|where|with|if|she|he|they|it'?s|that'?s|now|the)\b)"
"""What may follow a number that ends an address: no month, no unit."""

_LAST: Final = rf"(?:(?:number|no\.?|rhif) {_NUMBER}|\d{{1,3}}[a-d]?{_DONE})"
_TIME: Final = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|"
    r"aug|sept?|oct|nov|dec|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thurs?|fri|sat|sun|"
    r"doors?|houses?|streets?|stops?|mins?|minutes?|miles?|hours?|days?|weeks?|years?|please"
)
_CAPITAL: Final = r"(?-i:[A-Z])[\w'\u2019-]{2,20}"
_HOUSES: Final = (
    r"(?:Cottages?|House|Farm|Farmhouse|Lodge|Barn|Forge|Mill|Rectory|Vicarage|Manse|Bungalow|Croft|Villa|Grange|"
    r"Smithy|Stables|Orchard|Manor|Oast|Gatehouse|Bwthyn|Fferm)"
)
_LIVING = re.compile(
    r"\b(?:(?:liv(?:es?|ing)|stay(?:s|ing))(?: (?:now|alone|here|just))?(?: at)?|moved in(?:to| to)|"
    r"(?:home|house|address)(?: is| at)|address:)[ :]{1,2}$",
    re.I,
)
_HOME_IS = re.compile(
    r"\b(?:liv(?:es?|ing)(?: (?:now|alone|just|up|down))?(?: at| in)?|moved in(?:to| to)|"
    r"(?:home|house|address)(?: is|:)) $",
    re.I,
)
_MOVED = re.compile(r"\bmoved (?:back )?to $", re.I)


VENUE: Final = 0.2
_SORT_OF_VENUE: Final = (
    r"(?:Arena|Academy|Baths|Bakery|Bowl|(?:Premier )?Inn|Caf[eé]|Castle|Centre|Chapel|Church|Cinema|Club|College|"
    r"Dentists?|Farm|Gallery|Gym|Hall|Hotel|Hospital|Hut|Library|Mosque|Museum|Nursery|Park|Pavilion|Pool|Primary|Pub|Restaurant|"
    r"School|Shop|Soft play|Bowling(?: alley)?|Stadium|Studios?|Surgery|Temple|Theatre|Trampolines?|Vets?|"
    r"Warehouse|Zoo|pick-?up point)"
)
_VENUE = re.compile(
    rf"\b{_SORT_OF_VENUE}(?: of(?: \w{{1,15}}){{1,2}})?[,:.]?(?: (?:is |are )?(?:at|on))?[ \u2013-]{{1,3}}$", re.I
)
_A_VENUE = re.compile(
    rf" \((?:the )?(?:\w{{1,15}} ){{0,2}}{_SORT_OF_VENUE}\)|"
    r"[,.]? (?:is )?(?:open(?:s|ing)?|closed|shut) (?:mon|tue|wed|thu|fri|sat|sun|daily|from|till|until|all|\d)",
    re.I,
)
_AT_HOME = re.compile(
    r"\b(?:liv(?:es?|ing)|home|house|moved|neighbours?|knock|door|pop|visit|round (?:to|there)|he|she|he's|she's|his|"
    r"her|they|their|mr|mrs|ms|miss|ask for|him)\b",
    re.I,
)
"""An address straight after the name of a venue is that venue's, unless the words point at somebody or their home."""


class Postcode(Recogniser):
    """A UK postcode (BS 7666); weak alone, for halls and pitches have one too."""

    kind = "postcode"
    shapes = ((rf"(?<![^\W_]){_POSTCODE}(?![^\W_])", 0.2),)
    words = (
        r"live|lives|living|address|home|house|flat|ours|cyfeiriad|moved|send|deliver|round|byw|cartref|tŷ|"
        r"(?:ei|eu) ch?od post|(?:his|her|their|[^\W\d_]{2,20}'s) post ?code"
    )


class SpeltPostcode(Recogniser):
    """A postcode said letter by letter: "D A fourteen, five P N"."""

    kind = "postcode"
    needs = r"(?-i:\b[A-Z] )(?:[\dA-Z]|" + _IN_WORDS + ")"
    shapes = (
        (
            rf"(?-i:(?<![^\W_])(?:[A-Z] ){{1,2}}(?:\d{{1,2}}|{_NUMBER}),? (?:\d|{_NUMBER})(?: [A-Z]){{2}}(?![^\W_]))",
            0.6,
        ),
    )


class HomeAddress(Recogniser):
    """A number and a street, with or without the postcode after it."""

    kind = "home address"
    needs = _COUNT
    shapes = (
        (
            rf"{_START}{_HOUSE}{_NAME}{{1,3}}(?:(?:{_UNSURE})\b|(?:{_TYPE})\b(?:[^\n\d]{{1,25}}{_POSTCODE}(?![^\W_]))?)",
            0.5,
        ),
        (
            rf"{_START}{_HOUSE}(?:{_WELSH})(?: (?!mae|nhw)[^\W\d_][\w']{{0,15}}){{1,3}}",
            0.6,
        ),
        (rf"\b(?=[otfsen]){_IN_WORDS} {_NAME}{{1,3}}(?:{_TYPE})\b", 0.3),
        (rf"{_START}{_DIGITS}{_WORD}{{1,6}}+{_POSTCODE}(?![^\W_])", 0.6),
        (rf"\b{_FLAT}(?:,? {_FLAT})*+", 0.1),
        (rf"{_START}{_HOUSE}the (?:{_THE})\b{_NO_WARES}", 0.5),
        (rf"{_START}{_HOUSE}(?<!, )the {_NAME}{{0,2}}(?:{_TYPE}|{_UNSURE})\b{_NO_WARES}", 0.1),
    )
    words = (
        r"lives?|living|live|address|home|house|ours|mine|moved|knock|door|pop round|round to|cyfeiriad|empty|key|"
        r"send|"
        r"deliver|drop (?:it|them|his|her)|parked|visit|find (?:him|her)|site|party|we're|neighbour|byw|cartref|tŷ|adre"
    )
    against = r"order|page|years?|ages?|aged|room|class|score|bus|route|picture|photo|lot|item|unit|won|lost|beat|drew"

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:
        """The second half of a score is no house: "7 - 2 Hollins Lane". Who "lives at" it lives there, whoever lost."""
        if _SCORE.search(text, max(0, found.start - 4), found.start) or not _is_house(text, found):
            return 0.0
        if against.within(found.start - BEFORE // 2, found.start) and _LIVING.search(_before(text, found)):
            against = Places()
        written = text[found.start : found.end + 1]
        if _ENDS_UNSURE.search(written) and not _A_DRIVE.search(written):
            found.score = UNSURE
        is_venue = _VENUE.search(_before(text, found)) or _UNIT.match(written) or _A_VENUE.match(text, found.end)
        if is_venue and not _AT_HOME.search(text, *_around(found)):
            return VENUE
        return super().weigh(text, found, near, against)


class NumberLast(Recogniser):
    """The street first, then the number, with words of living there: "Mill Lane, number 14"."""

    kind = "home address"
    needs = rf"\b(?:{_TYPE}|drive),? (?:n[ou]|rhif|\d)"
    shapes = ((rf"(?<![\w'\u2019]){_NAME}{{1,2}}(?:{_TYPE}|drive),? {_LAST}(?![\w%]|[.:,\u2013-]\d| ?[ap]m\b)", 0.1),)
    words = (
        r"lives?|living|live|address|home|house|moved|knock|door|neighbours?|find (?:him|her)|cyfeiriad|byw|cartref|tŷ"
    )
    against = r"bus|buses|match|kick ?off|game|training|meet|party|page|room"


class NamedHouse(Recogniser):
    """A number and one name that is no type of street, straight after words of living there: "lives at 7 Fairview"."""

    kind = "home address"
    shapes = ((rf"{_START}{_DIGITS}(?!(?:{_TIME})\b)(?:The )?+{_CAPITAL}(?: {_CAPITAL}){{0,2}}+{_NO_WARES}", 0.1),)

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:  # noqa: ARG002 (context)
        """What stands straight before it decides; a class may be called "4 Elm": nobody lives "in" one."""
        before = _before(text, found)
        is_moved = _MOVED.search(before) and " the " in text[found.start : found.end].lower()
        return 0.5 if is_moved or _LIVING.search(before) else 0.0


class OnlyNamed(Recogniser):
    """A house or farm with a name and no number, straight after words of living there: "lives at Rose Cottage"."""

    kind = "home address"
    needs = rf"\b{_HOUSES}\b"
    shapes = ((rf"(?<![^\W_])(?-i:(?:The )?(?:{_CAPITAL} ){{0,2}})(?-i:{_HOUSES})\b", 0.1),)

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:  # noqa: ARG002 (context)
        """As with a number and a name; who stays at an inn or in a hall does not live there."""
        return 0.5 if _HOME_IS.search(_before(text, found)) else 0.0


class HouseNumber(Recogniser):
    """A bare house number, with words about somebody's house near it."""

    kind = "home address"
    needs = r"\b(?:number|no|rhif)\b"
    shapes = ((rf"\b(?:at (?:number|no\.?)|number|no\.?|rhif) {_NUMBER}\b(?! ?(?:is|was|in|to)\b)", 0.1),)
    words = (
        r"lives?|living|house|home|door|bungalow|flat|knock|empty|twins|neighbours?|on their own|social services|"
        r"parcels?|opposite|curtains|blinds|dealer|visits|byw|tŷ|drws"
    )
    against = r"phone|mobile|page|question|squad|shirt|room|bus|lane"


def _before(text: str, found: RecognizerResult) -> str:
    """The few words before a result."""
    return text[max(0, int(found.start) - BEFORE // 2) : int(found.start)]


def _around(found: RecognizerResult) -> tuple[int, int]:
    return max(0, int(found.start) - BEFORE), int(found.end) + BEFORE


def _is_house(text: str, found: RecognizerResult) -> bool:
    """Whether a number at the start is one house, or a range of a street's one side: "14-16"."""
    span = _RANGE.match(text, found.start, found.end)
    if not span:
        return True
    first, last = map(int, span.groups())
    return first < last and (first > _YEARS or (last - first) % 2 == 0)


RECOGNISERS: Final = (
    HomeAddress(),
    Postcode(),
    SpeltPostcode(),
    HouseNumber(),
    NumberLast(),
    NamedHouse(),
    OnlyNamed(),
)

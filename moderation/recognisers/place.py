"""Where somebody lives: postcodes, a house in a street, a house number with words about living there."""

from __future__ import annotations

import re
from typing import Final

from presidio_analyzer import RecognizerResult

from moderation.recognisers.base import Recogniser
from moderation.recognisers.context import Places

_POSTCODE: Final = r"(?:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]?) ?\d[ABD-HJLNP-UW-Z]{2}"
_TYPE: Final = (
    r"road|rd|street|lane|ln|avenue|ave|close|drive(?= )|crescent|cres|court|gardens|gdns|grove|place|terrace|row|"
    r"rise|way|walk|"
    r"mews|hill|square|sq|view|green|fold|bank|parade|quay|yard|croft|mount|fields?|meadow|brow|house|end|st|"
    r"heights|wharf|wynd|loke|brae|garth|vennel|gate|villas|cottages?|orchard|dene|lea|copse|park|broadway|circus|"
    r"quayside|passage|buildings"
)
_SMALL: Final = (
    r"the|a|an|of|on|in|at|to|for|and|or|my|your|his|her|their|our|mins?|minutes?|miles?|hours?|years?|days?|"
    r"weeks?|people|"
    r"down|up|from|kids|pm|am|more|per|by|is|are|was|it|we|i|if|please|spaces|quid|p|he|she|they|who|you|left|"
    r"first|second|third|front|back|next|last|other|this|that|with|all|no|not|so|but|out|off"
)
_NAME: Final = rf"(?:(?!(?:{_SMALL})\b)[^\W\d_][\w'\u2019]{{0,15}} )"
_FLAT: Final = r"(?:flat|plot|apartment) \d{1,3}[a-d]?\b"
_WORD: Final = rf"(?:(?!(?:{_SMALL})\b)[^\W\d_][^\W\d_'\u2019]{{0,15}}+,?+ )"
_DIGITS: Final = r"\d{1,4}+[a-d]?+,?+ (?=[^\W\d_])"
_HOUSE: Final = rf"(?:(?:flat|plot|unit|apartment|apt|no\.?|number|rhif) )?+{_DIGITS}"
_WELSH: Final = r"heol|stryd|ffordd|rhes|maes|l[oô]n|clos|rhodfa|cilgant|tyddyn|trem|pen|cwrt|parc"
_START: Final = r"(?=[\dfpuanr])(?<![\w£.:/])"
_SCORE = re.compile(r"\d ?[\u2013\u2014\-] ?$")
_IN_WORDS: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty)"
)
_NUMBER: Final = rf"(?:\d{{1,3}}[a-d]?|{_IN_WORDS})"


class Postcode(Recogniser):
    """A UK postcode (BS 7666); weak alone, for halls and pitches have one too."""

    kind = "postcode"
    shapes = ((rf"(?<![^\W_]){_POSTCODE}(?![^\W_])", 0.2),)
    words = r"live|lives|living|address|home|house|flat|ours|cyfeiriad|moved|send|deliver|round|byw|cartref|tŷ|cod post"


class SpeltPostcode(Recogniser):
    """A postcode said letter by letter: "D A fourteen, five P N"."""

    kind = "postcode"
    shapes = (
        (
            rf"(?-i:(?<![^\W_])(?:[A-Z] ){{1,2}}(?:\d{{1,2}}|{_NUMBER}),? (?:\d|{_NUMBER})(?: [A-Z]){{2}}(?![^\W_]))",
            0.6,
        ),
    )


class HomeAddress(Recogniser):
    """A number and a street, with or without the postcode after it."""

    kind = "home address"
    shapes = (
        (rf"{_START}{_HOUSE}{_NAME}{{1,3}}(?:{_TYPE})\b(?:[^\n\d]{{1,25}}{_POSTCODE}(?![^\W_]))?", 0.5),
        (
            rf"{_START}{_HOUSE}(?:{_WELSH})(?: [^\W\d_][\w']{{0,15}}){{1,3}}",
            0.6,
        ),
        (rf"\b(?=[otfsen]){_IN_WORDS} {_NAME}{{1,3}}(?:{_TYPE})\b", 0.3),
        (rf"{_START}{_DIGITS}{_WORD}{{1,6}}+{_POSTCODE}(?![^\W_])", 0.6),
        (rf"\b{_FLAT}(?:,? {_FLAT})*+", 0.1),
    )
    words = (
        r"lives?|living|live|address|home|house|ours|mine|moved|knock|door|pop round|round to|cyfeiriad|empty|key|"
        r"send|"
        r"deliver|drop (?:it|them|his|her)|parked|visit|find (?:him|her)|site|party|we're|neighbour|byw|cartref|tŷ|adre"
    )
    against = r"order|page|year|room|class|score|bus|route|picture|photo|lot|item|unit|won|lost|beat|drew"

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:
        """The second half of a score is no house: "7 - 2 Hollins Lane"."""
        if _SCORE.search(text, max(0, found.start - 4), found.start):
            return 0.0
        return super().weigh(text, found, near, against)


class HouseNumber(Recogniser):
    """A bare house number, with words about somebody's house near it."""

    kind = "home address"
    shapes = ((rf"\b(?:at (?:number|no\.?)|number|no\.?|rhif) {_NUMBER}\b(?! ?(?:is|was|in|to)\b)", 0.1),)
    words = (
        r"lives?|living|house|home|door|bungalow|flat|knock|empty|twins|neighbours?|on their own|social services|"
        r"parcels?|opposite|curtains|blinds|dealer|visits|byw|tŷ|drws"
    )
    against = r"phone|mobile|page|question|squad|shirt|room|bus|lane"


RECOGNISERS: Final = (HomeAddress(), Postcode(), SpeltPostcode(), HouseNumber())

"""Where somebody lives: postcodes, a house in a street, a house number with words about living there."""

from __future__ import annotations

from typing import Final

from moderation.recognisers.base import Recogniser

_POSTCODE: Final = r"(?:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]?) ?\d[ABD-HJLNP-UW-Z]{2}"
_TYPE: Final = (
    r"road|rd|street|lane|ln|avenue|ave|close|drive(?= )|crescent|cres|court|gardens|gdns|grove|place|terrace|row|"
    r"rise|way|walk|"
    r"mews|hill|square|sq|view|green|fold|bank|parade|quay|yard|croft|mount|fields?|meadow|brow|house|end|st|"
    r"heights|wharf"
)
_SMALL: Final = (
    r"the|a|an|of|on|in|at|to|for|and|or|my|your|his|her|their|our|mins?|minutes?|miles?|hours?|years?|days?|"
    r"weeks?|people|"
    r"down|up|from|kids|pm|am|more|per|by|is|are|was|it|we|i|if|please|spaces|quid|p"
)
_NAME: Final = rf"(?:(?!(?:{_SMALL})\b)[^\W\d_][\w'\u2019]{{0,15}},? )"
_HOUSE: Final = r"(?:(?:flat|plot|unit|apartment|apt|no\.?|number|rhif) )?\d{1,4}[a-d]?,? "
_WELSH: Final = r"heol|stryd|ffordd|rhes|maes|l[oô]n|clos|rhodfa"
_NUMBER: Final = (
    r"(?:\d{1,3}[a-d]?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|"
    r"seventeen|eighteen|nineteen|twenty)"
)


class Postcode(Recogniser):
    """A UK postcode (BS 7666); weak alone, for halls and pitches have one too."""

    kind = "postcode"
    shapes = ((rf"(?<![^\W_]){_POSTCODE}(?![^\W_])", 0.2),)
    words = r"live|lives|living|address|home|house|flat|ours|cyfeiriad|moved|send|deliver|round"


class HomeAddress(Recogniser):
    """A number and a street, with or without the postcode after it."""

    kind = "home address"
    shapes = (
        (rf"(?<![\w£.:/]){_HOUSE}{_NAME}{{1,3}}(?:{_TYPE})\b(?:[^\n\d]{{1,25}}{_POSTCODE}(?![^\W_]))?", 0.5),
        (
            rf"(?<![\w£.:/]){_HOUSE}(?:{_WELSH})(?: [^\W\d_][\w']{{0,15}}){{1,3}}",
            0.6,
        ),
        (rf"\b{_NUMBER} {_NAME}{{1,3}}(?:{_TYPE})\b", 0.3),
        (r"\b(?:flat|plot|apartment) \d{1,3}[a-d]?\b", 0.1),
    )
    words = (
        r"lives?|living|live|address|home|house|ours|mine|moved|knock|door|pop round|round to|cyfeiriad|empty|key|"
        r"send|"
        r"deliver|drop (?:it|them|his|her)|parked|visit|find (?:him|her)|site|party|we're|neighbour"
    )
    against = r"order|page|year|room|class|score|bus|route"


class HouseNumber(Recogniser):
    """A bare house number, with words about somebody's house near it."""

    kind = "home address"
    shapes = ((rf"\b(?:at (?:number|no\.?)|number|no\.?|rhif) {_NUMBER}\b(?! ?(?:is|was|in|to)\b)", 0.1),)
    words = (
        r"lives?|living|house|home|door|bungalow|flat|knock|empty|twins|neighbours?|on their own|social services|"
        r"parcels?|opposite|curtains|blinds|dealer|visits"
    )
    against = r"phone|mobile|page|question|squad|shirt|room|bus|lane"


RECOGNISERS: Final = (HomeAddress(), Postcode(), HouseNumber())

"""Other people's children, lists and secrets in a picture or a file, as far as the words sent with it say."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from moderation.recognisers.context import lowered, words
from moderation.recognisers.hit import Hit

PICTURES: Final = frozenset({"photo", "video", "screenshot"})
FILES: Final = frozenset({"document", "photo", "screenshot"})
SURE: Final = 0.8
LIKELY: Final = 0.5

_CHILDREN = re.compile(
    r"\b(?:tagg(?:ed|ing)|every(?:one|body)'?s (?:kids|children|faces)|every face|all the (?:kids|children|lasses|"
    r"girls|boys|faces)|"
    r"all (?:\d+|thirty) of them|whole (?:assembly|nativity|play|show|concert|gala)|full recording|left to right|"
    r"front row|"
    r"randoms behind|photobombed|in the background|mid tantrum|someone make it a sticker|the lad in|new starters|"
    r"(?:my )?(?:pics|photos) from the|class photo|names (?:typed|on)|can see all|state of (?:it|them|her|him)|"
    r"who is this|"
    r"does anyone know (?:him|her)|that'?s (?:him|her)|recognise the|fell off|it was (?:him|her)|look at (?:them|"
    r"her|him)|"
    r"at the (?:party|sleepover|fete|nativity)|sleepover|paddling pool|splash park|my facebook|on insta|streaming)\b"
)
_LIST = re.compile(
    r"\b(?:class|contact|allergy|medical|sen|email|phone|absence|sleeping|epilepsy|arrangements|cover) (?:list|"
    r"sheet|register|tree)|"
    r"\b(?:sign.?in sheet|export|fsm|free school meals|upns?|dobs?|everyone's (?:addresses|numbers)|home numbers|"
    r"referral form|feeding plans?|(?:inhaler|epipen|care|medical) plan|payslip|"
    r"statement to|social worker's|solicitor|staff only|sent (?:me|us) .{0,40}by (?:mistake|accident)|"
    r"(?:head|investigator)'?s? (?:report|investigation)|persistent absence|wrong chat|hardship)\b"
)
_PRIVATE = re.compile(
    r"\b(?:screenshot (?:from|of (?:her|his|what (?:she|he)))|her (?:email|messages?|insta|address|payslip)|"
    r"his (?:email|messages?)|privately|other (?:group|chat)|"
    r"what she put|(?:name|number)s? left in|private page|all their numbers|the messages here)\b"
)
_PLACE = re.compile(
    r"\b(?:he|she|they|his|her|their|him|house|lives?|living|parks?|teacher|location of|dropped a pin)\b"
)
_MINE = re.compile(r"\b(?:this is us|we|us|our|my|mine|me|i'?m|meet|kick ?off|pitch\w*|park at)\b")


_SHOWN = words(
    r"pics?|photos?|pictures?|llun|lluniau|fideo|clips?|vids?|videos?|filmed|recording|tag(?:ged|ging)|caught|cute|"
    r"gorgeous|adorable|look at|left to right|front row|in the (?:background|front)|at the (?:party|sleepover|fete|"
    r"nativity)|screenshots?|report|results?|slideshow|here's|these|yn y parti"
)
_PERMITTED = words(r"permission|consent|courtesy|caniatâd|thanks to")


def look(text: str, kinds: Collection[str], *, names_somebody: bool = False) -> list[Hit]:
    """What words and attachments of these kinds say together; the hit spans no characters.

    `names_somebody`: whether the text names a pupil of the roster who is not the author's own child.
    """
    if not kinds:
        return []
    low = lowered(text)
    if names_somebody and PICTURES.intersection(kinds) and _SHOWN.search(low) and not _PERMITTED.search(low):
        return [_hit("picture of other people's children", LIKELY), *_said(low, kinds)]
    return _said(low, kinds)


def _said(text: str, kinds: Collection[str]) -> list[Hit]:
    found: list[Hit] = []
    if PICTURES.intersection(kinds) and _CHILDREN.search(text):
        found.append(_hit("picture of other people's children", LIKELY))
    if PICTURES.intersection(kinds) and _PRIVATE.search(text):
        found.append(_hit("what somebody wrote in private", LIKELY))
    if FILES.intersection(kinds) and _LIST.search(text):
        found.append(_hit("list or letter about people", SURE if "document" in kinds else LIKELY))
    if "location" in kinds and _PLACE.search(text) and not _MINE.search(text):
        found.append(_hit("position of a person", SURE))
    return found


def _hit(kind: str, sure: float) -> Hit:
    return Hit(kind, 0, 0, sure, "Shared")

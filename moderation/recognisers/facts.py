"""Facts nobody should post about somebody else: health, needs, care, money, court, where a child is alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from moderation.recognisers.hit import Hit
from moderation.recognisers.name_words import word_set

WINDOW: Final = 120  # characters of the sentence before a fact in which its person is looked for
EARLIER: Final = 300  # and before the sentence, in which the author's own family may have come up
NAMED: Final = 0.76  # the person is named or pointed at
POINTED: Final = 0.55  # "she", "his": somebody the readers know from the talk
SECRET_ADDS: Final = 0.25  # "told me in confidence"

FACTS: Final[Mapping[str, str]] = {
    "health": (
        r"adhd|autis\w+|\basd|(?-i:ODD|PDA|MS|HIV|OCD)|dyslex\w+|epilep\w+|seizures?|diabet\w+|asthma\w*|"
        r"anaphyla\w+|epi ?pens?|"
        r"coeliac|sickle cell|cancer|chemo|bipolar|depress\w+|anti-?depressants?|methadone|nervous breakdown|"
        r"off with (?:her|his|their)? ?(?:nerves|stress)|signed off|sectioned|psychiatric|mental (?:hospital|"
        r"ward)|nuthouse|"
        r"miscarr\w+|pregnant|camhs|(?:on|new|takes?|the) (?:meds|medication|tablets)|hearing (?:aids?|test)|"
        r"nearly deaf|"
        r"nits|scabies|impetigo|(?:chicken )?pox|lice|wets (?:him|her)self|wets the bed|wetting the bed|wet the bed|"
        r"eating disorder|self.?harm\w*|diagnos\w+|keppra|ritalin|enuresis|an? (?:nut )?allergy|allergic to|allergy|"
        r"in hospital|in a&e|stroke|overdose|rehab|drink(?:ing)? problem|alcoholic|epilepsi|canser|ma raka|diabetig|"
        r"tourette'?s?|cerebral palsy|down'?s syndrome|schizo\w+|dementia|ptsd|abortion|insulin|sertraline|melatonin|"
        r"counselling|speech therapy|crohn'?s|stammer|bed ?wetting|on the sick|off sick with|therapist|suicid\w+"
    ),
    "special needs": (
        r"ehcps?|ehc plan|(?-i:SEN|SEND|ALN|IDP) (?:register|review|list)|reduced timetable|special school|peg feed\w*|"
        r"one to one support|statemented|pupil referral unit|(?-i:PRU)"
    ),
    "school meals or benefits": (
        r"free (?:school )?(?:meals|dinners)|fsm|pupil premium|on benefits|universal credit|\buc\b|(?-i:\bPIP\b)|"
        r"bailiffs?|"
        r"hardship (?:fund|application)|food ?bank|in debt|lunch debt|payslip|job ?cent(?:re|er)|hours cut|evicted|"
        r"temporary accommodation|hostel|in arrears|bankrupt\w*|made redundant|lost (?:his|her|their) job|got sacked"
    ),
    "social care": (
        r"social (?:worker|services|care)|child protection|on the (?:\w+ )?register|foster(?:ed|ing| kid| child|"
        r" care)?|adopted|in care|"
        r"women's refuge|\brefuge|contact cent(?:re|er)|strategy meeting|child in need|early help|"
        r"looked after child|gweithiwr cymdeithasol"
    ),
    "court or police": (
        r"restraining order|court order|custody|in (?:\w+ )?(?:prison|jail|nick|belmarsh)|out of (?:prison|jail)|"
        r"sent down|on tag|ankle tag|young offenders?|arrested|arrest|on bail|probation|on remand|"
        r"works? at the prison|went to prison|yn y llys|criminal record|sex offender\w*|community service|injunction"
    ),
    "immigration": r"visa|asylum|deport\w+|immigration (?:trouble|status|papers?)|home office|leave to remain",
    "family life": (
        r"split(?:ting)? up|divorc\w+|walked out on|moved out|moved in with|having an affair|is trans|is gay|"
        r"birth mum|real dad|"
        r"lost the baby|passed away|(?:brother|sister|mum|dad|nan) died|an affair|paternity|kicked out|surrogate|ivf"
    ),
    "whereabouts": (
        r"home alone|walks home (?:by|on|alone)|on (?:his|her|their) own (?:till|til|until|every|all)|lets (?:him|"
        r"her)self in|"
        r"house (?:is|'s) empty|keys? (?:is|are|'s)? ?(?:under|on a lanyard)|waits (?:alone|by|at) |by (?:him|"
        r"her)self|"
        r"away (?:to|in) \w+ (?:til|till|until)|lives? (?:opposite|next to|above|behind|round)|where (?:he|"
        r"she)(?:'s)? (?:lives?|living)"
    ),
}
_FACT = re.compile(rf"\b(?:{'|'.join(FACTS.values())})\b", re.I)
_KINDS: Final = {kind: re.compile(rf"(?:{words})\b", re.I) for kind, words in FACTS.items()}

_FAMILY: Final = (
    r"mums?|mams?|moms?|mummy|ma|mama|dads?|das?|daddy|parents|nans?|gran|granda|brothers?|sisters?|"
    r"wife|husband|ex|family|kids?"
)
_NAME: Final = r"(?-i:[A-Z][a-z'\u2019\-]+)"
_NAMED = re.compile(
    rf"\b(?:mr|mrs|ms|miss|dr|sir) {_NAME}|\b[^\W\d_]+['\u2019]?s (?:{_FAMILY})\b|"
    rf"\b(?:that|the|this|one of the dads|one of the mums|new|wee|little) (?:[^\W\d_]+ )?(?:boy|lad|lass|lassie|"
    rf"girl|kid|twins|family|dad|mum|fella|one)\b|"
    rf"\b(?:his|her|their) (?:{_FAMILY})\b|(?<![.!?] )(?<!^){_NAME}|"
    rf"^{_NAME}(?:['\u2019]s)? (?:{_NAME}|(?-i:[A-Z])\b|is|has|had|was|takes|got|\w{{3,}}s\b)|^{_NAME}['\u2019]s\b",
    re.I,
)
_POINTED = re.compile(r"\b(?:she|he|her|his|him|they|their|them)\b", re.I)
_OWN = re.compile(
    r"\b(?:my|our|mine|i'?m|i'?ve|i|we|we'?re|we'?ve|me|us|ours|fy|ein|mój|moja|mera|meri|anyone|anybody|who|if|"
    r"your)\b",
    re.I,
)
_OWN_CHILD = re.compile(
    rf"\b(?:my|our|fy|ein|mój|moja|mera|meri) (?:\w+ )?(?:son|daughter|lad|lass|boy|girl|child|kid|kids|eldest|"
    rf"youngest|two|three|twins|"
    rf"little \w+|wee \w+|mum|dad|nan|husband|wife|{_NAME})\b|\bmine\b",
    re.I,
)
_SECRET = re.compile(
    r"in confidence|don'?t (?:say|tell|spread|let)|didn'?t hear|apparently|between us|not (?:gossip|telling)|"
    r"keep it|told (?:me|mine|my)|"
    r"just so (?:you|everyone)|heard|know(?:s)? (?:what|that)|fyi|explains|that'?s why|saw the letter|no wonder",
    re.I,
)
_NOT_PEOPLE: Final = word_set(
    "i i'm i've i'd monday tuesday wednesday thursday friday saturday sunday year years reception english "
    "nurse nan school social universal asperger's christmas easter september october november december "
    "january february march june july pta send ehcp can could would please does anyone anybody just has "
    "have had is are was were ofsted the this that these if when what who why how and but so for from our "
    "my we they he she it its it's there you your "
)


def look(text: str) -> Sequence[Hit]:
    """Every fact about somebody who is not the author's own family, as far as the sentence says."""
    return list(_found(text))


def _found(text: str) -> Iterator[Hit]:
    secret = bool(_SECRET.search(text))
    for match in _FACT.finditer(text):
        before, after = _sentence(text, match.start(), match.end())
        sure = _sure(before, after, text[max(0, match.start() - EARLIER) : match.start()])
        if sure:
            kind = next(kind for kind, words in _KINDS.items() if words.match(text, match.start()))
            extra = SECRET_ADDS if secret and sure < NAMED else 0.0
            yield Hit(kind, match.start(), match.end(), sure + extra, "Facts")


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What the sentence says before and after the fact."""
    before = re.split(r"[.!?\n]\s", text[max(0, start - WINDOW) : start])[-1]
    return before, re.split(r"[.!?\n]", text[end : end + WINDOW // 2])[0]


def _sure(before: str, after: str, earlier: str) -> float:
    """How sure it is that somebody else is meant: the last person before the fact decides."""
    names = (match.start() for match in _NAMED.finditer(before) if _is_person(match[0]))
    named = max(names, default=-1)
    pointed = max((match.start() for match in _POINTED.finditer(before)), default=-1)
    own = max((match.start() for match in _OWN.finditer(before)), default=-1)
    if named > own:
        return NAMED
    if pointed > own and not _OWN_CHILD.search(earlier):
        return POINTED
    if own < 0 and pointed < 0 and _POINTED.match(after.lstrip(" ,:-")):
        return POINTED
    return 0.0


def _is_person(words: str) -> bool:
    """Whether a capital letter is a name's, not the sentence's, a day's or a subject's."""
    first, *rest = words.lower().replace("\u2019", "'").split()
    return first not in _NOT_PEOPLE or bool(rest and not first.startswith("i") and first in {"this", "that", "the"})

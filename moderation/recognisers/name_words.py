"""English words that are also names, and words that show what a name near them is doing."""

from __future__ import annotations

import re
from typing import Final


def word_set(words: str) -> frozenset[str]:
    """The words of a text, for lists that are easier to read without quotation marks."""
    return frozenset(words.split())


ORDINARY: Final = word_set(
    "abbey amber april art august autumn bay beau bell bill bird blessing blossom blythe bob bond booth bow "
    "brand brave brook brooks brown buck bunny bunting burns bush butler carol carr carter chance chase chi "
    "christian clay cliff close cole constant cook cooper coral cousins cross crystal dale daisy dawn day dean "
    "destiny dick dolly drew duke dunn earl ebony eden ember eve faith fay fear fern field fin finch fisher "
    "flint flora ford forest fox frank frost gale gene ginger glen gold good grace grant gray green guy hall "
    "happy hart harmony harper haven hazel heath heather hill holly honey hope hunter iris iron ivy jade "
    "jasmine jay jet jewel joy june king knight lamb lane lark law laurel lee lily long love luck lynn mace mae "
    "major march mark marsh mason mat max may mercy mike mill miles miller mo moon moore moss nick noble nova "
    "nutt ocean olive page park pat patience pearl peg penny peter pickles piper pity pool pope poppy precious "
    "price prince princess prior pryor ray red reed rich river rob robin rock rod roman rose rosemary rowan "
    "royal ruby ruth rush sage sandy saint sally scarlett shah sharp short sky skye snow song spring star "
    "stacey stone storm stokes sue summer sunny sweet swift taylor temple tiger tom trinity true udo victory "
    "violet wade ward warren wear webb wells west will willow winter wood woods wolf wren wright york young zen "
)

MONTHS: Final = word_set("march april may june august")

PLACES_AND_THINGS: Final = re.compile(
    r"(?:street|st|road|rd|lane|avenue|close|drive|park|square|hall|hotel|hospital|school|academy|college|class|"
    r"club|camp|term|"
    r"holidays?|half|fair|fayre|fete|show|concert|centre|center|pad|appeal|potter|bank|bridge|house|group|room|"
    r"choir|season|day|"
    r"display|red|green|tree|trees|tits?|hood|fc|united|city|score|match|bands?|amber|fern|hill|hills|dress|"
    r"costume|jubilee|cup|"
    r"building|table|team|year|morning|nights?|nursery|bells?|showers|flowers?|jam|tart|cake|bird|wood|woods)\b",
    re.I,
)

CHILD_NOUN: Final = (
    r"boy|girl|lad|lass|lassie|kid|kids|child|children|twins?|brothers?|sisters?|one|wan|lot|family|house|mum|mam|"
    r"mom|mother|dad|da|father|"
    r"wean|bairn|fella|bachgen|merch|teulu"
)
FAMILY: Final = (
    r"mums?|mams?|moms?|mammy|mummy|mother|ma|dads?|daddy|da|father|nans?|nana|nanny|gran|granny|granda|"
    r"grandad|auntie|aunty|uncle|childminder"
)

OWN: Final = (
    r"(?:my|our|mine|ma|wor|oor|ar|fy|ein|mój|moja|nasza|nasz|mera|meri|hamara|hamari)(?: (?:own|wee|little|big|"
    r"tall|poor|very|silent|"
    r"darling|gorgeous|lovely|clever|son|daughter|lad|lass|boy|girl|youngest|eldest|oldest|middle|one|child|kid|"
    r"teen|teenager|twins?|niece|nephew|"
    r"grandson|granddaughter|brother|sister|cousin|beta|beti|syn|córka|córeczka|mab|merch|is|called|"
    r"man)){0,3}[ ,(]{1,2}"
)
OWN_BEFORE: Final = re.compile(
    rf"(?<![^\W_])(?:{OWN}|(?:i'?m|i am|it'?s) (?:the )?(?:mum|mam|dad|nan|gran) (?:to|of) |(?:mother|mum|dad|nan|"
    rf"hooyo)(?: of| to)? )$",
    re.I,
)
OWN_AND_BEFORE: Final = re.compile(
    rf"(?<![^\W_]){OWN}(?!two|three|lot|son|daughter|lad|girl|boy|kids|one)[^\W\d_'\u2019-]+ (?:and|&|or) $", re.I
)
OWN_AFTER: Final = re.compile(
    r"['\u2019]?s?,? ?(?:\((?:it'?s )?mine\b|is (?:my|our) |has asked me\b)|.{0,60}\b(?:my own son|"
    r"my own daughter|i'?m (?:his|her) "
    r"(?:mum|mam|dad|nan|gran)|that'?s (?:my|our) (?:boy|girl|lad))\b",
    re.I,
)
I_AM_BEFORE: Final = re.compile(
    r"(?:^|[.!?(,\-\u2013\u2014] ?|\b)(?:i'?m|i am|it'?s|it'?s me|this is|its|hi|hiya|hello|here|from|love|"
    r"that'?s|signed|thanks)[, ]{1,2}$",
    re.I,
)
PARENT_AFTER: Final = re.compile(rf"(?:['\u2019]?s?) (?:{FAMILY})\b", re.I)
SIGNS_OFF: Final = re.compile(
    rf"['\u2019]?s? (?:{FAMILY})(?: here|\)|[.!]? ?$| speaking| again|[.!] | [-\u2013\u2014(])", re.I
)
HERE_AFTER: Final = re.compile(rf"(?:['\u2019]?s (?:{FAMILY}) here| (?:in \w+ |from \w+ \w+ )?here\b)", re.I)
SAYS_SO: Final = re.compile(r"(?:^|[.!?,(\s-])(?:i'?m|i am|it'?s(?: me)?|its(?: me)?|this is) $", re.I)
STARTS: Final = re.compile(r"^\W*$|[.!?\n]\s*$|^(?:hi|hiya|hello|morning|evening)(?: all| everyone)?[,!. ]+$", re.I)
SELF_BEFORE: Final = re.compile(r"(?:\bi'?m|\bi am|\bits|\bit'?s|this is|my name is|signed,?|me,|\() $|\($", re.I)
SIGNED_AFTER: Final = re.compile(
    r"[,.! )]*$|,? (?:aged?|(?:in|from) (?=year|yr|y ?\d|p ?\d|\d|form|class|reception))|, [^.!?]{1,25}\W*$", re.I
)

VERBISH: Final = word_set("will may mark hope chase rob bill drew pat peg wade sue frank rush")
SUBJECT: Final = re.compile(
    r"['\u2019]s\b|,? (?:is|was|has|had|did|got|said|says|told|you|you're|wears|walks|goes|takes|needs|keeps|won|"
    r"hit|came|went|left|off|"
    r"can't|cant|doesn't|does|asked|she|he|sweetheart|ki|ka)\b|!|\?|[,.]? ?$",
    re.I,
)
DID: Final = re.compile(
    r"['\u2019]s\b| (?:told|hit|hits|said|says|was|wasn'?t|isn'?t|has|hasn'?t|had|did|didn'?t|got|gets|went|came|"
    r"kicked|punched|pushed|bit|stole|keeps|asked|wants|left|won|lost|never)\b",
    re.I,
)
OWN_SOMEWHERE: Final = re.compile(
    r"\b(?:that'?s my (?:boy|girl|lad|lass)|i'?m (?:his|her) (?:mum|mam|dad|nan|gran)|home with me|"
    r"as (?:his|her) (?:mum|dad)|(?:his|her|your) mother's|mothers are for|since \w+ was born|for my (?:son|daughter)|"
    r"my (?:son|daughter)'s|me and \w+ (?:go|are|will|have)|"
    r"(?:^|[.!?,] )(?:my|our) (?:\w+ )?(?:son|daughter|boy|girl|lad|lass)(?:'s)?)\b",
    re.I,
)
TOWARDS: Final = re.compile(
    r"\b(?:to|let|told|poor|with|about|for|hi|hey|no|tell|ask|and|well done|that|invite|like|from) $", re.I
)
CHILD_BEFORE: Final = re.compile(r"\b(?:bachgen|teulu|merch|lassie|lad|boy|girl|kid|family|swine|brat) $", re.I)
NOT_NAMES: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday boy girl child children pupils everyone hello"
)

PRAISE: Final = re.compile(
    r"\b(?:congrat\w*|congratulations|well done|well played|star|stars|award\w*|won|wins?|winners?|winning|"
    r"champions?|proud|delighted|"
    r"captain\w*|selected|represent\w*|goals?|scor(?:ed|er|ers)|perform\w*|cast|role|beat|finals?|squad|medal\w*|"
    r"1st|2nd|3rd|first|"
    r"writer|reader|poem|prize|gold|silver|bronze|trophy|elected|head (?:boy|girl|pupil)|good luck|brilliant|"
    r"fantastic|wonderful|"
    r"superb|amazing|achiev\w*|certificate|runners?.up|results|team|llongyfarchiadau|da iawn|played|player)\b",
    re.I,
)
KIND: Final = re.compile(
    r"\b(?:thank\w*|thanks|diolch|lovely|kind|sweet|birthday|pen.?blwydd|well done|congrat\w*|parab\w+|helped|"
    r"generous|happy|stunning|beautiful\w*|"
    r"credit|polite|get well|gorgeous|talented|super|played|picnic|coat|jumper|wellies?|welly|boots?|shoes?|"
    r"trainers?|bag|bottle|lunchbox|recorder|"
    r"recorders|flute|kit|topi|helmet|scooter|book|form|hat|gloves|scarf|costume|lift|share|party|invite|invit\w+|"
    r"tea|sleepover|playdate|"
    r"partnered|homework|spelling\w*|practice|training|number|contact|mum on (?:here|this)|mums? (?:on|in)|"
    r"who'?s? (?:mum|mam)|come home with|"
    r"ended up with|left (?:his|her|their|a|it)|gadael|pick(?:ing)? up|collect\w*|carpool|spare seat|poorly|"
    r"missing|found|lost|forgot\w*)\b",
    re.I,
)
HARM: Final = re.compile(
    r"\b(?:hit|hits|hitting|punch\w*|kick(?:ed|s|ing)?|slap\w*|push(?:ed|es)|shov\w+|bit|bites?|biting|spat|"
    r"bull(?:y|ies|ied|ying)|nasty|horrible|"
    r"nightmare|feral|brat|madam|stink\w*|smell\w*|nick(?:ed|s)?|stole|steal\w*|thie\w+|cheat\w*|drugs?|dealing|"
    r"deal(?:er|s)|vap\w+|weed|knife|blade|stab\w*|"
    r"cry\w*|cried|tears|upset|sobbing|flinch\w*|hurt|bruis\w*|marks|scared|police|arrest\w*|expel\w*|exclu\w+|"
    r"suspend\w*|isolation|detention\w*|"
    r"absent|social (?:worker|services)|worried|alone|by (?:him|her)self|on (?:his|her) own|lives?|walks?|"
    r"home address|his (?:dad|mum|mam)|her (?:dad|mum|mam)|"
    r"(?:dad|mum|mam)'?s? (?:is|has|was|in|beats|shout\w*)|divorc\w*|prison|hospital|doctor|poor lamb|sick|"
    r"autis\w+|adhd|sen|ehcp|epilep\w*|"
    r"allerg\w+|medic\w+|wets?|thick|stupid|fat|ugly|gay|weird|loser|snitch\w*|hate\w*|nobody|lie[sd]?|liar|lying|"
    r"rude|naughty|attitude|ringleader|menace|"
    r"disgust\w*|trouble|shame|spoil\w*|show.?off|greedy|wouldn'?t|keep .{0,20}away|kill|fight\w*|threat\w*|"
    r"blame\w*|fault|accus\w*|robbed|broke|"
    r"caught|chased|swore|swear\w*|insta\w*|snap\w*|tiktok|add me|pretty|moved|auntie'?s|wors[et]|pain|lost cause|"
    r"dropped|failed|meltdown|crush|boyfriend|girlfriend|pregnant|cut\w*|refuge|benefits|visa|lawyer|court|"
    r"dickhead|idiot|lol|haha\w*)\b|"
    r"[😂🤣💀😭🐍🤮🙄🖕🔪🤐👻🥱]",
    re.I,
)

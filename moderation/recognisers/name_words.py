"""English words that are also names, and words that show what a name near them is doing."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


def word_set(words: str) -> frozenset[str]:
    """The words of a text, for lists that are easier to read without quotation marks."""
    return frozenset(words.split())


class Cue(NamedTuple):
    """What stands before and after a name that says something of it; `first`: only where it is a first name."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    first: bool = False


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
    "ace am an angel as ash aspen at bay be bear bee berry birch blaze blue bud buddy by cash cedar clover "
    "comfort dash do dot echo gift glory go he heaven hi if in innocent is it jan job journey justice kit "
    "liberty lion lucky man maple marigold me meadow melody merry miracle my nan no noel north of on or peace "
    "pixie plum praise primrose raven rocky rusty saffron sapphire skip so sonny sparrow star success sugar sun "
    "sunday tad ted teddy tiny to treasure tulip up us van we win wing wisdom "
    "alexa cherry misty siri storm "
    "alaw awel bryn cariad celyn dewi eira enfys glyn gwawr gwen gwyn haf hedd heulwen mai medi mel seren tegan "
    "amin ameen ana aya dua eman iman kal kya noor salam zara jagoda kalina malina roza "
)
"""English words that are names too, and at the end Welsh ones, Urdu ones in Latin letters and Polish ones."""

PARTICLES: Final = word_set("bint das del della den der des dos ferch ibn los mac nic ter van von")
NOT_MIDDLE: Final = word_set(
    "a an and are as at but by for from had has he her his hit i in is it's like miss mr mrs ms my not of on or our "
    "says she than the their to told was who with your"
)
MONTHS: Final = word_set("march april may june august")

PLACES_AND_THINGS: Final = re.compile(
    r"(?:street|st|road|rd|lane|avenue|close|drive|park|square|hall|hotel|hospital|school|academy|college|class|"
    r"club|camp|term|"
    r"holidays?|half|fair|fayre|fete|show|concert|centre|center|pad|appeal|potter|bank|bridge|house|group|room|"
    r"choir|season|day|"
    r"display|red|green|tree|trees|tits?|hood|fc|united|city|score|match|bands?|amber|fern|hill|hills|dress|"
    r"costume|jubilee|cup|"
    r"building|table|team|year(?! \d)|morning|nights?|nursery|bells?|showers|flowers?|jam|tart|cake|bird|wood|woods|"
    r"sponge|station|stadium|arena|musical|knife|hoover|market|museum|gallery|library|zoo|primary|infants?|juniors|"
    r"russells?|frost|of all trades|in the box|o['\u2019]?lantern|"
    r"infirmary|rovers|wanderers|athletic|albion|yr wythnos)\b",
    re.I,
)

CHILD_AFTER: Final = re.compile(
    r"(?:['\u2019]s)? (?:boy|girl|lad|lass|lassie|kid|kids|child|children|twins?|brothers?|sisters?|one|wan|lot|family|"
    r"house|mum|mam|mom|mother|dad|da|father|wean|bairn|fella|bachgen|merch|teulu)\b"
)
FAMILY: Final = (
    r"mums?|mams?|moms?|mammy|mummy|mother|ma|dads?|daddy|da|father|nans?|nana|nanny|gran|granny|granda|"
    r"grandad|auntie|aunty|uncle|childminder"
)

_CHILD: Final = (
    r"son|daughter|lad|lass|boy|girl|youngest|eldest|oldest|middle|one|child|kid|teen|teenager|twins?|niece|nephew|"
    r"grandson|granddaughter|brother|sister|cousin|beta|beti|syn(?:a|em|owi|ka|kiem|kowi)?|c[óo]r(?:ka|ki|kę|ke|ką|ce)|"
    r"c[óo]reczk(?:a|i|ę|e|ą)|mab|merch|man"
)
_OWN: Final = (
    r"(?<![^\W_])(?:my|our|ma|wor|oor|ar|fy|ein|m[óo]j|moja|nasza|nasz|"
    r"moj(?:ego|emu|ej|ą)|moim|nasz(?:ego|emu|ym|ej|ą)|mera|meri|hamara|hamari)(?: (?:own|wee|little|big|"
    rf"tall|poor|very|silent|darling|gorgeous|lovely|clever|is|called|{_CHILD})){{0,3}}"
)

# "my Jamie", "my son's called Jamie", "mine (Jamie)", "I'm mum to Jamie"; "Jamie, that's my boy"
_SAID_BEFORE = re.compile(
    rf"(?:{_OWN}(?:['\u2019]s (?:called|named))?(?: \(?| ?\()|"
    rf"(?<![^\W_])mine(?: \(|(?:['\u2019]s| is)(?: called)? | called )|"
    rf"(?<![^\W_])(?:i'?m|i am|it'?s) (?:the )?(?:mum|mam|dad|nan|gran) (?:to|of) |"
    rf"(?<![^\W_])jestem (?:mam|tat|babci)[ąa] )$",
    re.I,
)
_MY_CHILD: Final = rf"(?:my|our) (?:(?:own|wee|little|big|lovely) )?(?:{_CHILD})\b(?!['\u2019]s|-)"
_SAID_AFTER = re.compile(
    rf"['\u2019]?s?,? ?(?:\((?:it'?s )?(?:mine\b|{_MY_CHILD})|(?:is|that['\u2019]?s) {_MY_CHILD})|"
    rf"['\u2019]s {_MY_CHILD}|,? (?:s?he['\u2019]?s|s?he is|who['\u2019]?s|who is) {_MY_CHILD}|"
    r"(?: is|['\u2019]s) mine\b(?!['\u2019]s)",
    re.I,
)
# "my son, Jamie", "Jamie was first ... that's my boy"; "my Tyler and Jamie"
_INFERRED_BEFORE = re.compile(
    rf"(?:{_OWN}, ?|(?<!not )(?<!n't )(?<![^\W_])mine[ ,(]{{1,2}}|"
    r"(?<!the )(?<!that )(?<![^\W_])(?:mother|mum|dad|nan|hooyo)(?: of| to)? )$",
    re.I,
)
_AND_BEFORE = re.compile(
    rf"{_OWN} (?!two|three|lot|son|daughter|lad|girl|boy|kids|one)[^\W\d_'\u2019-]+ (?:and|&|or) $", re.I
)
_INFERRED_AFTER = re.compile(
    r"['\u2019]?s?,? ?has asked me\b|.{0,60}\b(?:my own son|my own daughter|i'?m (?:his|her) (?:mum|mam|dad|nan|gran)|"
    r"that'?s (?:my|our) (?:boy|girl|lad))\b",
    re.I,
)
PARENT_AFTER: Final = re.compile(rf"(?:['\u2019]?s?) (?:{FAMILY})\b", re.I)
_PARENT_ONLY = re.compile(rf"(?:['\u2019]?s?) (?:{FAMILY})\b(?!['\u2019]s| (?:who|that|whose|she|he|again)\b)", re.I)
_SIGNS_OFF = re.compile(
    rf"['\u2019]?s? (?:{FAMILY})(?: here|\)|[.!]? ?$| speaking| again|[.!] | [-\u2013\u2014(])", re.I
)
_PARENT_HERE = re.compile(
    rf"['\u2019]?s? (?:{FAMILY}) here\b(?! (?:also |just |always |never )?(?:says?|said|tells|told|thinks|thought|"
    r"reckons|claims?|is|was|wants|lets|keeps|knows|admits|admitted|wrote|posted|who|that|has (?!any))\b)",
    re.I,
)
_SIGNATURE_BEFORE = re.compile(r"[.!)\n][ \n]*$")
_SIGNATURE_AFTER = re.compile(rf"['\u2019]?s? (?:{FAMILY})[.! ]*$", re.I)
HERE_AFTER: Final = re.compile(r" (?:in \w+ |from \w+ \w+ )?here\b", re.I)
_SAYS_SO = re.compile(r"(?:^|[.!?,(\s-])(?:i'?m|i am|it'?s(?: me)?|its(?: me)?|this is) $", re.I)
STARTS: Final = re.compile(r"^\W*$|[.!?\n]\s*$|^(?:hi|hiya|hello|morning|evening)(?: all| everyone)?[,!. ]+$", re.I)
INTRODUCED: Final = re.compile(
    r"(?:^|[.!?(,\-\u2013\u2014] ?|\b)(?:i'?m|i am|it'?s|it'?s me|this is|its|hi|hiya|hello|here|from|love|"
    r"that'?s|signed|thanks)[, ]{1,2}$|"
    rf"(?:[,;:\u2013\u2014-] |\()$|{STARTS.pattern}",
    re.I,
)
_ANY = re.compile("")

# A child who is not in the roster, or not named but plain to see.
_CLASS: Final = r"(?:year \d{1,2}|yr ?\d{1,2}|y\d{1,2}|p[1-7]|reception|nursery|blwyddyn \d{1,2}|\d{1,2}[a-z]{1,2})"
WITH_CLASS: Final = re.compile(rf"\b(?-i:[A-Z][a-z]{{2,14}}) (?:[A-Z]\.? )?(?:in|from) {_CLASS}\b", re.I)
LITTLE_ONE: Final = re.compile(r"\b(?:little|young|wee) [A-Z][a-z]{2,14}\b")
DESCRIBED: Final = re.compile(
    r"\b(?:that|the|this|new|wee|one of the|a) (?:[^\W\d_]+ ){0,2}(?:boy|girl|lad|lass|lassie|twins|kid)\b"
    rf"[^.!?\n]{{0,30}}\b(?:in {_CLASS}|in (?-i:[A-Z])\w+|with the|who|from {_CLASS}|at number)\b",
    re.I,
)

# Whose child: SAID plainly, INFERRED, or SUPPOSED for the second of two.
SAID: Final = (
    Cue(_SAID_BEFORE, _ANY),
    Cue(_ANY, _SAID_AFTER),
    Cue(INTRODUCED, _PARENT_HERE),
    Cue(_SAYS_SO, _PARENT_ONLY, first=True),
    Cue(_SIGNATURE_BEFORE, _SIGNATURE_AFTER, first=True),
)
INFERRED: Final = (
    Cue(_INFERRED_BEFORE, _ANY),
    Cue(_ANY, _INFERRED_AFTER),
    Cue(INTRODUCED, _SIGNS_OFF, first=True),
    Cue(INTRODUCED, HERE_AFTER, first=True),
)
SUPPOSED: Final = (Cue(_AND_BEFORE, _ANY),)
SELF_BEFORE: Final = re.compile(r"(?:\bi'?m|\bi am|\bits|\bit'?s|this is|my name is|signed,?|me,|\() $|\($", re.I)
SIGNED_AFTER: Final = re.compile(
    r"[,.! )]*$|,? (?:aged?|(?:in|from) (?=year|yr|y ?\d|p ?\d|\d|form|class|reception))|, [^.!?]{1,25}\W*$", re.I
)

VERBISH: Final = word_set("will may mark hope chase rob bill drew pat peg wade sue frank rush")
_DEEDS: Final = (
    r"(?:kick(?:ed|s)|punch(?:ed|es)|push(?:ed|es)|shov(?:ed|es)|slap(?:ped|s)|scratche[ds]|bite?s?|spat|spits|stole|steals|"
    r"nicked|nicks|robbed|swore|swears|bull(?:ied|ies)|threatened|attacked|grabbed|cheat(?:ed|s)|lied|stinks|smells|"
    r"wets|wet (?:him|her)self|cried|cries|hurts?|called|isn't|wasn't|hasn't|didn't|won't)"
)
SUBJECT: Final = re.compile(
    rf"['\u2019]s\b|,? {_DEEDS}\b|"
    r",? (?:is|was|has|had|did|got|said|says|told|you|you're|wears|walks|goes|takes|needs|keeps|won|"
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
    r"as (?:his|her) (?:mum|dad)|(?:his|her|your) mother's|mothers are for|since \w+ was born|"
    r"me and \w+ (?:go|are|will|have)|(?:(?<!as )for |^|[.!?,] )(?:my|our) (?:\w+ )?(?:son|daughter|boy|girl|lad|lass)|"
    r"my (?:son|daughter)['\u2019]s)\b(?!(?:['\u2019]s)? (?:\w+ ){0,2}(?:friend|mate|pal|bully|bullies|classmate|"
    r"teacher|boyfriend|girlfriend|cousin|class|form|team)s?\b)",
    re.I,
)
# Before the name of a child whom the author's own is afraid of, was hit by, plays with, talks of.
OTHERS_BEFORE: Final = re.compile(
    r"\b(?:of|by|off|with|against|beside|near|behind|like|than|as|about|from|that|and|says|said|told|tells|hates?|fears?|"
    r"likes?|loves?|knows?|friends?|mates?|bully|bullies|classmate|teacher|invited?|blames?|when|because|but|"
    r"what) $",
    re.I,
)
TOWARDS: Final = re.compile(
    r"\b(?:to|let|told|poor|with|about|for|hi|hey|no|tell|ask|and|well done|that|invite|like|from|"
    r"(?:hit|bit|bitten|hurt|kicked|punched|pushed|slapped|scratched|bullied|threatened|robbed|picked on) by) $",
    re.I,
)
CHILD_BEFORE: Final = re.compile(r"\b(?:bachgen|teulu|merch|lassie|lad|boy|girl|kid|family|swine|brat) $", re.I)
NO_NAMES: Final = word_set("the that little wee young and is or but not tell ask it's if when our my")
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
    r"allerg\w+|medic\w+|wets?|worms|nits|lice|adopted|fostered|thick|stupid|fat|ugly|gay|weird|loser|snitch\w*|hate\w*|nobody|lie[sd]?|liar|lying|"
    r"rude|naughty|attitude|ringleader|menace|"
    r"disgust\w*|trouble|shame|spoil\w*|show.?off|greedy|wouldn'?t|keep .{0,20}away|kill|fight\w*|threat\w*|"
    r"blame\w*|fault|accus\w*|robbed|broke|"
    r"caught|chased|swore|swear\w*|insta\w*|snap\w*|tiktok|add me|pretty|moved|auntie'?s|wors[et]|pain|lost cause|"
    r"dropped|failed|meltdown|crush|boyfriend|girlfriend|pregnant|cut\w*|refuge|benefits|visa|lawyer|court|"
    r"dickhead|idiot|lol|haha\w*)\b|"
    r"[😂🤣💀😭🐍🤮🙄🖕🔪🤐👻🥱]",
    re.I,
)

# What is said of a child at a school rather than of somebody famous.
OF_A_PUPIL: Final = re.compile(
    r"\b(?:mine|(?:hits?|bites?|bit|kick\w*|punch\w*|push\w*|shov\w+|slap\w*|scratch\w*|spat (?:at|on)|stole|nicked|"
    r"took|robbed|bull\w+|hurts?|threatened|chased|grabbed|called|told|swore at|blame\w*) (?:\w+ ){0,2}?"
    r"(?:my|our|ours|me|him|her|them|the (?:little|other|younger) \w+)|little ones|class ?mates?|playground|"
    r"(?:his|her|our|my|their) (?:class|form|teacher)|(?:his|her) (?:mum|mam|dad|parents|nan)|"
    r"bull(?:y|ies|ied|ying)|detention\w*|exclu(?:ded|sions?)|expelled|suspended|"
    r"isolation|nits|lice|worms|wets?|stinks?|smells?|brat|feral|madam|autis\w+|adhd|ehcp|epilep\w*|fostered|adopted|"
    r"social (?:worker|services)|by (?:him|her)self|on (?:his|her) own|walks home|lives (?:at|on|in|near)|"
    rf"(?:in|from) {_CLASS})\b",
    re.I,
)
ACHIEVED: Final = re.compile(
    r"\b(?:award\w*|won|wins?|winn(?:ing|ers?)|champions?|prizes?|medals?|trophy|gold|silver|bronze|certificates?|elected|"
    r"selected|captain|represent\w*|scored|goals?|finals?|good luck|star of the|head (?:boy|girl|pupil))\b",
    re.I,
)
WARM: Final = re.compile(
    r"\b(?:congrat\w*|llongyfarchiadau|da iawn|well done|proud|delighted|brilliant|fantastic|wonderful|superb|"
    r"amazing)\b",
    re.I,
)
SPOILT: Final = re.compile(
    r"\b(?:but|not|\w{2,7}n['\u2019]?t|never|no|only|although|though|despite|because|shame|pity|joke|cheat\w*|how|why|"
    r"favou?rit\w*|apparently|somehow|unlike|instead|argument|fight|number|street|road|"
    r"close|home|house|next door|doors down|neighbours?|bus)\b|\?",
    re.I,
)

# "Jack and the Beanstalk", "Oliver Twist"; "Noah's Ark Farm Zoo"
TITLE_AFTER: Final = re.compile(r" (?:(?:(?:[Aa]nd|&) )?[Tt]he )?(?P<word>[A-Z][a-z]\w*)")
PLACE_OF: Final = re.compile(
    r"['\u2019]s? (?:[A-Z]\w{1,15} ){0,2}(?:Adventures?|Ark|Bakery|Bar(?! Mitzvah)|[Bb]arbers?|Beanstalk|Boutique|"
    r"Butchers?|Cafe|Café|Carpets|Castle|Chemist|[Cc]hippy|Coaches|Deli|Diner|Farm|Florists?|Grill|Garage|Kitchen|Medicine|"
    r"Pizza|Pharmacy|Playhouse|Pools?|[Rr]estaurant|[Ss]alon|[Tt]akeaway|Shop|Stores?|Surprise|Web|World|Zoo)\b"
)
MIXED_CASE: Final = re.compile(r"(?<![^\W_])[a-z][^\W\d_]{3}")
NO_TITLE: Final = word_set(
    "a about after again all also always am an and any anyone april are as ask asked at august be because been before "
    "bit boy bring but by call called came can christmas class come could dad dads december did diwali do does done "
    "easter eid february for form fri friday from get gets girl give go goes good got great had happy has have he "
    "head her here hi him his hit hits hope how i if in is it its january july june just keep keeps kicked let lol "
    "lost love made make mam march may me mine miss mon monday mr mrs ms mum mums my nan needs never nice no not "
    "november now nursery october of off on once one or our out over plays please pls poor punched pushed reception "
    "said sat saturday says see sent september she should so some sorry still stole sun sunday take tell thank thanks "
    "that the their them then there these they this thur thurs thursday to today told tomorrow tonight took tue tues "
    "tuesday up very wants was we wed wednesday well went were what when where which who why will with won would x xx "
    "xxx year yes you your yr"
)
ABBREVIATIONS: Final = word_set("am as at dt hr ht ict id in is it no of ok on or pa pe pm re ta tv uk us")

TITLE: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|sir|madam|coach|anti|auntie|uncle|nurse|pc|cllr|councillor|rev|father|mx|"
    r"st|saint|g[wŵ]yl)\.? ?$",
    re.I,
)
TITLE_INITIAL: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Mx) [A-Z]\b(?![a-z'\u2019])")
INITIAL_BEFORE: Final = re.compile(r"(?<![^\W_])([^\W\d_])(?:\. ?| )$")
INITIAL_AFTER: Final = re.compile(r" ([^\W\d_])(?![^\W_]|['\u2019](?!s\b))\.?")
INITIALS: Final = re.compile(
    r"(?<![^\W_])([A-Z])((?:\. ?| )?)([A-Z])(?![^\W_])\.?,?(?: (?:in|from|of))?(?: the)? \(?"
    r"(?:[Yy](?:ea)?r? ?\d{1,2} )?([A-Z][a-z]\w{1,20}|\d{1,2}[A-Z]{1,2}(?![^\W_]))"
)
CLASS_CODE: Final = re.compile(r"\d{1,2}[a-z]{1,2}")
DATE: Final = re.compile(r"(?:\d(?:st|nd|rd|th)?|\b(?:in|of|by|until|till|since|from|to|early|late|mid|on)) $")
ARTICLE: Final = re.compile(r"\b(?:the|that|little|wee|young|thon|these|those|them)(?: (?:wee|little|young|poor))? $")

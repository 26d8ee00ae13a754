"""Plain threats that no model may miss: "I will" + a violent act + somebody's body, close together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moderation.domain import Finding, Subject, View

INTENT = (
    r"(?:\b(?:i'?mm?a|il|iam (?:going? to|gonna))|(?<![\w,;:'\")]\s)(?<![\w'\"-])(?:gonna|gunna|going to)|"
    r"\b(?:i(?!s\b)|we|me and \w+|our \w+|my \w+)(?:'?ll| ll| will| shall|'?m going|(?:'?m| am|'?re| are|'?s| is)?"
    r" (?:so |just |literally |actually |really )?(?:going? to|gonna|gunna|gonny|about to|coming to|want to|wanna)))"
)
ACT = (
    r"kill|murder|stab|shank|shoot|knife|batter|bash|beat|bottle|punch|slap|smack|deck|kick|hit|strangle|choke|burn|torch"
    r"|knock|break|snap|smash|crack|cave|slit|cut|rip|glass|blow"
)
NO_VERB = r"(?!-(?:start|dry|off|up|out|down|in|over|back|on|about|box|proof|test)\b(?!-))"  # kick-start, blow-dry
WHOSE = r"(?:your|ur|ya|yer|his|her|their|[\w']+'s|some|both|a few)"
BODY = (
    r"(?:legs?|arms?|neck|nose|jaw|face|head|skull|teeth|throat|fingers|ribs|knee ?caps?|knees|lights out|spark out"
    r"|windows|house down|windscreen|tyres)\b(?! (?:paint\w*|masks?|bands?|holes?|cloths?|lice|teacher|of year))"
)
PARTS = rf"(?:{ACT}){NO_VERB}(?! on\b) (?:(?!(?:my|our|own)\b)[\w']+ ){{0,2}}?{WHOSE} (?:(?!own )[\w*]+ ){{0,2}}?{BODY}"
BLOW = r"punch|slap|smack|kick|hit|bash|batter|beat|bottle|glass|stab|shoot"
SOMEBODY = r"(?!it |this |these |some |more |the nail |an? )(?:[\w']+ ){1,3}?"
AT = rf"(?:{BLOW}){NO_VERB} {SOMEBODY}(?:in|on|round|across|over) (?:the|your|his|her|their) {BODY}"
OWN = (  # whose bones somebody fears for, rather than whose fists they promise
    r"\b(?:my|our) (?:son|daughter|child|kids?|girl|boy|lad|lass|toddler|baby|twins?|youngest|eldest|mum|mam|nan|gran)"
)
SURE, LIKELY = 0.95, 0.5
WARES = (
    r"(?:sausages?|fish|chips|halloumi|hedges?|weeds?|wasps?|ants|slugs|germs|bugs|nits|time|record|score|vibe|buzz|"
    r"mojo|appetite|battery|phone)"
)
SENDS = (  # "shoot you an email", "shoot your portraits"
    r"(?! (?:you|u|ya|him|her|them) (?:over|across|(?:an?|another|the|my|that) (?:\w+ )?(?:e-?mail|message|msg|text|"
    r"txt|dm|pm|line|link|note|reminder|invite|form|list|details|address|info|photo|pic|copy|quote)))"
    r"(?! (?:your|ur|his|her|their) (?:\w+ ){0,2}?(?:photos?|pictures?|pics|portraits?|headshots?|videos?|film)\b)"
)
NO_WARES = rf"(?! (?:[\w*]+ )?{WARES}\b)"
DEADLY = rf"(?:kill|stab|shoot{SENDS}|murder|batter)"
NOT_SELF = r"(?<!')(?!(?:i|i'll|we|we'll|you|u|ya)\b)(?<!my\s)(?<!our\s)"
DEAD = (
    r"\b(?:you'?re|ur|u r|you are|your|yr)(?: (?:so|both|all|fucking|actually|literally))? dead"
    r"(?= (?:if|when|next time|tomorrow|tonight)\b|[!.]| ?$| ?[\U0001f52a\U0001f44a\u26b0\u2620])"
)
WORKS_HERE = (
    r"(?:(?:the|that|this|our|your) (?:head(?:teacher)?|teacher|caretaker|principal|secretary)|(?:mrs?|miss|ms) \w+)\b"
    r"(?!')(?! (?:off|over|an?|some|the|another)\b)"
)
GETS = r"\b(?:getting|gets|going to get|gonna get|will get|'ll get|wants|needs|deserves)"
DONE = (
    r"(?:broken|smash(?:ed|ing)|caved|kick(?:ed|ing)|punch(?:ed|ing)|slapp(?:ed|ing)|bash(?:ed|ing)|slit|ripped|panned"
    r"|burnt|torched)"
)
MAIMED = r"(?:won'?t|will never|never) (?:ever |be able to )?walks? again"
WISHED = (  # photographs and films are shot, too
    r"(?:should|ought to|deserves? to|needs? to|want to see \w+) (?:all )?(?:be )?"
    r"(?:hanged|lynched|stabbed|castrated|strung up|gassed|shot(?! (?:in|on|at|with|from|by|for|against)\b))\b"
)
STRONG = r"(?: (?!not |never )[\w*]+)?"
SWORN = r"(?: (?:f[\w*]+|bloody|effing|actually|seriously|literally|personally))?"
PATTERNS = tuple(
    (re.compile(rule.replace(" ", r"(?:[\s,]{1,3}|[_-]{1,2})")), score, why)  # with hyphens they are the same words
    for rule, score, why in (
        (rf"(?!{OWN}\b){INTENT}{STRONG} (?:{PARTS}|{AT})", SURE, "a threat to somebody's body or home"),
        (rf"(?={OWN}\b){INTENT}{STRONG} (?:{PARTS}|{AT})", LIKELY, "perhaps a threat, perhaps an accident"),
        (rf"\b(?:you|u|ya)(?:'ll)? {MAIMED}\b", SURE, "a threat of lasting injury"),
        (rf"\bmake sure (?:[\w']+ ){{1,4}}{MAIMED}\b", SURE, "a threat of lasting injury"),
        (rf"{MAIMED} (?:when|once|after|if|by the time) (?:i|we|i'?m|we're)\b", SURE, "a threat of lasting injury"),
        (rf"\b{NOT_SELF}\w[\w']* {MAIMED}\b", LIKELY, "perhaps a threat of injury"),
        (r"\b(?:you'?re|ur|u r|you are|he'?s|she'?s) (?:a )?dead (?:man|woman|meat)\b", SURE, "a threat to a life"),
        (DEAD, LIKELY, "perhaps a threat to a life"),
        (rf"\b{WISHED}", LIKELY, "perhaps a wish of violence"),
        (rf"{GETS} {WHOSE} (?:(?!own )[\w*]+ )?{BODY} {DONE}\b", LIKELY, "perhaps a threat to somebody's body"),
        (rf"{INTENT}{SWORN} {DEADLY} (?:you|u|ya|(?:your|ur){NO_WARES})\b", SURE, "a threat to the reader"),
        (rf"{INTENT}{SWORN} {DEADLY} {WORKS_HERE}", LIKELY, "perhaps a threat to a member of staff"),
        (rf"{INTENT}{SWORN} {DEADLY} (?:him|her|them{NO_WARES})\b", LIKELY, "perhaps a threat"),
    )
)
QUOTED = frozenset("\"'")


def build() -> Threats:
    """The detector; it has no options."""
    return Threats("threats", frozenset({"threat"}))


@dataclass(frozen=True, slots=True)
class Threats:
    """Threat phrases on the folded text; each pattern looks at a bounded number of words, so it stays linear."""

    name: str
    categories: frozenset[str]

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """The findings of each subject; what stands right behind a quotation mark is somebody else's."""
        from moderation.models.respelling import read_twice

        return [read_twice(subject.folded, self._look) for subject in subjects]

    def _look(self, view: View) -> Iterator[Finding]:
        for pattern, score, why in PATTERNS:
            for match in pattern.finditer(view.text):
                if view.text[max(0, match.start() - 1) : match.start()] not in QUOTED:
                    span = view.span(*match.span())
                    yield Finding(category="threat", score=score, detector=self.name, why=why, span=span)

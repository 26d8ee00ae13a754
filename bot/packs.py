"""Policy packs in words that a headteacher can read: what each clause does, and what two packs do differently."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.staff import locale, words
from moderation.domain import Kind, Role
from moderation.policy.pack import Clause, Pack, Step

SHOWN = 60  # characters of a message that a table shows
LANGUAGES = {"en": "English", "cy": "Welsh"}
DOES = {
    Kind.HIDE: "the message is taken down",
    Kind.RESTRICT: "its author cannot post for a while",
    Kind.ALERT_DSL: "the safeguarding lead is told at once",
    Kind.WARN: "its author is told why, in private",
    Kind.SIGNPOST: "its author is told whom to speak to",
    Kind.NOTIFY_STAFF: "staff get a card to decide on",
    Kind.HOLD: "the message waits until staff approve it",
    Kind.LOCKDOWN: "the group is secured",
    Kind.LIFT: "a restriction is lifted",
    Kind.RESTORE: "the message is put back",
}
STEPS = {
    Step.TALK: "a conversation",
    Step.REMOVAL: "asking for it to be removed",
    Step.LETTER: "a letter",
    Step.MEETING: "a meeting",
    Step.COMPLAINTS: "the complaints procedure",
    Step.HOST_REPORT: "a report to the site's provider",
    Step.EVIDENCE: "keeping evidence",
    Step.DSL: "the safeguarding lead",
    Step.PREVENT: "PREVENT or Channel",
    Step.POLICE: "the Police",
    Step.EMERGENCY: "999",
    Step.LEGAL_ADVICE: "legal advice",
    Step.LEGAL_ACTION: "legal action",
    Step.SITE_BAN: "a ban from the site",
    Step.DISCIPLINE: "the disciplinary procedure",
    Step.OTHER: "anything else after advice",
}
PEOPLE = {Role.PARENT: "parents", Role.STAFF: "staff", Role.GOVERNOR: "governors", Role.PUPIL: "pupils"}


def listed(packs: Iterable[Pack], today: date) -> Table:
    """One row for each pack."""
    table = Table("Pack", "Policy", "Version", "Clauses", "Languages", "Posts wait", "To be reviewed")
    for pack in packs:
        languages = " and ".join(LANGUAGES[name] for name in pack.locales)
        row = (pack.name, pack.title, pack.version, str(len(pack.clause)), languages)
        _add(table, *row, "yes" if pack.premoderate else "no", _review(pack, today))
    return table


def shown(pack: Pack, today: date) -> Iterator[Text | Table]:
    """The whole pack: its head, then each clause with what breaks it and what follows."""
    yield Text(f"{pack.title}, version {pack.version}", style="bold")
    for name in pack.locales:
        yield Text(f"Told in {LANGUAGES[name]}; parents are pointed to {pack.contacts[name]}.")
    if pack.premoderate:
        yield Text("Every post waits until a member of staff approves it.")
    yield Text(f"To be reviewed: {_review(pack, today)}")
    yield from (Text(f"{name}: {said}") for name, said in _settings(pack).items())
    table = Table("Clause", "In the policy's words", "What breaks it", "What follows", "May go on to", show_lines=True)
    for clause in pack.clause:
        name = f"{clause.id}\n{clause.title}\n({clause.source})"
        _add(table, name, clause.words, breaks(clause, pack), follows(clause, pack), goes_on(clause, pack))
    yield table


def breaks(clause: Clause, pack: Pack) -> str:
    """What is looked for under a clause, whose messages it binds and from how sure a finding on."""
    lines = [f"{called(name)}{_sure(pack, name)}" for name in clause.categories]
    if clause.applies and clause.categories:
        lines.insert(0, f"Only messages by {_joined([PEOPLE[role] for role in clause.applies])}:")
    if clause.beside:
        lines.append(f"only together with {_joined([called(name) for name in clause.beside], 'or')}")
    if clause.spares:
        lines.append(f"never on its own: {_joined([called(name) for name in clause.spares])}")
    return "\n".join(lines) or "nothing by itself"


def follows(clause: Clause, pack: Pack) -> str:
    """What happens by itself when it is clear, what when it is not, and what the clause allows people to do."""
    lines = []
    if clause.categories and clause.hide == clause.review:
        lines.append(f"Always: {_done(clause, pack, clause.hide)}.")
    elif clause.categories:
        lines.append(f"When it is clear: {_done(clause, pack, clause.hide)}.")
        lines.append(f"When it is not: {_done(clause, pack, clause.review)}.")
    if clause.allows:
        lines.append(f"Lets the school act: {_joined([DOES[kind] for kind in clause.allows])}.")
    return "\n".join(lines)


def goes_on(clause: Clause, pack: Pack) -> str:
    """The steps a clause stands for, and the clauses it may lead to; each is a person's decision."""
    steps = [STEPS[step] for step in clause.steps]
    further = [f"{name} ({aim.title})" for name in clause.escalates if (aim := pack.find(name))]
    return "\n".join(steps + further)


def differences(one: Pack, two: Pack) -> Table:
    """What two packs do differently, by what they set for every clause and by what is found in a message."""
    table = Table("", one.name, two.name, show_lines=True)
    facts = _facts(one), _facts(two)
    for name in facts[0]:
        if facts[0][name] != facts[1][name]:
            _add(table, name, facts[0][name], facts[1][name])
    for category in sorted((one.categories() | two.categories()) - {one.harm.category, two.harm.category}):
        if _effect(category, one) != _effect(category, two):
            _add(table, called(category).capitalize(), _about(category, one), _about(category, two))
    return table


def tried(messages: Sequence[str], answers: Mapping[str, Sequence[Mapping[str, Any]]], packs: Sequence[Pack]) -> Table:
    """One row for each message that the packs treat differently; `answers` by pack name, in the messages' order."""
    table = Table("Message", *(pack.name for pack in packs), show_lines=True)
    for index, text in enumerate(messages):
        row = [outcome(answers[pack.name][index], pack) for pack in packs]
        if len(set(row)) > 1:
            _add(table, text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}\N{HORIZONTAL ELLIPSIS}", *row)
    return table


def outcome(answer: Mapping[str, Any], pack: Pack) -> str:
    """What becomes of one message under a pack: the clauses it is held against, and what follows."""
    if "error" in answer:
        return str(answer["error"])
    cited = [f"{name} {clause.title}" for name in answer["clauses"] if (clause := pack.find(name))]
    does = [f"- {DOES[Kind(action['kind'])]}" for action in answer["actions"]]
    return "\n".join(cited + does) or "stays"


def waits(packs: Iterable[Pack]) -> list[str]:
    """A line for each pack under which posts wait before anything else."""
    return [
        f"{pack.name}: every post that is not by staff waits until staff approve it."
        for pack in packs
        if pack.premoderate
    ]


def as_lines(text: str) -> list[tuple[str, str]]:
    """A file of messages as (JSON line, what to show of it): JSON Lines as for `check`, or plain text, a line each."""
    return [_as_line(line) for line in text.split("\n") if line.strip()]


def unread(text: str, answers: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is said of each line of a file that could not be judged, by its number in the file."""
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return [
        f"Not read, and not judged: line {number}: {answer['error'].partition(': ')[2]}"
        for number, answer in zip(numbers, answers, strict=True)
        if "error" in answer
    ]


def _add(table: Table, *cells: str) -> None:
    """A row of plain texts: a policy's "[name of school]" is no markup."""
    table.add_row(*map(Text, cells))


def _as_line(line: str) -> tuple[str, str]:
    if not line.lstrip().startswith("{"):
        return json.dumps({"text": line}), line
    try:
        return line, str(json.loads(line).get("text", ""))
    except json.JSONDecodeError:
        return line, "(not readable)"


def called(category: str) -> str:
    """A category in words."""
    return words.category(category, locale.load(locale.FIRST))


def _facts(pack: Pack) -> dict[str, str]:
    """What a pack sets once for all its clauses."""
    return {
        "Policy": f"{pack.title}, {pack.version}",
        "Languages": _joined([LANGUAGES[name] for name in pack.locales]),
        "Parents are pointed to": "\n".join(pack.contacts[name] for name in pack.locales),
        "Posts": "wait until staff approve them" if pack.premoderate else "are shown at once",
        "People may go on to": "\n".join(sorted({STEPS[step] for clause in pack.clause for step in clause.steps})),
        **_settings(pack),
    }


def _settings(pack: Pack) -> dict[str, str]:
    """What a pack sets in numbers once for all its clauses, and what it does not hold against whom."""
    harm, ladder, asks = pack.harm, pack.ladder, pack.ladder.asks
    exempt = [f"{PEOPLE[role]}: {_joined([called(name) for name in names])}" for role, names in pack.exempt.items()]
    surer = [f"; from {enough:.0%} where it has {called(name)}" for name, enough in harm.surer.items()]
    return {
        "The message as a whole": f"shown to staff from {harm.review:.0%} of harm, taken down from {harm.hide:.0%}, "
        f"the mean of its harm and of the worst thing found{''.join(surer)}",
        "Not held against": "; ".join(exempt) or "(everybody is held to everything)",
        "The ladder": f"points for a talk: {asks.talk}, a warning: {asks.warning}, a restriction of up to a day: "
        f"{asks.provisional}, a longer one: {asks.restriction}",
        "Points": f"{_joined(list(map(str, ladder.points)))} by gravity, {ladder.repeat_points} more for each repeat "
        f"within {ladder.repeat_days} days; they count for {ladder.expire_days} days",
        "Restrictions": f"by the machine for at most {ladder.provisional_hours} hours; without an end looked at after "
        f"{ladder.review_days} days; staff are asked {ladder.remind_hours} hours before one ends",
        "Appeals": f"for {pack.appeals.days} days",
    }


def _effect(category: str, pack: Pack) -> frozenset[tuple[object, ...]]:
    """What a category leads to, whatever the clauses are called."""
    clauses = [clause for clause in pack.clause if category in clause.categories]
    return frozenset(
        (_sure(pack, category), frozenset(c.applies), frozenset(c.beside), c.hide, c.review, c.restrict_hours)
        for c in clauses
    )


def _about(category: str, pack: Pack) -> str:
    clauses = [clause for clause in pack.clause if category in clause.categories]
    return "\n".join(
        f"{clause.id} {clause.title}{_whose(clause)}{_sure(pack, category)}\n{follows(clause, pack)}"
        for clause in clauses
    ) or ("not looked for")


def _whose(clause: Clause) -> str:
    return f", by {_joined([PEOPLE[role] for role in clause.applies])}" if clause.applies else ""


def _sure(pack: Pack, category: str) -> str:
    threshold = pack.thresholds[category]
    clear = f", clear from {threshold.hide:.0%}" if threshold.hide else ", clear only with the whole message"
    return f" (from {threshold.review:.0%}{clear})"


def _done(clause: Clause, pack: Pack, kinds: Iterable[Kind]) -> str:
    hours = int(pack.restriction(clause).total_seconds() // 3600)
    says = {**DOES, Kind.RESTRICT: f"its author cannot post for {hours} hours, until staff confirm or lift it"}
    return _joined([says[kind] for kind in kinds])


def _review(pack: Pack, today: date) -> str:
    if pack.review_by is None:
        return "no date given"
    return f"{pack.review_by:%-d %B %Y}{' (past: ask for the new version)' if pack.review_by < today else ''}"


def _joined(parts: Sequence[str], last: str = "and") -> str:
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)

"""What a roster costs per message: the same messages against 100, 5,000 and 50,000 made-up names, side by side."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from bot.check import Line
from moderation.detectors import names
from moderation.domain import Subject
from moderation.normalise import prepare
from moderation.roster import Person, Roster, parse

DATA = Path(__file__).parent / "data" / "messages"
SIZES, ROUNDS = (100, 5_000, 50_000), 7
STARTS, MIDDLES = ("Br", "Cal", "Dor", "El", "Fen", "Gwyn", "Har", "Is", "Jor", "Kel"), ("a", "e", "i", "o", "u")
ENDS = ("bert", "dan", "lyn", "mir")


def roster_costs() -> None:
    """Print one line: the time of one message with each size of roster, and the largest ratio to the smallest."""
    subjects = _subjects()
    detectors = [names.build(roster=_roster(size)) for size in SIZES]
    taken: list[list[float]] = [[] for _ in SIZES]
    for _ in range(ROUNDS):
        for times, detector in zip(taken, detectors, strict=True):
            times.append(_seconds(detector, subjects) / len(subjects))
    each = [statistics.median(times) for times in taken]
    shown = ", ".join(f"{size:,} names {seconds * 1e6:.0f} us" for size, seconds in zip(SIZES, each, strict=True))
    print(f"roster, each of {len(subjects)} messages: {shown}; ratio {max(each) / each[0]:.2f}")


def _subjects() -> list[Subject]:
    """The dev messages of every school, read as the detectors get them."""
    lines = [line for path in sorted(DATA.glob("*.dev.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [prepare(Line.model_validate_json(line).message(number)) for number, line in enumerate(lines)]


def _roster(size: int) -> Roster:
    """One school's people, and made-up pupils up to the size."""
    people = parse(DATA / "broadleaf.roster.csv").people
    chosen = random.Random(size)
    made_up = (
        Person(kind="pupil", given_name=_name(chosen), family_name=_name(chosen), group="Year 4")
        for _ in range(size - len(people))
    )
    return Roster((*people, *made_up))


def _name(chosen: random.Random) -> str:
    return "".join(chosen.choice(part) for part in (STARTS, MIDDLES, ENDS, MIDDLES, ENDS))


def _seconds(detector: names.Names, subjects: Sequence[Subject]) -> float:
    start = time.process_time()
    detector(subjects)
    return time.process_time() - start


if __name__ == "__main__":
    roster_costs()

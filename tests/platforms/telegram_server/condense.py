"""Condenses the official Bot API description into spec.json: facts only, no prose.

Run: `python tests/platforms/telegram_server/condense.py path/to/api.json`. The input is the machine-readable form of
https://core.telegram.org/bots/api kept at https://github.com/PaulSonOfLars/telegram-bot-api-spec (api.json).
What is kept: methods and types with their fields, whether a field is required, the values it is limited to, and its
bounds. Families that a moderation bot has no use for are left out; a type that is named but not kept is opaque.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

Json = dict[str, Any]

UNUSED_METHODS = re.compile(
    r"Gift|Star|Story|Business|Game|Passport|Invoice|Shipping|PreCheckout|Sticker(?!$)|PaidMedia|Checklist|SuggestedPost"
    r"|Rich|Inline|WebApp|Prepared|Verif|ManagedBot|Guest|Draft|Subscription|Boost|ProfileAudio|LivePhoto"
)
UNUSED_TYPES = re.compile(
    r"(?<!Accepted)Gift|Star(?!t)|Story|Business|Game|Passport|Invoice|Shipping|PreCheckout|PaidMedia|PaidMessage|DirectMessage"
    r"|Checklist|SuggestedPost|Rich|Inline(?!Keyboard)|ChosenInline|Giveaway|Background|VideoChat|Payment|ManagedBot"
    r"|Encrypted|Boost(?!Added)|LivePhoto|OrderInfo|Affiliate|Transaction|Revenue|UserRating"
)
LISTED = re.compile(r"(?:always|must be(?: one of)?|one of|can be(?: either)?|either) (?=\")")
QUOTED = re.compile(r'"([^"]+)"')
BARE = re.compile(r"must be ([a-z_]+)$")
LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)(?: after (entit))?")
VALUES = re.compile(r"[Vv]alues between (\d+)-(\d+)")
ITEMS = re.compile(r"(?:list of|include) (\d+)-(\d+)")


def choices(prose: str) -> list[str]:
    """The values a field is limited to, in the order given; empty when the description lists none."""
    found = LISTED.search(prose)
    if found:
        sentence = re.split(r"(?<=[\"\w])\. ", prose[found.end() :])[0]
        return QUOTED.findall(sentence)
    return BARE.findall(prose)


def bounds(prose: str) -> Json:
    """Length in characters or bytes (before or after entities are parsed), numeric range, number of items."""
    facts: Json = {}
    if found := LENGTH.search(prose):
        facts["parsed" if found[4] else found[3]] = [int(found[1]), int(found[2])]
    if found := VALUES.search(prose):
        facts["range"] = [int(found[1]), int(found[2])]
    if found := ITEMS.search(prose):
        facts["items"] = [int(found[1]), int(found[2])]
    return facts


def field_facts(field: Json) -> Json:
    """One field or parameter: its type expression, whether it is required, its choices and bounds."""
    facts: Json = {"type": "|".join(field["types"])}
    if field.get("required"):
        facts["required"] = True
    prose = field.get("description", "")
    if "String" in facts["type"] and (listed := choices(prose)):
        facts["choices"] = listed
    return facts | bounds(prose)


def fields_of(entry: Json) -> Json:
    """All fields of a type or parameters of a method, by name."""
    return {field["name"]: field_facts(field) for field in entry.get("fields", [])}


def condense(api: Json) -> Json:
    """The whole description as facts: `{"version", "methods", "types"}`."""
    methods = {
        name: {"returns": "|".join(entry["returns"]), "fields": fields_of(entry)}
        for name, entry in api["methods"].items()
        if not UNUSED_METHODS.search(name)
    }
    types = {
        name: {"subtypes": entry["subtypes"]} if "subtypes" in entry else {"fields": fields_of(entry)}
        for name, entry in api["types"].items()
        if not UNUSED_TYPES.search(name)
    }
    return {"version": api["version"], "methods": methods, "types": types}


def rendered(spec: Json) -> str:
    """JSON with one method or type a line, so that a new version shows as a readable difference."""
    parts = [f'{{"version": {json.dumps(spec["version"])}']
    for section in ("methods", "types"):
        rows = (f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in spec[section].items())
        parts.append(f'"{section}": {{\n' + ",\n".join(rows) + "\n}")
    return ",\n".join(parts) + "}\n"


def main() -> None:
    """Read the description named on the command line and write spec.json beside this file."""
    parser = argparse.ArgumentParser(description="Condense the Bot API description (api.json) into spec.json.")
    parser.add_argument("api", type=Path, help="path of api.json")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("spec.json"))
    given = parser.parse_args()
    given.out.write_text(rendered(condense(json.loads(given.api.read_text("utf-8")))), "utf-8")


if __name__ == "__main__":
    main()

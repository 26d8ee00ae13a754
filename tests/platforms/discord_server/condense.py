"""Read Discord's official openapi.json and write spec.json: what a request may look like, facts only.

Usage: python tests/platforms/discord_server/condense.py OPENAPI_JSON > tests/platforms/discord_server/spec.json
Source: github.com/discord/discord-api-spec, specs/openapi.json (MIT, (c) 2023 Discord).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]

WANTED = re.compile(
    r"^/(gateway(/bot)?|applications/@me|oauth2/applications/@me|interactions/.*|voice/regions"
    r"|applications/\{application_id\}(/commands.*|/guilds/.*|/emojis)?"
    r"|channels/\{channel_id\}(/(?!polls|recipients|send-soundboard|voice-status|followers).*)?"
    r"|guilds/\{guild_id\}(/(audit-logs|auto-moderation|bans|bulk-ban|channels|emojis|incident-actions|integrations"
    r"|invites|members|messages/search|onboarding|preview|prune|roles|scheduled-events|stickers|templates|threads"
    r"|vanity-url|voice-states|webhooks|welcome-screen|regions).*)?"
    r"|invites/\{code\}|soundboard-default-sounds|users/.*|webhooks/.*)$"
)
UNWANTED = re.compile(r"/(connections|role-connection|entitlements|github|slack)$")
SOURCE = "github.com/discord/discord-api-spec specs/openapi.json (MIT, (c) 2023 Discord), condensed"
METHODS = ("get", "post", "put", "patch", "delete")
BODIES = {
    "application/json": "json",
    "multipart/form-data": "multipart",
    "application/x-www-form-urlencoded": "form",
}
KEPT = (
    *("type", "const", "enum", "required", "pattern", "uniqueItems", "minimum", "maximum"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
)
FORMATS = ("snowflake", "date-time")


def reference(name: str) -> str:
    """A pointer into spec.json from a pointer into openapi.json."""
    return "#/schemas/" + name.rsplit("/", 1)[1]


def condense(schema: Json) -> Json:
    """A schema without prose; a list of named constants becomes a plain enum."""
    if "$ref" in schema:
        return {"$ref": reference(schema["$ref"])}
    out = {key: schema[key] for key in KEPT if key in schema}
    if schema.get("format") in FORMATS:
        out["format"] = schema["format"]
    if "properties" in schema:
        out["properties"] = {name: condense(value) for name, value in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            out[key] = condense(schema[key])
    options = [option for key in ("oneOf", "anyOf") for option in schema.get(key, ())]
    if options and all("const" in option for option in options):
        out["enum"] = [option["const"] for option in options]
    elif options:
        out["anyOf"] = [condense(option) for option in options]
    if "allOf" in schema and "enum" not in schema:
        out["allOf"] = [condense(option) for option in schema["allOf"]]
    return out


def operation(found: Json) -> Json:
    """What one method of one path takes: query parameters, body, and in which encodings."""
    out: Json = {}
    query = {item["name"]: item for item in found.get("parameters", ()) if item["in"] == "query"}
    if query:
        out["query"] = {name: condense(item["schema"]) for name, item in query.items()}
        required = [name for name, item in query.items() if item.get("required")]
        out |= {"required_query": required} if required else {}
    body = found.get("requestBody", {})
    content = {BODIES[kind]: value["schema"] for kind, value in body.get("content", {}).items() if kind in BODIES}
    if content:
        out["encodings"] = sorted(content)
        out["body"] = condense(content.get("json", next(iter(content.values()))))
        out["body_required"] = bool(body.get("required"))
    return out


def path_item(found: Json) -> Json:
    """All methods of one path, and what its placeholders must be."""
    params = {item["name"]: condense(item["schema"]) for item in found.get("parameters", ()) if item["in"] == "path"}
    methods = {method.upper(): operation(found[method]) for method in METHODS if method in found}
    return {"params": params, **methods} if params else methods


def references(value: object) -> set[str]:
    """The names of every schema mentioned anywhere in a value."""
    if isinstance(value, dict):
        here = {value["$ref"].rsplit("/", 1)[1]} if "$ref" in value else set()
        return here.union(*(references(part) for part in value.values()))
    return set().union(*(references(part) for part in value)) if isinstance(value, list) else set()


def reachable(paths: Json, schemas: Json) -> Json:
    """The condensed schemas that the paths need, directly or not."""
    out: Json = {}
    waiting = references(paths)
    while waiting:
        name = waiting.pop()
        out[name] = condense(schemas[name])
        waiting |= references(out[name]) - out.keys()
    return dict(sorted(out.items()))


def compact(value: object) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def lines(table: Json) -> str:
    """A JSON object with one entry a line, so that a later version differs where it differs."""
    return "{\n" + ",\n".join(f"{compact(name)}:{compact(table[name])}" for name in sorted(table)) + "\n}"


def main() -> None:
    """Write the condensed description of the file named by the only argument to standard output."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {Path(__file__).name} OPENAPI_JSON > spec.json")
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    wanted = {name: item for name, item in source["paths"].items() if WANTED.match(name) and not UNWANTED.search(name)}
    paths = {name: path_item(item) for name, item in wanted.items()}
    schemas = reachable(paths, source["components"]["schemas"])
    sys.stdout.write(f'{{"source":{compact(SOURCE)},\n"paths":{lines(paths)},\n"schemas":{lines(schemas)}}}\n')


if __name__ == "__main__":
    main()

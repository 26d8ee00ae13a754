"""Text with entities: HTML and both Markdowns as https://core.telegram.org/bots/api#formatting-options has them.

Offsets and lengths of entities count UTF-16 code units.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.telegram_server.errors import ApiError, bad_request

Json = dict[str, Any]
HTML_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
MARKS = {"*": "bold", "__": "underline", "_": "italic", "~": "strikethrough", "||": "spoiler", "`": "code"}
RESERVED = set("_*[]()~`>#+-=|{}.!")
TOKEN = re.compile(r"<(/?)([a-zA-Z-]+)((?:\s+[^<>]*)?)>|(&[#\w]+;)|([^<&]+|[<&])")
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
MARKDOWN = re.compile(r"\\(.)|(```)|(__|\|\||[*_~`])|(!?\[)|\]\(([^)]*)\)|(^>)|(.)", re.DOTALL | re.MULTILINE)
LEGACY = re.compile(
    r"\\([_*`\[])|```(.*?)```|(?!```)([_*`])(.*?)\3|\[([^\]]*)\](?:\(([^)]*)\))?|([_*`\[])|(.)", re.DOTALL
)
LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
EMOJI_LINK = "tg://emoji?id="
FOUND = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://[^\s<>\"]+|\b(?:www\.|t\.me/)[^\s<>\"]+)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)"
    r"|(?P<mention>(?<!\w)@\w{4,32})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
    r"|(?P<phone_number>(?<![\w+])\+\d[\d ]{7,14}\d)"
)


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Building:
    """Text being read, with the entities that are open and those that are done."""

    text: str = ""
    open: list[tuple[str, str, int, Json]] = field(default_factory=list)
    done: list[Json] = field(default_factory=list)

    def begin(self, mark: str, kind: str, **extra: Any) -> None:
        """Open an entity; `mark` must close it."""
        self.open.append((mark, kind, units(self.text), extra))

    def end(self, **extra: Any) -> None:
        """Close the innermost entity; an empty one vanishes."""
        _, kind, start, known = self.open.pop()
        if length := units(self.text) - start:
            self.done.append({"type": kind, "offset": start, "length": length} | known | extra)

    def finished(self) -> tuple[str, list[Json]]:
        """The text without white space around it, and its entities in order."""
        kept = self.text.strip()
        cut = units(self.text) - units(self.text.lstrip())
        moved = [_clip(entity, -cut, units(kept)) for entity in self.done]
        return kept, sorted((e for e in moved if e["length"] > 0), key=lambda e: (e["offset"], -e["length"]))


def _clip(entity: Json, shift: int, size: int) -> Json:
    start = max(0, entity["offset"] + shift)
    end = min(size, entity["offset"] + shift + entity["length"])
    return entity | {"offset": start, "length": end - start}


def _cannot(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")


def from_html(text: str) -> tuple[str, list[Json]]:
    """HTML as the platform reads it. Raises ApiError for an unknown, unclosed or wrongly closed tag."""
    building = Building()
    for token in TOKEN.finditer(text):
        closing, tag, attributes, reference, plain = token.groups()
        if tag:
            _html_tag(building, tag.lower(), attributes, closing=bool(closing))
        elif plain == "<":
            at = len(text[: token.start()].encode())
            raise _cannot(f'Unsupported start tag "" at byte offset {at}')
        else:
            building.text += html.unescape(reference) if reference else plain
    if building.open:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{building.open[-1][0]}"')
    return building.finished()


def _html_tag(building: Building, tag: str, attributes: str, *, closing: bool) -> None:
    at = len(building.text.encode())
    if closing:
        if not building.open or building.open[-1][0] != tag:
            raise _cannot(f"Unmatched end tag at byte offset {at}")
        return building.end()
    given = {m[1]: m[2] or m[3] or m[4] or "" for m in ATTRIBUTE.finditer(attributes)}
    if tag not in HTML_TAGS or (tag == "span" and given.get("class") != "tg-spoiler"):
        raise _cannot(f'Unsupported start tag "{tag}" at byte offset {at}')
    extra = {"url": html.unescape(given.get("href", ""))} if tag == "a" else {}
    kind = "expandable_blockquote" if tag == "blockquote" and "expandable" in given else HTML_TAGS[tag]
    return building.begin(tag, kind, **extra | ({"custom_emoji_id": given["emoji-id"]} if "emoji-id" in given else {}))


def from_markdown(text: str) -> tuple[str, list[Json]]:
    """MarkdownV2. Raises ApiError for an unescaped reserved character or an entity that does not end."""
    building = Building()
    for token in MARKDOWN.finditer(text):
        escaped, fence, mark, bracket, url, quote, plain = token.groups()
        inside = building.open[-1][0] if building.open else ""
        if inside in ("`", "```") and (mark or fence) != inside:
            building.text += escaped or token.group()
        elif mark or fence:
            _markdown_mark(building, mark or fence)
        elif bracket:
            building.begin(bracket, "text_link" if bracket == "[" else "custom_emoji")
        elif url is not None and inside == "[":
            building.end(url=url)
        elif url is not None and inside == "![":
            building.end(custom_emoji_id=url.removeprefix(EMOJI_LINK))
        elif quote:
            building.begin(">", "blockquote")
        else:
            _markdown_plain(building, escaped, plain or token.group() * (not escaped))
    while building.open and building.open[-1][0] == ">":
        building.end()
    if building.open:
        kind = building.open[-1][1].replace("_", "").capitalize()
        raise _cannot(f"Can't find end of {kind} entity at byte offset {building.open[-1][2]}")
    return building.finished()


def _markdown_mark(building: Building, mark: str) -> None:
    if building.open and building.open[-1][0] == mark:
        building.end(**(_coded(building) if mark == "```" else {}))
    else:
        building.begin(mark, "pre" if mark == "```" else MARKS[mark])


def _markdown_plain(building: Building, escaped: str | None, plain: str) -> None:
    if not escaped and plain[:1] in RESERVED:
        raise _cannot(f"Character '{plain[0]}' is reserved and must be escaped with the preceding '\\'")
    if plain == "\n" and building.open and building.open[-1][0] == ">":
        building.end()
    building.text += escaped or plain


def _coded(building: Building) -> Json:
    """What a block of code says about itself: its first word is a language when something follows it."""
    start = building.open[-1][2]
    body = building.text.encode("utf-16-le")[2 * start :].decode("utf-16-le")
    language, code = _code(body)
    building.text = building.text.removesuffix(body) + code
    return {"language": language} if language else {}


def _code(body: str) -> tuple[str, str]:
    found = LANGUAGE.match(body)
    language = found[1] if found else ""
    return language, body[len(language) :].removeprefix("\n")


def from_legacy_markdown(text: str) -> tuple[str, list[Json]]:
    """Markdown of the first kind: nothing is reserved or nested. Raises ApiError for an entity that does not end."""
    building = Building()
    for token in LEGACY.finditer(text):
        escaped, code, mark, marked, label, url, unclosed, plain = token.groups()
        if unclosed:
            at = len(text[: token.start()].encode())
            raise _cannot(f"Can't find end of the entity starting at byte offset {at}")
        if code is not None:
            language, body = _code(code)
            _whole(building, "pre", body, **({"language": language} if language else {}))
        elif mark:
            _whole(building, MARKS[mark], marked)
        elif label is not None:
            _whole(building, "text_link", label, url=label if url is None else url)
        else:
            building.text += escaped or plain
    return building.finished()


def _whole(building: Building, kind: str, text: str, **extra: Any) -> None:
    building.begin(kind, kind, **extra)
    building.text += text
    building.end()


def detected(text: str, known: list[Json]) -> list[Json]:
    """Links, mentions, commands and the like that the platform finds by itself outside the entities known."""
    found: list[Json] = []
    for hit in FOUND.finditer(text):
        start, length = units(text[: hit.start()]), units(hit.group())
        clash = any(e["offset"] < start + length and start < e["offset"] + e["length"] for e in known)
        if not clash and hit.lastgroup:
            found.append({"type": hit.lastgroup, "offset": start, "length": length})
    return sorted(known + found, key=lambda e: (e["offset"], -e["length"]))


def formatted(text: str, mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """A text as the platform keeps it, from a parse mode or ready entities. Raises ApiError."""
    match (mode or "").lower():
        case "html":
            kept, known = from_html(text)
        case "markdownv2":
            kept, known = from_markdown(text)
        case "markdown":
            kept, known = from_legacy_markdown(text)
        case "":
            building = Building(text=text, done=[dict(e) for e in entities or []])
            kept, known = building.finished()
        case _:
            raise bad_request("unsupported parse_mode")
    return kept, detected(kept, known)

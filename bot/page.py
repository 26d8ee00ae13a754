"""A card as a page of HTML that stands alone: in an e-mail, or in a file."""

from __future__ import annotations

import re
from html import escape

from bot.staff.cards import Card

# Reads on a phone (headings above their words), in grey and in the dark; a mail program may drop all of it.
STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 sans-serif;font-variant-numeric:tabular-nums;color:#111;background:#fff;"
    "max-width:54rem;margin:1rem auto;padding:0 1rem}"
    "h1{font-size:1.35rem;line-height:1.3}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{padding:.45rem .6rem;text-align:left;vertical-align:top}td{overflow-wrap:anywhere}"
    "main>table>tbody>tr{border-bottom:1px solid #999}th{width:34%;font-weight:600}"
    "td table{max-width:30rem}td td{padding:0 0 .3rem}td td+td{text-align:right;white-space:nowrap;padding-left:1rem}"
    "small{display:block;color:#444}"
    "img{max-width:100%;height:auto;background:#fff}"
    "@media(max-width:34rem){main>table>tbody>tr>*{display:block;width:auto;padding:.4rem 0 0}"
    "main>table>tbody>tr>td{padding:0 0 .5rem}}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}small{color:#bbb}}"
)
# A line that ends in a number, and what is said of it in brackets.
NUMBERED = re.compile(r"(?P<name>.+?): (?P<number>\d[^():]*?|fewer than \d+)(?: \((?P<more>.+)\))?")
HTML = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title>
<style>{style}</style></head>
<body><main>
<h1>{title}</h1>
<table>
{rows}
</table>
{picture}
</main></body>
</html>
"""


def page(card: Card, picture: str = "") -> str:
    """The card's fields as a table. `picture`: the chart's address (cid: or data:), "" for none."""
    rows = [f'<tr><th scope="row">{escape(name)}</th><td>{_lines(words)}</td></tr>' for name, words in card.fields]
    image = f'<p><img src="{escape(picture)}" alt="{escape(described(card))}"></p>' if picture else ""
    return HTML.format(title=escape(card.title), style=STYLE, rows="\n".join(rows), picture=image)


def described(card: Card) -> str:
    """What the chart shows, for whoever does not see it."""
    words = dict(card.fields)
    wanted = [
        f"{name}: {words[name]}" for name in ("New cases in the last weeks", "New cases by clause") if name in words
    ]
    return ". ".join(["Chart of the numbers above", *wanted]).replace("\n", "; ")


def _lines(words: str) -> str:
    """Lines that all end in numbers stand as a table, so that the numbers stand under one another."""
    lines = words.splitlines()
    found = [match for line in lines if (match := NUMBERED.fullmatch(line))]
    if not found or len(found) < len(lines):
        return "<br>".join(escape(line) for line in lines)
    return f"<table>{''.join(map(_row, found))}</table>"


def _row(line: re.Match[str]) -> str:
    more = f"<small>{escape(line['more'])}</small>" if line["more"] else ""
    return f"<tr><td>{escape(line['name'])}{more}</td><td>{escape(line['number'])}</td></tr>"

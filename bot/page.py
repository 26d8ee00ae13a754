"""A card as a page of HTML that stands alone: in an e-mail, or in a file."""

from __future__ import annotations

import re
from html import escape

from bot.staff.cards import Card
from bot.staff.locale import Locale, load

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
# A line that ends in a number, or in the words for a small one, and what is said of it in brackets.
NUMBERED = r"(?P<name>.+?): (?P<number>\d[^():]*?|{fewer})(?: \((?P<more>.+)\))?"
HTML = """<!doctype html>
<html lang="{language}">
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
    locale = load(card.locale)
    numbered = _numbered(locale)
    rows = [
        f'<tr><th scope="row">{escape(name)}</th><td>{_lines(words, numbered)}</td></tr>' for name, words in card.fields
    ]
    image = f'<p><img src="{escape(picture)}" alt="{escape(described(card))}"></p>' if picture else ""
    language = locale.text("digest-page-language")
    return HTML.format(language=language, title=escape(card.title), style=STYLE, rows="\n".join(rows), picture=image)


def described(card: Card) -> str:
    """What the chart shows, for whoever does not see it."""
    said, words = load(card.locale).text, dict(card.fields)
    wanted = [f"{name}: {words[name]}" for name in (said("digest-trend"), said("digest-by-clause")) if name in words]
    return ". ".join([said("digest-chart-said"), *wanted]).replace("\n", "; ")


def _numbered(locale: Locale) -> re.Pattern[str]:
    fewer = re.escape(locale.text("digest-fewer", least=0)).replace("0", r"\d+")
    return re.compile(NUMBERED.format(fewer=fewer))


def _lines(words: str, numbered: re.Pattern[str]) -> str:
    """Lines that all end in numbers stand as a table, so that the numbers stand under one another."""
    lines = words.splitlines()
    found = [match for line in lines if (match := numbered.fullmatch(line))]
    if not found or len(found) < len(lines):
        return "<br>".join(escape(line) for line in lines)
    return f"<table>{''.join(map(_row, found))}</table>"


def _row(line: re.Match[str]) -> str:
    more = f"<small>{escape(line['more'])}</small>" if line["more"] else ""
    return f"<tr><td>{escape(line['name'])}{more}</td><td>{escape(line['number'])}</td></tr>"

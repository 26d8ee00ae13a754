"""`check`: an answer for every line in order; a bad line is named and the rest goes on."""

import json

import pytest

from bot.check import check, dumps
from bot.intake import Judge
from tests.unit.test_pipeline import CATEGORIES, DETECTORS, PACK

JUDGE = Judge(DETECTORS, PACK)


def answers(*lines):
    return list(check([line if isinstance(line, str | bytes) else json.dumps(line) for line in lines], JUDGE))


def test_each_line_is_answered_in_order_with_every_key():
    found = answers({"id": "a", "text": "I will punch him"}, {"id": 7, "text": "Lost: a glove"}, {"text": "moan"})
    assert [a["id"] for a in found] == ["a", "7", "3"]
    assert [a["action"] for a in found] == ["hide", "allow", "hide"]
    assert found[0]["clauses"] == ["4.2.6"]
    assert found[0]["categories"] == ["threat"]
    assert found[0]["scores"] == dict.fromkeys(sorted(CATEGORIES), 0.0) | {"harm": 0.9, "threat": 0.9}
    assert found[0]["findings"][0]["span"] == (7, 12)
    assert {"kind": "restrict", "clause": "4.2.6", "hours": 24.0} in found[0]["actions"]


BAD = [
    ("not JSON", "{", "line"),
    ("no text", '{"id": "x"}', "text"),
    ("text that is a number", '{"text": 5}', "text"),
    ("attachments that are no list", '{"text": "a", "attachments": "photo"}', "attachments"),
    ("a list instead of an object", "[1]", "line"),
    ("text that is not UTF-8", '{"text": "caf\xe9"}'.encode("latin-1"), "line: not UTF-8; save it as UTF-8"),
    ("text in UTF-16", '{"text": "a"}\n'.encode("utf-16")[:-1], "line"),
    ("brackets in brackets", "[" * 100_000, "line: not a message"),
    ("thousands of digits", f'{{"id": {"9" * 5000}, "text": "a"}}', "line: not a message"),
    ("an id that is a list", '{"id": ["a"], "text": "b"}', "id"),
    ("an id that is neither", '{"id": true, "text": "b"}', "id"),
]


@pytest.mark.parametrize(("what", "line", "field"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_line_is_named_with_number_and_field_and_the_rest_goes_on(what, line, field):
    found = answers({"id": "a", "text": "hello"}, line, {"id": "c", "text": "punch"})
    assert [a.get("id") for a in found] == ["a", None, "c"]
    assert found[1]["line"] == 2
    assert f"line 2: {field}" in found[1]["error"]


ODD = {
    "an empty text": "",
    "4,000 characters": "word " * 800,
    "all emoji": "😀" * 200,
    "right-to-left text": "مرحبا بالجميع في المدرسة",
    "a lone surrogate": "\ud83d hello",
    "control characters": "a\x00b\x07c\u202ed",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_judged_like_any_other(text):
    assert answers({"text": text})[0]["action"] == "allow"


def test_the_byte_order_mark_that_windows_writes_is_passed_over():
    assert answers(json.dumps({"id": "a", "text": "punch"}).encode("utf-8-sig"))[0]["action"] == "hide"


def test_an_id_that_is_null_is_the_lines_number():
    assert [a["id"] for a in answers({"text": "a"}, {"id": None, "text": "b"}, {"id": 1.5, "text": "c"})] == [
        "1",
        "2",
        "1.5",
    ]


HALF = '{"id": "\\ud83d", "text": "punch", "author": "\\ud83d", "channel": "\\ud83d", "reply_to": "\\ud83d"}'


def test_half_a_character_anywhere_in_a_line_can_be_answered():
    (found,) = answers(HALF[:-1] + ', "attachments": ["\\ud83d", {"kind": "photo", "text": "\\ud83d"}]}')
    assert json.loads(dumps(found))["id"] == "\ufffd"


def test_more_lines_than_a_batch_keep_their_order():
    found = answers(*({"id": str(n), "text": "punch" if n % 7 == 0 else "hello"} for n in range(100)))
    assert [a["id"] for a in found] == [str(n) for n in range(100)]
    assert [a["action"] == "hide" for a in found] == [n % 7 == 0 for n in range(100)]

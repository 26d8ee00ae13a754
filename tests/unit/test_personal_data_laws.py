"""Laws of every recogniser: its table is whole, time is linear, spans are true, and what is masked is gone."""

import inspect
import re
import runpy
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from moderation.detectors import personal_data
from moderation.domain import Author, Message, Ref
from moderation.normalise import clean_view, folded_view, prepare
from moderation.recognisers import facts, innocent, load, ownership, shared
from moderation.redact import mask

ROWS = 12
LONGEST = 4000  # characters a platform lets a message have
YARD = 250_000  # numbers summed up: 5 ms on the core where a recogniser may take 20 ms
MOST = 4  # yards; 0.5 to 2 are usual
REVIEW = 0.45
DETECTOR = personal_data.build()
ALL = load.recognisers()
WHOSE = (ownership.whose, ownership.is_said)
LOOKS = {
    **{type(one).__name__: one.look for one in ALL},
    "facts": facts.look,
    "innocent": lambda text: innocent.only(text, 2026),
    "ownership": lambda text: [whose(text, len(text) // 2, len(text) // 2 + 11) for whose in WHOSE],
    "shared": lambda text: shared.look(text, {"photo", "document", "location"}, names_somebody=True),
}


def tables():
    """Every table in the files beside this one, by the recogniser's name."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("test_personal_data_*.py")):
        if path != Path(__file__):
            module = runpy.run_path(str(path))
            for name in module.get("FOUND", {}):
                found[name] = (module["FOUND"][name], module["NOT_FOUND"][name])
    return found


def test_every_recogniser_has_a_table_of_twelve_different_rows_of_each_kind():
    counts = {name: [len(set(rows)) for rows in both] for name, both in tables().items()}
    assert set(counts) == {type(one).__name__ for one in ALL}
    assert {name: both for name, both in counts.items() if min(both) < ROWS} == {}


def test_every_file_of_recognisers_is_loaded():
    folder = Path(inspect.getfile(load)).parent
    files = {path.stem for path in folder.glob("*.py") if re.search(r"^RECOGNISERS\b", path.read_text("utf-8"), re.M)}
    assert files == {type(one).__module__.rpartition(".")[2] for one in ALL}


def taken(work):
    """Seconds of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def is_slow(look, text):
    """Whether looking takes more than so many yards, each of six times beside a yard: others slow a core too."""
    return all(taken(lambda: look(text)) > MOST * taken(lambda: sum(range(YARD))) for _ in range(6))


UNITS = (
    "1", "0 7 ", "07700 900 ", "07700 900123 ", "oh seven ", "double ", "a@", "a ", "a.", "12 apple bear ",
    "x at y dot ",
    "AB12 CDE ", "AB12CDE ", "0.0.", "01/02/2015 ", "Ab 01/02/2015 ", "he has adhd ", "Mr Aa has adhd and ",
    "@", "_", "-",
    "one two Road ", "k e a n @ ", "GB12 ABCD ", "12-34-56 ", "12-34-56 1234 5678 ", "insta is ", "\n", "(", "street ",
    "12 a street ", "DA16 7BN ", "14 Mill Lane DA16 7BN ", "a@b.c ", "+44", "flat 3 ",
    "number 4 ", "at no. 4 ", "3 heol a ",
    "O0Il|", "that boy ", "aa's mum ", "4111 1111 ", "1.1.1.1 ", "x.com/@", "@aa ", "999 999 9999 ", "QQ123456C ",
    "C301764832971 ", "AB1234567 passport ", "MORGA657054SM9IJ ", "tagged ", "twenty ", "ten account ", "Aa 1/1/15, ",
    "12th Jan ", "order no 1A 2 ", "Year 3-", "£1.", "my number is ", "Mr Aa's ",
    "Aa nuts, ", "Aa 1, ", "A one, ", "077\n", "07 then ", " .", "é", "你", "\u200b",
)  # fmt: skip


@pytest.mark.parametrize("name", LOOKS)
def test_no_repetition_makes_a_recogniser_slow(name):
    assert [unit for unit in UNITS if is_slow(LOOKS[name], (unit * LONGEST)[:LONGEST])] == []


@settings(max_examples=15, deadline=None)
@given(units=st.lists(st.sampled_from(UNITS) | st.text(max_size=8), min_size=1, max_size=6))
@pytest.mark.parametrize("name", LOOKS)
def test_no_mixture_makes_a_recogniser_slow(name, units):
    unit = "".join(units)
    assume(unit)
    assert not is_slow(LOOKS[name], (unit * LONGEST)[:LONGEST])


def findings(text):
    message = Message(
        ref=Ref(platform="test", chat="1", message="1"),
        group="1",
        author=Author(user="1"),
        text=text,
        sent_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    return DETECTOR([prepare(message)])[0]


VALUES = {
    "her mobile is {}, ring her": ("07700 900123", "07700900123", "+44 7700 900662", "020 7946 0145"),
    "his e-mail is {} if you want it": ("tasha_omotayo@gmail.com", "mrs.smith@oakfield.bham.sch.uk"),
    "she lives at {} with her mum": ("14 Orchard Rise", "22b Mill Lane", "5 Heol y Capel"),
    "her NHS number is {} he said": ("999 398 2598", "9993982598"),
    "her national insurance is {} he said": ("QQ 12 34 56 C", "AB123456A"),
    "his UPN is {} she said": ("C301764832971",),
    "her dob is {} he said": ("17/03/2009", "3 March 2014"),
    "his card is {} he said": ("4111 1111 1111 1111",),
    "his bank is {} he said": ("20-46-91 88213067", "GB82WEST12345698765432"),
    "her car is {} he said": ("GK19 XPT",),
    "his passport is {} she said": ("123456789",),
    "his licence is {} she said": ("MORGA657054SM9IJ",),
}
PAIRS = [(sentence, value) for sentence, values in VALUES.items() for value in values]
ALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "A": "А", "B": "В", "C": "С", "M": "М"}
DISGUISES = (
    lambda char: char,
    lambda char: f"{char}\u200b",
    lambda char: f"{char}\u2060\ufe0f",
    lambda char: chr(ord(char) + 0xFEE0) if char.isalnum() and char.isascii() else char,
    lambda char: chr(0x1D7D8 + int(char)) if char.isdigit() else char,
    lambda char: f"{char}\ufe0f\u20e3" if char.isdigit() else char,
    lambda char: "\u00a0" if char == " " else char,
    lambda char: ALIKE.get(char, char),
)


@settings(max_examples=150, deadline=None)
@given(pair=st.sampled_from(PAIRS), data=st.data())
def test_masking_removes_a_disguised_value_from_every_view(pair, data):
    sentence, value = pair
    ways = data.draw(st.lists(st.sampled_from(DISGUISES), min_size=1, max_size=2))
    worn = "".join(ways[at % len(ways)](char) for at, char in enumerate(value))
    text = sentence.format(worn)
    counted = [one for one in findings(text) if one.score >= REVIEW]
    masked = mask(text, counted)
    clean = clean_view(masked)
    for view in (masked, clean.text, folded_view(clean).text):
        assert value.lower() not in view.lower()
        assert worn not in view
        assert bare(value) not in bare(view)


def bare(text):
    return "".join(filter(str.isalnum, text.lower()))


@pytest.mark.parametrize(("sentence", "value"), PAIRS)
def test_an_explanation_names_recogniser_and_kind_and_never_the_value(sentence, value):
    counted = [one for one in findings(sentence.format(value)) if one.score >= REVIEW]
    assert counted
    for one in counted:
        kind, _, rest = one.why.partition(" (")
        assert kind
        assert rest.partition(")")[0] in LOOKS | {"Facts": 0, "Shared": 0}
        assert not any(word in one.why.lower().split() for word in value.lower().split())


PIECES = st.sampled_from([*UNITS, *(value for _, value in PAIRS)])
ANY = st.text(max_size=300) | st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=80, deadline=None)
@given(text=ANY)
@example(text="her mobile 0\u200b7700 900123")
def test_spans_point_into_the_raw_text_at_what_was_found(text):
    for one in findings(text):
        if one.span is not None:
            start, end = one.span
            assert 0 <= start < end <= len(text)
            assert clean_view(text[start:end]).text.strip()


@settings(max_examples=60, deadline=None)
@given(text=ANY)
def test_what_is_masked_has_no_value_left_where_it_was(text):
    found = [one for one in findings(text) if one.span]
    masked = mask(text, found)
    for one in found:
        assert f"[{one.why.partition(' (')[0]}]" in masked or any(
            other.span[0] <= one.span[1] and one.span[0] <= other.span[1] for other in found if other is not one
        )

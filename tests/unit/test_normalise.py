"""The readings detectors share: what is undone, what is left alone, and the laws of the offsets."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.domain import Author, Message, Ref
from moderation.normalise import clean_view, folded_view, prepare

CLEANED = [
    ("sum\u200bmer ra\u200be", "summer rae"),
    ("\u202eevil\u202c", "evil"),
    ("he\u00adllo", "hello"),
    ("ѕhаnеllе g", "shanelle g"),
    ("Pаtriоtic", "Patriotic"),
    ("рау me for lunch", "pay me for lunch"),
    ("𝓗𝓮𝓵𝓵𝓸 𝟘𝟟𝟟𝟘𝟘", "Hello 07700"),
    ("Ｈｅｌｌｏ １２３", "Hello 123"),
    ("ʜᴇʟʟᴏ", "hello"),
    ("🅷🅴🅻🅻🅾", "HELLO"),
    ("ⓗⓔⓛⓛⓞ", "hello"),
    ("1️⃣2️⃣", "12"),
    ("٠٧٧٠٠", "07700"),
    ("0̶7̶7̶", "077"),
    ("h\u0336e\u0336l\u0336l\u0336o\u0336", "hello"),
    ("cafe\u0301", "café"),
    ("a\u0301\u0302\u0303\u0304\u0305\u0306", "á"),
    ("\U000e0041\U000e0042tag", "tag"),
    ("ɑɡe", "age"),
    ("I\u2019ll say \u201cno\u201d, don\u00b4t", "I'll say \"no\", don't"),  # as phones type them
    ("Mary\u2011Jane, 07700\u2010900\u2011123, \u22123", "Mary-Jane, 07700-900-123, -3"),  # as word processors do
]
KEPT = [
    "ŵ ŷ Siôn Llŷr Bŵm",
    "Привет, мама! Сон",
    "Καλημέρα σε όλους",
    "مرحبا بكم",
    "नमस्ते आप कैसे हैं",
    "Zażółć gęślą jaźń",
    "naïve café Zoë",
    "Year 4B at 4.15pm, £3.50",
    "👨👩👧 🏳🌈",
    "",
]
FOLDED = [
    ("j4yden br00ks is a n1ghtmare", "jayden brooks is a nightmare"),
    ("h@rvey stubb$", "harvey stubbs"),
    ("n0b0dy l1kes y0u", "nobody likes you"),
    ("l o s e r", "loser"),
    ("l.o.s.e.r", "loser"),
    ("s*t*u*p*i*d", "stupid"),
    ("s🔥t🔥u🔥p🔥i🔥d", "stupid"),
    ("st😀upid", "stupid"),
    ("looooser", "loser"),
    ("killllll", "kill"),
    ("a$$", "ass"),
    ("L O O O O S E R", "loser"),
    ("SHOUTING", "shouting"),
]
UNFOLDED = [
    "07700 900123",
    "da16 7bn",
    "year 4b",
    "11.30am 7h u13",
    "room 12, 15:40",
    "loser's school committee",
    "u r a star",
    "great😀thanks",
    "p4c and ks2",
    "a4 paper, 1st 2nd 3rd",
    "office@school.sch.uk",
    "ŵ ŷ siôn",
]


def message(text):
    ref = Ref(platform="test", chat="1", message="1")
    return Message(ref=ref, group="1", author=Author(user="1"), text=text, sent_at=datetime(2026, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize(("raw", "clean"), CLEANED)
def test_what_hides_a_word_from_a_reader_program_is_undone(raw, clean):
    assert clean_view(raw).text == clean


@pytest.mark.parametrize("raw", KEPT)
def test_other_languages_and_accents_are_kept(raw):
    assert clean_view(raw).text == raw


@pytest.mark.parametrize(("raw", "folded"), FOLDED)
def test_leet_spacing_and_repeats_are_folded(raw, folded):
    assert folded_view(clean_view(raw)).text == folded


@pytest.mark.parametrize("raw", UNFOLDED)
def test_numbers_codes_and_plain_words_are_not(raw):
    assert folded_view(clean_view(raw)).text == raw


def test_a_span_covers_what_was_removed_inside_it():
    subject = prepare(message("xx sum\u200bmer yy"))
    start = subject.clean.text.index("summer")
    assert subject.clean.span(start, start + 6) == (3, 10)


def test_a_spaced_word_spans_all_its_letters():
    raw = "you l o s e r!"
    folded = prepare(message(raw)).folded
    start = folded.text.index("loser")
    begin, end = folded.span(start, start + 5)
    assert raw[begin:end] == "l o s e r"


ANY_TEXT = st.text(st.characters(), max_size=120)
MIXED = st.lists(
    st.sampled_from(
        ["h4te", "l o l", "ѕ", "a", "\u200b", "\u0301", "😀", " ", "$", "07700", "İ", "ß", "ﷺ", "½", "\ud800"]
    ),
    max_size=40,
)


@given(st.one_of(ANY_TEXT, MIXED.map("".join)))
@example("İ")
@example("\ud800\u0301")
@example("ﷺ" * 30)
def test_offsets_are_monotone_and_end_at_the_length_of_the_raw_text(raw):
    subject = prepare(message(raw))
    for view in (subject.clean, subject.folded):
        assert len(view.offsets) == len(view.text) + 1
        assert view.offsets[-1] == len(raw)
        assert list(view.offsets) == sorted(view.offsets)


@given(st.one_of(ANY_TEXT, MIXED.map("".join)), st.data())
def test_every_span_lies_in_the_raw_text(raw, data):
    for view in (prepare(message(raw)).clean, prepare(message(raw)).folded):
        start = data.draw(st.integers(0, len(view.text)))
        end = data.draw(st.integers(start, len(view.text)))
        begin, stop = view.span(start, end)
        assert 0 <= begin <= stop <= len(raw)


@given(st.text(st.characters(codec="latin-1"), max_size=120))
def test_a_clean_text_is_its_own_clean_text(raw):
    once = clean_view(raw).text
    assert clean_view(once).text == once


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120))
def test_printable_ascii_is_clean_already(raw):
    assert clean_view(raw).text == raw


@given(ANY_TEXT)
def test_nothing_invisible_is_left(raw):
    assert not any(char in clean_view(raw).text for char in "\u200b\u200c\u200d\u202e\ufeff\ufe0f\u2060\u00ad")

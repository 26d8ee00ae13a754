"""The readings detectors share: what is undone, what is left alone, and the laws of the offsets."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.domain import Author, Message, Ref
from moderation.normalise import clean_view, folded_view, prepare
from moderation.normalise_shown import shown

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
    ("sτυριd", "stupid"),  # drawn letters among Latin ones
    ("ѕтυρι", "stupi"),  # two alphabets in one word
    ("ғᴜᴄᴋ", "fuck"),
    ("ᎷᎡᏚ ᎢᎬᎬ", "MRS TEE"),
    ("pa\u2800ki", "pa ki"),  # an empty Braille cell is seen as a space
    ("I\u2019ll say \u201cno\u201d, don\u00b4t", "I'll say \"no\", don't"),  # as phones type them
    ("Mary\u2011Jane, 07700\u2010900\u2011123, \u22123", "Mary-Jane, 07700-900-123, -3"),  # as word processors do
]
KEPT = [
    "ŵ ŷ Siôn Llŷr Bŵm",
    "Привет, мама! Сон",
    "Καλημέρα σε όλους",
    "ευχαριστώ, see you, και thanks to all of you",
    "千山万水 and エコ",
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
    ("k.i.l.l y.o.u", "kill you"),  # the same sign within words, a space between them
    ("I . w . i . l . l k . i . l . l", "iwill kill"),
    ("y-o-u a-r-e s-t-u-p-i-d, M-r-s", "you are stupid, mrs"),
    ("t.h.e.y a.r.e i.n", "they are in"),  # short words as well, where others are spelt
    ("s/t/u/p/i/d", "stupid"),
    ("a f.r.i.e.n.d", "a friend"),
    ("sh00t", "shoot"),
    ("s'l'u'g's", "slugs"),
    ("[s][l][u][g]", "slug"),
    ("s\nl\nu\ng", "slug"),
    ("ssllooww", "slow"),
    ("ffffuuuunnnn", "fun"),
    ("kkiillll", "kill"),
    ("||they lie||", "they lie"),  # a spoiler
    ("**they** l**i**e", "they lie"),
    ("```they lie```", "they lie"),
    ("[they lie](https://x.org/cakes)", "they lie"),
    ("https://x.org/s?q=they+lie+to%20us", " q they lie to us"),
    ("#TheyLieToUs", "#they lie to us"),
    ("TheyLieToUs", "they lie to us"),
    ("THEY 👏 LIE 👏 TO 👏 US", "they lie to us"),
    ("l(i)e and st(r)ip", "lie and strip"),
    ("fu.ck you", "fuck you"),
    ("sh.it bi+ch st-vpid", "shit bitch stupid"),
    ("fu ck you", "fuck you"),
    ("f🍆ck b!tch sh1t ni99er", "fuck bitch shit nigger"),
    ("'st(u)pid', k-ill.", "'stupid', kill."),
    ("#killallmuslims", "#kill all muslims"),
    ("i w i l l k i l l y o u", "i will kill you"),
]
SHOWN = [
    ("\u202eevil\u202c, no", "live, no"),  # what an override shows
    ("pɐǝɥ ǝɥʇ", "the head"),
    ("ʞɔnɟ the lot", "fuck the lot"),
    ("🇰🇮🇱🇱 🇾🇴🇺", "kill you"),
    ("uoy llik", "you kill"),
    ("ㄒ卄乇 卄乇卂ᗪ", "the head"),
]
NOT_SHOWN = ["🇬🇧 🇵🇱", "/ʃɪp/ and /wʌn/", "tell the gals that bats sleep", "Izan and Nadia", "ew evol loohcs"]
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
    "a/b/c, and/or, his/her",
    "a, b, c, d",
    "e.g. 4 p.m.",
    "rock'n'roll",
    "mr mckenzie and mcdonald",
    "order code pak1",
    "does pe do swimming",
    "we have pe.do they need kit",
    "who re the trip, papa ji had to be head of year",
    "raspberry pi keys",
    "the speech therapist",
    "skillset and scunthorpe",
    "child(ren) and parent(s)",
    "f**k",
    "https://forms.gle/abc123xyz?usp=sf_link&t=12",
    "https://maps.google.com/?q=hollybank+primary",
    "spring 🌸 fair 🎈 today",
    "x+y=10",
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


@pytest.mark.parametrize(("raw", "read"), SHOWN)
def test_the_folded_text_is_what_readers_see(raw, read):
    assert prepare(message(raw)).folded.text == read


@pytest.mark.parametrize("raw", NOT_SHOWN)
def test_flags_phonetics_and_other_words_are_not_turned(raw):
    assert shown(raw) == raw


def test_a_word_that_was_broken_spans_all_its_pieces():
    raw = "go, fu.ck!ing head, s(t)upid"
    folded = prepare(message(raw)).folded
    for word, written in (("fucking", "fu.ck!ing"), ("stupid", "s(t)upid")):
        start = folded.text.index(word)
        begin, end = folded.span(start, start + len(word))
        assert raw[begin:end] == written


def test_words_run_together_span_themselves():
    folded = prepare(message("#KillThemAll")).folded
    start = folded.text.index("them")
    assert folded.span(start, start + 4) == (5, 9)


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
        [
            *["h4te", "l o l", "ѕ", "a", "\u200b", "\u0301", "😀", " ", "$", "07700", "İ", "ß", "ﷺ", "½", "\ud800"],
            *["\u202e", "\u202c", "ǝʇ", "🇬", "||", "**", "#AbCd", "fu.", "ck ", "llik", "aabbcc", "(a)", "?q=a+b+c+d "],
            *["https://a", "[a](www.b)", "willkillyou", "\n", "ı̇", "K!"],
        ]
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


UNITS = [
    "a|",
    "||",
    "**a",
    "`",
    "[a](www.",
    "a.",
    "a\n",
    "a_",
    "a🔥",
    "http://a?b+c+d+",
    "ǝ",
    "🇬",
    "aab",
    "kill",
    "f*",
    "(a)",
]


@pytest.mark.parametrize("unit", [*UNITS, "\u202e", "fu ck ", "a ", "#Aa", "ѕε", "~~a", "a b."])
def test_folding_takes_linear_time(unit):
    start = time.process_time()
    prepare(message(unit * (16000 // len(unit))))
    assert time.process_time() - start < 1.0, "a pattern is no longer linear (usual: 0.1 s for 16,000 characters)"

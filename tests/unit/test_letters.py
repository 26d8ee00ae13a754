"""What stands in each letter, in both formats, and what never does."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.letters.masking import Masker
from bot.letters.office import LetterError, draw
from bot.letters.sheet import LETTERS
from bot.ports.letters import Letterhead
from moderation.domain import Finding, Kind
from moderation.policy.ladder import Rung
from moderation.roster import parse
from tests.platforms.letters import HEAD, HELD, NOW, case, matter, office, pdf_text, word_text

KINDS = sorted(office().kinds)
PEOPLE = parse(
    "kind,given_name,family_name,known_as,title,role,class,photo_consent,naming_consent\n"
    "staff,Helen,Marsden,Mrs Marsden,Mrs,Headteacher,,,\n"
    "pupil,Callum,Whitaker,,,,Year 4 Oaks,no,no\n"
    "pupil,Will,Rowntree,,,,Year 4 Oaks,no,no\n"
).people
NOTE = "Tuesday 24 November at 3.30 pm"
SAID = [
    ("warning", "5.1.1", "Please remove this message", "I will break his legs"),
    ("meeting", NOTE, "You may bring somebody with you"),
    ("restriction", "Saturday 21 November 2026 at 10:30", "a threat", "ask us to look at it again"),
    ("lifting", "You can post in Hollybank parents again", "Wednesday 18 November 2026 at 10:30"),
    ("host", "900/1234", "501", "formal complaint", "I will break his legs"),
    ("police", "ring 999", "501", "a written warning", "I will break his legs"),
    ("prevent", "PREVENT", "501", NOTE, "I will break his legs"),
]


def written(kind, about=None, *locales, **more):
    about = about or case("I will break his legs", "Ann Parent", *([Kind.LIFT] if kind == "lifting" else []))
    return office().write(kind, matter(about, *locales, note=NOTE, rung=Rung.WARNING, **more), at=NOW)


def texts(letter):
    files = draw(letter, NOW)
    return word_text(files["docx"]), pdf_text(files["pdf"])


@pytest.mark.parametrize(("kind", "said"), [(row[0], row[1:]) for row in SAID], ids=[row[0] for row in SAID])
def test_both_formats_say_what_the_letter_is_for_and_where_it_comes_from(kind, said):
    for text in texts(written(kind)):
        for words in (*said, HEAD.name, "HB1 2CD", "Our reference: case 7", "DRAFT", "nobody has signed this letter"):
            assert words in " ".join(text.split())


def test_every_kind_is_told_about_above():
    assert sorted(row[0] for row in SAID) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_in_two_languages_the_first_comes_first_and_both_say_the_same_facts(kind):
    letter = written(kind, None, "cy", "en")
    assert [sheet.language for sheet in letter.sheets] == ["cy-GB", "en-GB"]
    welsh, english = ("\n".join(block.text for block in sheet.blocks) for sheet in letter.sheets)
    assert len(letter.sheets[0].blocks) == len(letter.sheets[1].blocks)
    assert welsh != english
    assert "DRAFFT" in texts(letter)[1]


def test_only_what_the_kind_needs_is_quoted():
    for kind in ("meeting", "restriction", "lifting"):
        assert "legs" not in "".join(texts(written(kind)))


def test_welsh_letters_are_drawn_and_can_be_read_back():
    about = case("Dŵr, tŷ a sêr")
    for text in texts(written("police", about, "cy")):
        assert "Dŵr, tŷ a sêr" in text
        assert "dydd Mercher 18 Tachwedd 2026" in text
        assert "grŵp" in text


def test_a_signed_letter_says_by_whom_and_when_and_has_no_mark_of_a_draft():
    draft = written("warning", None, "cy", "en")
    kept = LETTERS.validate_json(LETTERS.dump_json(draft))
    final = office().sign(kept, by="Mr Teach", at=NOW + timedelta(days=1))
    assert [sheet.blocks for sheet in final.sheets] == [sheet.blocks for sheet in draft.sheets]
    for text in texts(final):
        assert "Signed off by Mr Teach on Thursday 19 November 2026." in text
        assert "Cymeradwywyd gan Mr Teach ar dydd Iau 19 Tachwedd 2026." in text
        for mark in ("DRAFT", "DRAFFT", "nobody has signed"):
            assert mark not in text


def test_the_word_document_can_be_read_aloud():
    document = Document(BytesIO(draw(written("warning", None, "cy", "en"), NOW)["docx"]))
    assert document.core_properties.language == "cy-GB"
    assert document.core_properties.author == HEAD.name
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Heading 1") == 2
    assert styles.count("Heading 2") >= 8
    languages = {one.get(f"{one.tag[: one.tag.index('}') + 1]}val") for one in document.element.iter("{*}lang")}
    assert {"cy-GB", "en-GB"} <= languages
    fields = [one.get(f"{one.tag[: one.tag.index('}') + 1]}instr") for s in document.sections for one in footer(s)]
    assert fields == ["PAGE", "NUMPAGES"] * 2


def footer(section):
    return section.footer._element.iter("{*}fldSimple")


def test_the_pdf_has_language_title_bookmarks_and_embedded_fonts():
    reader = PdfReader(BytesIO(draw(written("warning"), NOW)["pdf"]))
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.metadata.title == "A message in Hollybank parents"
    assert "What happened" in [entry.title for entry in reader.outline]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    kinds = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert all("/FontFile2" in kind for kind in kinds)
    assert [f"Page {n} of {len(reader.pages)}" in page.extract_text() for n, page in enumerate(reader.pages, 1)]
    assert "Page 2 of 2" in reader.pages[1].extract_text()


def test_a_paragraph_without_its_fact_and_a_heading_without_paragraphs_are_left_out():
    bare = case()
    bare = type(bare)(**{name: getattr(bare, name) for name in bare.__slots__} | {"outcomes": ()})
    letter = office().write("warning", matter(bare, held=None), at=NOW)
    shown = [block.text for block in letter.sheets[0].blocks]
    assert "What we have done" not in shown
    assert not any("{" in text for text in shown)
    assert "What happened" in shown


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("restriction", {"held": None}, "a restriction of this case began"),
        ("restriction", {"held": replace(HELD, case=9)}, "a restriction of this case began"),
        ("lifting", {}, "was lifted"),
        ("meeting", {"note": ""}, "what staff add"),
        ("poem", {}, "There are: host"),
    ],
)
def test_a_letter_that_makes_no_sense_is_refused_and_says_what_is_missing(kind, more, why):
    with pytest.raises(LetterError, match=why):
        office().write(kind, matter(**({"note": NOTE} | more)), at=NOW)


def test_staff_say_whom_a_letter_is_to():
    sheet = written("warning", to="Ms A. Parent\n1 High Street\n").sheets[0]
    assert sheet.to == ("Ms A. Parent", "1 High Street")
    assert sheet.blocks[0].text == "Dear Ms A. Parent,"
    assert written("police").sheets[0].to == ("The Police",)


MASKED = [
    ("Callum Whitaker hit him", "[name] hit him"),
    ("cal\u200dlum and W h i t a k e r", "[name]"),
    ("CALLUM's dad, Whitaker's mum", "[name]'s dad, [name]'s mum"),
    ("Mrs Marsden and helen", "[name] and [name]"),
    ("Cal\x00lum", "[name]"),
    ("I will see Will there", "I will see [name] there"),
    ("ring me, Ann Parent", "ring me, Ann Parent"),
]


@pytest.mark.parametrize(("said", "shown"), MASKED, ids=range(len(MASKED)))
def test_other_peoples_names_are_masked_and_the_authors_is_not(said, shown):
    quoted = [block.text for block in written("warning", case(said), people=PEOPLE).sheets[0].blocks]
    assert any(shown in text for text in quoted)


def test_two_pupils_who_together_bear_a_famous_name_are_masked():
    rows = "kind,given_name,family_name\npupil,Jamie,Ash\npupil,Oliver,Ash\npupil,Harry,Ash\npupil,Jack,Ash\n"
    mask = Masker(parse(rows).people)
    assert mask("Jamie Oliver bit my son and Harry laughed") == "[name] [name] bit my son and [name] laughed"
    assert mask("Jack Black cried") == "[name] Black cried"


def test_personal_data_found_in_the_message_is_masked_and_what_it_threatens_is_not():
    about = case("ring 07700 900123 or I break his legs")
    found = (
        Finding(category="personal_data", score=0.9, detector="x", why="phone number (UK)", span=(5, 17)),
        Finding(category="threat", score=0.9, detector="x", why="threat", span=(21, 38)),
    )
    decision = type(about.decision)(pack="trust", pack_version="3", clauses=("4.2.6",), findings=found)
    about = type(about)(**{name: getattr(about, name) for name in about.__slots__} | {"decision": decision})
    text = "".join(block.text for block in written("police", about).sheets[0].blocks)
    assert "ring [phone number] or I break his legs" in text


def test_whoever_signs_may_be_named_in_what_staff_add():
    letter = office().write("meeting", matter(note="with H. Marsden and Callum", people=PEOPLE), at=NOW)
    assert "with H. Marsden and [name]" in [block.text for block in letter.sheets[0].blocks]


@pytest.mark.parametrize("kind", ["meeting", "prevent"])
def test_staff_may_be_named_in_what_staff_add_and_children_may_not(kind):
    note = "Mrs Marsden knows the family; Callum's brother, too"
    letter = office().write(kind, matter(case("x"), note=note, people=PEOPLE), at=NOW)
    assert "Mrs Marsden knows the family; [name]'s brother, too" in [block.text for block in letter.sheets[0].blocks]


GIVEN = "Zebulon Quillon Tamsyn Ottoline Perpetua Ximena Bartholomew".split()
FAMILY = "Wintergreen Oxenholme Featherstonehaugh Abernethy Quux-Vane O'Hanrahan".split()
ROSTER = parse(
    "kind,given_name,family_name,title\n"
    + "\n".join(
        f"{'staff' if i % 3 == 0 else 'pupil'},{g},{f},Mr" for i, (g, f) in enumerate(zip(GIVEN, FAMILY, strict=False))
    )
).people
NAMES = [*GIVEN[: len(FAMILY)], *FAMILY]
CASES = st.sampled_from([str, str.lower, str.upper, str.title])
PUPILS = [name for person in ROSTER if person.is_pupil for name in (person.given_name, person.family_name)]


def pieces(names):
    named = st.builds(lambda name, form: form(name), st.sampled_from(names), CASES)
    return st.one_of(named, st.sampled_from("and the dad of in Year 4 , . ! said 12 \n \U0001f595 شكرا".split(" ")))


@settings(max_examples=25, deadline=None)
@given(
    words=st.lists(pieces(NAMES), max_size=25),
    note=st.lists(pieces(PUPILS), max_size=8),
    author=st.sampled_from(["Ann", *NAMES]),
)
def test_no_name_on_the_roster_but_the_addressees_is_in_any_letter(words, note, author):
    about = case(f"So: {' '.join(words)}", f"{author} P", Kind.LIFT)
    for kind in KINDS:
        letter = office_().write(kind, matter(about, people=ROSTER, note=f"Note: {' '.join(note)}"), at=NOW)
        said = LETTERS.dump_json(letter).decode().casefold()
        assert [name for name in NAMES if name != author and name.casefold() in said] == []


def office_(known=[]):  # noqa: B006 (read once for all examples)
    known.append(known[0] if known else office())
    return known[0]


TEXT = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Co", "Mn", "So", "Lo"]), max_size=60),
    st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=40), st.integers(1, 200)),
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(message=TEXT, name=TEXT, note=TEXT)
def test_whatever_people_write_both_files_are_whole(message, name, note):
    letter = office_().write("police", matter(case(f"<{message}>", f"={name[:60]}="), note=f"({note})"), at=NOW)
    files = draw(letter, NOW)
    assert "Our reference: case 7" in word_text(files["docx"])
    assert "Our reference: case 7" in pdf_text(files["pdf"])


@pytest.mark.parametrize(
    "sign", ["?", "\u2605", "\u2460", "\u0301 "], ids=["question mark", "star", "number", "accent"]
)
def test_a_message_of_signs_alone_is_drawn_however_long(sign):
    letter = office_().write("police", matter(case(sign * 4000)), at=NOW)
    assert "Our reference: case 7" in pdf_text(draw(letter, NOW)["pdf"])


def test_a_message_cannot_fill_in_placeholders_or_turn_the_letter_round():
    text = "".join(texts(written("police", case("{school} {0} \u202eevil"))))
    assert "{school} {0} evil" in text


def test_signs_the_font_does_not_have_are_named_in_the_pdf_and_kept_for_word():
    word, pdf = texts(written("police", case("বাংলা \U0001f9d1\u200d\U0001f3eb \U0001f595")))
    assert "বাংলা" in word
    assert "[bengali script] [adult][school] [reversed hand with middle finger extended]" in pdf


def test_a_school_that_has_filled_in_nothing_still_gets_a_letter():
    bare = type(office())(languages=office().languages, letterhead=Letterhead(name="Hollybank"))
    for text in texts(bare.write("warning", matter(), at=NOW)):
        assert "telephone us" not in text
        assert "Hollybank" in text

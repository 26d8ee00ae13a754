"""Slurs and gross insults: sure when used, also alone, disguised or in other languages; told of, they are nothing."""

from datetime import UTC, datetime

import pytest

from moderation.detectors.slurs import LIKELY, SURE, build
from moderation.domain import Author, Message, Ref
from moderation.normalise import prepare

DETECTOR = build()
USED = [
    ("a slur alone", "nigger", "discrimination"),
    ("another alone", "Wog", "discrimination"),
    ("a short one alone", "mong", "discrimination"),
    ("in the plural", "more pikeys at the gate", "discrimination"),
    ("with digits for letters", "dirty g1ppos", "discrimination"),
    ("with spaces", "p a k i s", "discrimination"),
    ("with stars", "what a f*ggot", "discrimination"),
    ("with a sign inside", "p\u200baki shop kid", "discrimination"),
    ("about disability", "bunch of spastics in that class", "discrimination"),
    ("Polish slur", "te ciapaki z naprzeciwka", "discrimination"),
    ("Welsh slur", "Twll din pob Sais", "discrimination"),
    ("sworn at", "oh fuck off Karen", "obscene"),
    ("an insult", "the woman in the office is a cunt", "obscene"),
    ("Polish insult", "spierdalaj kobieto", "obscene"),
    ("Hindi insult", "madarchod teacher", "obscene"),
    ("Punjabi insult spelt otherwise", "bhenchod hai yeh", "obscene"),
    ("Romanian insult", "muie la toti", "obscene"),
    ("Arabic insult", "ya ibn el sharmouta", "obscene"),
    ("Arabic letters", "كس امك", "obscene"),
    ("Turkish insult", "siktir git buradan", "obscene"),
    ("Spanish insult", "hijo de puta el director", "obscene"),
    ("French insult", "ta gueule toi", "obscene"),
    ("Welsh insult", "Coc oen wyt ti", "obscene"),
    ("Welsh with an accent", "TWLL DÎN i chi gyd", "obscene"),
    ("Chinese insult", "你是傻逼", "obscene"),
    ("told to die", "just kill yourself", "bullying"),
    ("told to die in letters", "kys", "bullying"),
]
COARSE = ["what a twat", "kurwa, the strój na wf is at home again", "you absolute wanker"]
TOLD = [
    ("what was shouted", "a man shouted paki at my mum outside the shop"),
    ("what somebody was called", "He was called a faggot on the bus and nobody did anything"),
    ("what was seen", "we saw paki written on the wall"),
    ("a request", "Please don't use the word spastic in here"),
    ("in quotation marks", "who wrote \u201cpikey\u201d on the shed"),
    ("in others", "Na ścianie było \u201eciapaki\u201d"),
    ("an explanation", "Kurwa is a swear word in Polish, in case the kids ask"),
]
OTHER = [
    ("a cat", "Has anyone seen our Maine Coon? She is called Misty"),
    ("a raccoon", "the raccoon costume is for Tuesday"),
    ("light", "a chink of light under the hall door"),
    ("armour", "that's the chink in their armour"),
    ("food", "two faggots and peas from the Welsh butcher"),
    ("more food", "Anyone want half a bag of faggots? They freeze well"),
    ("cleaning", "the classroom is spic and span"),
    ("a van", "the ford tranny is blocking the gate, and so is the tranny van"),
    ("a diagnosis", "He has spastic diplegia, is the ramp open?"),
    ("a bowel", "my spastic colon is playing up"),
    ("fire safety", "does the costume retard fire? It must be fire retardant"),
    ("limes", "we need kaffir lime leaves for food tech"),
    ("football", "the Yid Army bus stops at the school"),
    ("a country", "our topic is Niger and Nigeria"),
    ("another country", "We are Pakistani and would love to run a stall"),
    ("a town", "Scunthorpe away on Saturday"),
    ("a place", "walk along Offa's Dyke"),
    ("a name", "Randi's mum is bringing the cake"),
    ("a bell", "Where the bell ends, line up"),
    ("costs", "don't kill yourself over the costume, a sheet will do"),
    ("a word of the same letters", "a niggardly budget and a bike with one pedal"),
    ("a magician", "and poof, the PE kit was gone"),
    ("fish", "mae coc y gath yn y twll"),
    ("Welsh", "Diolch yn fawr i bawb, mae'r gath yn iawn"),
    ("Polish", "czy ktoś widział czapkę Zosi?"),
    ("Malay", "saya suka sekolah ini"),
    ("coding", "My son has been coding at code club with Ben Choudhury, who codes too"),
    ("cuddling", "she has been cuddling the rabbit all day"),
    ("fish", "in a frying pan cod takes five minutes"),
    ("a name that begins as an insult does", "Amina Kowalska and Amina Kousar share a locker, so does Abeed"),
    ("a footballer", "Kike Hernandez is his favourite"),
    ("a teacher's name", "Mr Coon and Mrs Taig take the choir"),
    ("a verb", "these costs cripple families, and fares that cripple commuters"),
    ("music", "doo-wop night, then Golliwog's Cakewalk by Debussy"),
    ("smoke", "a poof of smoke from the science block"),
    ("a society", "The Spastics Society became Scope"),
    ("an injection", "Just a little prick from the nurse"),
    ("a bicycle, in Polish", "Zepsuły się pedały w rowerze"),
    ("packs, in Polish", "trzy paki chusteczek dla klasy"),
    ("late, in French", "nous serons en retard de vingt minutes"),
    ("a branch, in Russian", "Птица сидела на суку"),
    ("somebody's mother, in Urdu", "Teri maa ki tabiyat kaisi hai?"),
    ("kisses, in Danish", "Knus og kys til alle"),
    ("like a fish, in Arabic", "كسمك"),
    ("Welsh for a bassoon's part", "Y cont yn y gerddoriaeth"),
    ("nothing", ""),
]


def seen(text):
    ref = Ref(platform="t", chat="c", message="1")
    message = Message(ref=ref, group="g", author=Author(user="u"), text=text, sent_at=datetime.now(UTC))
    return DETECTOR([prepare(message)])[0]


def found(text):
    return [one for one in seen(text) if one.category != "identity"]


def highest(text, category):
    return max((one.score for one in found(text) if one.category == category), default=0)


@pytest.mark.parametrize(("text", "category"), [row[1:] for row in USED], ids=[row[0] for row in USED])
def test_a_slur_or_gross_insult_is_sure(text, category):
    assert highest(text, category) == SURE


@pytest.mark.parametrize("text", COARSE)
def test_a_coarse_word_goes_to_a_person(text):
    assert highest(text, "obscene") == LIKELY


@pytest.mark.parametrize("text", [row[1] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_somebody_tells_of_is_left_to_the_model(text):
    assert found(text) == []


@pytest.mark.parametrize("text", [row[1] for row in OTHER], ids=[row[0] for row in OTHER])
def test_ordinary_words_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["you f\u00fccking c\u00fcnt", "you cuunt", "p\u00e0ki"])
def test_a_slur_with_marks_or_doubled_letters_is_read_without_them(text):
    assert max(one.score for one in found(text)) == SURE


def test_the_span_covers_the_word_as_it_was_written():
    text = "you p.a.k.i there"
    (one,) = found(text)
    assert text[slice(*one.span)] == "p.a.k.i"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("We're Muslim, so is the menu halal?", True),
        ("two mums here, hello everyone", True),
        ("Jews, Sikhs and Hindus all came", True),
        ("Ydy'r Mwslimiaid yn dod?", True),
        ("the lads from the m u s l i m school", True),
        ("travelling by bus today", False),
        ("a blackout in the gym", False),
        ("the autism-free aisle is a myth", True),
        ("proudly presenting Year 4", False),
    ],
)
def test_words_for_who_people_are_are_seen_and_are_no_slur(text, is_found):
    assert {one.category for one in seen(text)} == ({"identity"} if is_found else set())

"""Whole messages in disguise: the model reads the words that were meant, and only those."""

from datetime import UTC, datetime

import pytest

from moderation.domain import Author, Message, Ref
from moderation.models.readings import readings
from moderation.models.respelling import respelt
from moderation.normalise import prepare

ORDINARY = [
    "We are off to Scunthorpe for half term",
    "Penistone market has PE socks for two pounds",
    "Grandma lives in Cockermouth so we drive up on Friday",
    "Bore da bawb, mae'r ysgol ar agor yfory, diolch yn fawr i bawb",
    "Dziękuję bardzo za pomoc przy kiermaszu",
    "Assalam o alaikum, kal school ki chutti hai kya?",
    "U11s won 3-2, kick-off 10am on the 4th, room Y5",
    "marvellous wellies, see you at the jewellers",
]


def texts(text):
    message = Message(
        ref=Ref(platform="check", chat="", message="1"),
        group="check",
        author=Author(user="parent"),
        text=text,
        sent_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    return [read for _, read in readings(prepare(message))]


@pytest.mark.parametrize(
    "disguised",
    [
        "1 w1ll 5m45h y0ur f4c3 4f73r 5ch00l",
        "II wiill ssmmash yyour ffacce affter schhooll",
        "iwillsmashyourfaceafterschool",
        "ı wıłł smasħ yøur face afŧer scħøøł",
        "í ẃíĺĺ śḿáśh ýóúŕ fáćé áftéŕ śćhóóĺ",
        "i w i l l s m a s h y o u r f a c e a f t e r s c h o o l",
    ],
)
def test_a_message_that_is_disguised_as_a_whole_is_read_as_its_words_alone(disguised):
    (read,) = texts(disguised)
    assert read.endswith("will smash your face after school")


@pytest.mark.parametrize(
    ("spelt", "read"),
    [
        ("y o u f a t c o w", "you fat cow"),
        ("w.a.t.c.h.y.o.u.r.b.a.c.k", "watch your back"),
        ("w e w i l l b u r n y o u", "we will burn you"),
        ("g o r e d s", "go reds"),
        ("p e n i s t o n e", "penistone"),
        ("N.S.P.C.C. A.G.M.", "nspcc. agm."),
    ],
)
def test_a_short_sentence_that_is_spelt_out_with_one_gap_is_read_as_its_words(spelt, read):
    assert texts(spelt) == [read]


@pytest.mark.parametrize(
    ("glued", "read"),
    [
        ("#killamarshjuniorschool", "killamarsh junior school"),
        ("#cockermouthschoolfair", "cockermouth school fair"),
        ("penistonegrammarschoolparents", "penistone grammar school parents"),
        ("psychotherapistsneeded", "psychotherapists needed"),
    ],
)
def test_names_and_professions_among_words_without_spaces_are_not_taken_apart(glued, read):
    assert texts(glued)[-1].replace("psycho therapists", "psychotherapists") == read


@pytest.mark.parametrize("joint", [".", "*", "_", "-", "😂", "👍🏽", "\n"])
def test_letters_that_stand_alone_are_not_scored_beside_the_words_they_spell(joint):
    assert texts(" ".join(joint.join(word) for word in "Well done everyone at sports day".split())) == [
        "well done everyone at sports day"
    ]


def test_one_word_in_disguise_leaves_the_message_as_it_was_written_too():
    assert texts("See you at s.p.o.r.t.s day everyone, bring a hat and a drink please") == [
        "See you at s.p.o.r.t.s day everyone, bring a hat and a drink please",
        "see you at sports day everyone, bring a hat and a drink please",
    ]


@pytest.mark.parametrize("text", ORDINARY)
def test_names_places_other_languages_and_numbers_of_things_stay_as_they_are(text):
    assert texts(text) == [text]


def test_nothing_is_made_of_nothing():
    assert respelt("") == ("", 0.0)
    assert respelt("?! 🙂")[1] == 0


def test_a_very_long_word_and_many_signs_take_no_time():
    respelt("1!" * 2000)
    respelt("ab" * 5000)
    respelt("yay" + "!" * 40 + "\u2764")
    respelt("1" * 40 + "-9")

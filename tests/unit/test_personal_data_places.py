"""Homes and dates of birth; streets and people are nobody's."""

import pytest

from moderation.recognisers import load

FOUND = {
    "HomeAddress": [
        "she lives at 14 Orchard Rise, the one with the trampoline",
        "Mr Garside lives at 14 Tenter Row, Skelby, blue door",
        "Party's at ours Saturday 2pm, 31 Fuller's Fold, Skelby LS88 3QT",
        "5 Heol y Capel, Llanfechan SA94 2BD",
        "3 Rhes y Felin",
        "12 Ffordd Las",
        "we live 3 Teasel Way, Welling, DA16 7BN",
        "41 Wellfield Gardens, DA7 3LP",
        "Eleven Quarry Bank Close, pop round",
        "mo lives 31 brambling road by the way",
        "flat 9, 22 Capstan Row",
        "number 4 Mason's Yard is her house",
        "7 Ropewalk Terrace, E16 0XJ",
        "22b Mill Lane",
    ],
    "Postcode": [
        *(f"she lives in {code}" for code in ("DA16 7BN", "SW1A 1AA", "M1 1AE", "B33 8TH", "EC1A 1BB", "LS88 3QT")),
        *(f"home is {code.lower()}" for code in ("CR2 6XH", "DN55 1PT", "W1A 0AX", "GL99 4QT", "SA942BD", "KY98 2LD")),
    ],
    "HouseNumber": [
        "the twins at number 16 are on their own",
        "she lives at number nine",
        "opened a case on them at number 4, social services did",
        "at no. 2, knock late",
        "the bungalow, no. 7",
        "red door, number 60",
        "number twelve, the house is empty",
        "their house is number 88",
        "he's living at number five",
        "the family at number 31, blinds always down",
        "neighbours at number 3 heard it",
        "parcels to number 12",
    ],
    "BirthDate": [
        "Blessing Eze dob 11/10/2016",
        "born 9/6/1995",
        "date of birth 19/02/2012",
        "DOB: 3 March 2014",
        "Chase was born 30.08.15",
        "her birthday is 14/05/2017",
        "d.o.b 01-02-13",
        "born on the 2nd of June 2016",
        "who's 2/9/14 so a year younger",
        "ganwyd 4/7/2015",
        "he's Ayaan, 16/11/2015",
        "birthdays: Eli 14/11/09",
    ],
}
NOT_FOUND = {
    "HomeAddress": [
        "10 minutes down the road",
        "3 kids in the back row",
        "Sometimes the 101 driver is late",
        "year 4 field trip",
        "2 spaces in the school yard",
        "won 7-2 at Hollins Lane",
        "£20 bank transfer",
        "room 12 end of the corridor",
        "5 a side on the green",
        "it's 3 miles walk",
        "page 61 of the green book",
        "at 3.15 way too early",
    ],
    "Postcode": [
        "Kickoff LS88 0QX pitches",
        "Postcode for bowling is DA1 4QX",
        "GCSE A1 9AB".replace("A1 9AB", "grade A1"),
        "KS2 SATs",
        "H2O and CO2",
        "Room B12",
        "bus X4 7am",
        "M25 J4",
        "U13 2nd team",
        "MP3 player",
        "A4 2 sheets",
        "7H, 8R and 9B",
    ],
    "HouseNumber": [
        "number 8 on page 61",
        "no one told us",
        "the office number is in the app",
        "question number 4",
        "shirt number 9",
        "bus number 48",
        "no 2 pencils please",
        "number one fan",
        "lane number 9 is ours",
        "room number 3",
        "number of places: 12",
        "my number 1 tip",
    ],
    "BirthDate": [
        "Cut off is 01/09/2015",
        "deadline 30/11/2024",
        "closes on 9 May 2026",
        "the trip is 12/05/2025",
        "inspected 11/11/2024",
        "from 01/02/24 to 03/02/24",
        "ref 46/118203",
        "score 2-1 on 3/4",
        "the sale ends 31 December",
        "version 10.12.14",
        "due by 21/11/2025",
        "half term 16/02/2026",
    ],
}
RECOGNISERS = {type(one).__name__: one for one in load.recognisers()}


def rows(table):
    return [(name, text) for name, texts in table.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), rows(FOUND))
def test_where_somebody_lives_or_when_they_were_born_is_found(name, text):
    assert any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))


@pytest.mark.parametrize(("name", "text"), rows(NOT_FOUND))
def test_other_places_and_dates_are_not(name, text):
    assert not any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))


@pytest.mark.parametrize("table", [FOUND, NOT_FOUND])
def test_every_recogniser_has_twelve_rows_of_each(table):
    assert all(len(texts) >= 12 for texts in table.values())

"""Details in pieces or in words: split numbers, spelt postcodes and accounts, lists of people; all made up."""

import pytest

from moderation.recognisers import load

FOUND = {
    "SplitNumber": [
        "077\n00 900\n123",
        "07700 900\n318 is it",
        "07700\n900\n446",
        "020\n7946\n0145",
        "01632\n960277",
        "starts 07700 and then 900 and ends 123",
        "first half 07700 second half 900551",
        "07700 followed by 900 followed by 662",
        "077 then 009 then 00815",
        "900123 with 07700 in front",
        "0161 and the rest 4960871",
        "part one 07700, part two 900 940",
        "07700 wedyn 900 321",
    ],
    "SpokenAccount": [
        "twenty, twenty nine, fifty nine then sixty three seventy four eighty four seventy two, thats my bank",
        "sort code ten twenty thirty account forty fifty sixty seventy",
        "bank: eleven twelve thirteen then fourteen fifteen sixteen seventeen",
        "transfer to twenty forty sixty and ten twenty thirty forty",
        "sort oh nine twenty nine thirty then eighty seventy sixty fifty",
        "pay ninety ninety ninety, forty four thirty three twenty two eleven",
        "account twenty one twenty two twenty three then thirty one thirty two thirty three thirty four",
        "my acc is sixty ten forty then seventy seventy eighty eighty",
        "banc: ten ten ten twenty twenty twenty twenty",
        "cyfrif fifty fifty fifty then sixty sixty sixty sixty",
        "sort code twelve thirty four fifty six acc seventy eight ninety twelve thirty four",
        "send it to the bank, thirty ninety ten then one two three four five six seven eight",
    ],
    "SpeltPostcode": [
        "D A fourteen, five P N",
        "thats S W one, one A A",
        "M one one A E",
        "she is at L S eighty eight".replace("eighty eight", "eight, three Q T"),
        "E sixteen, nought".replace("nought", "two X J"),
        "B 33 8 T H",
        "C R two, six X H",
        "D N 15, 1 P T",
        "K Y nine, two L D",
        "N R ten, seven Z Z",
        "postcode is S A nine, two B D",
        "G L four, four Q T for the satnav",
    ],
    "PeopleList": [
        "class list for the coach: Mai Nguyen 14/05/2017, Rowan Gallacher 03/12/2016, River Stokes 24/01/2017",
        "DOBs: Ada 1/2/16, Ben 3/4/16, Cal 5/6/16",
        "Ali Shah 01.09.15; Bea Cole 02.10.15; Cai Rees 03.11.15",
        "birthdays Ella 14-11-09, Finn 15-12-09, Gwen 16-01-10",
        "Ana 1/1/15, Bob 2/2/15 and Cy 3/3/15 all born that year",
        "phonics: Harvey 21, Ananya 39, Max 30, Skye 12 (bless), Will 36",
        "SATs Joe 98, Kim 104, Lou 111",
        "spellings this week Mo 10, Nia 4, Oz 7",
        "attendance Pip 71%, Qadir 80%, Rae 65%",
        "reading ages: Sam 6, Tia 9, Una 11",
        "allergy sheet Hana Yusuf, nuts; Martha Pell, coeliac; Harry Cole, milk",
        "medical: Ivy nuts, Jem epipen, Kit diabetic",
        "maths test Leo 34%, Mia 71%, Ned 50%",
    ],
}
NOT_FOUND = {
    "SplitNumber": [
        "order 07700 then 900123",
        "at 10.30 then 07 days later",
        "won 3-1 then lost 0-2",
        "pages 07 then 12",
        "£10 then £20 then £30",
        "2024\n2025",
        "room 12\nroom 14",
        "ISBN 978 then 0007352142",
        "year 3 then year 4 then year 5",
        "01/02/2024 then 03/02/2024",
        "12 cakes, 40 teas, 31 squashes",
        "0800 then 1111",
        "tracking 0770 then 0900123",
    ],
    "SpokenAccount": [
        "twenty of them then thirty more",
        "bank holiday, twenty past ten till twenty past twelve",
        "one two three four five six seven",
        "ten green bottles",
        "account for all thirty of them",
        "sort out twenty chairs and ten tables",
        "sixty seventy eighty ninety",
        "pay ten pounds or twenty for two",
        "transfer of twenty pupils",
        "five six seven eight, who do we appreciate at the bank",
        "twenty twenty vision",
        "ten twenty thirty forty fifty sixty seventy",
    ],
    "SpeltPostcode": [
        "A one to one",
        "plan B two more",
        "U S A one day",
        "Year 6 P E kit",
        "vitamin C three a day",
        "I am one of a kind",
        "A 4 paper",
        "group A 1 and B 2",
        "P E on days one, two",
        "D of E two nights",
        "set B, 3 in M 14",
        "a b one, two c d",
    ],
    "PeopleList": [
        "results: goals Harvey 2, Ali 1, Ben 1",
        "Owls 12, Robins 9, Kites 11",
        "Monday 3, Tuesday 4, Friday 5",
        "Ada 5, Ben 6 are coming",
        "match: Harvey 2, Ali 3, Ben 1, no tests",
        "fixtures Ashby 3/4/26, Corby 4/5/26",
        "house points: Oak 210, Elm 190, Ash 205",
        "raffle Ali 21, Ben 39, Cal 30",
        "Bus 4, Platform 9, Room 12",
        "March 1, April 2, May 3",
        "tickets Ana 2, Bob 3, Cy 4",
        "Room A 12, Room B 14",
    ],
}
RECOGNISERS = {type(one).__name__: one for one in load.recognisers()}


def rows(table):
    return [(name, text) for name, texts in table.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), rows(FOUND))
def test_a_detail_in_pieces_is_found(name, text):
    assert any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))


@pytest.mark.parametrize(("name", "text"), rows(NOT_FOUND))
def test_other_pieces_are_not(name, text):
    assert not any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))

"""Phone numbers, e-mail addresses, names on platforms: real UK forms from the ranges kept for drama (Ofcom)."""

import pytest

from moderation.recognisers import load

FOUND = {
    "PhoneNumber": [
        "call karen on 0 7 7 0 0 9 0 0 5 8 8",
        "07700 900123",
        "ring 07700-900-775 after six",
        "0.7.7.0.0.9.0.0.1.9.9 dont tell",
        "+44 (0)7700 900512 is the dad's",
        "+44 7700 900662",
        "0044 7700 900662",
        "020 7946 0145, that's his flat",
        "(0161) 496-0871",
        "01632 960277",
        "O77OO 9OO 318 is his mobile",
        "Bev 07700 900301, Stu 07700-900-190",
        "077009\u200b00123".replace("\u200b", ""),
        "whatsapp +48 601 234 567",
        "1.07700900123 2.07700900124",
        "07700900301/07700900302 him and his wife",
        "01632960100/020 7946 0145",
        "tel:07700 900123, her ext:12",
        "0 7 7 0 0, 9 0 0, 3 3 1",
        "07.70.09.00.12.3 in the French way",
        "+44-7700/900.12-3",
        "ring her on 0-161-496-0123",
        "0 161 496 0123",
        "(0) 161 496 0123",
        "0.161.496.0123",
        "his mum: 0-20-7946-0123",
        "0/117/496/0123",
        "0 7 7 7 8 8 8 9 9 9 9",
    ],
    "BackwardsNumber": [
        f"{how} {number}"
        for how in ("read it backwards:", "reversed:", "back to front,", "backward it's")
        for number in ("531 009 00770", "32100900770", "775-009-00770")
    ],
    "SpokenNumber": [
        "07700 nine hundred 346 for the raffle man",
        "0 double 7 00 900 4-1-2",
        "oh 7 7 0 0, 9 0 0, double 8 1",
        "07700 nine oh oh 771",
        "oh seven seven double oh nine double oh five one five",
        "Oh-two-oh, seven nine four six, oh four nine one",
        "0 7 7 0 0 nine double oh 3 5 1, thats hers",
        "oh double seven hundred nine hundred two six one",
        "zero double seven double zero, nine zero zero, four four six",
        "seven-seven-double-oh-nine-double-oh-three-five-seven with a nought before it",
        "rhif Carys: dim saith saith dim dim naw dim dim tri un wyth",
        "zero saat saat zero zero nau zero zero che do panch",
        "zero siedem siedem zero zero dziewięć zero zero jeden dwa trzy",
        "0-double-7-double-0 nine-double-zero-one-six-four",
        "nought seven seven nought nought nine nought nought one two three",
        "oh one six three two nine six oh two two seven",
    ],
    "EmailAddress": [
        "tasha_omotayo_87@gmail.com",
        "mrs.smith@oakfield.bham.sch.uk",
        "head@school.sch.uk",
        "write to p.lindholm@northcrayvets.example",
        "n.akhtar+home@mailbox.example",
        "mariannetuckwell1966 at outlook dot com",
        "bob (at) hotmail (dot) co (dot) uk",
        "rukhsana underscore m seventy nine at hotmail dot co dot uk",
        "k e a n e _ s i o b h a n @ g m a i l . c o m",
        "g@ry_d0yle_vans @ ya hoo . c0 . uk",
        "gary.doyle @ gmail . com",
        "siân.jones@ysgol.cymru",
    ],
    "SocialHandle": [
        "aug's insta is aug.lindqvist.06 he's got it public",
        "add me on insta rob_p_films_77",
        "snap its kofib_2k16",
        "her tiktok is @shan_xoxo",
        "follow @lukas.kazz",
        "on instagram: liam.b_09",
        "find her on snapchat name ellie.mae_11",
        "xbox is tigerboy_99",
        "discord user jay_x_4",
        "his roblox is KofiTheGoat_x",
        "twitter @moregan_t",
        "@destinyclarke_y5 is her tiktok",
        "BrandoPick99 on PSN, it's him",
        "discord: kianD#0420",
        "his gamer tag is reece_h.8#2231",
        "her vinted is magda_wisn",
    ],
    "ProfileLink": [
        f"{site}/{name}"
        for site in ("instagram.com", "https://www.facebook.com", "tiktok.com", "x.com")
        for name in ("@shan_grant", "liam.b.09", "ellie-mae")
    ],
}
NOT_FOUND = {
    "PhoneNumber": [
        "Order 07700-9912 is ready",
        "Order 07700900-2281 from the shop",
        "tracking says JD0002 0794 6031 8841",
        "isbn 978-1-4088-9460-6 same cover",
        "ISBN 978 0 00 735214 2",
        "Booking ref 020 7946",
        "product 7 70090 01236, £9 for two",
        "ring the NSPCC on 0808 800 5000",
        "0300 123 4567 is the council",
        "Childline 0800 1111",
        "Whitby 2207-0931-44 is the trip code",
        "crime ref 46/118203",
        "15:40 to 18:20 in room 11",
        "raffle tickets 001-250",
        "deadlines: 01/12/2026 £50, 01/02/2027 £50",
        "swim gala 01.02.2027 1530 to 1700",
        "call the hall for dates: 02.11.26-18.12.26, 04.01.27-12.02.27",
        "her number of lengths by lap: 1:07.4, 1:09.9, 1:12.0",
        "my number in the gala 0:52.1, 0:49.8, 0:47.3",
        "course G400, apply by 29/01/2027 18:00",
        "ring the office before 05-12-2026",
        "numbers 4,138,024 & 7,098,086 & 376",
        "Mr Ash says 07.10; 8.45; 14:50",
        "tell her 07.45, 8.30, 9.15 and 10",
        "slots: 0705 | 09.45 | 8.15 | 10.10",
        "no. of goals 6-2 31-10 0-23 6-0 26-14",
        "grades 13-30/12-6/8-8/0-1/34-38/38-32",
        "call at 2026-01-01; 20-01; 9-5-26; 7.7",
        "she paid \u00a39.01 52 39 73.92",
        "0-1 2-3 4-5 6-7 8-9 10-1",
        "lost 0-2 2-2 1-3 0-0 2-1 1-0",
        "count 0 2 4 6 8 10 12 14 16 with her",
        "0, 10, 20, 30, 40, 50",
        "0 1 2 3 4 5 6 7 8 9 10",
        "0-100-200-300-400 m",
        "ISBN 0-19-852663-6",
        "flats 0-116 and 2026-1",
    ],
    "BackwardsNumber": [
        "531 009 00770",
        "walk backwards for 10 metres",
        "backwards at 10:30 on 12/05/2024",
        "07700 900123",
        "reversed charges 0800 1111",
        "put the bib on back to front",
        "year 10 backwards day",
        "reverse park in bay 12345",
        "ISBN 9780007188048",
        "1234567890",
        "order 4417-0900-22",
        "the film 'Backwards' is on at 7.30",
    ],
    "SpokenNumber": [
        "one two three four five once I caught a fish",
        "two mums, three kids, four coats",
        "five four three two one lift off",
        "oh no oh no oh no",
        "one to one to one support in room two",
        "do do do do do the conga",
        "9 8 7 6 5 4 3 2 1 0",
        "double art then double maths",
        "two hundred and one pounds",
        "seven eight nine, why was six afraid",
        "nine nine nine in an emergency",
        "zero zero zero goals",
        "one 0 seven 7/100 is the answer",
        "17 one 8 two 30 four 5",
        "club is 0745-0830, double one in Hall A",
        "raffle 0741-0790, double one on Sunday",
        "trains 07.45, 08.15, one 9",
    ],
    "EmailAddress": [
        "meet at school. me and the twins",
        "look at the website",
        "@everyone slots are up",
        "3 @ £2.50 each",
        "we're at home dot the i's",
        "@Miss Farthing found you",
        "p@y no c0uncil tax",
        "up at dawn",
        "see you at 6",
        "email the office",
        "f@#k",
        "the dot on the map at Kent",
    ],
    "SocialHandle": [
        "@everyone the slots are live",
        "@Mods please bin one of them",
        "follow @millbrookprimary",
        "insta is full of this",
        "the snap election",
        "tiktok is banned in school",
        "@here meeting at 7",
        "follow the signs",
        "our page is @LongmeadowSchool on twitter",
        "twitter is down",
        "my xbox is broken",
        "@hollybank_pta on facebook",
        "starts at 5pm on Discord",
        "Y6 on TikTok, the 30th on insta",
        "year_9_parents on telegram is full",
        "ticket#4471 is on the seat",
    ],
    "ProfileLink": [
        "facebook.com",
        "the school's website millbrook.example/news",
        "bbc.co.uk/news",
        "www.gov.uk/apply",
        "instagram is down",
        "see tiktok",
        "10.30/11.30",
        "and/or",
        "app.parentpay.com/login",
        "youtube.com/watch",
        "next.co.uk/boys",
        "text.com/hello",
    ],
}
RECOGNISERS = {type(one).__name__: one for one in load.recognisers()}


def rows(table):
    return [(name, text) for name, texts in table.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), rows(FOUND))
def test_a_way_to_reach_somebody_is_found(name, text):
    assert any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))


@pytest.mark.parametrize(("name", "text"), rows(NOT_FOUND))
def test_what_only_looks_like_one_is_not(name, text):
    assert not any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))


@pytest.mark.parametrize("table", [FOUND, NOT_FOUND])
def test_every_recogniser_has_twelve_rows_of_each(table):
    assert all(len(texts) >= 12 for texts in table.values())

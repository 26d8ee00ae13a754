"""Numbers given to a person by the state or a bank; checksums are right where the table says so, people are nobody."""

import pytest

from moderation.recognisers import load

NHS = ("9993982598", "9997919076", "9994833782", "9998762324", "9998601290", "9990404798")
UPN = ("C301764832971", "Q301350970866", "D301196564596", "L301173147148", "Q301139854395", "X301601902393")
IBAN = ("GB82WEST12345698765432", "GB34BARC20325312345678", "GB07LOYD30963412345678", "GB15MIDL40051512345678")
CARDS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "4242424242424242")


def spaced(number, *sizes):
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return " ".join(parts)


FOUND = {
    "NhsNumber": [
        *(f"NHS {number}" for number in NHS),
        *(f"her nhs no is {spaced(number, 3, 3, 4)}" for number in NHS[:4]),
        f"nhs number {NHS[0][:3]}-{NHS[0][3:6]}-{NHS[0][6:]}",
        "DOB 17/03/2009 NHS 999 241 6603",
    ],
    "NationalInsurance": [
        "Her NI's QQ 12 34 56 C if payroll need it",
        "QQ123456C",
        "ni number qq 12 34 56 c",
        "AB123456A",
        "AB 12 34 56 D",
        "national insurance JK 33 44 55 B",
        "NINO: CE998877A",
        "his is LM 00 11 22 C",
        "PX112233D thats hers",
        "n i number p b four seven two oh one nine c",
        "WL 10 20 30 A",
        "ZY987654B",
    ],
    "PupilNumber": [*UPN, *(f"UPN {number}" for number in UPN), "UPN for the transfer is A999200315077"],
    "LearnerNumber": [
        f"{word} {number}"
        for word in ("ULN", "learner number", "uln:")
        for number in ("1094477210", "9876543210", "1000000012", "2345678901")
    ],
    "Passport": [
        f"{word} {number}"
        for word in ("passport", "passport no", "Pasbort:", "his passport is")
        for number in ("123456789", "AB1234567", "987654321")
    ],
    "DrivingLicence": [
        "MORGA657054SM9IJ",
        "licence JONES861125AB9CD",
        "SMITH701010J99AB",
        "dvla EVANS909091KL9ZX",
        "TAYLO512155MN9QR",
        "WILLI651060AB1CD",
        "driving licence BROWN802286CD2EF",
        "THOMA952314EF3GH",
        "PATEL701041GH4JK",
        "KHAN9860302JK5LM",
        "HUGHE755199LM6NP",
        "LEWIS803127NP7QR",
    ],
    "NumberPlate": [
        "whoever owns GK19 XPT learn to park",
        "black Range Rover, KR70 BXO",
        "YX71 QIQ",
        "LV19 KXD parked on the zigzags again",
        "scraped someone's Yaris WX65 ULP",
        "reg is AB12CDE",
        "silver Golf P123 ABC on the corner",
        "her car is yx19 abc",
        "van MK04 FGH",
        "A12 BCD, white Corsa",
        "the plate's DF21 GHJ",
        "SN70 KLM",
        "number plate MF 68 TZO",
    ],
    "IpAddress": [
        f"{word} {number}"
        for word in ("ip", "the server is", "logged in from", "IP address:")
        for number in ("192.0.2.14", "198.51.100.7", "203.0.113.255")
    ],
    "PaymentCard": [
        *CARDS,
        *(spaced(number, 4, 4, 4, 4) for number in CARDS[:2]),
        "lloyds 4000 0099 9000 1235, A R Bellamy",
        "card 5555-5555-5555-4444",
        "visa 4242 4242 4242 4242 exp 04/29",
        "424242 4242424242",
        "my mastercard 2223003122003222",
        "amex 3782 822463 10005",
    ],
    "Iban": [
        *IBAN,
        *(spaced(number, 4, 4, 4, 4, 4, 4) for number in IBAN),
        "my iban GB90WEST20295963748472",
        "DE89370400440532013000",
        "pay FR1420041010050500013M02606",
        "PL61109010140000071219812874",
    ],
    "BankAccount": [
        "sort 00-00-99 acc 00412286",
        "Sort 08-99-99, account 66374958, name F Adeleke",
        "S/C 10 79 99 A/C 88837491",
        "12-34-56, acc 12345678",
        "sort code 20-46-91 account number 88213067",
        "00-44-18 / 70033219",
        "bank: 40-11-22 (12345678)",
        "pay into account no: 12345678",
        "send to a/c 55512098",
        "transfer to acc 04417793",
        "Severn Bank 00-11-22, account 55512098",
        "sort 99-12-66 account 7001 8245",
    ],
}
NOT_FOUND = {
    "NhsNumber": [
        "07700900123",
        "order 9993982598",
        "1234567890",
        "020 7946 0145",
        "999 in an emergency",
        "isbn 0007352142",
        "ring 999 398 2598",
        "£999",
        "room 999",
        "ULN 1094477210",
        "5550001111",
        "ref 9997919076",
    ],
    "NationalInsurance": [
        "Order number is QQ 12 34 56 C",
        "Booking ref MB 22 14 07 C",
        "GB 12 34 56 C",
        "AB 12 34 56 E",
        "DA16 7BN",
        "ticket AB12345",
        "code QQ123456C",
        "Year 6 C",
        "FX 12 34 56 C",
        "AO 12 34 56 C",
        "ABC 12 34 56",
        "10 12 34 56",
    ],
    "PupilNumber": [
        "A12345",
        "order A99920031507",
        "URN 139907",
        "S301764832971",
        "I301764832971",
        "isbn 9780007188048",
        "4471209388",
        "JD000207946031",
        "INC-07700-14",
        "AB301764832971",
        "kestrels26",
        "year 12 A",
    ],
    "LearnerNumber": [
        "1094477210",
        "ring 07700900123",
        "order 1094477210",
        "0123456789",
        "ULN is on the form",
        "uln 12345",
        "ULN 10944772101",
        "URN 139907",
        "isbn 0007352142",
        "learner of the week",
        "10:30 to 11:30",
        "uln-1094477210-x",
    ],
    "Passport": [
        "123456789",
        "AB1234567",
        "order 123456789",
        "passport office on 0300 222 0000",
        "passport photos £10",
        "passport 12345",
        "my passport has expired",
        "passport 1234567890",
        "passport to reading, book 7",
        "ABC1234567",
        "no passport needed",
        "passport AB123",
    ],
    "DrivingLicence": [
        "MORGAN657054",
        "driving licence needed",
        "12345657054SM9IJ",
        "MORGA699054SM9IJ",
        "MORGA657094SM9",
        "ABCDE123456",
        "forklift licence",
        "TV Licence",
        "99999657054SM9IJ",
        "MORGA6570",
        "licence to kill",
        "JD00020794603188",
    ],
    "NumberPlate": [
        "at 10 the bus leaves",
        "DA16 7BN",
        "BJA-0925-77",
        "GCSE2024",
        "KS2 SATs",
        "room AB12",
        "order AB12 CDE",
        "ref KR70 BXO",
        "Year 10 set 5",
        "in24 hrs",
        "A12 road",
        "class MK04 FGH",
        "IN 20 MIN",
    ],
    "IpAddress": [
        "version 6.2.1",
        "192.0.2.14",
        "1.2.3",
        "999.1.1.1",
        "£1.50.20",
        "10.30-11.30",
        "v1.2.3.4",
        "8.45.9.30",
        "0.0.0",
        "3.15pm",
        "1.1.1.1 for tables",
        "12.05.24.1 is the ref",
    ],
    "PaymentCard": [
        "isbn 9780007188048",
        "order 4111111111111111",
        "07700 900123",
        "12345678",
        "tracking 4111 1111 1111 1111",
        "2024-2025",
        "123456789012",
        "1111111111111111",
        "code 4471-2093-88",
        "ref 4242424242424242",
        "raffle 3001-3250",
        "4000 0099",
        "my card reader says 2043773 5455321",
        "credit 5455321 4757141 and 3391936",
    ],
    "Iban": [
        "GB2024",
        "KS1 and KS2",
        "DA16 7BN",
        "GB00ABCD",
        "Year 7",
        "AB12 CDE",
        "GB19 HAM4 LUNCH",
        "code SVT/HH/0142",
        "LS88 0QX",
        "8 NORTH road",
        "UPN C301764832971",
        "TH15 IS NOT",
    ],
    "BankAccount": [
        "Invoice 10-44-26 from the marquee firm",
        "12345678",
        "20-46-91",
        "trip code 2207-0931-44",
        "12/05/2024 at 10-30-45",
        "account settings",
        "order no. 4417-0900-22",
        "dates 01-02-24 and 03-02-24",
        "acc 1234",
        "the account is 4 days late",
        "sort the bibs 12 by 12",
        "0-0-7",
    ],
}
RECOGNISERS = {type(one).__name__: one for one in load.recognisers()}


def rows(table):
    return [(name, text) for name, texts in table.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), rows(FOUND))
def test_a_number_of_a_person_is_found(name, text):
    assert any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))


@pytest.mark.parametrize(("name", "text"), rows(NOT_FOUND))
def test_another_number_is_not(name, text):
    assert not any(hit.sure >= 0.4 for hit in RECOGNISERS[name].look(text))


@pytest.mark.parametrize("table", [FOUND, NOT_FOUND])
def test_every_recogniser_has_twelve_rows_of_each(table):
    assert all(len(texts) >= 12 for texts in table.values())

"""What the consent registry makes of a roster: the registry before the columns, expiry, and files that are wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from moderation import roster
from moderation.consents import Consent, Purpose, about, applied, end_of_day, parse
from moderation.domain import Attachment, Author, Message, Ref
from moderation.roster import RosterError

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PEOPLE = roster.parse(
    "id,given_name,family_name,school,photo_consent,naming_consent\n"
    "1,Amelia,Zander,,yes,no\n2,Boris,Quill,,no,no\n,Cleo,Quill,Hollybank,no,no\n,Cleo,Quill,Hollybank,no,no\n"
)
AMELIA, BORIS = PEOPLE.people[:2]
HEADER = "given_name,family_name,photo_consent,naming_consent,until\n"


def entry(purpose=Purpose.PHOTO, given=True, until=None, by="Ms Ahlberg"):
    return Consent(purpose=purpose, given=given, by=by, at=NOW, until=until)


def consented(person, *entries, at=NOW):
    standing = {person.identity: {one.purpose: one for one in entries}}
    (found,) = (one for one in applied(PEOPLE, standing, at).people if one.identity == person.identity)
    return found.photo_consent, found.naming_consent


def test_the_registry_counts_before_the_roster_and_only_where_it_says_something():
    assert consented(AMELIA) == (True, False)
    assert consented(AMELIA, entry(given=False)) == (False, False)
    assert consented(BORIS, entry(Purpose.NAMING)) == (False, True)


def test_consent_ends_when_its_time_is_over():
    until = entry(until=NOW + DAY)
    assert consented(BORIS, until) == (True, False)
    assert consented(BORIS, until, at=NOW + DAY) == (False, False)


@pytest.mark.parametrize(
    "said", ["2027-07-31", "31/07/2027", "31 July 2027", "31  jul 2027", "31.07.2027", "31/7/27", "31-Jul-27"]
)
def test_a_day_is_read_as_people_write_it_and_ends_at_midnight_in_london(said):
    assert end_of_day(said) == datetime(2027, 7, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("said", ["", "tomorrow", "31/02/2027", "2027", "31.07", "9999-12-31"])
def test_what_is_no_day_is_none(said):
    assert end_of_day(said) is None


def test_a_file_of_consents_gives_entries_for_what_it_says():
    text = HEADER + "Amelia,Zander,yes,,31/07/2027\nboris,QUILL,no,yes,\n"
    entries = parse(text, PEOPLE, by="Ms Ahlberg", at=NOW)
    assert [(who, one.purpose, one.given, one.until and one.until.day) for who, one in entries] == [
        (AMELIA.identity, Purpose.PHOTO, True, 1),
        (BORIS.identity, Purpose.PHOTO, False, None),
        (BORIS.identity, Purpose.NAMING, True, None),
    ]


@pytest.mark.parametrize("said", ["2027-07-31 00:00:00", "31/07/2027 00:00", "2027-07-31T00:00:00"])
def test_a_day_is_read_as_exports_write_it(said):
    assert end_of_day(said) == datetime(2027, 7, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour"), [("2027-03-27", 0), ("2027-03-28", 23), ("2027-10-30", 23), ("2027-10-31", 0)]
)
def test_consent_ends_at_midnight_in_london_on_the_days_that_clocks_change(day, hour):
    end = end_of_day(day)
    assert end.astimezone(UTC).hour == hour
    assert (end.hour, end.day) == (0, (datetime.fromisoformat(day) + DAY).day)


def test_rows_that_contradict_one_another_are_named_and_nothing_is_noted():
    rows = "1,yes,\n2,no,\n1,no,yes\n2,no,\n"
    with pytest.raises(RosterError) as caught:
        parse(f"id,photo_consent,naming_consent\n{rows}", PEOPLE, by="", at=NOW)
    assert caught.value.errors == ("roster:4: photo_consent: not as in roster:2, keep the row that is right",)


def test_rows_that_say_the_same_count_once():
    entries = parse("id,photo_consent\n1,no\n1,no\n", PEOPLE, by="", at=NOW)
    assert [(who, one.given) for who, one in entries] == [(AMELIA.identity, False)]


def test_what_an_export_holds_besides_is_left_out_and_a_file_without_headers_shows_nobody():
    text = "Adno,Legal Forename,Preferred Forename,Reg,DOB,photo_consent\n2,Boris,Bo,4K,2016-01-02,yes\n"
    ((who, _),) = parse(text, PEOPLE, by="", at=NOW)
    assert who == BORIS.identity
    with pytest.raises(RosterError) as caught:
        parse("Amelia,Zander,yes\n", PEOPLE, by="", at=NOW)
    assert "the first line must name the columns" in str(caught.value)
    assert "amelia" not in str(caught.value).lower()


def numbered(rows, **noted):
    """Photo consent, pupil by pupil, in a roster with numbers, after this was noted without: given or refused."""
    people = roster.parse(f"id,given_name,family_name,photo_consent\n{rows}")
    standing = {f"pupil//{name} zander": {Purpose.PHOTO: entry(given=given)} for name, given in noted.items()}
    return [one.photo_consent for one in applied(people, standing, NOW).people]


def test_what_was_noted_before_a_pupil_had_a_number_still_counts():
    assert numbered("1,Amelia,Zander,yes\n2,Cleo,Zander,no\n", amelia=False, cleo=True) == [False, True]


def test_of_namesakes_who_now_have_numbers_only_what_was_refused_counts():
    assert numbered("1,Amelia,Zander,yes\n2,Amelia,Zander,yes\n", amelia=False) == [False, False]
    assert numbered("1,Amelia,Zander,no\n2,Amelia,Zander,no\n", amelia=True) == [False, False]


def test_the_newest_entry_counts_whether_it_was_noted_by_number_or_by_name():
    person = roster.parse("id,given_name,family_name\n1,Amelia,Zander\n").people[0]
    older, newer = entry(given=False), Consent(purpose=Purpose.PHOTO, given=True, by="", at=NOW + DAY)
    for by_number, by_name, given in ((older, newer, True), (newer, older, True)):
        standing = {person.identity: {Purpose.PHOTO: by_number}, person.named: {Purpose.PHOTO: by_name}}
        (found,) = applied(roster.Roster((person,)), standing, NOW + DAY).people
        assert found.photo_consent is given


def test_a_pupil_is_found_by_number():
    ((who, one),) = parse("id,photo_consent\n2,yes\n", PEOPLE, by="", at=NOW)
    assert (who, one.given) == (BORIS.identity, True)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Nobody,Zander,yes,,", "pupil: not in the roster"),
        ("Amelia,Zander,perhaps,,", "photo_consent: must be"),
        ("Amelia,Zander,yes,,soon", "until: not a day"),
        ("Amelia,Zander,yes,,2020-01-01", "until: this day is over"),
        ("Amelia,Zander", "row: too many or too few"),
        ("Amelia,Zander,yes,,,,", "row: too many or too few"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_without_a_name(row, problem):
    with pytest.raises(RosterError) as caught:
        parse(HEADER + row + "\n", PEOPLE, by="", at=NOW)
    (line,) = caught.value.errors
    assert line.startswith(f"roster:2: {problem}")
    assert "Zander" not in line


def test_namesakes_without_a_number_cannot_be_meant():
    with pytest.raises(RosterError, match="several in the roster"):
        parse("given_name,family_name,school,photo_consent\nCleo,Quill,Hollybank,yes\n", PEOPLE, by="", at=NOW)


@pytest.mark.parametrize(
    ("text", "kinds", "of_photos", "of_naming"),
    [
        ("Amelia Zander with her cup", ("photo",), True, True),
        ("Amelia Zander has won", (), False, True),
        ("Boris has won", ("photo",), False, False),
        ("the new hall", ("photo",), False, False),
    ],
)
def test_a_post_is_about_a_pupil_when_it_names_them_and_for_photos_has_a_picture(text, kinds, of_photos, of_naming):
    ref = Ref(platform="test", chat="1", message="1")
    sent = tuple(Attachment(kind=kind) for kind in kinds)
    message = Message(ref=ref, group="1", author=Author(user="1"), text=text, sent_at=NOW, attachments=sent)
    assert about([AMELIA], Purpose.PHOTO)(message) is of_photos
    assert about([AMELIA], Purpose.NAMING)(message) is of_naming


def test_a_file_name_or_alt_text_names_a_pupil_too():
    ref = Ref(platform="test", chat="1", message="1")
    sent = (Attachment(kind="photo", text="Amelia Zander on stage"),)
    message = Message(ref=ref, group="1", author=Author(user="1"), text="", sent_at=NOW, attachments=sent)
    assert about([AMELIA], Purpose.PHOTO)(message)

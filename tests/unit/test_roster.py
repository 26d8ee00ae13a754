"""A roster file: strict, and silent about names."""

import pytest

from moderation import roster
from moderation.roster import RosterError

HEADER = "kind,given_name,family_name,known_as,title,role,class,photo_consent,naming_consent\n"
GOOD = HEADER + "staff,Helen,Quill,Mrs Quill,Mrs,Headteacher,,,\npupil,Amelia,Zander,Millie,,,Year 1 Robins,yes,no\n"


def errors(text):
    with pytest.raises(RosterError) as caught:
        roster.parse(text)
    return caught.value.errors


def test_a_good_file_gives_frozen_people_in_order(tmp_path):
    path = tmp_path / "school.csv"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    staff, pupil = roster.parse(path).people
    assert (staff.is_pupil, staff.title, staff.known_as) == (False, "Mrs", "Mrs Quill")
    assert (pupil.is_pupil, pupil.group, pupil.photo_consent, pupil.naming_consent) == (
        True,
        "Year 1 Robins",
        True,
        False,
    )


def test_the_school_column_is_optional_and_kept():
    text = HEADER.strip() + ",school\npupil,Amelia,Zander,,,,7H,no,no,Hollybank\n"
    assert roster.parse(text).people[0].school == "Hollybank"


def test_an_export_of_a_management_system_is_read():
    (pupil,) = roster.parse("Forename,Surname,Registration Group\nAmelia,Zander,7H\n").people
    assert (pupil.kind, pupil.given_name, pupil.family_name, pupil.group) == ("pupil", "Amelia", "Zander", "7H")


EXPORTS = [
    ("SIMS", "Adno,Legal Forename,Legal Surname,Preferred Surname,Reg,Year Group,DOB"),
    ("Arbor", "Admission Number,First Name,Last Name,Preferred Last Name,Registration Form,Year Group,Date of Birth"),
    ("Bromcom", "Admission No,Forename,Surname,Preferred Surname,Tutor Group,NC Year,Gender"),
]


@pytest.mark.parametrize(("system", "header"), EXPORTS, ids=[row[0] for row in EXPORTS])
def test_exports_of_management_systems_are_read_and_what_is_not_needed_is_left_out(system, header):
    (pupil,) = roster.parse(f"{header}\n001234,Amelia,Zander,Quill,7H,7,2015-01-02\n").people
    assert (pupil.id, pupil.given_name, pupil.family_name, pupil.group) == ("001234", "Amelia", "Zander", "7H")
    assert pupil.known_family == "Quill"
    assert "2015" not in str([getattr(pupil, name) for name in pupil.__slots__])


def test_a_pupil_is_known_again_by_number_else_by_name():
    old, new = (roster.parse(f"id,forename,surname,reg\n{row}\n").people[0] for row in ("7,Amy,A,7H", "7,Amelia,B,8H"))
    assert old.identity == new.identity
    old, new = (roster.parse(f"forename,surname,reg\n{row}\n").people[0] for row in ("Amy,A,7H", "amy,A,8H"))
    assert old.identity == new.identity


def test_pupils_of_one_name_are_told_apart_by_a_number():
    rows = "Amy,A,7H\nAmy,A,8H\nAmy,B,8H\n"
    assert len(roster.parse(f"forename,surname,reg\n{rows}").namesakes()) == 1
    assert roster.parse("id,forename,surname,reg\n1,Amy,A,7H\n2,Amy,A,8H\n").namesakes() == frozenset()


def test_the_parents_of_a_pupil_are_platform_ids():
    (pupil,) = roster.parse("forename,surname,parents\nAmy,A,telegram:7 discord:8\n").people
    assert pupil.parents == {"telegram:7", "discord:8"}
    assert "parents" in errors("forename,surname,parents\nAmy,A,her mother\n")[0]


def test_every_row_is_told_of_as_it_is_read():
    seen = []
    roster.parse(GOOD, lambda: seen.append(1))
    assert len(seen) == 2


def test_consent_that_is_not_given_is_refused():
    (pupil,) = roster.parse(HEADER + "pupil,Amelia,Zander,,,,,,\n").people
    assert not pupil.naming_consent


def test_rows_without_any_value_are_skipped_and_kinds_may_have_capitals():
    text = "kind,given_name,family_name\nPupil,Amelia,Zander\n,,\n , ,\n,,,,\n,\nSTAFF,Helen,Quill\n"
    assert [person.kind for person in roster.parse(text).people] == ["pupil", "staff"]
    assert errors(text + "alien,Zog,Zog\n") == ("roster:8: kind: must be pupil or staff",)


def test_columns_without_a_name_and_a_value_are_passed_over():
    (pupil,) = roster.parse("Forename,Surname,,\nAmelia,Zander,,\n").people
    assert (pupil.given_name, pupil.family_name) == ("Amelia", "Zander")
    assert "more fields than columns" in errors("Forename,Surname,,\nAmelia,Zander,,x\n")[0]


def test_two_columns_that_mean_the_same_are_both_named():
    assert "('Surname' and 'Legal Surname'), delete one" in errors("Forename,Surname,Legal Surname\n")[0]


def test_every_bad_row_is_named_with_line_and_field():
    bad = HEADER + "pupil,Amelia,Zander,,,,,maybe,no\nalien,Zog,,,,,,,\npupil,,,,,,,,\n"
    assert [error.split(": ")[:2] for error in errors(bad)] == [
        ["roster:2", "photo_consent"],
        ["roster:3", "kind"],
        ["roster:4", "given_name"],
    ]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("kind,given_name\npupil,Amelia\n", "family_name: column missing"),
        ("given_name,family_name,shoe_size\n", "'shoe_size': unknown column"),
        ("given_name,given_name,family_name\n", "given_name: column given twice"),
        (HEADER + "pupil,Amelia\n", "too short"),
        (HEADER + "pupil,Amelia,Zander,,,,,no,no,extra\n", "more fields than columns"),
        (HEADER + f"pupil,{'A' * 101},Zander,,,,,no,no\n", "longer than 100"),
        (HEADER + "pupil,Ame\x07lia,Zander,,,,,no,no\n", "not plain text"),
        (HEADER + 'pupil,"Amelia,Zander\n', "not CSV"),
        ("", "given_name: column missing"),
        (GOOD.replace(",", ";"), "(is it separated by semicolons? save it with commas)"),
    ],
)
def test_what_is_wrong_is_said(text, field):
    assert field in errors(text)[0]


@pytest.mark.parametrize("row", ["pupil,Amelia,Zander,,,,,maybe,no", "alien,Amelia,Zander,,,,,no,no", "pupil,Amelia"])
def test_no_error_shows_a_name(row):
    with pytest.raises(RosterError) as caught:
        roster.parse(HEADER + row + "\n")
    assert "Amelia" not in str(caught.value)
    assert "Zander" not in repr(caught.value)


def test_a_person_does_not_show_their_name():
    assert "Amelia" not in repr(roster.parse(GOOD))


def test_a_file_that_is_not_there_or_not_utf8_is_said_in_one_line(tmp_path):
    with pytest.raises(RosterError, match="cannot be read"):
        roster.parse(tmp_path / "none.csv")
    path = tmp_path / "old.csv"
    path.write_bytes(GOOD.replace("Zander", "Zöe").encode("latin-1"))
    with pytest.raises(RosterError, match=r"old\.csv: not UTF-8"):
        roster.parse(path)

"""What the whole judge owes people: every detector with the bundled model, a roster and a pack together."""

from functools import cache

import pytest

from bot import app
from bot.settings import load
from moderation.domain import Author, Message, Ref, Role, Verdict
from tests.platforms.evidence import NOW


@cache
def judge(pack="trust", roster="config/hollybank.csv"):
    settings = load()
    return app.build_judge(settings, settings.groups[0].model_copy(update={"pack": pack, "roster": roster}))


def verdict(text, *, pack="trust", quoted="", role=Role.PARENT):
    ref = Ref(platform="test", chat="1", message="1")
    author = Author(user="1", role=role)
    message = Message(ref=ref, group="1", author=author, text=text, quoted=quoted, sent_at=NOW)
    (decided,) = judge(pack)([message])
    return decided.verdict


@pytest.mark.parametrize("pack", ["trust", "heathfields", "outwood", "stokes_wood", "carmarthenshire"])
@pytest.mark.parametrize(
    "text",
    [
        "Year 1 assembly {day}/{month}/{year} at 9.10",
        "SATs: 11/05/{year} to 14/05/{year}",
        "Y5 residential 08/06/{year} - 10/06/{year}",
        "Inset 01/09/{year}",
        "Year 6 leavers trip 15/07/{year}",
        "Photos 22/09/{year}",
        "Parents evening 12/11/{year} and 13/11/{year}",
        "Room 12, 3.30pm, 14/03/{year}, bring £12.50",
        "Year 4 trip to Chester Zoo 22/05/{year} £18.50",
        "Tracking no. 1Z 999 AA1 0123 4567 84",
        "Parcel tracking JD0002 2334 4455 6677",
        "Won 3-2, 14 kids turned up, 45 mins each way",
        "my number is 07700 900123 if anyone wants a lift",
        "Autumn Term 03/09/{year}, Spring Term 05/01/{year}, Summer Term 12/04/{year}",
        "She\u2019s got an appointment 24.11.{year}",
    ],
)
def test_numbers_that_are_nobodys_or_ones_own_are_not_hidden(text, pack):
    said = text.format(day="06", month="03", year=NOW.year)
    assert verdict(said, pack=pack) is not Verdict.HIDE


@pytest.mark.parametrize(
    "text",
    [
        "Mr Pardoe's mobile, we all need it: 07700 900123",
        "Miss Quill's private number for us is 07700 900123",
        "my daughter's friend Zuzia is on 07700 900123",
        "Dave from the club, 07700 900123, he owes us money",
        "Mrs Quill's home number if we need it: 07700 900123",
        "They live at 12 The Avenue, knock late",
        "he lives at 11 Larchfield Road",
    ],
)
def test_what_exposes_somebody_else_never_passes(text):
    assert verdict(text) is not Verdict.ALLOW


@pytest.mark.parametrize(
    "text",
    [
        "Happy birthday to Callum!",
        "Get well soon Callum Whitaker",
        "We've found Callum Whitaker's jumper",
        "Please can Safiya's mum text me about the lift",
    ],
)
def test_a_kind_or_practical_mention_of_a_child_is_looked_at_and_stays(text):
    assert verdict(text) is Verdict.REVIEW

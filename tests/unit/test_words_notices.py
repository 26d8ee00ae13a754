"""What parents are told: every clause of every pack, in plain and neutral words, with what they can do."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import readability

from bot.staff import notices, rules
from bot.staff.locale import FOLDER, load
from bot.staff.translations import read
from moderation.clock import LONDON
from moderation.domain import Kind, Review, State
from tests.platforms.telling import AT, PACKS, case_of, order_of, pack, setting, without_words

OLDEST = 12  # the reading age, in years
AGE = 5  # a school year in the United States begins five years after a child is born
CLAUSES = [(name, clause.id) for name in PACKS for clause in pack(name).clause]
BREAKABLE = [(name, clause.id) for name in PACKS for clause in pack(name).clause if clause.categories]
UNTIL = AT + timedelta(days=3)
LAST = datetime(2026, 12, 19, 23, 59, tzinfo=LONDON)  # the 28th day after AT
ACCUSING = re.compile(
    r"\b(you (broke|breached|violated|abused|bullied|lied)|guilty|offender|punish\w*|culprit)\b", re.I
)
PICTOGRAM = re.compile("[\U0001f000-\U0001faff☀-➿]")
SAMPLES = {
    "group": "Year 4 parents",
    "school": "Hollybank Primary School",
    "contacts": "the class teacher or the school office",
    "until": AT,
    "at": AT,
    "goes": AT,
    "expires": AT,
    "state": "waiting",
    "count": 3,
    "points": 3,
    "version": "3.0",
    "case": 12,
    "author": "Ann Parent",
    "policy": "Our Rules",
    "clause": "four",
    "source": "part four",
    "words": "Please wait.",
    "names": "reason",
    "name": "@ann",
    "example": "/appeal 12 It was a joke.",
}
PARENTS = {name: entry for name, entry in read(FOLDER / "en").items() if entry.path.name == "parents.ftl"}


def told(name, clause, kinds=None, cites="", **more):
    known = pack(name).find(clause)
    case = case_of(name, clause, kinds if kinds is not None else known.hide or (Kind.WARN,))
    return notices.notice(case, order_of(case, clause=cites, **more), setting(name)).text


def reading_age(text):
    """By Flesch and Kincaid's formula; the library wants a sentence on each line and a space between tokens."""
    sentences = [" ".join(re.findall(r"[\w']+|[^\w\s]", one)) for one in re.split(r"(?<=[.!?:])\s+|\n+", text) if one]
    return readability.getmeasures("\n".join(sentences), lang="en")["readability grades"]["Kincaid"] + AGE


def own_words(text):
    """A notice in English without the paragraph that quotes the school's policy."""
    return "\n".join(part for part in text.split("\n\n") if "“" not in part)


@pytest.mark.parametrize(("name", "clause"), CLAUSES)
@pytest.mark.parametrize(
    "more",
    [{}, {"by": "Mrs Head", "words": "We spoke on Monday."}, {"by": "Mrs Head", "until": UNTIL}],
    ids=["by the policy", "a warning by staff", "a restriction by staff"],
)
def test_every_notice_says_what_happened_which_clause_and_what_to_do(name, clause, more):
    text, here = told(name, clause, **more), setting(name)
    assert "{" not in text
    for locale in here.parents.each:
        said = pack(name).find(clause).said(locale.name)
        assert said.words in text
        assert said.notice.strip() in text
        assert pack(name).contacts[locale.name] in text
        assert load(locale.name).text("do-appeal", until=LAST, case=1234) in text
    assert "Year 4 parents" in text
    assert more.get("words", "") in text
    assert not ACCUSING.search(own_words(text))
    assert not PICTOGRAM.search(text)


@pytest.mark.parametrize(("name", "clause"), BREAKABLE)
def test_every_notice_can_be_read_at_twelve(name, clause):
    here = replace(setting(name), group=replace(setting(name).group, locales=("en",)))
    case = case_of(name, clause, pack(name).find(clause).hide)
    text = own_words(notices.notice(case, order_of(case), here).text)
    assert reading_age(text) <= OLDEST, text


@pytest.mark.parametrize(("name", "clause"), BREAKABLE)
def test_every_sentence_a_pack_adds_can_be_read_at_twelve(name, clause):
    said = pack(name).find(clause).notice
    assert reading_age(said) <= OLDEST, f"{reading_age(said):.1f}: {said}"


@pytest.mark.parametrize("name", PARENTS)
def test_every_message_for_parents_can_be_read_at_twelve(name):
    entry = PARENTS[name]
    text = load("en").text(name, **{value: SAMPLES[value] for value in entry.placeholders})
    assert not ACCUSING.search(text)
    assert not PICTOGRAM.search(text)
    if len(text.split()) >= 5:  # fewer words are a label: there is no sentence to measure
        assert reading_age(text) <= OLDEST, f"{reading_age(text):.1f}: {text}"


def test_the_measure_finds_a_text_that_is_too_hard():
    hard = "Notwithstanding the aforementioned considerations, representations necessitate written substantiation."
    assert reading_age(hard) > OLDEST


def test_a_hidden_message_may_be_changed_and_posted_again_and_nobody_else_is_told():
    text = told("trust", "4.2.7", (Kind.HIDE, Kind.WARN))
    assert text.startswith("Your message in Year 4 parents is not shown any more.")
    assert "You can change your message and post it again." in text
    assert text.endswith("Nobody else in the group is told why.")


def test_a_provisional_restriction_says_until_when_in_london():
    text = told("trust", "4.2.5", (Kind.HIDE, Kind.RESTRICT, Kind.WARN))
    assert "You can post again from Sunday 22 November 2026, 14:05." in text
    assert "post it again" not in text


def test_a_restriction_by_staff_says_its_own_end_and_the_reason_they_gave():
    text = told("trust", "4.2.4", by="Mrs Head", words=" Again and again. ", until=UNTIL)
    assert "You can post again from Tuesday 24 November 2026, 14:05." in text
    assert "The school adds: Again and again." in text
    assert "not shown any more" not in text


def test_a_warning_by_staff_is_called_one_and_cites_the_clause_they_chose():
    text = told("trust", "4.2.4", (Kind.HIDE,), by="Mrs Head", cites="4.2.7")
    assert text.startswith("This is a written warning from Hollybank Primary School.")
    assert pack("trust").find("4.2.7").words in text
    assert pack("trust").find("4.2.4").words not in text


def test_a_complaint_gets_the_private_pointer_and_is_welcome():
    text = told("trust", "4.2.2", (Kind.SIGNPOST,))
    assert text.startswith("This is about your message in Year 4 parents.")
    assert "not shown" not in text
    assert "If you have a worry or a complaint, we want to hear it." in text
    assert "complaints procedure on the school's website" in text


SHOWN = "It is still shown. A member of staff will look at it. You do not have to do anything."


def test_who_is_told_of_a_message_that_staff_were_only_shown_has_nothing_to_do():
    assert told("trust", "4.2.2", (Kind.SIGNPOST, Kind.NOTIFY_STAFF)).startswith(
        f"This is about your message in Year 4 parents. {SHOWN}"
    )


@pytest.mark.parametrize(
    ("kinds", "changes"),
    [((Kind.SIGNPOST,), {"state": State.UPHELD}), ((Kind.SIGNPOST, Kind.HIDE), {}), ((Kind.HIDE, Kind.SIGNPOST), {})],
    ids=["decided", "hidden by staff", "hiding failed"],
)
def test_a_message_is_said_to_be_shown_only_while_nobody_did_anything_about_it(kinds, changes):
    case = case_of("trust", "4.2.2", kinds, missed=kinds[:1] if kinds[0] is Kind.HIDE else ())
    if kinds[-1] is Kind.HIDE:  # ordered by staff: the decision of the policy does not have it
        case = replace(case, decision=replace(case.decision, actions=case.decision.actions[:1]))
    text = notices.notice(replace(case, **changes), order_of(case), setting()).text
    assert text.startswith("This is about your message in Year 4 parents.")
    assert "still shown" not in text


def test_a_hidden_complaint_is_not_to_be_posted_again_in_the_group():
    case = case_of("trust", "4.2.2", pack("trust").find("4.2.2").hide)
    text = notices.notice(case, order_of(case), setting()).text
    assert text.startswith("Your message in Year 4 parents is not shown any more.")
    assert "If you have a worry or a complaint, we want to hear it." in text
    assert "post it again" not in text
    assert not notices.can_be_changed(case, order_of(case))


@pytest.mark.parametrize("name", PACKS)
def test_a_hidden_detail_about_a_person_may_be_left_out_and_the_message_posted_again(name):
    clause = next(one for one in pack(name).clause if "personal_data" in one.categories)
    case = case_of(name, clause.id, clause.hide)
    assert notices.can_be_changed(case, order_of(case))


@pytest.mark.parametrize("name", PACKS)
def test_whom_to_speak_to_names_no_procedure_since_every_notice_does(name):
    assert "complaint" not in pack(name).contacts["en"].lower()
    assert told(name, BREAKABLE_IN[name]).lower().count("complaints proce") <= 1


def test_one_point_is_one_point():
    said = load("en").text("record-points", points=1, expires=AT)
    assert said.startswith("You have 1 point on the school's ladder of steps.")
    assert load("en").text("record-points", points=2, expires=AT).startswith("You have 2 points on")


@pytest.mark.parametrize("name", PACKS)
def test_danger_brings_999_once_in_each_language(name):
    clause = next(c.id for c in pack(name).clause if "threat" in c.categories)
    here = setting(name)
    case = case_of(name, clause, (Kind.HIDE, Kind.RESTRICT, Kind.ALERT_DSL, Kind.WARN))
    assert notices.notice(case, order_of(case), here).text.count("999") == len(here.group.locales)


@pytest.mark.parametrize("kind", [Kind.HIDE, Kind.RESTRICT])
def test_nobody_is_told_of_a_thing_that_did_not_happen(kind):
    case = case_of("trust", "4.2.6", (Kind.HIDE, Kind.RESTRICT, Kind.WARN), missed=(kind,))
    text = notices.notice(case, order_of(case), setting()).text
    assert ("not shown any more" in text) is (kind is not Kind.HIDE)
    assert ("cannot post" in text) is (kind is not Kind.RESTRICT)


def test_a_pack_of_two_languages_tells_both_one_after_the_other():
    case = case_of("carmarthenshire", BREAKABLE_IN_WALES, (Kind.HIDE, Kind.WARN))
    notice = notices.notice(case, order_of(case), setting("carmarthenshire"))
    welsh, english = notice.text.index("Cymraeg\n\nNid yw eich neges"), notice.text.index("English\n\nYour message")
    first = pack("carmarthenshire").locales[0]
    assert (welsh < english) is (first == "cy")
    assert {"Apelio", "Appeal"} == set(notice.buttons[0].label.split(" / "))
    assert "Only you can read it." in notice.fallback
    assert "Dim ond chi all ei darllen." in notice.fallback
    assert len(notice.buttons[0].label) <= 80  # a Discord button's limit


BREAKABLE_IN_WALES = next(clause for name, clause in BREAKABLE if name == "carmarthenshire")


def test_one_language_needs_no_heading():
    assert "English" not in told("trust", "4.2.4")


def test_a_group_s_own_language_comes_first_where_the_pack_has_none():
    case = case_of("trust", "4.2.4", (Kind.HIDE, Kind.WARN))
    text = notices.notice(case, order_of(case), setting(locales=("cy", "en"))).text
    assert text.startswith("Cymraeg\n\nNid yw eich neges")
    assert "section 4.2.4" in text


def test_a_case_says_the_clause_as_it_read_when_it_was_decided():
    case = case_of("trust", "4.2.4", (Kind.HIDE, Kind.WARN))
    old = replace(case.decision.cited[0], words="As it was in March", policy="The older policy")
    case = replace(case, decision=replace(case.decision, cited=(old,)))
    text = notices.notice(case, order_of(case), setting()).text
    assert "“As it was in March”" in text
    assert "The older policy" in text
    assert pack("trust").find("4.2.4").words not in text


def test_a_case_from_before_clauses_were_kept_cites_the_pack_and_a_clause_that_is_gone_by_its_number():
    case = without_words(case_of("trust", "4.2.4", (Kind.HIDE, Kind.WARN)))
    assert pack("trust").find("4.2.4").words in notices.notice(case, order_of(case), setting()).text
    gone = replace(case, decision=replace(case.decision, clauses=("9.9",)))
    assert "Online Platforms. Please see section 9.9." in notices.notice(gone, order_of(gone), setting()).text


def test_the_fallback_says_nothing_about_the_content():
    case = case_of("trust", "4.2.6", (Kind.HIDE, Kind.WARN))
    notice = notices.notice(case, order_of(case), setting())
    assert notice.fallback == "There is a private message from the school for you here. Only you can read it."
    assert (notice.button.id, notice.button.label) == ("reason:1234:7", "Read the message")
    assert [button.id for button in notice.buttons] == ["appeal:1234"]


def test_a_masked_text_is_offered_in_place_of_the_advice_to_change_it():
    case = case_of("trust", "4.2.7", (Kind.HIDE, Kind.WARN))
    text = notices.notice(case, order_of(case), setting(), "Ring [phone number]").text
    assert "\n\nRing [phone number]\n\n" in text
    assert "change your message" not in text


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("state", ["upheld", "restored"])
def test_the_outcome_of_an_appeal_says_what_was_decided_and_what_can_still_be_done(name, state):
    clause = BREAKABLE_IN[name]
    case = appealed(case_of(name, clause, (Kind.HIDE, Kind.WARN)))
    order = order_of(case, Kind.SIGNPOST, by="Mrs Head", words=state)
    assert notices.is_outcome(order)
    told_it = notices.outcome(case, order, setting(name))
    assert told_it.buttons == ()
    assert "Mrs Head" not in told_it.text
    assert load("en").text(f"outcome-{state}", case=1234, group="Year 4 parents") in told_it.text
    assert (pack(name).find(clause).words in told_it.text) is (state == "upheld")
    assert "shown in Year 4 parents again" not in told_it.text  # nothing was put back in this case


def appealed(case):
    return replace(case, reviews=(Review(by="the author", verdict="appealed", at=AT),))


@pytest.mark.parametrize("name", PACKS)
def test_whose_message_is_put_back_without_an_appeal_is_told_so(name):
    kinds = (Kind.HIDE, Kind.RESTRICT, Kind.WARN, Kind.RESTORE, Kind.LIFT)
    case = case_of(name, BREAKABLE_IN[name], kinds)
    text = notices.outcome(case, order_of(case, Kind.SIGNPOST, by="Mrs Head", words="restored"), setting(name)).text
    assert "The school has looked again at your message in Year 4 parents." in text
    assert "We have changed the decision." in text
    assert "Your message is shown in Year 4 parents again." in text
    assert "You can post in Year 4 parents again." in text
    assert "You asked us" not in text
    assert "The case number is 1234." in text


def test_whose_restriction_is_lifted_is_told_so():
    case = case_of("trust", "4.2.6", (Kind.HIDE, Kind.RESTRICT, Kind.WARN, Kind.LIFT))
    order = order_of(case, Kind.SIGNPOST, by="Mrs Head", words=notices.LIFTED)
    assert notices.is_outcome(order)
    text = notices.outcome(case, order, setting()).text
    assert text.startswith("You can post in Year 4 parents again from now.\n\nIf you want to talk about it")


BREAKABLE_IN = dict(reversed(BREAKABLE))


@pytest.mark.parametrize("name", PACKS)
def test_the_rules_in_short_name_at_most_eight_clauses_the_version_and_whom_to_ask(name):
    text = rules.text(setting(name))
    for locale in setting(name).parents.each:
        assert 5 <= len(rules.titles(setting(name), locale)) <= 8
        assert pack(name).contacts[locale.name] in text
    assert pack(name).version in text
    assert not ACCUSING.search(text)

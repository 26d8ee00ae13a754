"""The cards staff read about a case, in English and in Welsh."""

from dataclasses import replace

import pytest

from bot.ports.docket import ASSIGNED, STEPPED_BACK
from bot.staff import safeguarding, words
from moderation.domain import Action, Attachment, History, Kind, Outcome, Review, State, Status
from moderation.policy.ladder import Incident, Rung, Standing, Taken
from tests.platforms.telling import AT, case_of, pack, setting

HISTORY = History(warnings=1, hidden=2, restrictions=0)
KINDS = (Kind.HIDE, Kind.RESTRICT, Kind.ALERT_DSL, Kind.NOTIFY_STAFF)


def fields(case, here=None):
    return dict(words.card(case, here or setting(), HISTORY).fields)


def test_a_card_says_where_who_when_which_clause_why_and_what_was_done():
    case = case_of("trust", "4.2.6", KINDS)
    card = words.card(case, setting(), HISTORY)
    assert card.title == "Case 1234: to be decided"
    assert card.urgent
    assert dict(card.fields) == {
        "Where": "Year 4 parents",
        "Who": "Ann Parent",
        "When": "Saturday 21 November 2026, 14:05",
        "Clause": 'Threats of violence (section 4.2.6): "Posting comments which threaten violence"',
        "Why": "threats: a rule (very likely, 90%)",
        "Done": "Message taken down: done and checked\nAuthor may not post: done and checked",
        "Before": "earlier, in a year: 1 warning, 2 hidden, 0 restrictions",
        "Around it": "no other messages are kept; please look in the group",
        "Assigned": "nobody yet",
        "Danger": "If somebody is in danger now, ring 999.",
    }
    assert card.evidence == "the words of the message"


@pytest.mark.parametrize(
    ("harm", "kinds", "said"),
    [
        (0.72, (Kind.NOTIFY_STAFF,), "threats: a rule (very likely, 90%)\nharm as a whole (likely, 72%)"),
        (0.49, (Kind.NOTIFY_STAFF,), "threats: a rule (very likely, 90%)"),
        (0.72, (), "threats: a rule (very likely, 90%)"),
    ],
)
def test_a_card_says_how_harmful_the_message_is_as_a_whole(harm, kinds, said):
    case = case_of("trust", "4.2.6", kinds)
    decision = replace(case.decision, scores={"harm": harm})
    assert fields(replace(case, decision=decision))["Why"] == said


def test_a_card_about_a_topics_name_says_that_the_topic_keeps_it():
    case = case_of("trust", "4.2.6", KINDS)
    assert "Topic" not in fields(case)
    assert "give it another one by hand in the group" in fields(replace(case, names_topic=True))["Topic"]


def test_a_card_in_welsh_says_the_same_things():
    case = case_of("trust", "4.2.6", KINDS)
    english = words.card(case, setting(), HISTORY)
    welsh = words.card(case, setting(staff="cy"), HISTORY)
    assert welsh.title == "Achos 1234: i'w benderfynu"
    assert len(welsh.fields) == len(english.fields)
    assert "Dydd Sadwrn 21 Tachwedd 2026, 14:05" in dict(welsh.fields).values()
    assert [button.id for button in welsh.buttons] == [button.id for button in english.buttons]
    assert not {button.label for button in welsh.buttons} & {button.label for button in english.buttons}


def test_what_was_sent_with_a_message_and_is_not_kept_is_said():
    sent = [Attachment(kind=kind) for kind in ("photo", "contact", "link", "photo", "hologram")]
    case = replace(case_of("trust", "4.2.7", KINDS), attachments=tuple(sent), kept=(0, 3))
    lost = "a contact card, something that Schoolgate does not know"
    assert fields(case)["Not kept"] == f"{lost}: it cannot be looked at here, and does not come back with the words"
    assert "cerdyn cyswllt" in dict(fields(case, setting(staff="cy")))["Heb ei gadw"]
    assert "Not kept" not in fields(replace(case, attachments=tuple(sent[:1])))


def test_what_did_not_work_is_said_with_its_reason():
    case = case_of("trust", "4.2.6", ())
    refused = Outcome(
        action=Action(kind=Kind.HIDE, clause="4.2.6"), status=Status.UNSUPPORTED, at=AT, detail="unsupported"
    )
    broken = replace(case.decision, findings=(), failed_detectors=("toxicity",))
    told = fields(replace(case, outcomes=(refused,), decision=broken))
    assert told["Done"] == "Message taken down: not possible here (this platform cannot do that)"
    assert told["Why"] == "nothing was found in it"
    assert told["Not checked"] == "a detector did not work: toxicity"


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("private", "done (in private)"),
        ("fallback", "done (by a note in the group that only they can open)"),
        ("told together with the reason", "done (told together with the reason)"),
        ("1098873", "done"),
        ("", "done"),
    ],
)
def test_how_something_was_done_is_said_in_words_and_a_number_of_a_message_not_at_all(noted, said):
    case = case_of("trust", "4.2.6", ())
    told = Outcome(action=Action(kind=Kind.WARN, clause="4.2.6"), status=Status.DONE, at=AT, detail=noted)
    assert fields(replace(case, outcomes=(told,)))["Done"] == f"Author told why: {said}"


def test_a_case_without_findings_outcomes_or_clauses_says_so():
    case = case_of("trust", "4.2.6", ())
    told = fields(replace(case, decision=replace(case.decision, pack="", findings=(), clauses=())))
    assert told["Clause"] == "none"
    assert told["Why"] == "staff acted on what they saw themselves"
    assert told["Done"] == "nothing: please look"


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        ((), "The safeguarding lead was told."),
        (
            (Kind.ALERT_DSL,),
            "The safeguarding lead could NOT be told here. Tell them now: their command is case 1234.",
        ),
    ],
)
def test_an_alert_about_a_message_that_was_not_hidden_says_that_it_is_still_shown(missed, said):
    case = case_of("trust", "4.2.6", (Kind.ALERT_DSL, Kind.NOTIFY_STAFF), missed=missed)
    assert fields(case)["Done"] == f"Nothing was taken down: the message is still shown.\n{said}"


def test_a_message_that_is_gone_is_not_said_to_be_shown():
    case = case_of("trust", "4.2.6", (Kind.ALERT_DSL, Kind.NOTIFY_STAFF))
    gone = Review(by="the platform", verdict="deleted there", at=AT)
    assert fields(replace(case, reviews=(gone,)))["Done"] == "The safeguarding lead was told."


def step(by=""):
    return Taken(rung=Rung.PROVISIONAL, at=AT, by=by, holds=True)


SIX = Standing(points=6, incidents=(Incident(case=1234, clause="4.2.6", at=AT),))


@pytest.mark.parametrize(
    ("standing", "state", "said"),
    [
        (Standing(), State.OPEN, None),
        (replace(SIX, asks=Rung.TALK), State.OPEN, "The ladder asks for: a talk (6 points)"),
        (SIX, State.OPEN, "The ladder asks for: nothing more (6 points)"),
        (replace(SIX, taken=(step("Mrs Head"),)), State.OPEN, "The ladder asks for: nothing more (6 points)"),
        (replace(SIX, taken=(step(),)), State.UPHELD, "The ladder asks for: nothing more (6 points)"),
        (
            replace(SIX, taken=(step(),)),
            State.OPEN,
            "The next step was taken automatically; you still have to decide (6 points)",
        ),
    ],
)
def test_a_card_says_what_the_ladder_asks_for_and_when_only_the_machine_has_answered(standing, state, said):
    case = replace(case_of("trust", "4.2.6", KINDS), state=state)
    assert dict(words.card(case, setting(), HISTORY, standing).fields).get("Ladder") == said


def test_decisions_and_their_notes_are_listed():
    case = case_of("trust", "4.2.6", KINDS)
    reviews = (Review(by="Mrs Head", verdict="upheld", at=AT, note="rang the parent"),)
    assert fields(replace(case, reviews=reviews))["Decided"] == (
        "upheld by Mrs Head, Saturday 21 November 2026, 14:05: rang the parent"
    )


def test_the_message_that_was_answered_is_shown_apart():
    case = replace(case_of("trust", "4.2.6", KINDS), quoted="Who is coming?")
    assert words.card(case, setting(), HISTORY).evidence == "(in answer to: Who is coming?)\nthe words of the message"


@pytest.mark.parametrize(
    ("state", "kinds", "wanted"),
    [
        (State.OPEN, (Kind.HIDE, Kind.RESTRICT), ["uphold", "restore", "lift", "talk", "warn", "restrict"]),
        (State.OPEN, (), ["uphold", "calm", "hide", "talk", "warn", "restrict"]),
        (State.OPEN, (Kind.RESTRICT,), ["uphold", "hide", "lift", "talk", "warn", "restrict"]),
        (State.OPEN, (Kind.WARN,), ["uphold", "calm", "hide", "talk", "warn", "restrict"]),
        (State.UPHELD, (Kind.HIDE,), ["restore", "talk", "warn", "restrict"]),
        (State.RESTORED, (Kind.HIDE, Kind.RESTORE), ["hide", "talk", "warn", "restrict"]),
    ],
)
def test_only_what_can_be_decided_now_is_offered(state, kinds, wanted):
    case = replace(case_of("trust", "4.2.6", kinds), state=state)
    assert verbs(case) == [*wanted, "letter", "notmine"]
    here = with_lead(setting())
    assert verbs(case, here) == [*wanted, "letter", "escalate", "notmine"]
    assert len(words.buttons(case, here)) <= 25


def verbs(case, here=None):
    return [button.id.partition(":")[0] for button in words.buttons(case, here or setting())]


def with_lead(here):
    """The same group, whose safeguarding lead has a place of their own."""
    group = replace(here.group, staff=frozenset({"role:1"}), dsl=frozenset({"role:2"}), staff_place="7", dsl_place="8")
    return replace(here, group=group)


@pytest.mark.parametrize(
    ("score", "said"),
    [(0.99, "nearly certain"), (0.95, "nearly certain"), (0.9, "very likely"), (0.6, "likely"), (0.2, "possible")],
)
def test_how_sure_a_detector_is_is_said_in_words_and_per_cent(score, said):
    case = case_of("trust", "4.2.6", ())
    seen = replace(case.decision.findings[0], score=score)
    told = fields(replace(case, decision=replace(case.decision, findings=(seen,))))
    assert told["Why"] == f"threats: a rule ({said}, {score:.0%})"


def test_a_clause_is_cited_by_where_it_stands_and_never_by_an_id_nobody_knows():
    case = case_of("stokes_wood", "use.6", KINDS)
    told = fields(case, setting("stokes_wood"))["Clause"]
    assert "use.6" not in told
    assert pack("stokes_wood").find("use.6").source in told


def test_what_could_not_be_screened_stands_apart_from_what_was_found():
    case = case_of("trust", "4.2", ())
    unseen = replace(case.decision.findings[0], category="not_screened", why="a video", score=1.0)
    told = fields(replace(case, decision=replace(case.decision, findings=(*case.decision.findings, unseen))))
    assert told["Not checked"] == "a video"
    assert "video" not in told["Why"]


def test_the_ladders_proposal_is_said():
    case = case_of("trust", "4.2.6", KINDS)
    standing = Standing(points=3, asks=Rung.WARNING)
    told = dict(words.card(case, setting(), HISTORY, standing).fields)
    assert told["Ladder"] == "The ladder asks for: a written warning (3 points)"


def test_who_works_on_a_case_and_who_stepped_back_is_said_and_is_no_decision():
    case = replace(case_of("trust", "4.2.6", KINDS), state=State.OPEN)
    took = Review(by="Mrs Head", verdict=ASSIGNED, at=AT, note="11\nMr Qureshi")
    left = Review(by="Mr Qureshi", verdict=STEPPED_BACK, at=AT, note="11")
    assert fields(replace(case, reviews=(took,)))["Assigned"] == "Mr Qureshi"
    told = fields(replace(case, reviews=(took, left)))
    assert told["Assigned"] == "nobody yet\nMr Qureshi stepped back: somebody else has to decide"
    assert "Decided" not in told


@pytest.mark.parametrize("locale", ["en", "cy"])
def test_a_safeguarding_case_shows_other_staff_that_it_is_there_and_nothing_else(locale):
    case = case_of("trust", "4.2.6", KINDS)
    here = with_lead(setting(staff=locale))
    card = safeguarding.veiled(case, here)
    shown = str(card)
    assert "1234" in card.title
    assert not card.buttons
    assert not card.evidence
    for hidden in ("Ann Parent", "4.2.6", "threat", "the words"):
        assert hidden not in shown
    assert not safeguarding.is_shown_in("7", case, here.group)
    assert safeguarding.is_shown_in("8", case, here.group)


def test_only_the_lead_may_open_a_safeguarding_case_and_anybody_of_staff_where_none_is_named():
    case, here = case_of("trust", "4.2.6", KINDS), with_lead(setting())
    assert not safeguarding.is_open_to(case, here.group, {"role:1"})
    assert safeguarding.is_open_to(case, here.group, {"role:2"})
    assert safeguarding.is_open_to(case, replace(here.group, dsl=frozenset()), {"role:1"})
    assert safeguarding.is_open_to(case_of("trust", "4.2.4", ()), here.group, {"role:1"})


def test_staff_read_it_when_the_lead_could_not_be_told():
    case = case_of("trust", "4.2.6", KINDS, missed=(Kind.ALERT_DSL,))
    assert "could NOT be told" in str(safeguarding.veiled(case, with_lead(setting())))

# What staff read on cards and in answers.

## What was done: one for each kind of action

done-hide = Message taken down
done-restore = Message put back
done-restrict = Author may not post
done-lift = Author may post again
done-warn = Author told why
done-signpost = Author told where to turn
done-notify_staff = Staff told
done-alert_dsl = Safeguarding lead told
done-hold = Message held
done-lockdown = Group secured

## How far it went

status-intended = not yet done
status-done = done
status-verified = done and checked
status-failed = FAILED
status-unsupported = not possible here
status-dry_run = dry run, not done

## How it was done, or why it was not (besides the troubles at the end)

detail-private = in private
detail-fallback = by a note in the group that only they can open
detail-told-together-with-the-reason = told together with the reason
detail-did-not-hold = it did not hold, although it was done again
detail-overruled = staff had decided otherwise by then

## When what failed is tried again

again-forbidden = What the bot lacks a right for is tried again by itself once it has the right, if it is still to be done.
again-closed = What the bot could not tell the person is not tried again: tell the person yourself, for example by a letter.
again-no_member = What cannot be done while the person is away is tried again by itself when they come back, if it is still to be done.

## Where a case stands

state-open = to be decided
state-upheld = upheld
state-restored = put back
state-closed = closed

## The card

card-title = Case { $case }: { $state }
card-where = Where
card-who = Who
card-when = When
card-clause = Clause
card-why = Why
card-done = Done
card-before = Before
card-decided = Decided
card-danger = Danger
card-ring-999 = If somebody is in danger now, ring 999.
card-no-clause = none
card-no-why = staff acted on what they saw themselves
card-nothing-found = nothing was found in it
card-unchecked = Not checked
card-ladder = Ladder
card-topic = Topic
card-topic-name = This is the name of a topic. The topic keeps its name, whatever is done here: give it another one by hand in the group.
card-lost = Not kept
card-lost-things = { $things }: it cannot be looked at here, and does not come back with the words
sent-photo = a picture
sent-video = a film
sent-document = a file
sent-audio = a recording
sent-voice = a voice message
sent-sticker = a sticker
sent-contact = a contact card
sent-location = a place on the map
sent-poll = a poll
sent-unknown = something that Schoolgate does not know
card-around = Around it
card-assigned = Assigned
card-nothing-done = nothing: please look
card-still-shown = Nothing was taken down: the message is still shown.
card-broken = a detector did not work: { $name }
card-answer = (in answer to: { $quoted })
card-review = { $verdict } by { $by }, { $at }
card-history =
    earlier, in a year: { $warnings ->
        [one] { $warnings } warning
       *[other] { $warnings } warnings
    }, { $hidden } hidden, { $restrictions ->
        [one] { $restrictions } restriction
       *[other] { $restrictions } restrictions
    }

around-quoted = the message that it answers is shown with it; no other messages are kept
around-none = no other messages are kept; please look in the group
assigned-nobody = nobody yet
stepped-back = { $name } stepped back: somebody else has to decide

## How sure a detector is

sure-nearly-certain = nearly certain
sure-very-likely = very likely
sure-likely = likely
sure-possible = possible

## The ladder of consequences

ladder-asks = The ladder asks for: { $asks } ({ $points ->
        [one] { $points } point
       *[other] { $points } points
    })
ladder-automatic = The next step was taken automatically; you still have to decide ({ $points ->
        [one] { $points } point
       *[other] { $points } points
    })
rung-clear = nothing more
rung-talk = a talk
rung-warning = a written warning
rung-provisional = a restriction of at most 24 hours
rung-restriction = a restriction
rung-review = a restriction, to be looked at again
rung-ended = a restriction that is over

## A case of the safeguarding lead, as other staff see it

veiled-title = Case { $case } is with the safeguarding lead
veiled-told = The safeguarding lead was told.
veiled-waits = The safeguarding lead is being told.
veiled-failed = The safeguarding lead could NOT be told here. Tell them now: their command is case { $case }.
refused-lead = Case { $case } is with the safeguarding lead, who alone opens and decides it.
refused-lead-here = Case { $case } is the safeguarding lead's: open it in their own place or in private, not here.
refused-own = Case { $case } is about you: somebody else has to decide.
refused-stepped-back = You stepped back from case { $case }: somebody else has to decide.
refused-member-own = This is about you: somebody else has to decide.
refused-member-back = You stepped back from the cases of this person: somebody else has to decide.

## Buttons under a card

press-uphold = Uphold
press-nothing-wrong = Nothing wrong
press-restore = Restore
press-hide = Hide
press-lift = Lift restriction
press-talk = Talked
press-warn = Warn
press-restrict = Restrict
press-letter = Letter
press-escalate = Escalate to DSL
press-notmine = Not for me

## Answers

order-done = { $done }.
order-not-done = { $done }: NOT done, because { $reason }.
orphan-closed = Case { $case } is closed. Its group is not in the settings any more: nothing was done there, and nobody there was told.
already-decided = Case { $case } was already decided: { $verdict } by { $by }, { $at }.

## Why a platform did not do what it was asked

trouble-gone = the message is not there any more
trouble-forbidden = the bot lacks a right in this group: run `schoolgate doctor`, it says which
trouble-protected = the person is an owner or administrator here and cannot be restricted; change their role first
trouble-no_member = the person is not a member of this group any more
trouble-limited = the platform asks to wait; it is tried again by itself
trouble-unreachable = the platform does not answer; it is tried again by itself
trouble-unsupported = this platform cannot do that
trouble-invalid = the platform did not accept it
trouble-closed = the person takes no messages from the bot
trouble-moved = it is from before the group became a supergroup, and the bot cannot reach it any more: do it yourself in the group
trouble-stays = the platform lets no bot delete it: delete it yourself in the group
trouble-not_kept = its words were not kept: ask the person to post it again

## What would follow from a text (the command why)

would-allow = It would stay.
would-review = It would stay, and staff would be asked to look.
would-hide = It would be taken down.
would-follow = would follow: { $done } ({ $clause })

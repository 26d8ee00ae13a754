# What staff read in answer to commands and presses.
# Words between `marks`, and examples of what to type, are understood in English alone: do not translate them.

## Which case, whom and when

refused-no-case = There is no case with that number. `case` lists the open ones.
refused-clause =
    There is no clause { $clause }. There are:
    { $known }
refused-no-clause =
    There is no clause named. There are:
    { $known }
refused-about-what = Say which case or which member it is about, or answer the message itself.
refused-which-group = This chat serves several groups: { $groups }. Give this command in the group that is meant.
refused-which-member = This chat serves several groups: { $groups }. It is not clear in which of them you mean this person: use the buttons on a card of theirs, or give this command in that group.
refused-colleague-gone = That person is not here (any more). Name a colleague who is.
refused-colleague = Only staff of this group can work on its cases or be on duty for it.
trouble-said = { $reason }.
time-how = Say how long: for example 2 hours, 3 days, until Friday 15:30, rest of term or until half-term.
time-over = That time is over already. { time-how }
time-no-term = No such day is in the school's term calendar now: say a date, or add the [[terms]] to the configuration.
time-too-long = A restriction lasts at most 366 days and is then looked at again.

## Cases

case-begin = Case { $case }.
closed-in-vain = The case is closed: it was opened only for this.
case-shown = Case { $case }
list-open = Open cases
list-overdue = Overdue cases
list-mine = Cases assigned to you
list-all = All cases
list-none = { $list }: none.
list-more = and { $count } more
refused-list = I do not know that list. Say { $lists }, or a case's number.
docket-open = open
docket-upheld = upheld
docket-restored = restored
docket-closed = closed
docket-lead = with the safeguarding lead
docket-no-clause = no clause
docket-with = with { $name }
docket-overdue = OVERDUE
assigned-now = Case { $case } is with { $name } now.
assigned-before = Case { $case } is with { $name } now (before: { $before }).
refused-assigned = Case { $case } is with { $name } already.
refused-assign = Case { $case } cannot be given to { $name }: it is about them, they stepped back, or it is the safeguarding lead's.
refused-why-close = Say why: a case is not closed without a reason.
noted-on = Noted on case { $case }.
refused-note = Say what is to be noted.
refused-escalated = Case { $case } is with the safeguarding lead already.
refused-no-lead = The lead has no place of their own here (dsl_place in the configuration): tell them yourself.
digest-so-far = This week so far
digest-read = Thank you. The digest { $week } is noted as read.
digest-read-before = The digest { $week } was noted as read already.

## Taking messages down

refused-hidden = The message of case { $case } is taken down already.
refused-no-message = Case { $case } is not about a message.
refused-which-message = Say which message: give its link (of this group), its case, or answer it.
refused-not-of-group = That message is not one of the group's. Give a link to the message itself.
refused-who-wrote = There is no case about that message. Say who wrote it, too: they are told why it is gone.
refused-not-theirs = Somebody else wrote that message. Leave the person out, or give a link to the right message.

## Steps of the ladder, and restrictions

refused-why-step = Say why, too: nobody is warned or restricted without a reason.
refused-put-back = Case { $case } was put back, so nothing follows from it.
talk-noted = The talk is noted.
restricted-until = Until { $until }; then it ends, unless somebody renews it.
skip-title = Case { $case }: not done yet
skip-asked = Asked for
skip-left-out = Left out
skip-how = The policy takes these steps first. Press the button and say in a sentence why not this time; only staff see it.
skip-waits = Not done yet: this leaves out the policy's first steps.
skip-taken-now = This step was taken a moment ago.
skip-taken = This step was taken already. `case` shows what was done.
skip-late = The time that was asked for is over. Give the command again.
refused-why-skip = Say why in a sentence: no step is left out without a reason.
refused-not-restricted = This person is not restricted by Schoolgate.
refused-renew = { refused-not-restricted } `restrict` begins a restriction.
member-gone = This person is not in the group (any more).
member-nothing = Nothing is on record about them here.
member-goes = deleted on { $goes }
member-cases = Cases (open ones are kept until they are decided):
member-points = Points: { $points }. Step: { $step }.
member-points-until = Points: { $points }, the last one until { $until }. Step: { $step }.
member-asks = The ladder asks for: { $asks }.
member-restricted = Restricted until { $until } (case { $case }, by { $by })
step-clear = clear
step-talk = talk
step-warning = warning
step-provisional = provisional
step-restriction = restriction
step-review = review
step-ended = ended

## Posts that wait

held-list = Posts that wait
held-none = No post waits.
held-line = { $case }: { $stage }, since { $since }
held-became = Post { $case }: { $stage }.
held-decided = Post { $case } was already decided: { $verdict } by { $by }, { $at }.
refused-decided = Post { $case } was already decided.
refused-not-held = Case { $case } is not a post that waits. `held` lists those.
refused-waits = Case { $case } is a post that waits: `approve`, `decline` or `propose` decide about it.
refused-no-text = Write the text you suggest.
suggested = The author is asked.
declined-under = declined under { $clause }

## Securing a group

lockdown-ordered = ordered by { $name }
lockdown-until = Until { $until }.
lockdown-left = Still open: { $places }. All else is secured.
refused-lockdown-long = A group is secured for at most { $days } days; then look at it again.
refused-how = I do not know { $word }. Say { $known }, or nothing.
refused-here = Give this command in the channel that is to be secured, or leave out here.
refused-secure-closed = Case { $case } is closed. The command `lockdown` secures the group.
refused-secured = The group is secured already.
refused-not-secured = This group is not secured by Schoolgate.
unlock-done = The group is open again, as it was before.
unlock-later = The platform does not let the bot open the group now; it is tried again by itself. Run doctor.
lockdown-stuck-title = Case { $case }: the group is still secured
lockdown-stuck = The time is over, and the bot may not open it again. Open it by hand. It lacks a right there (run doctor), or the group was taken out of the settings.

## Letters

letter-signed = Letter { $letter } is signed off.
letter-signed-before = Letter { $letter } was already signed off by { $by }, { $at }.
letter-noted = letter { $letter } ({ $kind }) signed off
letter-not-written = { $why }
refused-no-letter = Case { $case } has no letter { $letter }. { letter-how-listed }
refused-letter-button = This button names no letter. { letter-how-listed }
letter-how-listed = `letter` and the case's number shows those it has.

## Consent

consent-how = Write it like: { menu-consent-what }
consent-which = Say whether it is photo or naming. { consent-how }
consent-given = Noted: { $purpose } consent for { $pupil }.
consent-given-until = Noted: { $purpose } consent for { $pupil } until the end of { $day }.
consent-withdrawn = Withdrawn: { $purpose } consent for { $pupil }.
consent-many = { $count } pupils are called that. Write the full name, or the number in the roster.
consent-two = Two pupils have this name. Import the roster with the column id to tell them apart.
consent-nobody = There is no such pupil in the roster of this group. Write the name as the roster has it.
consent-day = The day was not understood: write the day like 2027-07-31, 31/07/2027 or 31 July 2027.
consent-day-over = That day is over already.
consent-shown = { $pupil }: photo { $photo }, naming { $naming }.
consent-yes = yes
consent-no = no
consent-photo = photo
consent-naming = naming
consent-roster = This is what the roster says; nothing else was noted.
consent-was-given = { $at }: { $purpose } given, noted by { $by }
consent-was-given-until = { $at }: { $purpose } given until { $until }, noted by { $by }
consent-was-withdrawn = { $at }: { $purpose } withdrawn, noted by { $by }
posts-none = No earlier post in { $group } that is still up was found.
posts-up = Earlier posts in { $group } that are still up:
posts-line = case { $case }, { $at }
posts-hide = /case NUMBER has the Hide button.
posts-clean = a post of { $at }
posts-hide-clean = To take down one that has no case, answer it with /hide, or give /hide its link.
posts-kept = Only posts that name the pupil and were posted while Schoolgate was running are found: look through albums and older posts yourself.

## The roster

roster-none = There is no roster. Whoever runs Schoolgate imports one with: schoolgate roster import
roster-people = { $pupils ->
        [one] { $pupils } pupil
       *[other] { $pupils } pupils
    } and { $staff } staff are known here.
roster-photos = { $count } have consent for photos.
roster-naming = { $count } have consent for naming.
roster-no-class = no class

# What the commands for staff are for, and what they ask for, as a platform lists them: at most 100 characters each.

## Commands

menu-appeal = Say why a decision is wrong
menu-approve = Show a held post in the group
menu-assign = Say who works on a case
menu-case = Show a case, or list them
menu-close = Close a case, with a reason
menu-consent = Consent for a pupil's photos and naming
menu-decline = Do not show a held post
menu-digest = This week's digest now
menu-escalate = Hand a case to the safeguarding lead
menu-held = The posts that wait for a decision
menu-hide = Take a message down
menu-letter = Write a letter about a case
menu-lift = Let a member post again
menu-lockdown = Secure the group for a while
menu-member = Where a person stands: cases, ladder, restrictions
menu-note = Note something on a case
menu-onduty = Who is on duty; or put yourself or somebody else on duty for a while
menu-propose = Suggest another text for a held post
menu-renew = Let a restriction go on
menu-restore = Put a hidden message back
menu-restrict = Stop a member from posting
menu-roster = How many pupils and staff are known here, by class
menu-skip = Say why steps are left out
menu-talk = Note that you talked with a member
menu-unlock = Open a secured group again
menu-warn = Send a member a written warning
menu-why = Explain what would happen to a text

## What each command asks for

field-member = Who
field-case = The case's number
field-clause = The clause of the policy, for example 4.2.6
field-duration = How long: 3 days, until Friday 15:30, rest of term
field-duration-or-review = { field-duration }; without it, until it is reviewed
field-message = A link to the message
field-reason = Why; the person is told this
menu-assign-member = A colleague; left out: you
menu-case-which = Or a list: open, overdue, mine (assigned to you) or all
menu-close-reason = Why nothing has to be decided; only staff see this
menu-consent-what = show NAME; set photo NAME until 31 July 2027; set naming NAME; withdraw photo NAME.
menu-escalate-reason = Why; the safeguarding lead reads this
menu-hide-member = Who wrote it, where Schoolgate has no case about it: they are told
menu-letter-letter = Which letter, for example warning; left out: all there are
menu-letter-note = What to add, such as when and where a meeting is
menu-letter-to = Name and address as on the envelope; else the name shown in the group
menu-lockdown-how = closed (only staff post, the usual) or slow; add here for this channel alone
menu-note-note = Only staff see this
menu-propose-text = The post as you suggest it
menu-skip-step = The step's number
menu-skip-why = Why are the first steps left out? Only staff see it
menu-talk-agreed = What was said and agreed; only staff see this
menu-why-text = Any text, or a case

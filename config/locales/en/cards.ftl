# What staff read on the cards of held posts, secured groups, restrictions and letters.

## Held posts

held-title = Case { $case }: a post, { $stage }
held-suggested = Suggested instead:
stage-waiting = waits for a decision
stage-proposed = another text was suggested, its author has not answered
stage-approved = posted
stage-declined = declined
stage-withdrawn = withdrawn by its author

## A secured group

card-secured = Secured
card-here = Here
group-secured = the group is secured
group-open-again = the group is open again
group-proposed = many members at once: secure the group?
group-stayed-open = the group stayed open
lock-one = one channel
lock-all = the whole group
lock-closed = only staff may post, nobody new comes in
lock-slow = slow mode, nobody new comes in
lock-over = over
lock-until = until { $until }
lock-link = people may ask to join at { $url }

## A restriction that ends soon

review-title = Case { $case }: restricted until { $until }
review-since = Since
review-by = Ordered by
review-reason = Reason
review-what = It ends by itself then, and the person may post again. Renew it only if it is still needed.
card-what-now = What now

## Letters

letter-which = Case { $case }: which letter?
letter-to-write = To write
letter-before = Written before
letter-none = none
letter-title = Case { $case }, letter { $letter }: { $state }
letter-is-signed = signed off
letter-is-draft = draft
letter-signed-at = signed off { $at }
letter-name = Letter
letter-written = Written
letter-written-by = by { $by }, { $at }
letter-state = State
letter-state-signed = signed off by { $by }, { $at }
letter-state-draft = draft: not to be sent yet
letter-files = Files
letter-files-how = The same letter for Word and as a PDF. Read it through: other people's names show as [name].

## What was decided or noted on a case

verdict-upheld = upheld
verdict-restored = restored
verdict-closed = closed
verdict-opened = opened
verdict-open-again = open again
verdict-deleted-there = deleted there
verdict-after-all = what could not be done at first was done
verdict-escalated = handed to the safeguarding lead
verdict-talked = talked
verdict-noted = noted
verdict-appealed = appealed
verdict-approved = approved
verdict-agreed = agreed to the suggested text
verdict-suggested = suggested another text
verdict-withdrawn = withdrawn
verdict-left-out = left out { $steps }
by-author = the author
by-platform = the platform
by-policy = the policy

## More buttons, and what they ask in a form

press-look = Show attachments
press-approve = Approve
press-post-now = Post it now
press-propose = Suggest a change
press-decline = Decline
press-secure = Secure the group
press-calm = Not needed
press-unlock = Open the group again
press-renew = Renew
press-say-why = Say why
press-sign = Sign off
press-read-letter = Read letter { $letter }
form-decline = Decline
form-propose = Suggest a change
form-renew = Renew this restriction
form-restrict = Restrict this member
form-skip = Say why
form-talk = Note a talk
form-warn = Warn this member

## What the machine notices itself

pile-on-noticed = { $members } members broke the policy within { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} (cases { $cases }).
alarm-title = Less protection
alarm-failed = Not working
alarm-now = What now
alarm-do = Messages are still checked by everything else, and are judged again when it works. Tell your IT provider.
look-shown =
    { $count ->
        [0] Nothing that was sent with the message of case { $case } is kept any more.
       *[other] This was sent with the message of case { $case }. Please do not pass it on.
    }

# The weekly digest, for the safeguarding lead and for governors; and what staff are told when it does not get through.

digest-failed-title = The weekly digest { $week } could not be sent to everybody by { $way }
digest-failed-do = { $why }. It is tried again every 15 minutes. `schoolgate doctor` says whether it would go out now.

## Its title, its days, and the button below it

digest-title = { $school }: weekly digest { $week } ({ $first } to { $last })
digest-title-governors = { $title }, for governors
digest-day = { NUMBER($day, minimumIntegerDigits: 2) } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }
# The days of the week are numbered from Monday.
digest-moment = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} { NUMBER($day, minimumIntegerDigits: 2) } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }, { $time }
digest-button = Read

## The headings

digest-in-short = In short
digest-messages = Messages
digest-by-clause = New cases by clause
digest-new = New cases
digest-open = Open cases
digest-overdue = Overdue (open for more than { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
})
digest-orphaned = Open cases of groups that are not in the settings any more
digest-appealed = Appealed cases
digest-restored = Restored by staff (the decision was wrong)
digest-put-back = Of what was hidden this week, put back since
digest-alerts = Alerts to the safeguarding lead
digest-wait = Until somebody acted on an alert
digest-unwatched = Not watched
digest-failed = Actions that failed
digest-why = Why actions failed
digest-trouble = Detector trouble
digest-trend = New cases in the last weeks
digest-restrictions = Restrictions in force
digest-ending = Restrictions that end this week
digest-going = Cases that retention deletes next week
digest-head = Head of the evidence log
digest-as-at = As at

## What stands below them

digest-none = none
digest-orphaned-do = Nobody is reminded of these. A safeguarding lead can end one with close, its number and a reason.
digest-quiet = Nothing happened: no message broke a clause and no case is open.
digest-not-all-checked = No message that was checked broke a clause, but not everything was checked: see { $headings }.
digest-not-all-done = No message broke a clause, but not everything was done: see { $headings }.
# Between two of these headings.
digest-and = and
digest-counted = { $judged } checked, { $hidden } hidden
digest-more = { $cases } and { $count ->
    [one] { $count } earlier one
   *[other] { $count } earlier ones
}
digest-weeks = { $count ->
    [one] { $count } week: { $numbers }
   *[other] { $count } weeks: { $numbers }
}
digest-rate = { $back } of { $hidden } ({ $share })
digest-nothing-hidden = nothing was hidden
digest-nobody-acted = nobody has yet
digest-median = { $minutes ->
    [one] { $minutes } minute (median)
   *[other] { $minutes } minutes (median)
}
digest-waiting = { $known }; { $count } still waiting
digest-gap = { $minutes } min
digest-no-gaps = no gaps
digest-unchecked-count = { $count ->
    [one] { $count } message was not checked by every detector at first
   *[other] { $count } messages were not checked by every detector at first
}
digest-no-head = nothing has been logged yet

## Why actions failed

digest-why-forbidden = the bot lacks a right (run: schoolgate doctor)
digest-why-protected = an administrator cannot be restricted
digest-why-no_member = the member had left
digest-why-gone = the message was gone already
digest-why-closed = private messages were closed
digest-why-limited = too many requests
digest-why-unreachable = the platform did not answer
digest-why-unsupported = the platform cannot do it
digest-why-moved = it is from before the group became a supergroup
digest-why-stays = the platform lets no bot delete it
digest-why-not_kept = its words were not kept
digest-why-invalid = the platform refused the request
digest-why-did-not-hold = it was done, but did not stay so

## For governors

digest-checked = Messages checked
digest-hidden = Messages hidden
digest-unchecked = Messages not checked by every detector at first
digest-small = Small numbers
digest-small-why = Numbers under { $least } are not said, so that nobody can be recognised.
digest-fewer = fewer than { $least }
digest-withheld = not shown, because it would give a small number away
digest-trend-governors = { $weeks } (?: not shown)

## The chart, and the page that it stands on

digest-chart-weeks = New cases by week
digest-chart-clauses = This week by clause
digest-chart-nothing = no new cases
digest-chart-table = New cases by clause and week
digest-chart-top = { $heading } (top { $shown } of { $count })
digest-chart-said = Chart of the numbers above
# The language as a page names it (BCP 47), for whoever has it read aloud.
digest-page-language = en-GB

## Who is told when nobody may have read it

digest-second-title = { $school }: the weekly digest { $week } needs somebody
digest-second-what = What happened
digest-second-undelivered = It could not be delivered everywhere it should go.
digest-second-unread = Nobody has pressed { digest-button } below it.
digest-second-do = What to do
digest-second-ask = Please ask the Designated Safeguarding Lead to look at it, or look at it yourself.

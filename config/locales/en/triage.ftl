# What staff read about several cases at once, and about who is on duty.

card-posted = Posted
card-times = { $times } times
card-together = Same incident
card-others = also cases { $cases }
card-of = began with case { $case }

overdue-title =
    { $count ->
        [one] 1 case waits for a decision: { $cases }
       *[other] { $count } cases wait for a decision: { $cases }
    }
overdue-what = What now
overdue-do = They have been open for more than { $hours } hours. Look each up with the command case and its number.

alert-waits-title =
    { $count ->
        [one] Nobody has acted on the alert of case { $cases }
       *[other] Nobody has acted on the alerts of cases { $cases }
    }
alert-waits-do = The safeguarding lead was alerted more than { $hours } hours ago. Whoever reads this: look the case up with the command case and its number, take it on, or reach the lead by telephone.

duty-is = { $name } is on duty until { $until }.
duty-nobody = Nobody is on duty. Say for how long to be it yourself, for example: onduty 8 hours
duty-quiet = It is quiet now: what can wait is shown from { $until }.

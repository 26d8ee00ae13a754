# What staff are told when the weekly digest does not get through.

digest-failed-title = The weekly digest { $week } could not be sent to everybody by { $way }
digest-failed-do = { $why }. It is tried again every 15 minutes. `schoolgate doctor` says whether it would go out now.

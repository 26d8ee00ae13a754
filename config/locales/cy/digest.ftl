# Yr hyn a ddywedir wrth staff pan nad yw'r crynodeb wythnosol yn cyrraedd.

digest-failed-title = Nid oedd modd anfon y crynodeb wythnosol { $week } at bawb drwy { $way ->
        [email] e-bost
       *[other] { $way }
    }
digest-failed-do = { $why }. Rhoddir cynnig arall arni bob 15 munud. Mae `schoolgate doctor` yn dweud a fyddai'n mynd allan nawr.

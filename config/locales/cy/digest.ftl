# Y crynodeb wythnosol, i'r arweinydd diogelu ac i lywodraethwyr; a'r hyn a ddywedir wrth staff pan nad yw'n cyrraedd.

digest-failed-title = Nid oedd modd anfon y crynodeb wythnosol { $week } at bawb drwy { $way ->
        [email] e-bost
       *[other] { $way }
    }
digest-failed-do = { $why }. Rhoddir cynnig arall arni bob 15 munud. Mae `schoolgate doctor` yn dweud a fyddai'n mynd allan nawr.

## Ei deitl, ei ddyddiau, a'r botwm oddi tano

digest-title = { $school }: crynodeb wythnosol { $week } ({ $first } i { $last })
digest-title-governors = { $title }, ar gyfer llywodraethwyr
digest-day = { $day } { $month ->
    [1] Ionawr
    [2] Chwefror
    [3] Mawrth
    [4] Ebrill
    [5] Mai
    [6] Mehefin
    [7] Gorffennaf
    [8] Awst
    [9] Medi
    [10] Hydref
    [11] Tachwedd
   *[12] Rhagfyr
} { $year }
# Rhifir dyddiau'r wythnos o ddydd Llun.
digest-moment = { $weekday ->
    [1] Dydd Llun
    [2] Dydd Mawrth
    [3] Dydd Mercher
    [4] Dydd Iau
    [5] Dydd Gwener
    [6] Dydd Sadwrn
   *[7] Dydd Sul
} { $day } { $month ->
    [1] Ionawr
    [2] Chwefror
    [3] Mawrth
    [4] Ebrill
    [5] Mai
    [6] Mehefin
    [7] Gorffennaf
    [8] Awst
    [9] Medi
    [10] Hydref
    [11] Tachwedd
   *[12] Rhagfyr
} { $year }, { $time }
digest-button = Wedi'i ddarllen

## Y penawdau

digest-in-short = Yn fyr
digest-messages = Negeseuon
digest-by-clause = Achosion newydd fesul cymal
digest-new = Achosion newydd
digest-open = Achosion agored
digest-overdue = Hwyr (ar agor ers dros { $hours } awr)
digest-orphaned = Achosion agored grwpiau nad ydynt yn y gosodiadau mwyach
digest-appealed = Achosion yr apeliwyd yn eu cylch
digest-restored = Rhoddwyd yn ôl gan staff (roedd y penderfyniad yn anghywir)
digest-put-back = O'r hyn a guddiwyd yr wythnos hon, rhoddwyd yn ôl ers hynny
digest-alerts = Rhybuddion i'r arweinydd diogelu
digest-wait = Nes i rywun weithredu ar rybudd
digest-unwatched = Heb ei wylio
digest-failed = Gweithredoedd a fethodd
digest-why = Pam y methodd gweithredoedd
digest-trouble = Trafferth gyda'r synwyryddion
digest-trend = Achosion newydd yn yr wythnosau diwethaf
digest-restrictions = Cyfyngiadau mewn grym
digest-ending = Cyfyngiadau sy'n dod i ben yr wythnos hon
digest-going = Achosion a gaiff eu dileu yr wythnos nesaf am fod eu cyfnod cadw ar ben
digest-head = Pen y cofnod tystiolaeth
digest-as-at = Y sefyllfa ar

## Yr hyn sydd oddi tanynt

digest-none = dim
digest-orphaned-do = Nid oes neb yn cael ei atgoffa o'r rhain. Gall arweinydd diogelu gau un â close, ei rif a rheswm.
digest-quiet = Ni ddigwyddodd dim: ni thorrodd yr un neges gymal, ac nid oes achos ar agor.
digest-not-all-checked = Ni thorrodd yr un neges a wiriwyd gymal, ond ni wiriwyd popeth: gweler { $headings }.
digest-not-all-done = Ni thorrodd yr un neges gymal, ond ni wnaed popeth: gweler { $headings }.
# Rhwng dau o'r penawdau hyn.
digest-and = a
digest-counted = { $judged ->
    [one] { $judged } wedi'i gwirio
   *[other] { $judged } wedi'u gwirio
}, { $hidden ->
    [one] { $hidden } wedi'i chuddio
   *[other] { $hidden } wedi'u cuddio
}
digest-more = { $cases }, hefyd { $count ->
    [one] { $count } cynharach
   *[other] { $count } o rai cynharach
}
digest-weeks = { $count } wythnos: { $numbers }
digest-rate = { $back } o { $hidden } ({ $share })
digest-nothing-hidden = ni chuddiwyd dim
digest-nobody-acted = nid oes neb wedi gwneud eto
digest-median = { $minutes } munud (canolrif)
digest-waiting = { $known }; { $count } yn dal i aros
digest-gap = { $minutes } munud
digest-no-gaps = dim bylchau
digest-unchecked-count = ni wiriwyd { $count } neges gan bob synhwyrydd i ddechrau
digest-no-head = nid oes dim wedi'i gofnodi eto

## Pam y methodd gweithredoedd

digest-why-forbidden = nid oes gan y bot hawl (rhedwch: schoolgate doctor)
digest-why-protected = ni ellir cyfyngu gweinyddwr
digest-why-no_member = roedd yr aelod wedi gadael
digest-why-gone = roedd y neges wedi mynd eisoes
digest-why-closed = nid oedd y person yn derbyn negeseuon preifat
digest-why-limited = gormod o geisiadau
digest-why-unreachable = nid atebodd y platfform
digest-why-unsupported = ni all y platfform wneud hynny
digest-why-moved = mae'n dod o'r cyfnod cyn i'r grŵp droi'n uwchgrŵp
digest-why-stays = nid yw'r platfform yn gadael i unrhyw fot ei dileu
digest-why-not_kept = ni chadwyd ei geiriau
digest-why-invalid = gwrthododd y platfform y cais
digest-why-did-not-hold = fe'i gwnaed, ond ni ddaliodd

## Ar gyfer llywodraethwyr

digest-checked = Negeseuon a wiriwyd
digest-hidden = Negeseuon a guddiwyd
digest-unchecked = Negeseuon na chawsant eu gwirio gan bob synhwyrydd i ddechrau
digest-small = Rhifau bach
digest-small-why = Ni ddangosir rhifau o dan { $least }, fel na ellir adnabod neb.
digest-fewer = llai na { $least }
digest-withheld = heb ei ddangos, oherwydd byddai'n datgelu rhif bach
digest-trend-governors = { $weeks } (?: heb ei ddangos)

## Y siart, a'r dudalen y mae arni

digest-chart-weeks = Achosion newydd fesul wythnos
digest-chart-clauses = Yr wythnos hon fesul cymal
digest-chart-nothing = dim achosion newydd
digest-chart-table = Achosion newydd fesul cymal ac wythnos
digest-chart-top = { $heading } (y { $shown } uchaf o { $count })
digest-chart-said = Siart o'r rhifau uchod
# Yr iaith fel y mae tudalen yn ei henwi (BCP 47), i bwy bynnag sy'n cael ei darllen yn uchel.
digest-page-language = cy

## Pwy sy'n cael gwybod pan na fydd neb, efallai, wedi'i ddarllen

digest-second-title = { $school }: mae angen i rywun edrych ar y crynodeb wythnosol { $week }
digest-second-what = Beth ddigwyddodd
digest-second-undelivered = Nid oedd modd ei anfon i bob man y dylai fynd.
digest-second-unread = Nid oes neb wedi pwyso { digest-button } oddi tano.
digest-second-do = Beth nawr
digest-second-ask = Gofynnwch i'r arweinydd diogelu dynodedig edrych arno, neu edrychwch arno eich hun, os gwelwch yn dda.

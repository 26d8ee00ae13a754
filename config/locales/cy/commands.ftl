# Yr hyn y mae staff yn ei ddarllen mewn atebion i orchmynion a botymau.
# Yn Saesneg yn unig y deellir geiriau rhwng `nodau` ac enghreifftiau o beth i'w deipio: peidiwch â'u cyfieithu.

## Pa achos, pwy a phryd

refused-no-case = Nid oes achos â'r rhif hwnnw. Mae `case` yn rhestru'r rhai agored.
refused-clause =
    Nid oes cymal { $clause }. Dyma'r rhai sydd:
    { $known }
refused-no-clause =
    Nid oes cymal wedi'i enwi. Dyma'r rhai sydd:
    { $known }
refused-about-what = Dywedwch am ba achos neu ba aelod y mae hyn, neu atebwch y neges ei hun.
refused-which-group = Mae'r sgwrs hon yn gwasanaethu sawl grŵp: { $groups }. Rhowch y gorchymyn hwn yn y grŵp a olygir.
refused-which-member = Mae'r sgwrs hon yn gwasanaethu sawl grŵp: { $groups }. Nid yw'n glir ym mha un ohonynt yr ydych yn golygu'r person hwn: defnyddiwch y botymau ar gerdyn sy'n ymwneud â'r person, neu rhowch y gorchymyn hwn yn y grŵp hwnnw.
refused-colleague-gone = Nid yw'r person hwnnw yma (mwyach). Enwch gydweithiwr sydd yma.
refused-colleague = Dim ond staff y grŵp hwn all weithio ar ei achosion neu fod ar ddyletswydd drosto.
trouble-said = { $reason }.
time-how = Dywedwch am faint, yn Saesneg: er enghraifft 2 hours, 3 days, until Friday 15:30, rest of term neu until half-term.
time-over = Mae'r amser hwnnw eisoes ar ben. { time-how }
time-no-term = Nid oes diwrnod o'r fath yng nghalendr tymhorau'r ysgol nawr: dywedwch ddyddiad, neu ychwanegwch y [[terms]] at y ffurfweddiad.
time-too-long = Mae cyfyngiad yn para 366 diwrnod ar y mwyaf, ac yna edrychir arno eto.

## Achosion

case-begin = Achos { $case }.
closed-in-vain = Mae'r achos wedi'i gau: dim ond ar gyfer hyn yr agorwyd ef.
case-shown = Achos { $case }
list-open = Achosion agored
list-overdue = Achosion hwyr
list-mine = Achosion yn eich gofal chi
list-all = Pob achos
list-none = { $list }: dim.
list-more = a { $count } arall
refused-list = Nid wyf yn adnabod y rhestr honno. Dywedwch { $lists }, neu rif achos.
docket-open = ar agor
docket-upheld = wedi'i gadarnhau
docket-restored = wedi'i roi'n ôl
docket-closed = wedi'i gau
docket-lead = gyda'r arweinydd diogelu
docket-no-clause = dim cymal
docket-with = gyda { $name }
docket-overdue = YN HWYR
assigned-now = Mae achos { $case } gyda { $name } nawr.
assigned-before = Mae achos { $case } gyda { $name } nawr (o'r blaen: { $before }).
refused-assigned = Mae achos { $case } gyda { $name } eisoes.
refused-assign = Ni ellir rhoi achos { $case } i { $name }: mae'n ymwneud â'r person hwnnw, mae wedi camu'n ôl, neu'r arweinydd diogelu sydd biau'r achos.
refused-why-close = Dywedwch pam: ni chaiff achos ei gau heb reswm.
noted-on = Nodwyd ar achos { $case }.
refused-note = Dywedwch beth sydd i'w nodi.
refused-escalated = Mae achos { $case } gyda'r arweinydd diogelu eisoes.
refused-no-lead = Nid oes gan yr arweinydd diogelu eu lle eu hunain yma (dsl_place yn y ffurfweddiad): dywedwch wrthynt eich hun.
digest-so-far = Yr wythnos hon hyd yma
digest-read = Diolch. Nodwyd bod y crynodeb { $week } wedi'i ddarllen.
digest-read-before = Nodwyd eisoes bod y crynodeb { $week } wedi'i ddarllen.

## Tynnu negeseuon i lawr

refused-hidden = Mae neges achos { $case } wedi'i thynnu i lawr eisoes.
refused-no-message = Nid yw achos { $case } am neges.
refused-which-message = Dywedwch pa neges: rhowch ei dolen (o'r grŵp hwn), ei hachos, neu atebwch hi.
refused-not-of-group = Nid yw'r neges honno'n un o negeseuon y grŵp. Rhowch ddolen i'r neges ei hun.
refused-who-wrote = Nid oes achos am y neges honno. Dywedwch hefyd pwy a'i hysgrifennodd: cânt wybod pam nad yw hi yno mwyach.
refused-not-theirs = Rhywun arall a ysgrifennodd y neges honno. Gadewch y person allan, neu rhowch ddolen i'r neges gywir.

## Camau'r ysgol o ganlyniadau, a chyfyngiadau

refused-why-step = Dywedwch pam hefyd: ni chaiff neb ei rybuddio na'i gyfyngu heb reswm.
refused-put-back = Cafodd achos { $case } ei roi'n ôl, felly nid oes dim yn dilyn ohono.
talk-noted = Mae'r sgwrs wedi'i nodi.
restricted-until = Tan { $until }; yna daw i ben, oni bai bod rhywun yn ei adnewyddu.
skip-title = Achos { $case }: heb ei wneud eto
skip-asked = Gofynnwyd am
skip-left-out = Gadawyd allan
skip-how = Mae'r polisi'n cymryd y camau hyn yn gyntaf. Pwyswch y botwm a dywedwch mewn brawddeg pam na wneir hynny y tro hwn; dim ond staff sy'n ei gweld.
skip-waits = Heb ei wneud eto: mae hyn yn gadael camau cyntaf y polisi allan.
skip-taken-now = Cymerwyd y cam hwn eiliad yn ôl.
skip-taken = Cymerwyd y cam hwn eisoes. Mae `case` yn dangos beth a wnaed.
skip-late = Mae'r amser y gofynnwyd amdano ar ben. Rhowch y gorchymyn eto.
refused-why-skip = Dywedwch pam mewn brawddeg: ni chaiff cam ei adael allan heb reswm.
refused-not-restricted = Nid yw'r person hwn wedi'i gyfyngu gan Schoolgate.
refused-renew = { refused-not-restricted } Mae `restrict` yn dechrau cyfyngiad.
member-gone = Nid yw'r person hwn yn y grŵp (mwyach).
member-nothing = Nid oes dim ar gofnod amdanynt yma.
member-goes = caiff ei ddileu ar { $goes }
member-cases = Achosion (cedwir y rhai agored nes y penderfynir arnynt):
member-points = Pwyntiau: { $points }. Cam: { $step }.
member-points-until = Pwyntiau: { $points }, yr olaf ohonynt tan { $until }. Cam: { $step }.
member-asks = Mae'r ysgol yn gofyn am: { $asks }.
member-restricted = Cyfyngwyd tan { $until } (achos { $case }, gan { $by })
step-clear = clir
step-talk = sgwrs
step-warning = rhybudd
step-provisional = dros dro
step-restriction = cyfyngiad
step-review = adolygiad
step-ended = ar ben

## Negeseuon sy'n aros

held-list = Negeseuon sy'n aros
held-none = Nid oes neges yn aros.
held-line = { $case }: { $stage }, ers { $since }
held-became = Neges { $case }: { $stage }.
held-decided = Penderfynwyd ar neges { $case } eisoes: { $verdict } gan { $by }, { $at }.
refused-decided = Penderfynwyd ar neges { $case } eisoes.
refused-not-held = Nid yw achos { $case } yn neges sy'n aros. Mae `held` yn rhestru'r rheini.
refused-waits = Mae achos { $case } yn neges sy'n aros: defnyddiwch `approve`, `decline` neu `propose`.
refused-no-text = Ysgrifennwch y testun rydych yn ei awgrymu.
suggested = Gofynnwyd i'r awdur.
declined-under = gwrthodwyd o dan { $clause }

## Diogelu grŵp

lockdown-ordered = gorchmynnwyd gan { $name }
lockdown-until = Tan { $until }.
lockdown-left = Ar agor o hyd: { $places }. Mae popeth arall wedi'i ddiogelu.
refused-lockdown-long = Caiff grŵp ei ddiogelu am { $days } diwrnod ar y mwyaf; yna edrychwch arno eto.
refused-how = Nid wyf yn adnabod { $word }. Dywedwch { $known }, neu ddim byd.
refused-here = Rhowch y gorchymyn hwn yn y sianel sydd i'w diogelu, neu gadewch here allan.
refused-secure-closed = Mae achos { $case } wedi'i gau. Mae'r gorchymyn `lockdown` yn diogelu'r grŵp.
refused-secured = Mae'r grŵp wedi'i ddiogelu eisoes.
refused-not-secured = Nid yw'r grŵp hwn wedi'i ddiogelu gan Schoolgate.
unlock-done = Mae'r grŵp ar agor eto, fel yr oedd o'r blaen.
unlock-later = Nid yw'r platfform yn gadael i'r bot agor y grŵp nawr; rhoddir cynnig arall arni'n awtomatig. Rhedwch doctor.
lockdown-stuck-title = Achos { $case }: mae'r grŵp wedi'i ddiogelu o hyd
lockdown-stuck = Mae'r amser ar ben, ac ni chaiff y bot ei agor eto. Agorwch ef â llaw. Nid oes ganddo hawl yno (rhedwch doctor), neu tynnwyd y grŵp o'r gosodiadau.

## Llythyrau

letter-signed = Mae llythyr { $letter } wedi'i gymeradwyo.
letter-signed-before = Cymeradwywyd llythyr { $letter } eisoes gan { $by }, { $at }.
letter-noted = cymeradwywyd llythyr { $letter } ({ $kind })
letter-not-written = { $why }
refused-no-letter = Nid oes gan achos { $case } lythyr { $letter }. { letter-how-listed }
refused-letter-button = Nid yw'r botwm hwn yn enwi llythyr. { letter-how-listed }
letter-how-listed = Mae `letter` a rhif yr achos yn dangos y rhai sydd ganddo.

## Caniatâd

consent-how = Ysgrifennwch, yn Saesneg: { menu-consent-what }
consent-which = Dywedwch ai photo ynteu naming. { consent-how }
consent-given = Nodwyd: caniatâd ({ $purpose }) ar gyfer { $pupil }.
consent-given-until = Nodwyd: caniatâd ({ $purpose }) ar gyfer { $pupil } tan ddiwedd { $day }.
consent-withdrawn = Tynnwyd yn ôl: caniatâd ({ $purpose }) ar gyfer { $pupil }.
consent-many = Mae { $count } disgybl â'r enw hwnnw. Ysgrifennwch yr enw llawn, neu'r rhif yn y gofrestr.
consent-two = Mae gan ddau ddisgybl yr enw hwn. Mewnforiwch y gofrestr gyda'r golofn id i wahaniaethu rhyngddynt.
consent-nobody = Nid oes disgybl o'r fath yng nghofrestr y grŵp hwn. Ysgrifennwch yr enw fel y mae yn y gofrestr.
consent-day = Ni ddeallwyd y diwrnod: ysgrifennwch ef fel 2027-07-31, 31/07/2027 neu 31 July 2027.
consent-day-over = Mae'r diwrnod hwnnw eisoes ar ben.
consent-shown = { $pupil }: lluniau { $photo }, enwi { $naming }.
consent-yes = oes
consent-no = nac oes
consent-photo = lluniau
consent-naming = enwi
consent-roster = Dyma y mae'r gofrestr yn ei ddweud; ni nodwyd dim arall.
consent-was-given = { $at }: rhoddwyd ({ $purpose }), nodwyd gan { $by }
consent-was-given-until = { $at }: rhoddwyd tan { $until } ({ $purpose }), nodwyd gan { $by }
consent-was-withdrawn = { $at }: tynnwyd yn ôl ({ $purpose }), nodwyd gan { $by }
posts-none = Ni chafwyd hyd i neges gynharach yn { $group } sydd i'w gweld o hyd.
posts-up = Negeseuon cynharach yn { $group } sydd i'w gweld o hyd:
posts-line = achos { $case }, { $at }
posts-hide = Mae gan /case RHIF y botwm Cuddio.
posts-clean = neges { $at }
posts-hide-clean = I dynnu un heb achos i lawr, atebwch hi gyda /hide, neu rhowch ei dolen i /hide.
posts-kept = Dim ond negeseuon sy'n enwi'r disgybl ac a bostiwyd tra oedd Schoolgate yn rhedeg a geir: edrychwch drwy albymau a negeseuon hŷn eich hun.

## Y gofrestr

roster-none = Nid oes cofrestr. Mae pwy bynnag sy'n rhedeg Schoolgate yn mewnforio un gyda: schoolgate roster import
roster-people = Nifer y bobl sy'n hysbys yma: disgyblion { $pupils }, staff { $staff }.
roster-photos = Nifer sydd â chaniatâd ar gyfer lluniau: { $count }.
roster-naming = Nifer sydd â chaniatâd i gael eu henwi: { $count }.
roster-no-class = dim dosbarth

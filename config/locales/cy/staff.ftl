# Yr hyn y mae staff yn ei ddarllen ar gardiau ac mewn atebion.

## Beth a wnaed: un ar gyfer pob math o weithred

done-hide = Neges wedi'i thynnu i lawr
done-restore = Neges wedi'i rhoi'n ôl
done-restrict = Ni chaiff yr awdur bostio
done-lift = Caiff yr awdur bostio eto
done-warn = Awdur wedi cael gwybod pam
done-signpost = Awdur wedi cael gwybod ble i droi
done-notify_staff = Staff wedi cael gwybod
done-alert_dsl = Arweinydd diogelu wedi cael gwybod
done-hold = Neges wedi'i dal yn ôl
done-lockdown = Grŵp wedi'i ddiogelu

## Pa mor bell yr aeth

status-intended = heb ei wneud eto
status-done = wedi'i wneud
status-verified = wedi'i wneud a'i wirio
status-failed = WEDI METHU
status-unsupported = nid yw'n bosibl yma
status-dry_run = rhediad prawf, heb ei wneud

## Sut y'i gwnaed, neu pam na wnaed

detail-private = yn breifat
detail-fallback = drwy nodyn yn y grŵp na all neb arall ei agor
detail-told-together-with-the-reason = dywedwyd ynghyd â'r rheswm
detail-did-not-hold = ni ddaliodd, er ei wneud eto
detail-overruled = roedd staff wedi penderfynu'n wahanol erbyn hynny

## Pryd y rhoddir cynnig arall ar yr hyn a fethodd

again-forbidden = Rhoddir cynnig arall yn awtomatig ar yr hyn nad oes gan y bot hawl iddo unwaith y bydd yr hawl ganddo, os oes angen ei wneud o hyd.
again-closed = Ni roddir cynnig arall ar yr hyn na allai'r bot ei ddweud wrth y person: dywedwch wrth y person eich hun, er enghraifft drwy lythyr.
again-no_member = Rhoddir cynnig arall yn awtomatig ar yr hyn na ellir ei wneud tra bo'r person i ffwrdd pan ddaw yn ôl, os oes angen ei wneud o hyd.

## Ble mae achos yn sefyll

state-open = i'w benderfynu
state-upheld = wedi'i gadarnhau
state-restored = wedi'i roi'n ôl
state-closed = wedi'i gau

## Y cerdyn

card-title = Achos { $case }: { $state }
card-where = Ble
card-who = Pwy
card-when = Pryd
card-clause = Cymal
card-why = Pam
card-done = Wedi'i wneud
card-before = O'r blaen
card-decided = Penderfynwyd
card-danger = Perygl
card-ring-999 = Os oes rhywun mewn perygl nawr, ffoniwch 999.
card-no-clause = dim
card-no-why = gweithredodd staff ar yr hyn a welsant eu hunain
card-nothing-found = ni chafwyd hyd i ddim ynddi
card-unchecked = Heb ei wirio
card-ladder = Ysgol
card-topic = Pwnc
card-topic-name = Enw pwnc yw hwn. Mae'r pwnc yn cadw ei enw, beth bynnag a wneir yma: rhowch enw arall iddo â llaw yn y grŵp.
card-lost = Heb ei gadw
card-lost-things = { $things }: ni ellir edrych arno yma, ac ni ddaw yn ôl gyda'r geiriau
sent-photo = llun
sent-video = ffilm
sent-document = ffeil
sent-audio = recordiad
sent-voice = neges lais
sent-sticker = sticer
sent-contact = cerdyn cyswllt
sent-location = lle ar y map
sent-poll = pleidlais
sent-unknown = rhywbeth nad yw Schoolgate yn ei adnabod
card-around = O'i chwmpas
card-assigned = Yng ngofal
card-nothing-done = dim: edrychwch os gwelwch yn dda
card-still-shown = Ni thynnwyd dim i lawr: mae'r neges i'w gweld o hyd.
card-broken = ni weithiodd un o'r synwyryddion: { $name }
card-answer = (mewn ateb i: { $quoted })
card-review = { $verdict } gan { $by }, { $at }
card-history = yn gynharach, mewn blwyddyn: rhybuddion { $warnings }, negeseuon cudd { $hidden }, cyfyngiadau { $restrictions }

around-quoted = dangosir y neges y mae'n ei hateb gyda hi; ni chedwir negeseuon eraill
around-none = ni chedwir negeseuon eraill; edrychwch yn y grŵp
assigned-nobody = neb eto
stepped-back = Camodd { $name } yn ôl: rhaid i rywun arall benderfynu

## Pa mor sicr yw synhwyrydd

sure-nearly-certain = bron yn sicr
sure-very-likely = tebygol iawn
sure-likely = tebygol
sure-possible = posibl

## Yr ysgol o ganlyniadau

ladder-asks = Mae'r ysgol yn gofyn am: { $asks } (pwyntiau: { $points })
ladder-automatic = Cymerwyd y cam nesaf yn awtomatig; mae'n rhaid i chi benderfynu o hyd (pwyntiau: { $points })
rung-clear = dim byd mwy
rung-talk = sgwrs
rung-warning = rhybudd ysgrifenedig
rung-provisional = cyfyngiad o 24 awr ar y mwyaf
rung-restriction = cyfyngiad
rung-review = cyfyngiad, i edrych arno eto
rung-ended = cyfyngiad sydd drosodd

## Achos yr arweinydd diogelu, fel y mae staff eraill yn ei weld

veiled-title = Mae achos { $case } gyda'r arweinydd diogelu
veiled-told = Mae'r arweinydd diogelu wedi cael gwybod.
veiled-waits = Mae'r arweinydd diogelu yn cael gwybod.
veiled-failed = NI ellid rhoi gwybod i'r arweinydd diogelu yma. Dywedwch wrthynt nawr: eu gorchymyn yw case { $case }.
refused-lead = Mae achos { $case } gyda'r arweinydd diogelu; dim ond nhw sy'n ei agor a'i benderfynu.
refused-lead-here = Achos yr arweinydd diogelu yw { $case }: agorwch ef yn eu lle eu hunain neu'n breifat, nid yma.
refused-own = Mae achos { $case } amdanoch chi: rhaid i rywun arall benderfynu.
refused-stepped-back = Camoch yn ôl o achos { $case }: rhaid i rywun arall benderfynu.
refused-member-own = Mae hyn amdanoch chi: rhaid i rywun arall benderfynu.
refused-member-back = Camoch yn ôl o achosion y person hwn: rhaid i rywun arall benderfynu.

## Botymau o dan gerdyn

press-uphold = Cadarnhau
press-nothing-wrong = Dim o'i le
press-restore = Rhoi'n ôl
press-hide = Cuddio
press-lift = Codi'r cyfyngiad
press-talk = Wedi siarad
press-warn = Rhybuddio
press-restrict = Cyfyngu
press-letter = Llythyr
press-escalate = I'r arweinydd diogelu
press-notmine = Nid i mi

## Atebion

order-done = { $done }.
order-not-done = { $done }: HEB ei wneud, oherwydd { $reason }.
orphan-closed = Mae achos { $case } wedi'i gau. Nid yw ei grŵp yn y gosodiadau mwyach: ni wnaed dim yno, ac ni ddywedwyd wrth neb yno.
already-decided = Penderfynwyd ar achos { $case } eisoes: { $verdict } gan { $by }, { $at }.

## Pam na wnaeth platfform yr hyn a ofynnwyd

trouble-gone = nid yw'r neges yno mwyach
trouble-forbidden = nid oes gan y bot hawl yn y grŵp hwn: rhedwch `schoolgate doctor`, mae'n dweud pa un
trouble-protected = mae'r person yn berchennog neu'n weinyddwr yma ac ni ellir ei gyfyngu; newidiwch ei rôl yn gyntaf
trouble-no_member = nid yw'r person yn aelod o'r grŵp hwn mwyach
trouble-limited = mae'r platfform yn gofyn am aros; rhoddir cynnig arall arni'n awtomatig
trouble-unreachable = nid yw'r platfform yn ateb; rhoddir cynnig arall arni'n awtomatig
trouble-unsupported = ni all y platfform hwn wneud hynny
trouble-invalid = ni dderbyniodd y platfform hyn
trouble-closed = nid yw'r person yn derbyn negeseuon gan y bot
trouble-moved = mae'n dod o'r cyfnod cyn i'r grŵp droi'n uwchgrŵp, ac ni all y bot ei gyrraedd mwyach: gwnewch hynny eich hun yn y grŵp
trouble-stays = nid yw'r platfform yn gadael i unrhyw fot ei dileu: dilëwch hi eich hun yn y grŵp
trouble-not_kept = ni chadwyd ei geiriau: gofynnwch i'r person ei phostio eto

## Beth fyddai'n dilyn o destun (y gorchymyn why)

would-allow = Byddai'n aros.
would-review = Byddai'n aros, a byddai gofyn i staff edrych.
would-hide = Byddai'n cael ei thynnu i lawr.
would-follow = byddai hyn yn dilyn: { $done } ({ $clause })

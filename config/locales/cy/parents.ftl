# Yr hyn y mae rhieni yn ei ddarllen. Geiriau syml, brawddegau byr, dim beio. Mae pob hysbysiad yn cael ei wneud o'r darnau hyn.
# Mae'r geiriau rhwng { a } yn cael eu llenwi; cadwch nhw fel y maent.

language = Cymraeg

## Beth ddigwyddodd

notice-hidden = Nid yw eich neges yn { $group } i'w gweld mwyach.
notice-noticed = Mae hyn ynglŷn â'ch neges yn { $group }.
notice-shown = Mae hyn ynglŷn â'ch neges yn { $group }. Mae'n dal i gael ei dangos. Bydd aelod o staff yn edrych arni. Nid oes rhaid i chi wneud dim.
notice-held = Mae eich neges yn { $group } yn aros. Bydd aelod o staff yn ei darllen yn gyntaf.
notice-warned = Rhybudd ysgrifenedig gan { $school } yw hwn. Mae ynglŷn â'r hyn a ysgrifennwyd yn { $group }.
notice-restricted = Ni allwch bostio yn { $group } am y tro. Gallwch bostio eto o'r amser hwn ymlaen: { $until }.
notice-restricted-open = Ni allwch bostio yn { $group } am y tro. Bydd yr ysgol yn edrych ar hyn eto ac yn rhoi gwybod i chi.
notice-private = Nid oes neb arall yn y grŵp yn cael gwybod pam.

## Pa gymal, yng ngeiriau'r ysgol

notice-clause = Mae hyn oherwydd ein polisi, { $policy }. Mae'n dweud hyn ({ $source }): “{ $words }”
notice-clause-gone = Mae hyn oherwydd ein polisi, { $policy }. Gweler adran { $clause }.
notice-staff = Mae'r ysgol yn ychwanegu: { $words }

## Beth allwch chi ei wneud

do-repost = Gallwch newid eich neges a'i phostio eto.
do-instead = Gallwch gopïo'r testun hwn a'i bostio yn ei lle. Mae enwau a rhifau wedi'u gadael allan:
do-talk = Os hoffech siarad am hyn, dyma pwy all helpu: { $contacts }. Gallwch hefyd ddefnyddio gweithdrefn gwyno'r ysgol.
do-complain = Os oes gennych bryder neu gŵyn, rydym am gael gwybod. Dyma pwy all helpu: { $contacts }. Gallwch hefyd ddefnyddio'r weithdrefn gwyno ar wefan yr ysgol. Byddwn yn ei darllen ac yn eich ateb yn breifat.
do-appeal = Os ydych chi'n meddwl bod hyn yn anghywir, pwyswch { button-appeal } isod a dywedwch wrthym pam. Bydd aelod o staff yn ei ddarllen. Gallwch wneud hyn tan { $until }. Rhif yr achos yw { $case }.
do-after-appeal = Os ydych chi'n dal i feddwl bod hyn yn anghywir, gallwch ddefnyddio gweithdrefn gwyno'r ysgol. Dyma pwy all helpu: { $contacts }.
do-ring-999 = Os oes rhywun mewn perygl nawr, ffoniwch 999.

## Yn y grŵp, lle na ellir ei ddweud yn breifat: nid yw'n dweud dim am y neges

fallback = Mae neges breifat i chi yma gan yr ysgol. Dim ond chi all ei darllen.
restored-mark = Wedi'i rhoi'n ôl gan yr ysgol ar ran { $author }:
posted-mark = Gan { $author }:

## Botymau

button-read = Darllen y neges
button-appeal = Apelio
button-agree = Cytuno
button-withdraw = Tynnu'n ôl
button-rules = Darllen y rheolau
button-open = Ei ddarllen yn breifat

## Yr apêl

appeal-why = Pam ydych chi'n meddwl bod hyn yn anghywir?
appeal-thanks = Diolch. Bydd aelod o staff yn ei ddarllen (achos { $case }). Cewch wybod yma beth yw'r penderfyniad.
appeal-not-yours = Dim ond y sawl a ysgrifennodd y neges all apelio.
appeal-late = Daeth yr amser i apelio i ben ar { $until }. Rydym am glywed gennych o hyd. Dyma pwy all helpu: { $contacts }. Gallwch hefyd ddefnyddio gweithdrefn gwyno'r ysgol.
appeal-restored = Nid oes dim ar ôl i apelio yn ei gylch. Mae'r ysgol eisoes wedi newid y penderfyniad hwn (achos { $case }).
appeal-answered = Mae aelod o staff eisoes wedi edrych ar hyn eto (achos { $case }). Os ydych chi'n dal i feddwl ei fod yn anghywir, dyma pwy all helpu: { $contacts }. Gallwch hefyd ddefnyddio gweithdrefn gwyno'r ysgol.

## Beth ddaeth o apêl, neu beth a newidiodd y staff heb apêl

outcome-upheld = Fe ofynnoch i ni edrych eto ar achos { $case } yn { $group }. Mae aelod o staff wedi darllen yr hyn a ysgrifennoch. Diolch am ddweud wrthym. Mae'r penderfyniad yn aros fel y mae.
outcome-restored = Fe ofynnoch i ni edrych eto ar achos { $case } yn { $group }. Mae aelod o staff wedi darllen yr hyn a ysgrifennoch. Roeddech yn iawn i ofyn: rydym wedi newid y penderfyniad. Mae'n ddrwg gennym am y drafferth.
outcome-closed = Fe ofynnoch i ni edrych eto ar achos { $case } yn { $group }. Mae aelod o staff wedi darllen yr hyn a ysgrifennoch. Ni wneir dim mwy. Diolch am ddweud wrthym.
outcome-changed = Mae'r ysgol wedi edrych eto ar eich neges yn { $group }. Rydym wedi newid y penderfyniad. Mae'n ddrwg gennym am y drafferth. Rhif yr achos yw { $case }.
outcome-lifted = Gallwch bostio yn { $group } eto o hyn ymlaen.
outcome-shown = Mae eich neges i'w gweld yn { $group } eto.
outcome-hidden = Nid yw eich neges yn { $group } i'w gweld. Bydd hi'n aros ynghudd.
outcome-free = Gallwch bostio yn { $group } eto.

## Fy nghofnod: yr hyn a gedwir am rywun, i'w ddweud wrth y person hwnnw'n unig

record-title = Dyma'r hyn y mae'r ysgol yn ei gadw amdanoch o { $group }.
record-none = Nid oes dim i'w restru i chi yma. Nid yw'r rhestr hon yn dangos popeth y gall ysgol ei gadw.
record-text = Ar gyfer pob achos rydym yn cadw eich neges, pam yr edrychwyd arni, a'r hyn a wnaed.
record-case = Achos { $case }, { $at }: { $clause }. Statws: { $state }.
record-state-open = yn aros am benderfyniad
record-state-upheld = mae'r penderfyniad yn sefyll
record-state-restored = cafodd eich neges ei rhoi'n ôl
record-state-closed = ar gau
record-stays = Caiff ei gadw nes bod staff wedi penderfynu.
record-goes = Caiff ei ddileu ar ôl { $goes }.
record-more = Nifer yr achosion hŷn: { $count }. Gofynnwch i swyddfa'r ysgol amdanynt.
record-points = Nifer eich pwyntiau ar ysgol gamau'r ysgol: { $points }. Daw'r olaf ohonynt i ben ar { $expires }.
record-restricted = Ni allwch bostio tan { $until } (achos { $case }).
record-rules = Dangoswyd y rheolau i chi ({ $version }) ar { $at }. Caiff y nodyn hwn ei ddileu ar ôl { $goes }.
record-all = Bob tro y darllenir y rhestr hon, caiff hynny ei nodi hefyd. Os ydych am gael copi o bopeth a gedwir amdanoch, gofynnwch i swyddfa'r ysgol. Nid oes rhaid i chi ddweud pam.

## Rheolau'r grŵp yn fyr, i rywun sy'n ymuno

rules-hello = Croeso i { $group }. { $school } sy'n gofalu am y grŵp hwn.
rules-policy = Dyma'r rheolau yn fyr. Maen nhw'n dod o'n polisi, { $policy }. Maen nhw'n sôn am:
rules-clause = • { $clause }
rules-staff = Gall neges sy'n groes i'r rheolau gael ei chuddio. Cewch wybod pam, a gallwch apelio.
rules-talk = Os oes gennych gwestiwn neu bryder, dyma pwy all helpu: { $contacts }. Gallwch hefyd ddefnyddio gweithdrefn gwyno'r ysgol. Os oes rhywun mewn perygl nawr, ffoniwch 999.
rules-version = Fersiwn y rheolau: { $version }
rules-group = Croeso i bawb sy'n newydd yma. Pwyswch y botwm i ddarllen rheolau'r grŵp yn fyr.

## Negeseuon sy'n cael eu darllen cyn cael eu dangos

post-form = Neges ar gyfer y grŵp
post-waiting = Mae eich neges ar gyfer { $group } gyda'r ysgol (rhif { $case }). Yn y grŵp hwn mae pob neges yn cael ei darllen cyn ei dangos. Cewch wybod yma beth sy'n digwydd iddi.
post-approved = Mae eich neges (rhif { $case }) nawr i'w gweld yn { $group }. Diolch.
post-proposed = Hoffai'r ysgol ddangos eich neges (rhif { $case }) yn { $group } gyda'r geiriau hyn:
post-proposed-answer = Pwyswch { button-agree } i'w dangos fel hyn, neu { button-withdraw }. Ni fydd dim yn cael ei ddangos heb eich ateb.
post-declined = Nid yw eich neges (rhif { $case }) yn cael ei dangos yn { $group }.
post-change = Gallwch ei newid a'i hanfon eto.
post-late = Mae eich neges (rhif { $case }) ar gyfer { $group } yn dal i aros. Mae'n ddrwg gennym. Mae'r staff wedi cael eu hatgoffa. Os na all aros, ffoniwch swyddfa'r ysgol.
post-decided = Mae eich neges (rhif { $case }) eisoes wedi'i thrin. Mae neges amdani ar ei ffordd atoch.
post-old = Nid yw'r awgrym hwn ar agor mwyach.
post-none = Nid oes neges gennych yn aros yma (rhif { $case }).
post-withdrawn = Mae eich neges (rhif { $case }) wedi'i thynnu'n ôl ac ni fydd yn cael ei dangos.

## Atebion i fotymau a gorchmynion

refused-not-yours = Mae'r neges hon i rywun arall.
refused-notice-gone = Nid yw'r neges hon yno mwyach. Gofynnwch i swyddfa'r ysgol am eich achos.
refused-case-gone = Nid yw'r achos hwn yno mwyach.
refused-group-gone = Nid yw Schoolgate yn gofalu am y grŵp hwn mwyach (nid yw yn ei osodiadau), felly ni wnaed dim. Gofynnwch i swyddfa'r ysgol.
refused-button = Botwm i staff yr ysgol yw hwn.
refused-command = Gorchymyn i staff yr ysgol yw hwn.
refused-old-button = Nid yw'r botwm hwn yn gweithio mwyach. Gall staff agor yr achos eto gyda'r gorchymyn case.
refused-no-command = Nid oes gorchymyn o'r fath. Mae'r gorchymyn help yn eu rhestru.
refused-no-group = Dim ond mewn grŵp y mae Schoolgate yn gofalu amdano, neu yn ei sianel staff, y gellir gwneud hyn.
refused-restricted = Ni chewch bostio yn y grŵp hwn ar hyn o bryd. Mae'r neges gan yr ysgol yn dweud pam.
refused-post-staff = Nid oes angen i staff gyflwyno neges: ysgrifennwch hi yn y grŵp ei hun.
refused-post-where = Rhowch y gorchymyn hwn yn y grŵp y mae'r neges ar ei gyfer.
refused-post-open = Gallwch ysgrifennu yn y grŵp hwn eich hun: nid yw negeseuon yn cael eu darllen cyn eu dangos.
sorry-failed = Ni weithiodd hyn. Nid oes dim wedi'i golli. Rhowch gynnig arall arni, neu dywedwch wrth swyddfa'r ysgol.
sorry-later = Ni ellir gwneud hyn ar hyn o bryd. Rhowch gynnig arall arni ymhen ychydig funudau.

## Mewn sgwrs breifat gyda'r bot

chat-hello = Rwy'n gofalu am grŵp yr ysgol.
chat-no-command = Nid wyf yn adnabod y gorchymyn hwnnw.
chat-here = Dim ond yn breifat y gallaf ateb hyn. Pwyswch y botwm, yna pwyswch Start.
chat-sent = Rwyf wedi ysgrifennu atoch yn breifat.
chat-cut = [wedi'i dorri: ysgrifennwch ataf yn breifat, yna gallaf anfon y cyfan]
chat-forgotten = Nid wyf yn cofio beth a ofynnais. Pwyswch y botwm eto.
chat-answer = Atebwch y neges hon
chat-answer-one = { chat-answer }.
chat-answer-each = { chat-answer }, gydag un llinell ar gyfer pob un.
chat-optional = (nid oes rhaid)
chat-missing = Ar goll: { $names }.
chat-example = Er enghraifft: { $example }
chat-or-answer = Yn lle enwi person neu neges gallwch ateb y neges.
chat-unknown = Nid yw { $name } wedi ysgrifennu ers i mi ddechrau. Atebwch un o'u negeseuon yn lle hynny.
chat-edited = Mae eich neges gyda'r ysgol fel y gwnaethoch ei hanfon gyntaf. I'w newid, pwyswch { button-withdraw } a'i hanfon eto.
chat-changed = Nid wyf yn gwneud dim ynghylch neges sy'n cael ei newid wedyn: anfonwch hi eto fel neges newydd.
chat-which = Ar gyfer pa grŵp y mae? Anfonwch hi eto gan ddechrau â rhif y grŵp, er enghraifft: 1 Diolch i bawb.

## Beth yw pwrpas y gorchmynion i bawb, fel y mae platfform yn eu rhestru

menu-help = Beth allwch chi ofyn amdano
menu-record = Beth mae'r ysgol yn ei gadw amdanoch
menu-rules = Rheolau'r grŵp yn fyr
menu-post = Cyflwyno neges ar gyfer y grŵp
menu-post-text = Beth hoffech chi ei bostio

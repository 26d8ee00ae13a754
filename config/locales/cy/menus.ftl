# Beth yw pwrpas y gorchmynion i staff, a'r hyn y maent yn ei ofyn, fel y mae platfform yn eu rhestru: hyd at 100 nod yr un.

## Gorchmynion

menu-appeal = Dweud pam mae penderfyniad yn anghywir
menu-approve = Dangos neges a ddelir yn ôl yn y grŵp
menu-assign = Dweud pwy sy'n gweithio ar achos
menu-case = Dangos achos, neu eu rhestru
menu-close = Cau achos, gyda rheswm
menu-consent = Caniatâd ar gyfer lluniau o ddisgybl a'i enwi
menu-decline = Peidio â dangos neges a ddelir yn ôl
menu-digest = Crynodeb yr wythnos hon nawr
menu-escalate = Rhoi achos i'r arweinydd diogelu
menu-held = Y negeseuon sy'n aros am benderfyniad
menu-hide = Tynnu neges i lawr
menu-letter = Ysgrifennu llythyr am achos
menu-lift = Gadael i aelod bostio eto
menu-lockdown = Diogelu'r grŵp am gyfnod
menu-member = Ble mae rhywun yn sefyll: achosion, yr ysgol o ganlyniadau, cyfyngiadau
menu-note = Nodi rhywbeth ar achos
menu-onduty = Pwy sydd ar ddyletswydd; neu eich rhoi chi neu rywun arall ar ddyletswydd am gyfnod
menu-propose = Awgrymu testun arall ar gyfer neges a ddelir yn ôl
menu-renew = Gadael i gyfyngiad barhau
menu-restore = Rhoi neges gudd yn ôl
menu-restrict = Atal aelod rhag postio
menu-roster = Faint o ddisgyblion a staff sy'n hysbys yma, fesul dosbarth
menu-skip = Dweud pam mae camau'n cael eu gadael allan
menu-talk = Nodi eich bod wedi siarad ag aelod
menu-unlock = Agor grŵp a ddiogelwyd eto
menu-warn = Anfon rhybudd ysgrifenedig at aelod
menu-why = Egluro beth fyddai'n digwydd i destun

## Yr hyn y mae pob gorchymyn yn gofyn amdano

field-member = Pwy
field-case = Rhif yr achos
field-clause = Y cymal yn y polisi, er enghraifft 4.2.6
field-duration = Am faint (yn Saesneg): 3 days, until Friday 15:30, rest of term
field-duration-or-review = { field-duration }; hebddo, tan yr adolygiad
field-message = Dolen i'r neges
field-reason = Pam; bydd y person yn cael gwybod hyn
menu-assign-member = Cydweithiwr; os gadewir hyn allan: chi
menu-case-which = Neu restr: open, overdue, mine (yn eich gofal chi) neu all
menu-close-reason = Pam nad oes dim i'w benderfynu; dim ond staff sy'n gweld hyn
menu-consent-what = show ENW; set photo ENW until 31 July 2027; set naming ENW; withdraw photo ENW.
menu-escalate-reason = Pam; bydd yr arweinydd diogelu'n darllen hyn
menu-hide-member = Pwy a'i hysgrifennodd, os nad oes gan Schoolgate achos amdani: cânt wybod
menu-letter-letter = Pa lythyr, er enghraifft warning; os gadewir hyn allan: pob un sydd
menu-letter-note = Beth i'w ychwanegu, megis pryd a ble mae cyfarfod
menu-letter-to = Enw a chyfeiriad fel ar yr amlen; fel arall yr enw a ddangosir yn y grŵp
menu-lockdown-how = closed (dim ond staff sy'n postio, yr arfer) neu slow; ychwanegwch here am y sianel hon yn unig
menu-note-note = Dim ond staff sy'n gweld hyn
menu-propose-text = Y neges fel yr ydych yn ei hawgrymu
menu-skip-step = Rhif y cam
menu-skip-why = Pam mae'r camau cyntaf yn cael eu gadael allan? Dim ond staff sy'n gweld hyn
menu-talk-agreed = Yr hyn a ddywedwyd ac y cytunwyd arno; dim ond staff sy'n gweld hyn
menu-why-text = Unrhyw destun, neu achos

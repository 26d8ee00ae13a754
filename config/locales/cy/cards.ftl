# Yr hyn y mae staff yn ei ddarllen ar gardiau negeseuon a ddelir, grwpiau a ddiogelwyd, cyfyngiadau a llythyrau.

## Negeseuon a ddelir yn ôl

held-title = Achos { $case }: neges, { $stage }
held-suggested = Awgrymwyd yn ei lle:
stage-waiting = yn aros am benderfyniad
stage-proposed = awgrymwyd testun arall, nid yw'r awdur wedi ateb
stage-approved = wedi'i phostio
stage-declined = wedi'i gwrthod
stage-withdrawn = wedi'i thynnu'n ôl gan ei hawdur

## Grŵp wedi'i ddiogelu

card-secured = Diogelwyd
card-here = Yma
group-secured = mae'r grŵp wedi'i ddiogelu
group-open-again = mae'r grŵp ar agor eto
group-proposed = llawer o aelodau ar unwaith: diogelu'r grŵp?
group-stayed-open = arhosodd y grŵp ar agor
lock-one = un sianel
lock-all = y grŵp cyfan
lock-closed = dim ond staff gaiff bostio, ni ddaw neb newydd i mewn
lock-slow = modd araf, ni ddaw neb newydd i mewn
lock-over = ar ben
lock-until = tan { $until }
lock-link = gall pobl ofyn am gael ymuno yn { $url }

## Cyfyngiad sydd ar fin dod i ben

review-title = Achos { $case }: cyfyngwyd tan { $until }
review-since = Ers
review-by = Gorchmynnwyd gan
review-reason = Rheswm
review-what = Bydd yn dod i ben ohono'i hun bryd hynny, a chaiff y person bostio eto. Adnewyddwch ef dim ond os oes ei angen o hyd.
card-what-now = Beth nawr

## Llythyrau

letter-which = Achos { $case }: pa lythyr?
letter-to-write = I'w hysgrifennu
letter-before = Ysgrifennwyd o'r blaen
letter-none = dim
letter-title = Achos { $case }, llythyr { $letter }: { $state }
letter-is-signed = wedi'i gymeradwyo
letter-is-draft = drafft
letter-signed-at = cymeradwywyd { $at }
letter-name = Llythyr
letter-written = Ysgrifennwyd
letter-written-by = gan { $by }, { $at }
letter-state = Cyflwr
letter-state-signed = cymeradwywyd gan { $by }, { $at }
letter-state-draft = drafft: peidiwch â'i anfon eto
letter-files = Ffeiliau
letter-files-how = Yr un llythyr ar gyfer Word ac fel PDF. Darllenwch ef drwyddo: dangosir enwau pobl eraill fel [name].

## Beth a benderfynwyd neu a nodwyd ar achos

verdict-upheld = cadarnhawyd
verdict-restored = rhoddwyd yn ôl
verdict-closed = caewyd
verdict-opened = agorwyd
verdict-open-again = agorwyd eto
verdict-deleted-there = dilëwyd yno
verdict-after-all = gwnaed yr hyn na ellid ei wneud ar y dechrau
verdict-escalated = rhoddwyd i'r arweinydd diogelu
verdict-talked = cafwyd sgwrs
verdict-noted = nodwyd
verdict-appealed = apeliwyd
verdict-approved = cymeradwywyd
verdict-agreed = cytunwyd â'r testun a awgrymwyd
verdict-suggested = awgrymwyd testun arall
verdict-withdrawn = tynnwyd yn ôl
verdict-left-out = gadawyd allan: { $steps }
by-author = yr awdur
by-platform = y platfform
by-policy = y polisi

## Rhagor o fotymau, a'r hyn y maent yn ei ofyn mewn ffurflen

press-look = Dangos atodiadau
press-approve = Cymeradwyo
press-post-now = Ei phostio nawr
press-propose = Awgrymu newid
press-decline = Gwrthod
press-secure = Diogelu'r grŵp
press-calm = Dim angen
press-unlock = Agor y grŵp eto
press-renew = Adnewyddu
press-say-why = Dweud pam
press-sign = Cymeradwyo'r llythyr
press-read-letter = Darllen llythyr { $letter }
form-decline = Gwrthod
form-propose = Awgrymu newid
form-renew = Adnewyddu'r cyfyngiad hwn
form-restrict = Cyfyngu'r aelod hwn
form-skip = Dweud pam
form-talk = Nodi sgwrs
form-warn = Rhybuddio'r aelod hwn

## Yr hyn y mae'r peiriant ei hun yn sylwi arno

pile-on-noticed = Torrodd { $members } aelod y polisi o fewn { $minutes ->
    [one] munud
   *[other] { $minutes } munud
} (achosion { $cases }).
alarm-title = Llai o ddiogelwch
alarm-failed = Ddim yn gweithio
alarm-now = Beth nesaf
alarm-do = Mae popeth arall yn dal i wirio negeseuon, ac fe'u bernir eto pan fydd yn gweithio. Dywedwch wrth eich darparwr TG.
look-shown =
    { $count ->
        [0] Nid oes dim a anfonwyd gyda neges achos { $case } yn cael ei gadw mwyach.
       *[other] Anfonwyd hyn gyda neges achos { $case }. Peidiwch â'i drosglwyddo, os gwelwch yn dda.
    }

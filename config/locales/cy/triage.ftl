# Yr hyn y mae staff yn ei ddarllen am sawl achos ar unwaith, a phwy sydd ar ddyletswydd.

card-posted = Postiwyd
card-times = { $times } gwaith
card-together = Yr un digwyddiad
card-others = hefyd achosion { $cases }
card-of = dechreuodd gydag achos { $case }

overdue-title =
    { $count ->
        [one] Mae 1 achos yn aros am benderfyniad: { $cases }
       *[other] Mae { $count } achos yn aros am benderfyniad: { $cases }
    }
overdue-what = Beth nawr
overdue-do = Maent ar agor ers mwy na { $hours } awr. Edrychwch ar bob un gyda'r gorchymyn case a'i rif.

alert-waits-title =
    { $count ->
        [one] Nid oes neb wedi gweithredu ar rybudd achos { $cases }
       *[other] Nid oes neb wedi gweithredu ar rybuddion achosion { $cases }
    }
alert-waits-do = Rhybuddiwyd yr arweinydd diogelu fwy na { $hours } awr yn ôl. Pwy bynnag sy'n darllen hyn: edrychwch ar yr achos gyda'r gorchymyn case a'i rif, cymerwch ef, neu ffoniwch yr arweinydd.

duty-is = Mae { $name } ar ddyletswydd tan { $until }.
duty-nobody = Nid oes neb ar ddyletswydd. Dywedwch am faint i fod ar ddyletswydd eich hun, er enghraifft: onduty 8 hours
duty-quiet = Mae'n dawel nawr: dangosir yr hyn a all aros o { $until }.

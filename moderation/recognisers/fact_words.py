"""Words for facts that are nobody else's business: health, needs, money, care, court, faith, family, whereabouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CAPITALS: Final[Mapping[str, str]] = {
    "health": r"ODD|PDA|MS|HIV|OCD|CF|ME",
    "social care": r"LAC|CIN|CPP",
    "special needs": r"(?:SEN|SEND|ALN|IDP|ADY) (?:register|review|list|plan)|PRU",
    "school meals or benefits": r"PIP|UC",
}
"""Abbreviations that are another word, or nothing, in small letters."""

FACTS: Final[Mapping[str, str]] = {
    "health": (
        r"adhd|autis\w+|asd|dyslex\w+|dyspraxi\w+|epilep\w+|seizures?|diabet\w+|asthma\w*|anaphyla\w+|epi ?pens?|"
        r"coeliac|sickle cell|cancer|chemo|bipolar|depress\w+|anti-?depressants?|methadone|nervous breakdown|"
        r"had a breakdown|anger management|off with (?:her |his |their )?(?:nerves|stress)|"
        r"signed off(?! (?:on|a|an|the|it|by|that|as)\b)|sectioned|psychiatric|mental (?:hospital|ward)|nuthouse|"
        r"miscarr\w+|pregnant|camhs|(?:on|new|takes?|the) (?:meds|medication|tablets)|hearing (?:aids?|test)|"
        r"nearly deaf|nits|scabies|impetigo|(?:chicken )?pox|lice|wets (?:him|her)self|(?:wets|wetting|wet) the bed|"
        r"bed ?wetting|eating disorder|self.?harm\w*|diagnos\w+|keppra|ritalin|enuresis|an? (?:nut )?allergy|"
        r"allergic to|allergy|in hospital|in a&e|stroke|overdose|rehab|drink(?:ing)? problem|alcoholic|"
        r"tourette'?s?|cerebral palsy|down'?s syndrome|schizo\w+|dementia|ptsd|abortion|insulin|sertraline|melatonin|"
        r"counselling|speech therapy|crohn'?s|stammer|on the sick|off sick with|therapist|suicid\w+|"
        r"degenerative|the op went|had (?:an|his|her|the) op|stomach done|hips? done|"
        r"alopecia|hearing loss|vasectomy|menopaus\w+|prozac|fluoxetine|citalopram|heart (?:attack|condition|defect)|"
        r"(?:is|are|born|gone|going|profoundly|partially|stone) deaf(?! to\b)|ed psych|arthritis|parkinson'?s|"
        r"w szpitalu|na odwyku|w ciąży|[iî]n spital|[iî]ns[aă]rcinat[aă]|hospital m(?:ein|ain)|"
        r"cystic fibrosis|muscular dystrophy|spina bifida|type (?:1|one|2|two)|feeding tube|catheter|stoma|colostomy|"
        r"incontinen\w+|in nappies|wears nappies|deaf in|partially sighted|registered blind|leuk(?:ae|e)mia|tumou?r|"
        r"dialysis|transplant|hospice|palliative|terminal(?:ly ill)?|psychosis|psychotic|anorexi\w+|bulimi\w+|"
        r"addict\w*|hepatitis|threadworms?|endometriosis|fibromyalgia|"
        r"gluten reaction|anxiety|migraines?|hysterectomy|mastectomy|hiv positive|"
        r"canser|ma raka|diabetig|epilepsi|awtist\w+|asthma|iselder|yn sâl|yn yr ysbyty|meddyginiaeth|alergedd"
    ),
    "special needs": (
        r"(?:1:1|1-1|one.to.one) (?:support|ta|help)|on the send? (?:register|list)|"
        r"learning (?:difficult|disabilit)\w+|"
        r"developmental\w* delay\w*|non.?verbal|"
        r"ehcps?|ehc plan|reduced timetable|special school|peg feed\w*|one to one support|statemented|"
        r"pupil referral unit|held back|extra time for|anghenion (?:dysgu )?(?:ychwanegol|arbennig)|cynllun datblygu"
    ),
    "school meals or benefits": (
        r"free (?:school )?(?:meals|dinners)|fsm|(?:on|gets?) pupil premium|on benefits|universal credit|"
        r"bailiffs?|hardship (?:fund|application)|(?:uses?|using|queue at|in) the food ?bank|in debt|lunch debt|"
        r"dinner debts?|payslip|job ?cent(?:re|er)|hours cut|evicted|temporary accommodation|in arrears|bankrupt\w*|"
        r"(?:in|at) (?:a|the) hostel|made redundant|lost (?:his|her|their) job|got sacked|can'?t afford it|"
        r"motability|[bf]udd-daliadau|yn ddi-waith|credyd cynhwysol|prydau (?:ysgol )?am ddim"
    ),
    "social care": (
        r"social (?:worker|services|care)|child protection|"
        r"on the (?:[\w-]+ ){0,2}register(?! (?:anyway|as|at|for|link|form|page)\b)|"
        r"foster(?:ed|ing| kid| child| care)?|adopted|in care|women's refuge|refuge|contact cent(?:re|er)|"
        r"(?:cin|cp|child protection) plan|supervised (?:contact|access|visits?)|kinship care|section 47|mash referral|"
        r"rhestr amddiffyn plant|referr\w+ to (?:mash|social services|children'?s services)|"
        r"strategy meeting|child in need|early help|looked after child|"
        r"gweithiwr cymdeithasol|gwasanaethau cymdeithasol|mewn gofal|maeth"
    ),
    "court or police": (
        r"restraining order|court order|custody|in (?:\w+ )?(?:prison|jail|nick|belmarsh)|out of (?:prison|jail)|"
        r"hmp \w+|magilligan|maghaberry|barlinnie|strangeways|wandsworth|"
        r"sent down(?! the\b)|on tag|on a tag|ankle tag|young offenders?|got arrested|(?:was|been|were) arrested|"
        r"arrested|on bail|probation|on remand|works? at the prison|went to prison|criminal record|"
        r"sex offender\w*|community service|injunction|had up for|"
        r"(?:at|in|up at) (?:the )?(?:\w+ )?(?:crown|magistrates'?) court|"
        r"w wi[eę]zieniu|w poprawczaku|la [iî]nchisoare|jail m(?:ein|ain)|yn y llys|yn y carchar|wedi(?:'i| ei) arestio"
    ),
    "immigration": (
        r"visa|asylum|deport\w+|immigration (?:trouble|status|papers?)|home office|leave to remain|overstay\w*|"
        r"no recourse|nrpf|asylum seekers?|refused status|"
        r"illegal(?:ly)? (?:here|in the country)|lloches|mewnfudo"
    ),
    "religion": (
        r"(?:is|are|'s|'re|was) (?:a |an |really |secretly )?(?:muslim|jewish|hindu|sikh|catholic|protestant|"
        r"jehovah'?s witness(?:es)?|mormon|atheist)|converted to \w+|left the (?:church|mosque|faith)"
    ),
    "family life": (
        r"split(?:ting)? up|divorc\w+|walked out on|moved out|moved in with|having an affair|is trans|is gay|"
        r"birth mums?|real dad|lost the baby|passed away|(?:brother|sister|mum|dad|nan) died|an affair|paternity|"
        r"kicked out|chucked (?:them|him|her) out|surrogate|ivf|in bed wi(?:th)?|different (?:fellas|dads|fathers)|"
        r"wedi gwahanu|ysgaru|ysgariad"
    ),
    "school record": (
        r"exclusion (?:hearing|appeal|panel)|exclusions panel|boy's exclusion|girl's exclusion|target grade|"
        r"straight (?:1s|us|fails)|\d{1,2}% in \w+|two 1s|school report says"
    ),
    "whereabouts": (
        r"home alone|walk(?:s|ing)? home (?:by|on|alone)|on (?:his|her|their) own (?:till|til|until|every|all|cos)|"
        r"lets (?:him|her)self in|walks up \w+ \w+ on|house (?:is|'s) empty|"
        r"keys? (?:is |are |'s )?(?:under|on a lanyard)|waits (?:alone|by|at)|by (?:him|her)self|"
        r"away (?:to|in) \w+ (?:til|till|until)|lives? (?:opposite|next to|above|behind|round)|"
        r"where (?:he|she)(?:'s)? (?:lives?|living)|gets off the (?:bus|train) at|"
        r"ar (?:ei|eu) (?:phen ei hun|ben ei hun|pennau eu hunain)|cerdded adref"
    ),
}
"""Each kind's words, in small letters."""

CONFIDENTIAL: Final = (
    r"disciplinary|the panel|renew|complaint came|isolation|exclusions? panel|social worker'?s letter|"
    r"interviewed twice|been sick|suspended"
)
"""What staff and governors know from their office; about a named person it is that person's data (policy 4.2.8)."""

TOPIC_BEFORE: Final = (
    r"(?:podcast|talk|course|training|assembly|workshop|leaflet|book|article|session|page|poster|stall|petition|"
    r"charity|awareness|documentary|telly|film|programme|raising|raised|run|walk|event|meeting|evening|week|month)"
    r"(?: \w+){0,2} (?:about|on|for|of)(?: \w+)?"
)
TOPIC_AFTER: Final = (
    r"(?:talk|podcast|sessions?|awareness|training|workshop|coffee morning|policy|charity|trust|week|month|day|form|"
    r"forms|fund|appeal|course|page|team|stall|association|society|uk)"
)
"""A fact with these beside it is a subject, not somebody's."""

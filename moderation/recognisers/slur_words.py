"""Slurs and gross insults of languages spoken at school gates, as pieces of patterns on the folded text.

English strengths: Ofcom, "Public attitudes towards offensive language on TV and Radio" (2021). Of the words found
strong there, those stand here that have no harmless use, or one that can be told by the words beside it.
"""

from __future__ import annotations

from typing import Final

YOU: Final = "(?:an?|you|the|that|fat|little|big|old|total|right)"
ENGLISH_SLURS: Final = (
    r"n+i+g{2}(?:er|a|ah|az|uh|let)s?|nig[ -]?nogs?|(?<!maine[ -])coons?(?! ?(?:cats?|kittens?))|darkies|darky",
    r"golliwogs?|pakis?|wogs?|gooks?|(?:black|little) sambos?|ragheads?|towel[ -]?heads?|wops?|dagos?|polacks?",
    r"spics?(?! (?:and|n|&) span)|chink(?:s|y|ies)?(?! (?:in|of|between|under|through|round)\b)|ching[ -]chong",
    r"kikes?|yids?(?! army)|kuf+a+rs?|kaff?irs?(?! lime)|taigs?|gyppos?|gippos?|gypos?|pikeys?|dirty tinkers?",
    r"faggot(?! (?:and|with|in|n|for|peas?|gravy|dinner|mix|recipe|supper)\b)|fudge[ -]?packers?|bum ?boys?",
    r"(?:you|all|these|those|fucking|bloody|dirty|bunch of|pack of) faggots|dirty dykes?|lezz(?:as?|ers?)",
    rf"batty[ -]?(?:boy|man|bwoy)s?|poof(?:ters?|tahs?)|{YOU} poof|shirt[ -]?lifters?|(?:rug|carpet)[ -]?munchers?",
    r"(?<!ford )trann(?:y|ies)(?! van)|shemales?|he-shes?|window[ -]?lickers?|flids?|(?:you|that|little) cripple",
    r"spastics?(?! (?:colon|bowel|cp|cerebral|diplegi\w+|quad\w*|hemi\w*|para\w*|paresis|muscles?|gait|limbs?)\b)",
    rf"spaz(?:zes|zer|zers)?|spakk?as?|{YOU} mongs?|(?<!.)mongs?(?!.)|mongy|fucktards?",
    r"retards?(?! (?:the|growth|fires?|flames?|progress)\b)",
)
OTHER_SLURS: Final = (
    r"ciapa(?:k|ki|ty|ta|tego|tych|ków)|czarnuch\w*|żydki?|pedał\w*",  # Polish
    r"черножоп\w+|чурк[аиу]|жид[ыа]?|пидор\w*|пидар\w*|хохл[ыа]|churk[aiu]|pidor\w*",  # Russian
    r"[țţt]igan[ci]? ?[iî]mpu[țţt]i[țţt][ia]?|cioar[ăa] [iî]mpu[țţt]it\w*|poponar\w*|bozgor\w*",  # Romanian
    r"chuhr[aei]|kaal[aie] ?kutt[aei]|kanjar\w*|khusr[aei]",  # Urdu, Punjabi, Hindi
    r"abeed|ya 3?abd",  # Arabic
    r"sais(?:on)? (?:diawl|uffern|drewllyd|ffwc\w*)|twll d[iî]n (?:pob|i bob) sais",  # Welsh
    r"sales? (?:arabes?|noirs?|juifs?|juives?|pd)|bougnoules?|nègres?|youpins?",  # French
    r"kanak(?:e|en)|maric(?:[oó]n|ones)",  # German, Spanish
)
ENGLISH_ABUSE: Final = (
    r"cunts?|cuntish|mother ?fuck(?:er|ers|in|ing)|cock ?suckers?|(?:suck|eat) (?:my|his|a|a bag of) (?:dick|cock)s?",
    r"fuck (?:off|you|u|ya|yourself|yourselves|the lot of you)",
)
OTHER_ABUSE: Final = (
    r"w?y?s?pierdala\w+|pierdol(?:\w* si[eę]|cie|ci[eę])|chuj ci|chuj w dup\w+|ty (?:kurwo|suko|pizdo|cipo|chuju)",
    r"jeban[yaei] \w+|jeba[cć]|jebi?e ci[eę]|skurwysyn\w*|skurwiel\w*|sukinsyn\w*",  # Polish
    r"иди ?на ?хуй|пош[её]л ?на ?хуй|на ?хуй|ебан\w+|ебать|у[её]бок\w*|бля[дт]ь|пизд\w+|сук[аиу]|мудак\w*",  # noqa: RUF001
    r"suka bly?at|poshol ?na ?hui|idi ?na ?hui|nahui|yobany\w*",  # Russian
    r"muie|fut[ue][ -]?[țţt]i|pizda m[aă]-?tii|s[uă]ge(?:-mi|ți)? pula|du-te [iî]n pizda",  # Romanian
    r"m[aā]+d[ae]r ?ch?[ou]+d\w*|b(?:a|e|he|ha)h?e?n ?ch?[ou]+d\w*|p[ae]n ?ch?od|bhosd\w+|chut[iy]+[ay]\w*",
    r"ga+ndu|gandoo|randi k[aei] \w+|haramzad[aei]|t[ei]r[iy] ma+ k[iy]|kutt[ei] k[aei] bach\w+",  # Urdu, Hindi
    r"khank[iy]r? po\w*|magir po\w*|thevd[iy]+a\w*",  # Bengali, Tamil
    r"sh?armou?t[ah]*|k[uo]ss? ?[ou]mm?[ae]k|(?:ibn|bint) (?:el|al|il) (?:kalb|sharmout\w+)|[qg]ahba",
    r"كس ?[أا]?مك|شرموط\w*|ابن ?ال(?:كلب|شرموط\w*)",  # Arabic
    r"orospu\w*|siktir\w*|am[iı]na ?ko\w+|sikerim|pezevenk\w*",  # noqa: RUF001 - Turkish
    r"hij(?:o|a|os) de (?:la gran )?puta|hijueput\w*|chinga tu madre",  # Spanish
    r"filh[oa] da puta|vai tomar no cu|caralho",  # Portuguese
    r"ta gueule|fils de pute|nique ta m[eè]re|connard\w*|connasse\w*|sale pute|enculé\w*",  # French
    r"hurensohn\w*|fotzen?|wichser",  # German
    r"coc oen|twll d[iî]n|ffwci[oa] (?:chdi|ti|chi|o ?ma|o'?ma|hi|off)|cont (?:gwirion|hyll|bach|tew)|y cont",
    r"ffwcin \w+|bastad(?:s|iaid)? (?:gwirion|hyll|tew)|hwr(?:en)? (?:fach|dew|hyll)|(?:cer|dos) i ffwc\w*",  # Welsh
    r"putang ?ina|cao ni ma|操你|傻逼|diu lei",  # Tagalog, Chinese
)
COARSE: Final = (  # at somebody or at nobody: for a person to see
    r"kurw[aęyo]|kurva|pizd[aeyę]|chuj\w*|dupek|ffwc|ffyc\w*|blyat|merde|mierda|puta|harami\w*|khanzeer",
    r"twats?|wankers?|bellends?|(?:you|little|absolute|utter|total|complete|right) prick|knob ?heads?|dick ?heads?",
)
DEATH_WISHED: Final = (r"kys|(?:(?:go|just|please|pls|should) |(?<!.))kill (?:yourself|urself|yourselves)",)
MENTIONED: Final = (  # somebody tells of the word, or asks others not to use it
    r"call(?:ed|s|ing)\b|shout(?:ed|s|ing)|said|says|saying|told|heard|hearing|wrote|written|spray|graffiti",
    r"words?\b|term\b|language|insult|slurs?\b|swear|racis[mt]|sexis[mt]|homophob|transphob|offensive|unacceptable",
    r"means\b|stop using|(?:don'?t|do not|never|please|shouldn'?t) (?:use|say|call|using|calling)|not (?:ok|okay|on)\b",
    r"galw|gair|iaith|przekl|słowo|brzydk",
)

"""Slurs and gross insults of languages spoken at school gates, as pieces of patterns on the folded text.

English strengths: Ofcom, "Public attitudes towards offensive language on TV and Radio" (2021). A word stands among the
slurs when it has no harmless use; one that is also a name, a food or a sound counts beside an insulting word, or alone.
"""

from __future__ import annotations

from typing import Final

ENGLISH_SLURS: Final = (
    r"(?:sand ?)?n+i+g{2}(?:er|a|ah|az|uh|let)s?|niglets?|nig[ -]?nogs?|wogs?|darkies|ragheads?|towel[ -]?heads?",
    r"pakis?(?! (?:chusteczek|pieluch|wody|mleka|dla|na|od|do|z|w|i)\b)|chinky|chinkies|ching[ -]chong|kuf+a+rs?",
    r"gyppos?|gippos?|gypos?|pikeys?|kikes|lezz(?:as?|ers?)|shemales?|shirt[ -]?lifters?|(?:rug|carpet)[ -]?munchers?",
    r"batty[ -]?(?:boy|man|bwoy)s?|bum[ -]?boys?|poof(?:ters?|tahs?)|(?:you|such a|what a) poof|spakk?as?|fucktards?",
)
INSULTING: Final = (
    r"(?:you|u|ya|(?:what|such|like|is|'s|'re|are|was|were) an?|fucking|effing|bloody|dirty|filthy|stupid|thick|ugly"
    r"|fat|little|total|absolute|complete|(?:bunch|load|pack) of)"
)
BESIDE_ONE: Final = (
    r"(?:coon(?! (?:hound|cat))|kike|yid|wop|dago|spic|polack|gook|taig|chink(?! (?:of|in|where|between|under|through))"
    r"|faggot(?! (?:and|with|in|n|for|of|from)\b)|mong|mongol|mongoloid|window[ -]?licker|flid|kaff?ir(?![ -]li)|fenian"
    r"|trann(?:y|ie)(?! (?:van|broke|is|has))|cripple(?! (?!lol|haha|mate)\w)"
    r"|retard(?! (?:the|growth|fires?|flames?)\b)|spaz(?! out)"
    r"|spastic(?! (?:colon|bowel|cp|cerebral|diplegi\w+|tetra\w*|quad\w*|hemi\w*|para\w*|muscles?|gait|and)\b))s?"
)
OTHER_SLURS: Final = (
    r"ciapak(?:i|ów|iem)?|ciapaci|jeban\w+ ciapat\w+|czarnuch(?:ów|em|a)?|(?:ty|jeban[yae]) peda[łl]\w*",
    r"черножоп\w+|жид[ыа]?|пидор\w*|пидар\w*|pidor\w*",  # Russian; before it Polish
    r"[țţt]igan[ci]? ?[iî]mpu[țţt]i[țţt][ia]?|cioar[ăa] [iî]mpu[țţt]it\w*|poponar\w*|bozgor\w*",  # Romanian
    r"chuhr[ae]|kanjar\w*|khusr[aei]",  # Urdu, Punjabi, Hindi
    r"sais(?:on)? (?:diawl|uffern|drewllyd|ffwc\w*)|twll d[iî]n (?:pob|i bob) sais",  # Welsh
    r"sales? (?:arabes?|juifs?|juives?|nègres?)|bougnoules?|youpins?|kanake(?:n)?|maric(?:[oó]n|ones)",  # French, ...
)
ENGLISH_ABUSE: Final = (
    r"cunt(?:s|ish|ing)?|mother ?fuck(?:er|ers|in|ing)|cock ?suckers?|(?:suck|eat) (?:my|his|a bag of) (?:dick|cock)s?",
    r"f+u+[ck]+ (?:off|you|u|ya|yourself|yourselves|the lot of you)",
)
OTHER_ABUSE: Final = (
    r"w?y?s?pierdala\w+|pierdol(?:\w* si[eę]|cie|ci[eę])|chuj ci|chuj w dup\w+|ty (?:kurwo|suko|pizdo|cipo|chuju)",
    r"jeban[yaei] \w+|jeba[cć]|jebi?e ci[eę]|skurwysyn\w*|skurwiel\w*|sukinsyn\w*",  # Polish
    r"иди ?на ?хуй|пош[её]л ?на ?хуй|ебан\w+|ебать|у[её]бок\w*|бля[дт]ь|пизд\w+|сука|мудак\w*",  # noqa: RUF001
    r"suka bly?at|(?:poshol|poshel|idi) ?na ?hui|yobany\w*",  # Russian
    r"muie|fut[ue][ -]?[țţt]i|pizda m[aă]-?tii|pula mea|du-te [iî]n pizda",  # Romanian
    r"m[aā]+d[ae]r ?ch[ou]+d\w*|(?:bhe?n|beh[ae]n|bah[ae]n|bha[ei]n) ?ch[ou]+d(?:e|i|o|u|a|na)?|benchod|panchod",
    r"bhosd[iy]\w*|bsdk|chut[iy]+[ae]\w*|ga+ndu|gandoo|randi k[aei] (?:bach\w+|aulad|pill[ae])|haramzad[aei]",
    r"ma+ k[iy] (?:chut|choot|gand|bhosd\w*)|phudd[iu]|khank[iy]r po\w*|magir po\w*|thevd[iy]+a\w*",  # Urdu, Hindi, ...
    r"sh?armou?t[ah]*|k[uo]ss? ?[ou]mm?[ae]k|(?:ibn|bint) (?:el|al|il) (?:kalb|sharmout\w+)|[qg]ahba",
    r"كس ?[أا]مك|شرموط\w*|ابن ?ال(?:كلب|شرموط\w*)",  # Arabic
    r"orospu\w*|siktir\w*|am[iı]na ?koy(?:a?y[iı]m|dum\w*|duğum\w*)|sikerim|pezevenk\w*|bazdmeg",  # noqa: RUF001
    r"hij(?:o|a|os) de (?:la gran )?puta|hijueput\w*|chinga tu madre|filh[oa] da puta|vai tomar no cu|caralho",
    r"ta gueule|fils de pute|nique ta m[eè]re|connard\w*|connasse\w*|sale pute|enculé\w*|hurensohn\w*|fotzen?|wichser",
    r"coc oen|twll d[iî]n|ffwci[oa] (?:chdi|ti|chi|o ?ma|o'?ma|hi|off)|cont (?:gwirion|hyll|tew)|ffwcin \w+",
    r"bastad(?:s|iaid)? (?:gwirion|hyll|tew)|hwr(?:en)? (?:fach|dew|hyll)|(?:cer|dos) i ffwc\w*",  # Welsh
    r"putang ?ina|cao ni ma|diu lei",  # Tagalog, Chinese
)
UNSPACED: Final = (r"操你|傻逼",)  # languages that put no spaces between words
COARSE: Final = (  # at somebody or at nobody: for a person to see
    r"kurw[aęyo]|pizd[aeyę]|chuj\w*|dupek|ffwc|ffyc\w*|blyat|merde|mierda|puta",
    r"twats?|wankers?|bellends?|(?:you|absolute|utter|total|complete) prick(?! test)|knob ?heads?|dick ?heads?",
)
DEATH_WISHED: Final = (
    r"(?<!og )kys(?! (?:og|til)\b)|(?:(?:go|just|please|pls|should) |(?<!.))kill (?:yourself|urself)",
)
TOLD_BEFORE: Final = (  # who tells of a word, or asks others not to use it
    r"call(?:ed|s|ing)|shout(?:ed|s|ing)|scream(?:ed|s|ing)|said|says|saying|heard|hearing|wrote|written|saw|sprayed",
    r"words?|term|slur|insult|stop using|(?:don'?t|do not|never|shouldn'?t) (?:use|say|call)|told (?:\w+ )?to|galw",
)
TOLD_AFTER: Final = (
    r"(?:is|was|isn'?t|are|means)(?: not)?(?: an?)?(?: \w+)? (?:slur|insult|word|swear|racis|offensive|ok|acceptable)",
    r"stands for|written|sprayed|on (?:the|our|his|her) (?:wall|door|shed|car)",
)

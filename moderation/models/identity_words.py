"""Plain words for who people are: faith, origin, sexuality, disability. They make no message harmful.

A model learns from hateful sentences that such words are bad company, so harmless messages with them are hidden more
often than others (Dixon et al. 2018, doi:10.1145/3278721.3278729). Packs ask for more there: `surer` in [harm].
"""

from __future__ import annotations

from typing import Final

IDENTITY: Final = (
    r"muslims?|islam(?:ic)?|jew(?:s|ish)?|hindus?|sikhs?|christians?|catholics?|ramadan|eid|hijabs?|mosques?|synagogues?",
    r"blacks?|asians?|africans?|arabs?|polish|romanians?|pakistanis?|indians?|chinese|somalis?|bengalis?|ukrainians?",
    r"refugees?|immigrants?|migrants?|foreigners?|travellers?|gyps(?:y|ies)|roma",
    r"gays?|lesbians?|trans(?:gender)?|bisexuals?|queer|non-binary|two (?:mums|dads)",
    r"autis(?:m|tic)|adhd|disab(?:led|ility|ilities)|wheelchairs?|deaf|blind|down(?:'s)? syndrome|dyslexi[ac]",
    r"halal|kosher|pride|mwslim(?:iaid)?|iddew(?:on|ig)?|hoyw|anabl|byddar|sipsiwn|ffoadur(?:iaid)?|mewnfudwyr",
)

"""People and figures whom parents and pupils talk of, and who bear the given or family name of many a pupil.

As a message is folded: lower case, no accents, a space for a hyphen. A pupil of the roster with the same full name is
still that pupil. Left out is who has another common given name for a family name: two pupils may stand side by side.
"""

from __future__ import annotations

from typing import Final

_SPORT: Final = (
    "marcus rashford, bukayo saka, jack grealish, harry kane, jude bellingham, declan rice, phil foden, "
    "mason mount, jordan pickford, harry maguire, raheem sterling, jadon sancho, cole palmer, ollie watkins, "
    "kobbie mainoo, conor gallagher, james maddison, ivan toney, aaron ramsdale, dele alli, jesse lingard, "
    "jamie vardy, jamie carragher, wayne rooney, david beckham, steven gerrard, frank lampard, gary lineker, "
    "alan shearer, peter crouch, bobby charlton, george best, gareth bale, brennan johnson, andy robertson, "
    "scott mctominay, billy gilmour, john mcginn, mo salah, lionel messi, leo messi, cristiano ronaldo, "
    "erling haaland, kylian mbappe, bruno fernandes, virgil van dijk, kevin de bruyne, gabriel martinelli, "
    "william saliba, thomas tuchel, gareth southgate, alex ferguson, leah williamson, ella toone, alessia russo, "
    "lauren hemp, beth mead, mary earps, hannah hampton, michelle agyemang, keira walsh, georgia stanway, "
    "fran kirby, millie bright, jess fishlock, mo farah, jessica ennis, jessica ennis hill, "
    "katarina johnson thompson, dina asher smith, keely hodgkinson, usain bolt, kelly holmes, paula radcliffe, "
    "tom daley, adam peaty, max whitlock, chris hoy, bradley wiggins, mark cavendish, rebecca adlington, "
    "ellie simmonds, tanni grey thompson, sarah storey, simone biles, andy murray, emma raducanu, jack draper, "
    "cameron norrie, serena williams, venus williams, roger federer, lewis hamilton, lando norris, max verstappen, "
    "oscar piastri, jenson button, luke littler, luke humphries, tyson fury, nicola adams, ben stokes, joe root, "
    "jofra archer, stuart broad, alun wyn jones, louis rees zammit, dan biggar, maro itoje, owen farrell, "
    "jonny wilkinson, rory mcilroy, tiger woods, lebron james"
)
_WRITTEN: Final = (
    "jacqueline wilson, michael morpurgo, malorie blackman, david walliams, roald dahl, julia donaldson, "
    "axel scheffler, enid blyton, beatrix potter, philip pullman, anthony horowitz, francesca simon, liz pichon, "
    "jeff kinney, alex rider, katherine rundell, onjali rauf, cressida cowell, charles dickens, "
    "william shakespeare, jane austen, charlotte bronte, emily bronte, anne bronte, mary shelley, oscar wilde, "
    "george orwell, robert burns, robbie burns, benjamin zephaniah, joseph coelho, dav pilkey, rick riordan, "
    "agatha christie, arthur conan doyle, hans christian andersen, anne frank, eric carle, judith kerr, "
    "oliver jeffers, harry potter, ron weasley, hermione granger, ginny weasley, oliver twist, oliver cromwell, "
    "tom sawyer, huckleberry finn, peter pan, peter rabbit, mary poppins, charlie bucket, willy wonka, "
    "sophie hatter, luke skywalker, indiana jones, james bond, tony stark, buzz lightyear, miles morales, "
    "katniss everdeen, tracy beaker, dennis the menace, bob the builder, thomas the tank, postman pat, "
    "fireman sam, peppa pig, dora the explorer, ada twist, rosie revere, iggy peck, greg heffley, sherlock holmes, "
    "romeo and juliet, ebenezer scrooge, jack sparrow, jack frost, jack the ripper, jack horner, minnie mouse, "
    "roger rabbit, jessica rabbit, jessica fletcher, henry hugglemonster, bella swan, edward cullen"
)
_SHOWN: Final = (
    "taylor swift, ed sheeran, harry styles, olivia rodrigo, dua lipa, billie eilish, sabrina carpenter, "
    "chappell roan, ariana grande, charli xcx, lily allen, sam fender, lewis capaldi, ellie goulding, jess glynne, "
    "tom grennan, david bowie, freddie mercury, amy winehouse, katy perry, justin bieber, justin timberlake, "
    "shawn mendes, bruno mars, noah kahan, zara larsson, post malone, kanye west, jay z, selena gomez, "
    "britney spears, robbie williams, liam payne, niall horan, louis tomlinson, liam gallagher, noel gallagher, "
    "charlotte church, max boyce, dolly parton, johnny cash, elvis presley, stevie wonder, aretha franklin, "
    "tom holland, tom hanks, tom cruise, emma watson, daniel radcliffe, rupert grint, ryan reynolds, jack black, "
    "will smith, will ferrell, chris pratt, chris hemsworth, jason momoa, timothee chalamet, zac efron, "
    "millie bobby brown, finn wolfhard, noah schnapp, jenna ortega, florence pugh, margot robbie, emma stone, "
    "scarlett johansson, morgan freeman, harrison ford, mason thames, hugh jackman, idris elba, james corden, "
    "rob brydon, bear grylls, david attenborough, chris packham, steve backshall, joe wicks, mark rober, "
    "simon cowell, holly willoughby, phillip schofield, alison hammond, dermot o'leary, claudia winkleman, "
    "tess daly, stacey dooley, stacey solomon, joe swash, jimmy carr, jack whitehall, michael mcintyre, "
    "romesh ranganathan, rhod gilbert, graham norton, jeremy clarkson, alesha dixon, paul hollywood, mary berry, "
    "prue leith, gordon ramsay, nigella lawson, nadiya hussain, louis theroux, alex horne, phoebe waller bridge, "
    "olivia colman, tommy fury, dan tdm"
)
_HISTORY: Final = (
    "amelia earhart, florence nightingale, mary seacole, rosa parks, martin luther king, nelson mandela, "
    "harriet tubman, emmeline pankhurst, emily davison, isaac newton, albert einstein, charles darwin, "
    "marie curie, ada lovelace, alan turing, stephen hawking, rosalind franklin, mary anning, edward jenner, "
    "alexander fleming, louis pasteur, alexander graham bell, isambard kingdom brunel, george stephenson, "
    "thomas edison, nikola tesla, michael faraday, tim berners lee, grace hopper, grace darling, grace o'malley, "
    "neil armstrong, buzz aldrin, tim peake, helen sharman, mae jemison, yuri gagarin, christopher columbus, "
    "francis drake, walter raleigh, robert falcon scott, ernest shackleton, edmund hillary, tom crean, "
    "matthew henson, ibn battuta, marco polo, samuel pepys, guy fawkes, robert catesby, thomas farriner, "
    "christopher wren, henry viii, henry the eighth, anne boleyn, catherine of aragon, catherine parr, "
    "lady jane grey, mary queen of scots, thomas cromwell, thomas becket, richard iii, william the conqueror, "
    "edward the confessor, harold godwinson, william wallace, robert the bruce, owain glyndwr, llywelyn fawr, "
    "owen glendower, aneurin bevan, nye bevan, winston churchill, david lloyd george, george washington, "
    "abraham lincoln, thomas jefferson, john f kennedy, paul mccartney, ringo starr, louis braille, helen keller, "
    "walter tull, noor inayat khan, lilian bader, violette szabo, captain tom moore, vincent van gogh, "
    "pablo picasso, claude monet, leonardo da vinci, frida kahlo, andy warhol, damien hirst, barbara hepworth, "
    "david hockney, gustav klimt, wassily kandinsky, oliver tambo, robin hood, king arthur, saint david, "
    "saint george, greta thunberg, malala yousafzai, michelle obama, barack obama, donald trump, joe biden, "
    "hillary clinton, boris johnson, rishi sunak, liz truss, keir starmer, angela rayner, bridget phillipson, "
    "gavin williamson, michael gove, gillian keegan, nigel farage, tommy robinson, nicola sturgeon, john swinney, "
    "mark drakeford, vaughan gething, jeremy corbyn, tony blair, margaret thatcher, prince george, prince louis, "
    "prince harry, prince william, prince andrew, princess charlotte, princess diana, king charles, "
    "queen elizabeth, queen victoria, kate middleton, meghan markle, andrew tate, sarah everard, madeleine mccann, "
    "lucy letby, jimmy savile"
)
FAMOUS: Final = frozenset(name.strip() for names in (_SPORT, _WRITTEN, _SHOWN, _HISTORY) for name in names.split(","))

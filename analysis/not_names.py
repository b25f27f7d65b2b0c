"""Words that are never hidden, whatever a list of names says, and the people everybody knows.

Data only. To hide a word for what somebody is (“hijab”, “gypsy”, “autistic”) would take the meaning out of an answer
about being treated badly for it; places, subjects, days and shops give nobody away.
"""

from __future__ import annotations

from analysis.listing import listed

# What people are, believe, speak, or live with.
_WHO_WE_ARE = """
    muslim muslims islam islamic islamophobia islamophobic christian christians christianity catholic catholics jewish jew jews judaism hindu
    hindus hinduism sikh sikhs sikhism buddhist atheist orthodox shia sunni jehovah jehovahs kosher halal haram allah muhammads god jesus bible
    quran koran torah ramadan eid diwali vaisakhi hanukkah passover shabbat shabbos christmas easter lent prayer mosque church temple
    synagogue gurdwara hijab hijabs hijabi niqab burka burqa abaya jilbab turban patka kippah kippa yarmulke kirpan cross headscarf
    black white asian african caribbean brown mixed race racist racism gypsy gypsies gipsy roma romani traveller travellers irish english british
    welsh scottish polish pole poles romanian romanians ukrainian russian pakistani pakistanis paki bangladeshi bengali indian indians
    punjabi gujarati kashmiri urdu hindi tamil arabic arab arabs kurdish kurd kurds iranian persian farsi afghan afghans pashto dari somali
    somalis nigerian yoruba igbo hausa ghanaian twi zimbabwean shona ndebele eritrean ethiopian tigrinya amharic sudanese syrian iraqi
    turkish chinese cantonese mandarin vietnamese filipino japanese korean thai malay portuguese spanish french german italian
    greek dutch czech slovak hungarian bulgarian albanian lithuanian latvian american australian jamaican brazilian european
    refugee refugees asylum immigrant immigrants migrant foreign foreigner eal gay lesbian bi bisexual trans transgender
    nonbinary queer straight lgbt lgbtq lgbtqia ace asexual pansexual pan homophobic transphobic cis enby pronouns they
    autistic autism asd adhd add aspergers dyslexia dyslexic dyspraxia dyspraxic dyscalculia tourettes epilepsy epileptic deaf blind disabled
    disability wheelchair diabetic diabetes asthma asthmatic anxiety ocd bpd ptsd depression depressed anorexia eczema crohns
    coeliac endometriosis pregnant pregnancy period periods carer carers fostered adopted send sen ehcp senco pda odd
    umrah hajj fajr akbar mehndi shadi nikah wudu salah namaz jummah imam rabbi priest gynae cctv fsm dna usb gps pdf vpn gp mri arfid bbq led wc fa uefa bmx dj mc rap bbc itv ww1 ww2 vr romanes romany
    sexist sexism feminist girl girls boy boys woman women man men male female
"""
# Subjects, days, months, school terms.
_SCHOOL = """
    english maths math science biology chemistry physics history geography french spanish german latin mandarin music drama dance art re rs pe
    games dt ict computing textiles food tech pshe citizenship business media sociology psychology philosophy ethics engineering
    photography btec gcse form tutor assembly lesson lessons monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thurs
    fri january february march september october november december jan feb mar apr aug sept oct nov dec autumn
    winter spring term sen ta tas slt hoy head miss sir mrs mr ms teacher senco safeguarding dsl pastoral
"""
# Towns and places of Greater Manchester and near, countries, and cities that come up.
_PLACES = """
    manchester salford bolton bury oldham rochdale stockport tameside trafford wigan leigh prestwich whitefield radcliffe ramsbottom tottington
    heywood middleton altrincham sale stretford urmston eccles swinton worsley walkden irlam cadishead farnworth horwich westhoughton
    atherton tyldesley hindley hyde denton dukinfield stalybridge mossley droylsden glossop marple bramhall cheadle gatley wythenshawe
    didsbury chorlton withington fallowfield rusholme levenshulme longsight gorton openshaw clayton moston blackley harpurhey crumpsall cheetham
    broughton kersal pendleton ordsall piccadilly ancoats hulme moss ardwick royton shaw chadderton failsworth saddleworth uppermill
    littleborough milnrow castleton burnley blackburn accrington rossendale preston blackpool lancaster liverpool warrington chester
    crewe macclesfield leeds bradford huddersfield halifax sheffield york london birmingham newcastle glasgow edinburgh cardiff wales england
    scotland britain uk europe ireland belfast dublin pakistan india bangladesh kashmir lahore karachi poland warsaw romania bucharest ukraine
    kyiv kiev kharkiv russia syria iraq iran tehran afghanistan kabul somalia nigeria lagos ghana accra zimbabwe harare eritrea
    ethiopia sudan turkey istanbul china vietnam japan korea spain france germany italy greece portugal lisbon america africa
    asia jamaica hong kong brazil albania kurdistan palestine gaza israel jerusalem dubai saudi egypt morocco libya algeria tunisia canada
    australia cornwall devon anglesey southport alton airport arndale trafford irwell mersey pennines metrolink
    heaton etihad gaza
"""
# Shops, apps, games, brands, foods, clubs.
_BRANDS = """
    asda tesco aldi lidl morrisons sainsburys greggs mcdonalds maccies maccys kfc nandos subway costa starbucks primark nike adidas puma jd
    sports next shein vinted boots superdrug spar coop iceland b&m argos ikea mcvities cadbury nutella pringles doritos haribo prime lucozade fanta
    cola coke pepsi monster redbull nando wetherspoons snapchat snap tiktok instagram insta whatsapp youtube discord roblox minecraft
    fortnite fifa xbox playstation nintendo switch netflix disney spotify google teams chromebook chromebooks ipad iphone
    android apple samsung microsoft word excel powerpoint canva kahoot quizlet sparx hegarty seneca tassomai satchel
    classcharts arbor parentpay edulink showbie ofsted camhs kooth childline nspcc barnardos mind samaritans nhs police igo stagecoach bee
    city united rovers wanderers latics athletic arsenal chelsea spurs everton villa barca madrid barcelona messi ronaldo rashford
    haaland foden saka mbappe neymar bellingham grealish salah beckham pokemon mario sonic zelda marvel batman spiderman shrek elsa minion
    barbie lego harry's hogwarts shakespeare macbeth romeo juliet dickens scrooge cratchit orwell hitler churchill stalin
    einstein newton pythagoras mozart beethoven picasso stormzy beyonce adele drake eminem kanye rihanna ariana_grande swifties
    duolingo chatgpt alexa siri gemini barclays vans converse crocs northface stanley elfbar elfbars vape vapes lol lmao
"""
_RELATIVES = """
    mum mam mom mummy mams dad daddy dads nan nana nans nanna gran granny grandma grandad grandpa auntie aunty aunt uncle cousin sister brother bro
    sis kid kids baby babies mate mates bestie friend friends bruv fam ammi abbu abu abba ami baba mama papa amma appa dada dadi nani
    khala chacha bhai bhaiya baji api apa didi ustad hooyo aabo babcia dziadek tata mamma bubby zaidy zaidie teta jiddo
    sir miss ma'am maam head ta
"""

PLACES = listed(_PLACES)
NEVER = PLACES | listed(" ".join((_WHO_WE_ARE, _SCHOOL, _BRANDS, _RELATIVES)))

# Places, months, clubs and more that pupils also bear as names: hidden only where the sentence speaks of a person.
NAMES_TOO = listed(
    """chester preston clayton lancaster chelsea shaw moss hyde york ireland stanley romeo juliet mario
    drake newton gemini alexa siri adele dada leigh middleton ashton jordan paris asia india china dean everton mac florence sydney
    brooklyn georgia victoria heywood atherton denton eccles broughton hulme spencer alton"""
)  # fmt: skip

# People and figures whom everybody knows; a row of words each.
FAMOUS = frozenset(
    tuple(name.split())
    for name in """harry potter|ron weasley|taylor swift|romeo and juliet|andrew tate|king charles|queen elizabeth|queen victoria|george orwell|
    anne frank|rosa parks|martin luther king|martin luther|martin king|kai cenat|sabrina carpenter|billie eilish|ariana grande|olivia rodrigo|mo salah|
    bukayo saka|phil foden|marcus rashford|jack grealish|jude bellingham|harry kane|harry styles|lewis hamilton|max verstappen|
    lando norris|greta thunberg|nelson mandela|florence nightingale|mary seacole|anne boleyn|alan turing|percy jackson|peter pan|peter parker|
    miles morales|bart simpson|homer simpson|tom and jerry|tracy beaker|david walliams|jacqueline wilson|roald dahl|oliver twist|tyson fury|
    anthony joshua|joe wicks|jack daniels|ben and jerrys|ben and jerry's|ben and jerry|papa johns|john lewis|sam smith|george at asda|victoria station|
    lionel messi|cristiano ronaldo|erling haaland|kevin de bruyne|bruno fernandes|luke littler|ed sheeran|dua lipa|justin bieber|bruno mars|
    kendrick lamar|travis scott|central cee|michael jackson|elon musk|donald trump|keir starmer|boris johnson|rishi sunak|
    george floyd|stephen lawrence|malala yousafzai|anne lister|emmeline pankhurst|marie curie|charles darwin|isaac newton|albert einstein|
    jack the ripper|robin hood|king arthur|henry the eighth|henry viii|king john|guy fawkes|william shakespeare|charles dickens|
    lady macbeth|sherlock holmes|jekyll and hyde|george and lennie|mary poppins|james bond|john cena|mickey mouse|winnie the pooh|peppa pig|
    bob the builder|thomas the tank|fireman sam|postman pat|alton towers|jack wills|ted baker|hugo boss|calvin klein|
    tommy hilfiger|ralph lauren|jack in the box|jack and the beanstalk|forest of dean|st peters square|victoria park|alexandra park|
    jacket potato|jumping jacks|jack frost|jack sparrow|luke skywalker|tom holland|tom hanks|emma watson|emma raducanu|jessica ennis|mo farah|
    marcus aurelius|st george|st patricks|st patrick's|st davids|saint george|john proctor|eva smith|sheila birling|arthur birling|gerald croft|
    mr birling|mrs birling|mr beast|mr bean|mr men|mr muscle|mr whippy|mr potato|mr kipling|mr blobby|ms marvel|dr who|dr pepper|dr martens|mr darcy|
    mr hyde|mr utterson|dr jekyll|mrs brown's|mrs browns boys|mr bumble|mr tumble|mr right|mr miyagi|mr nobody|miss trunchbull|miss honey|
    miss universe|miss world|father christmas|dr dre|doc martens|stone island|grace period|ed psych|aunt flo|jack jones|sur rons|sur ron|eid mubarak|ramadan mubarak|jummah mubarak|christmas eve|new year's eve|new years eve|hunter game|rosh hashanah|yom kippur""".replace("\n", " ").split("|")
)  # fmt: skip

"""Words that are right as they stand and in no general word list: school, town, apps, and other languages of home.

Data only. `spelling.py` leaves them alone, and leads slips to those of `SCHOOL`.
"""

from __future__ import annotations

# Words about school and a pupil’s day, worth finding behind a slip.
_SCHOOL = """
    timetable timetables homework homeworks classwork coursework detention detentions isolation isolated suspension suspended
    exclusion excluded seclusion sanction sanctions sanctioned consequence consequences demerit demerits behaviour uniform
    blazer blazers lanyard lanyards planner planners register registration attendance absence absences punctuality truancy
    assembly assemblies corridor corridors staircase stairwell toilets toilet cubicle cubicles canteen cafeteria dinner dinners
    breakfast changeover playground astroturf lockers locker changing library librarian headteacher headteachers teacher
    teachers tutor tutors pastoral safeguarding counsellor counsellors counselling mentor mentors receptionist chaplain
    governors supervisor lesson lessons maths english science geography history french spanish german drama textiles
    engineering computing technology photography psychology sociology citizenship worksheet worksheets textbook textbooks
    revision revising exams exam mocks coursework assessment assessments presentation presentations spelling handwriting
    calculator calculators laptop laptops chromebook chromebooks bully bullies bullied bullying banter rumours gossip
    friends friendship friendships lonely loneliness anxiety anxious panic panicking panicky depressed depression stressed
    stressful overwhelmed overwhelming embarrassed embarrassing embarrassment nervous scared frightened intimidated
    intimidating unsafe dangerous discrimination racist racism sexist sexism homophobic homophobia transphobic transphobia
    islamophobia antisemitic ableist disability disabled disabilities wheelchair autism autistic dyslexia dyslexic dyspraxia
    dyscalculia tourettes epilepsy asthma diabetes diabetic eczema migraine migraines allergies inhaler inhalers appointment
    appointments medication hospital operation periods tampon tampons sanitary cramps tired exhausted knackered
    alarm overslept insomnia carer carers caring siblings brother sister grandad stepdad stepmum parents divorce evicted
    hostel foster fostered bereavement funeral expensive afford voucher vouchers ingredients trips residential holiday
    holidays abroad travelling transport buses tram trams metrolink taxi minibus crowded overcrowded rammed shoving pushing
    vaping vapes vape smoking fighting fights gangs knives knife online snapchat tiktok instagram whatsapp screenshots
    rewards praise merits certificates career careers apprenticeship apprenticeships college pointless boring irrelevant
    disrespectful favouritism favourites sarcastic patronising shouting listening ignored unfair disgusting filthy
    minging mouldy freezing smelly queue queues queueing quiet noisy noise crowds fidget headphones defenders wellbeing
    portacabin prefect prefects enrichment rehearsal rehearsals orchestra trampolining netball rounders swimming football
    rugby basketball cricket gymnastics dodgeball equipment deodorant tracksuit trackies trainers tights earrings eyelashes
    makeup piercing piercings hijab headscarf prayer praying ramadan mosque halal vegetarian packed lunches sandwiches
    lockdown covid homeschooled homeschooling transition primary secondary reintegration timeout dyslexics classroom
    classrooms teaching learning supply cover shouted shouts favourite friend because people really always
    different something everyone someone anyone nothing everything everybody somebody anybody
"""

# Without apostrophes, as they stand after cleaning.
_CONTRACTIONS = """
    dont doesnt didnt cant couldnt wont wouldnt shouldnt isnt arent wasnt werent hasnt havent hadnt aint mustnt neednt
    shant mightnt theres thats whats wheres whos whens hows heres lets theyre theyve theyll theyd youre youve youll youd
    weve werent itll itd whove wholl whod thatll thatd therell shouldve wouldve couldve mightve mustve
    everyones someones noones nobodys somebodys everybodys anyones others yall
"""

_SCHOOL_SHORT = """
    gcse gcses btec btecs alevel alevels pshe pshce rshe sats cats slt smt senco sendco sencos send ehcp ehcps camhs elsa lsa
    tas ects nqt ofsted arbor classcharts edulink satchel sparx hegarty seneca tassomai bromcom parentpay parentmail
    epraise epipen epipens biro biros crossbar powerpoint powerpoints chromebook muga astro turf netty portacabin portakabin
    inset bullycop lates negs dets demerits asbo prem pastoral reset refocus rtl homeschool headlice nits hayfever ibuprofen
    calpol paracetamol adhd autie tourettes pots ehlers crohns colitis coeliac endo pcos pmdd hrt lgbt lgbtq nonbinary
    enby deadname deadnamed deadnaming misgender misgendered misgendering transphobic transphobia islamophobic
    antisemitism catcall catcalled catcalling perv pervy pervs creepy vape vapes vaper vapers vaping vaped
"""

_NORTH_WEST = """
    owt nowt summat mither mithered mithering mardy mard ginnel ginnels snicket barm barms butty butties scran minging
    mingin manky mint buzzin buzzing mam mams nana nanas nans grandad grandads bevvies bizzies dibble scally scallies
    scrote roadman roadmen chippy maccies mcdonalds asda aldi lidl tesco greggs primark spar bury oldham rochdale
    bolton salford wigan stockport tameside trafford manchester burnley blackburn prestwich whitefield radcliffe
    ramsbottom tottington heywood middleton ashton leigh metrolink stagecoach rosso igo gaffer nesh knackered clemmed
    skint leccy telly brew brews bobbies nicked nicking legged legging chucked chucking bagsy jarg cob wazz wazzed
"""

_EVERYDAY = """
    afterschool vis bpd okay ok oh ooh ah aw ew oi um erm hm hmm mm yo ish eh em op ed mr mrs ms dr uk usa eu nhs ocd tv dvd pc id pin qr xl xs
    ok yr yrs min mins hr hrs sec secs wk wks km kg cm mph am pm pj pjs uno ai vr diy faq pta upn eal dsl yp la jk kms
    tmi rn af fyi asap rip npc acl ufc mma nba fifa f1 ps oclock vs etc ie eg aka doin bein vid vids convo convos math roomie
    stressy mopey headachey echoey cardi hoody hoodys blud neek diss dissed dissing shite fajr zuhr asr maghrib isha allah
    allahu akbar whiney spose earlies dofe radiod precinct posh nosey lego duvet telly settee hiya soz pyjamas
    tumor tumour cozy ebike ebikes exboyfriend
"""

_APPS = """
    snapchat snapped tiktok tiktoks instagram insta whatsapp youtube youtubers facetime facetimed discord roblox minecraft
    fortnite xbox playstation nintendo warzone netflix spotify reddit onlyfans omegle bereal twitter wifi chatgpt
    airpods iphone iphones ipad ipads android selfie selfies emoji emojis meme memes vlog influencer influencers
    screenshot screenshots screenshotted unfollow unfollowed unfollowing dming ghosted ghosting catfish catfished
    clickbait livestream podcast podcasts
"""

_SLANG = """
    bestie besties bezzie bffs bruv fam mandem gyal wagwan innit lowkey highkey skibidi sigma rizz rizzler gyatt ohio
    delulu simp simps sussy cringe cringey cringy goated bussin slay slaying slayed yeet yeeted peng peak bare butters
    rekt noob ratioed ratio beefing opps opp shank shanked shanking ballies bally moped mopeds escooter escooters
    lol lmao lmfao rofl omg ngl tbh istg icl idek idrk idrc icba haha hahaha hehe dunno gonna wanna gotta kinda sorta
    coulda woulda shoulda lemme gimme outta cuppa obvs defo deffo probs totes soz ligma deez yapping yap brainrot aura
    overthink overthinks overthinking overthinker dossing doss dosser chillin vibe vibes vibing brekkie hols
    untucked oddsocks everytime infront alright alrite homophobe weirdo weirdos freak geek nerd nerds snitches spaz
    pikey gypo shithole bellend dickhead knobhead wanker arsehole bullshit crappy piss pissed
    walkie flexi backpack hoodie hoodies joggers leggings snacktime lunchtime dinnertime breaktime hometime bedtime
    deaf hotspot hotspots dodgeball warhammer anime manga cosplay bants uptown meds whiteboard whiteboards roadworks
"""

# Of Urdu, Punjabi, Arabic, Polish and Somali, as pupils put them into English sentences.
_OF_HOME = """
    yaar bhai baji wallah wallahi inshallah mashallah alhamdulillah haram halal wudu jummah jumuah salah namaz eid iftar
    suhoor quran masjid abaya hijabi niqab desi habibi naam mera meri theek nahi nahin kya hai acha accha beta ammi abbu
    abba nani dadi puri chai roti kurwa babcia dziadek tata dzien dobry dziekuje szkola nie lubie aabo hooyo walaal
    jestem bardzo szkole nauczyciel nauczyciele autobus dlaczego tylko zawsze nigdy bohat bahut mushkil tera teri
    kuch karna wala wali mujhe hain kyun ustad madrasa madrasah walal waxaan aan dugsiga
"""

SCHOOL = frozenset(_SCHOOL.split())
OF_HOME = frozenset(_OF_HOME.split())
KNOWN = SCHOOL | OF_HOME
for _words in (_CONTRACTIONS, _SCHOOL_SHORT, _EVERYDAY, _NORTH_WEST, _APPS, _SLANG):
    KNOWN |= set(_words.split())

"""How pupils in North-West England write: short forms, school terms, and words that mean something else here.

Data only. `words.py` applies it. A rule rewrites what a word means for counting ("period 3" is a lesson, not
a period); the pupil’s own words are kept beside it and are what people see.
"""

from __future__ import annotations

import re

# Short forms with one sensible reading in a pupil’s answer. Where a form has several ("bc", "tho") it is
# here only if every reading helps no theme more than another.
SHORT_FORMS: dict[str, str] = {
    "u": "you", "ur": "your", "r": "are", "ya": "you", "yous": "you", "im": "i am", "ive": "i have",
    "wud": "would", "cud": "could", "shud": "should", "wld": "would", "cld": "could",
    "dnt": "dont", "dosent": "doesnt", "dosnt": "doesnt", "cnt": "cant", "cannot": "cant", "aint": "isnt",
    "wont": "wont", "didnt": "didnt", "havnt": "havent", "wasnt": "wasnt",
    "coz": "because", "cuz": "because", "cos": "because", "bc": "because", "becuz": "because", "bcuz": "because",
    "ppl": "people", "peeps": "people", "evry1": "everyone", "every1": "everyone", "sum1": "someone",
    "some1": "someone", "any1": "anyone", "noone": "no one", "no1": "no one", "nobody": "no one",
    "nowt": "nothing", "nuffin": "nothing", "nothin": "nothing", "nuthin": "nothing", "owt": "anything",
    "summat": "something", "smth": "something", "sth": "something", "sumthing": "something",
    "abt": "about", "b4": "before", "2day": "today", "2moro": "tomorrow", "tmrw": "tomorrow", "l8": "late",
    "skool": "school", "skl": "school", "scl": "school", "techer": "teacher", "techers": "teachers",
    "teachas": "teachers", "teacha": "teacher", "tchr": "teacher", "tchrs": "teachers", "sir": "teacher",
    "hw": "homework", "hwk": "homework", "hmwk": "homework", "brekkie": "breakfast", "dinnertime": "dinner",
    "bday": "birthday", "hols": "holidays", "bf": "boyfriend", "gf": "girlfriend", "bff": "best friend",
    "bffs": "best friends", "bezzie": "best friend", "bestie": "best friend", "m8": "mate", "m8s": "mates",
    "gc": "group chat", "gcs": "group chat", "groupchat": "group chat", "insta": "instagram", "sc": "snapchat",
    "iso": "isolation", "dets": "detentions", "det": "detention", "dt's": "detentions", "hoy": "head of year",
    "bogs": "toilets", "bog": "toilet", "loos": "toilets", "loo": "toilet", "toliets": "toilets",
    "toilits": "toilets", "scran": "food", "buss": "bus", "pe's": "pe", "mam": "mum", "mums": "mum",
    "mummy": "mum", "mom": "mum", "dads": "dad", "bro": "brother", "sis": "sister", "lil": "little",
    "fam": "family", "gran": "nan", "nana": "nan", "grandma": "nan", "grandpa": "grandad",
    "anxitey": "anxiety", "anxity": "anxiety", "anxieties": "anxiety", "freinds": "friends", "frends": "friends",
    "frend": "friend", "freind": "friend", "pals": "friends", "bulling": "bullying", "bullyin": "bullying",
    "buly": "bully", "rasist": "racist", "racisim": "racism", "borin": "boring", "noisey": "noisy",
    "definately": "definitely", "v": "very", "rlly": "really", "rly": "really", "alot": "a lot",
    "thx": "thanks", "ty": "thanks", "pls": "please", "plz": "please", "wen": "when", "wiv": "with",
    "wif": "with", "dat": "that", "da": "the", "dis": "this", "dem": "them", "wot": "what", "wat": "what",
    "kno": "know", "dono": "dunno", "dunno": "idk", "idek": "idk", "proply": "properly", "cba": "cant be bothered",
    "minging": "disgusting", "mingin": "disgusting", "rank": "disgusting", "grim": "disgusting",
    "manky": "dirty", "sound": "nice", "mint": "brilliant", "class": "class", "wicked": "brilliant",
    "tired": "tired", "gonna": "going to", "wanna": "want to", "gotta": "got to", "innit": "", "ngl": "",
    "tbh": "", "tbf": "", "imo": "", "fr": "", "lowkey": "", "deffo": "", "deffos": "", "proper": "",
    "bare": "", "pure": "", "soo": "so", "noo": "no", "xx": "", "x": "", "pse": "", "hella": "",
}  # fmt: skip

EMOJI: dict[str, str] = {
    "😂": "laughingface", "🤣": "laughingface", "😹": "laughingface", "💀": "laughingface", "😆": "laughingface",
    "😭": "cryface", "😢": "sad", "😞": "sad", "😔": "sad", "🥺": "sad", "☹": "sad", "🙁": "sad", "💔": "sad",
    "😡": "angryface", "🤬": "angryface", "😠": "angryface", "🙄": "eyeroll", "🤡": "clownface",
    "😴": "tired", "🥱": "tired", "💤": "sleep", "🛌": "bed", "😰": "anxious", "😨": "scared", "😱": "scared",
    "😟": "worried", "🤢": "disgusting", "🤮": "disgusting", "🤧": "ill", "🤒": "ill", "🤕": "injured",
    "🩸": "period", "🚌": "bus", "🚍": "bus", "🚋": "tram", "🚊": "tram", "🚽": "toilet", "🚻": "toilet",
    "🧻": "toilet roll", "🍕": "food", "🍟": "food", "⚽": "football", "🏈": "rugby", "🎨": "art", "🎵": "music",
    "🎶": "music", "🎮": "gaming", "📱": "phone", "⏰": "alarm", "🔪": "knife", "👊": "punched", "🥊": "fight",
    "❤": "love", "💜": "love", "💙": "love", "💚": "love", "😍": "love", "🥰": "love", "👍": "good", "👏": "good",
    "😊": "happyface", "🙂": "happyface", "😀": "happyface", "😁": "happyface", "😄": "happyface", "😃": "happyface",
    "👎": "bad", "🤷": "idk", "😐": "", "💨": "vaping", "🏫": "school", "📚": "books", "🧪": "science",
}  # fmt: skip

# Things whose denial is good news: “no bullying here”. Not in this list, because their absence is itself
# the barrier: friends, help, soap, teachers about, time to eat.
HARMS = (
    r"(?:bull(?:y|ying|ied|ies)|anxiety|anxious|anxieties|fights?|fighting|racis[mt]|drama|trouble|worr(?:y|ies|ied)|"
    r"stress(?:ed)?|problems?|issues?|picked on|scared|depress(?:ed|ion)|panic(?: attacks?)?|barriers?|complaints?|"
    r"called names|sexis[mt]|homophobi[ac]|threatened|gangs?|beef)"
)
_FILLERS = r"(?:(?:any|much|really|ever|even|a lot of|lots of|major|real|big|actual|being|getting|like|that|of|the|or) ){0,3}"
_DENIALS = (
    r"(?:no|not|never|without|zero|hardly any|dont (?:have|get|feel|suffer|see|really have|really get)|"
    r"doesnt have|(?:havent|hasnt)(?: (?:got|had|been))?|isnt|arent|wasnt|never (?:been|get|got|had|seen|feel|felt)|not been)"
)
DENIED = re.compile(
    rf"\b{_DENIALS} {_FILLERS}{HARMS}(?: (?:or|and|n) (?:any )?(?:anything|{HARMS}))*(?! (?:report|box|polic|sort|dealt|stop|is|gets|are|support|help|team|room|lead|officer))\b"
)
UNTOUCHED = re.compile(
    r"\bno one (?:here |ever |really )*(?:bullies|picks on|bothers|hassles|hurts) (?:me|you|us|anyone)\b"
)
# “They say it’s not bullying” reports that a harm was waved away: the harm stands.
WAVED_AWAY = re.compile(
    r"\b(?:say|says|said|saying|told|tell|tells|think|thinks|call|calls|reckon|reckons|claim|claims|pretend)\b"
    r"[^.!?]*\b(?:not|no|isnt|wasnt|never)\b"
)
BEFORE = re.compile(r"\b(?:used to|use to|was|were|got|had|last year|in year \d+|in y\d+|at first)\b")
OVER_NOW = re.compile(
    r"\b(?:(?:all |got |been |is |its |they |it )*(?:sorted|stopped|better|fine|ok|okay|gone|good|over|alright)(?: it| out| that)* now|"
    r"now (?:its|it is|i am|i feel|thats|that is|everything is) (?:\w+ )?(?:sorted|fine|ok|okay|good|gone|alright|better)|"
    r"not any ?more|doesnt happen any ?more|dont any ?more|isnt any ?more|(?:got|was|its been|has been) (?:all )?(?:sorted|dealt with)|"
    r"(?:they|school|teacher|it) (?:sorted|stopped|helped)(?: (?:it|that|them|me))?)\b"
)
NOT_OVER = re.compile(
    r"\b(?:still|again|came back|worse|never (?:got )?(?:sorted|stopped|dealt)|(?:wasnt|not|isnt|hasnt been|hasnt|didnt get) (?:sorted|dealt|stopped)|but it didnt|started up)\b"
)
HARM = re.compile(rf"\b{HARMS}\b")

_DAYS = r"(?:monday|tuesday|wednesday|thursday|friday|tomorrow|the|in for|next|by|this week|at \d)"
_ORD = r"(?:1st|2nd|3rd|4th|5th|6th|first|second|third|fourth|fifth|sixth|last)"
_NUM = r"(?:[1-7]|one|two|three|four|five|six)"

# (pattern, what it means for counting). Applied in order to lower-case text without apostrophes.
MEANINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        # Lessons called periods.
        (rf"\bperiods? {_NUM}(?: (?:and|to|or|n) (?:period )?{_NUM})?\b", "lessonslot"),
        (r"\bp ?[1-7](?: (?:and|to|or|n) p ?[1-7])?\b", "lessonslot"),
        (r"\b(?:double|free|triple|single|exam|revision|study|enrichment|tutor|form) periods?\b", "lessonslot"),
        (rf"(?<!my )(?<!her )\b{_ORD} period\b(?! (?:pain|cramp|at|and i bled|ever))", "lessonslot"),
        (r"\bperiods? (?:of|in) (?:the day|maths|english|science|pe|history|french)\b", "lessonslot"),
        # Year groups, so that “y7” and “year 7” are one word.
        (r"\b(?:y|yr|year) ?(?:7|seven)s?\b", "year7"),
        (r"\b(?:y|yr|year) ?(1[01]|8|9)s?\b", "schoolyear"),
        # Behaviour steps; an “S1” or “C2” is a sanction in most behaviour policies here.
        (r"\b[cs] ?[1-6]s?\b(?! \d)", "sanctionstep"),
        (r"\bon call(?:ed)?\b|\bon ?called\b", "oncall"),
        (r"\bisolated (?:all day|for|in the)\b|\breset(?: room)?\b|\binternal(?: exclusion)?\b|\bremove room\b", "isolation"),
        # Tests called mocks; being mocked stays what it is.
        (r"\bmocks?\b(?! (?:me|my|people|him|her|them|us|you|everyone|the way))(?<!they mock)(?<!they mocks)", "mockexam"),
        (r"\b(?:bottom|top|middle|lower|higher|my|our|moved|change|changed|stuck in) (?:a )?sets?\b|\bsets? [1-8]\b|\bin sets\b", "abilityset"),
        # Left out by friends, not by the school.
        (r"\bexcluded? (?:me |us |her |him |people )?(?:from|out of) (?:the |a |our |their |my |every )?(?:group chat|group|chat|game|games|party|plans|everything|friends?|conversation)", "leftout group chat"),
        # “Miss”: a teacher, a longing, or not being there.
        (r"\bmiss(?:ing)? (?=(?:my |the |our |home$|being |having |how |when )(?!(?:\d|bus|tram|train|lesson|class|lift|school day|first|last|test|exam|lunch|break|start|register|work)))(?<!teacher )", "longing "),
        (r"\bmiss (?=(?:my )?(?:old|primary|home|last) ?(?:school|country|town|house|friends)?\b)", "longing "),
        (r"\bmiss (?=(?:him|her|them|everyone)\b)", "longing "),
        (r"\bmiss(?:ed|es)? (?:out|days?|lots|loads|half|lessons?|class|school|it|so much|too much|bits?|weeks?|stuff|a (?:day|lot|week|lesson)|work|maths|english|science|pe|lunch|break|form|registration|assembly)\b", "missedschool"),
        (r"(?<!to )(?<!will )(?<!would )(?<!dont )(?<!always )(?<!ill )(?<!can )(?<!just )(?<!i )(?<!you )(?<!we )(?<!they )\bmiss(?! (?:the|a|my) (?:bus|tram|train))\b(?!ed|ing)", "teacher"),
        # Slang for good, fed up, or off school.
        (r"\bsick (?:of|to death)\b", "fedup of"),
        (r"(?<!\bi )(?<!mum )(?<!mam )(?<!dad )(?<!nan )(?<!brother )(?<!sister )(?<!he )(?<!she )(?<!who )(?<!people )(?<!friends )\b(?:is|are|was|were|its|looks?) (?:so |well |actually |dead )?sick\b(?! (?:with|before|in the|when|on))", "is brilliant"),
        (r"\bsick (?=lessons?|trips?|teachers?|school|food|club|trainers)", "brilliant "),
        (r"\bill (?=(?:be|get|go|just|have|never|do|say|tell|come|miss|take)\b)", "i will "),
        (r"\b(?:die|dying|died|dead) of boredom\b|\bbored to death\b|\bdeath by powerpoint\b", "boring boring"),
        (r"\b(?:so |well |proper )?dead (?=(?:boring|long|good|nice|early|late|strict|loud|hard|far|busy|cold|tired|rude|funny|unfair|annoying)\b)", "very "),
        (r"\b(?:its|it is|thats|lessons? (?:is|are)|school is|(?:maths|english|science|history|geography|french|re|pe|everything|this place|that place|form|assembly|clubs) (?:is|are)|just) (?:so |just |well |absolutely )?dead\b", "it is boring"),
        (r"\bdead (?=in (?:here|there|school|lessons?|form)\b|place\b)", "boring "),
        (r"\b(?:is|are|its|was) (?:literally |actually )?killing me\b|\bkills me\b", "is awful"),
        (r"\bdying of (?:embarrassment|shame)\b", "embarrassed"),
        (r"\bcut(?:s|ting)?(?: in)? (?:the )?(?:(?:dinner|lunch|canteen|food) )?(?:queue|line)s?\b|\bcut in front\b|\b(?:push|pushing|pushes) in\b|\bskip the queue\b", "queuejump queue"),
        (r"\bcut(?:s|ting)? (?:class|lessons?|school|maths|english|science|pe)\b", "wagging lessons"),
        (r"\bwag(?:s|ged|ging|gin)?(?: it| off| out)?\b|\bskiv(?:e|es|ing|ed|in)\b|\bbunk(?:s|ed|ing)?(?: off| it)?\b|\btwag(?:ging)?\b", "wagging"),
        # Passes: for the bus, for the toilet, or to leave a room.
        (r"\b(?:bus|igo|our|travel|tram|free|metrolink|bee(?: network)?) ?pass(?:es)?\b", "buspass"),
        (r"\b(?:time ?out|exit|calm|leave|early(?: leave)?) ?(?:pass(?:es)?|cards?)\b", "timeoutcard"),
        (r"\b(?:toilet|loo|bathroom) ?pass(?:es)?\b", "toilet toiletpass"),
        # Periods said sideways.
        (rf"(?<!homework )(?<!work )(?<!coursework )(?<!essay )(?<!is )(?<!are )\bdue on\b(?! {_DAYS}\b)", "periodstart"),
        (r"\b(?:come|came|coming) on (?=(?:in|during|at|today|early|when|halfway|half way|my|and (?:had|didnt|the|teacher|i)|for the first)\b)(?!my (?:own|bike|bus|way))", "periodstart "),
        (r"\b(?:when|if|while) (?:i am|your|you are|youre|she is|shes|girls are|ur) on(?= |$)(?! (?:the|a|my|your|time|report|isolation|call|it|phone|bus|school|holiday|own|about|to))", "periodstart"),
        (r"\b(?:that )?time of (?:the |my )?month\b|\bmy time of month\b", "periodstart"),
        (r"\bmy monthl(?:y|ies)\b|\bthe painters are in\b|\b(?:the )?rags? week\b|\baunt flo\b", "periodstart"),
        # Places and times with two words.
        (r"\bchange ?overs?\b|\blesson changes?\b|\bbetween (?:lessons?|periods?|classes|lessonslot)\b", "changeover"),
        (r"\bin between lessons?\b", "changeover"),
        (r"\bdinner ladi?e?s?y?\b|\blunch ladies\b", "dinner staff"),
    )
)  # fmt: skip

# Openers that sound like a joke and are not one.
OPENERS = re.compile(
    r"\b(?:not being funny(?: but)?|no offence(?: but)?|no offense(?: but)?|to be (?:fair|honest)|if i am honest|"
    r"dont get me wrong(?: but)?|not gonna lie|not going to lie|i swear|honestly|literally|basically)\b"
)

# Whole answers that say “I cannot or will not say”. “Nothing” as a whole answer is unclear, not praise:
# the question is about barriers, but a bare word could as well be a refusal.
CANNOT_TELL = re.compile(
    r"(?:(?:i )?(?:idk|dont know|do not know|no idea|not sure|cant think(?: of (?:any|one|anything))?|cba|cant be bothered|"
    r"dont want to say|rather not say|prefer not to say|no comment|no answer|nothing|none|no|na|n a|nope|nah|nil|yes|yeah|yep|ok|k|"
    r"lol|haha+|hi|hello|bye|whatever|skip|pass|test|asdf\w*|qwerty\w*|blah|bla|poo|hmm+|dk|meh|same|laughingface|cryface|clownface|eyeroll|"
    r"anything|something|stuff|everything|just (?:stuff|because)|because)"
    r"(?: (?:really|mate|sorry|lol|to be honest|tbh|why|haha|to say|laughingface|pal|soz|bro|brother|please|thanks|actually|at all|much|comes to mind|i can think of|honestly|what to (?:say|put|write)))*\s*)+"
)

"""How pupils in North-West England write: short forms, school terms, and words that mean something else here.

Data only. `words.py` applies it. A rule rewrites what a word means for counting ("period 3" is a lesson, not
a period); the pupil’s own words are kept beside it and are what people see.
"""

from __future__ import annotations

import re

from analysis.rules import RuleBook

_DAYS = r"(?:monday|tuesday|wednesday|thursday|friday|tomorrow|the|in for|next|by|this week|at \d)"
_ORD = r"(?:1st|2nd|3rd|4th|5th|6th|first|second|third|fourth|fifth|sixth|last)"
_NUM = r"(?:[1-7]|one|two|three|four|five|six)"

# Applied in order to lower-case text without apostrophes.
MEANINGS = RuleBook(
    (
        # Lessons called periods, and the way from one to the next.
        (r"p[1-7]?|periods?", r"\bp(?:eriod)? ?[1-7] (?:to|into) p(?:eriod)? ?[1-7]\b", "lessonslot changeover"),
        (r"periods?", rf"\bperiods? {_NUM}(?:(?: (?:and|to|or|n|till|through))?(?: periods?)? {_NUM})*\b(?! (?:pains?|cramps?|pads?))", "lessonslot"),
        (r"p[1-7]?|per", r"\bp ?[1-7](?:(?: (?:and|to|or|n))? p ?[1-7])*\b|\bper [1-7]\b", "lessonslot"),
        (r"periods?", r"\b(?:double|free|triple|single|exam|revision|study|enrichment|tutor|form) periods?\b", "lessonslot"),
        (r"period", rf"(?<!my )(?<!her )\b{_ORD} period\b(?! (?:pain|cramp|at|and i bled|ever))", "lessonslot"),
        (r"periods?", r"\bperiods? (?:of|in) (?:the day|maths|english|science|pe|history|french)\b", "lessonslot"),
        # Year groups, so that “y7” and “year 7” are one word.
        (r"(?:y|yr|year)(?:7|seven)?s?", r"\b(?:y|yr|year) ?(?:7|seven)s?\b", "year7"),
        (r"(?:y|yr|year)(?:1[01]|8|9)?s?", r"\b(?:y|yr|year) ?(1[01]|8|9)s?\b", "schoolyear"),
        # Behaviour steps; an “S1” or “C2” is a sanction in most behaviour policies here.
        (r"[cs][1-6]?s?", r"\b[cs] ?[1-6]s?\b(?! \d)", "sanctionstep"),
        (r"consequences?|strike", r"\b(?:consequences?|strike) [1-6]\b", "sanctionstep"),
        (r"report", r"\bon (?:a |the )?(?:\w+ )?report\b", "sanctionstep report"),
        (r"reflection|removal|rtl|refocus|inclusion|booths?|ready", r"\b(?:reflection|removal|rtl|inclusion|consequences?|ready to learn) room\b|\b(?:in|the|a|isolation) booths?\b", "isolation"),
        (r"on|oncall(?:ed)?", r"\bon call(?:ed)?\b|\bon ?called\b", "oncall"),
        (r"isolated|reset|internal|remove", r"\bisolated (?:all day|for|in the)\b|\breset(?: room)?\b|\binternal(?: exclusion)?\b|\bremove room\b", "isolation"),
        # Tests called mocks; being mocked stays what it is.
        (r"mocks?", r"\bmocks?\b(?! (?:me|my|people|him|her|them|us|you|everyone|the way))(?<!they mock)(?<!they mocks)", "mockexam"),
        (r"sets?", r"\b(?:bottom|top|middle|lower|higher|my|our|moved|change|changed|stuck in) (?:a )?sets?\b|\bsets? [1-8]\b|\bin sets\b", "abilityset"),
        # Left out by friends, not by the school.
        (r"excluded?", r"\bexcluded? (?:me |us |her |him |people )?(?:from|out of) (?:the |a |our |their |my |every )?(?:group chats?|chats?)\b", "leftout group chat"),
        (r"excluded?", r"\bexcluded? (?:me |us |her |him |people )?(?:from|out of) (?:the |a |our |their |my |every )?(?:group|games?|party|plans|everything|friends?|conversations?)\b", "leftout"),
        # “Miss”: a teacher, a longing, or not being there.
        (r"miss(?:ing)?", r"\bmiss(?:ing)? (?=(?:my |the |our |home$|being |having |how |when )(?!(?:\d|bus|tram|train|lesson|class|lift|school day|first|last|test|exam|lunch|break|start|register|work)))(?<!teacher )", "longing "),
        (r"miss", r"\bmiss (?=(?:my )?(?:old|primary|home|last) ?(?:school|country|town|house|friends)?\b)", "longing "),
        (r"miss", r"\bmiss (?=(?:him|her|them|everyone)\b)", "longing "),
        (r"miss(?:ed|es)?", r"\bmiss(?:ed|es)? (?:out|days?|lots|loads|half|lessons?|class|school|it|so much|too much|bits?|weeks?|stuff|a (?:day|lot|week|lesson)|work|maths|english|science|pe|lunch|break|form|registration|assembly)\b", "missedschool"),
        (r"miss", r"(?<!to )(?<!will )(?<!would )(?<!dont )(?<!always )(?<!ill )(?<!can )(?<!just )(?<!i )(?<!you )(?<!we )(?<!they )\bmiss(?! (?:the|a|my) (?:bus|tram|train))\b(?!ed|ing)", "teacher"),
        # Slang for good, fed up, or off school.
        (r"sick", r"\bsick (?:of|to death)\b", "fedup of"),
        (r"sick", r"(?<!\bi )(?<!mum )(?<!mam )(?<!dad )(?<!nan )(?<!brother )(?<!sister )(?<!he )(?<!she )(?<!who )(?<!people )(?<!friends )\b(?:is|are|was|were|its|looks?) (?:so |well |actually |dead )?sick\b(?! (?:with|before|in the|when|on))", "is brilliant"),
        (r"sick", r"\bsick (?=lessons?|trips?|teachers?|school|food|club|trainers)", "brilliant "),
        (r"ill", r"\bill (?=(?:be|get|go|just|have|never|do|say|tell|come|miss|take)\b)", "i will "),
        (r"boredom|bored|death", r"\b(?:die|dying|died|dead) of boredom\b|\bbored to death\b|\bdeath by powerpoint\b", "boring boring"),
        (r"dead", r"\b(?:so |well |proper )?dead (?=(?:boring|long|good|nice|early|late|strict|loud|hard|far|busy|cold|tired|rude|funny|unfair|annoying|calm|friendly|proud|quiet|safe|kind|sound|easy|clean|fast|slow|happy|sad|shy)\b)", "very "),
        (r"dead", r"\b(?:its|it is|thats|lessons? (?:is|are)|school is|(?:maths|english|science|history|geography|french|re|pe|everything|this place|that place|form|assembly|clubs) (?:is|are)|just) (?:so |just |well |absolutely )?dead\b", "it is boring"),
        (r"dead", r"\bdead (?=in (?:here|there|school|lessons?|form)\b|place\b)", "boring "),
        (r"killing|kills", r"\b(?:is|are|its|was) (?:literally |actually )?killing me\b|\bkills me\b", "is awful"),
        (r"dying", r"\bdying of (?:embarrassment|shame)\b", "embarrassed"),
        (r"cut(?:s|ting)?|push(?:ing|es)?|skip", r"\bcut(?:s|ting)?(?: in)? (?:the )?(?:(?:dinner|lunch|canteen|food) )?(?:queue|line)s?\b|\bcut in front\b|\b(?:push|pushing|pushes) in\b|\bskip the queue\b", "queuejump queue"),
        (r"cut(?:s|ting)?", r"\bcut(?:s|ting)? (?:class|lessons?|school|maths|english|science|pe)\b", "wagging lessons"),
        (r"wag(?:s|ged|ging|gin)?|skiv(?:e|es|ing|ed|in)|bunk(?:s|ed|ing)?|twag(?:ging)?", r"\bwag(?:s|ged|ging|gin)?(?: it| off| out)?\b|\bskiv(?:e|es|ing|ed|in)\b|\bbunk(?:s|ed|ing)?(?: off| it)?\b|\btwag(?:ging)?\b", "wagging"),
        (r"jib(?:s|bed|bing)?|sack(?:s|ed|ing)?|nick(?:s|ed|ing)?", r"\bjib(?:s|bed|bing)?(?: (?:it|off|school|lessons?))+\b|\bsack(?:s|ed|ing)? (?:it|school|lessons?|maths|english|science|pe) off\b|\bnick(?:s|ed|ing)? off(?: school)?\b", "wagging"),
        # Slang of these years, where the words around it leave one reading.
        (r"sound", r"\b(?:is|are|was|were|its|theyre|hes|shes|everyones?|mates?|teachers?|staff|lads|lot)(?: (?:actually|so|dead|well|all|always))? sound\b(?! (?:of|is|in|like|the|a|system|effects?|asleep|rude|stupid)\b)|^sound$", "is nice"),
        (r"fire|lit|bussin|goated|boss|unreal", r"\b(?:is|are|was|were|its|theyre|hes|shes) (?:so |actually |well |absolutely )?(?:fire|lit|boss|unreal)\b(?! (?:alarm|exit|drill|door|bell|hazard|up|by))", "is brilliant"),
        (r"mid", r"\b(?:is|are|was|its|just|so|pretty|kind of) mid\b(?! (?:morning|lesson|week|term|day|year|afternoon))", "is boring"),
        (r"peak|cooked", r"\b(?:thats|its|so|is) peak\b(?! (?:times?|district|hours?|fare))|\b(?:i am|we are|were|youre|you are) (?:so |actually |all )?cooked\b", "is awful"),
        (r"head", r"\b(?:do|does|doing|did|done) (?:my|your|me|our|everyones) head in\b", "is annoying"),
        (r"cob", r"\b(?:got|have|has|with|in) a cob on\b", "is moody"),
        (r"kid", r"\b(?:our|ar) kids?\b(?! (?:at|are|in))", "brother"),
        (r"done", r"(?<!nothing )(?<!it )(?<!work )(?<!stuff )(?<!anything )\b(?:get|gets|got|getting) done (?=for|if|when|cause|because)", "told off "),
        (r"start(?:s|ed|in|ing)?", r"\bstart(?:s|ed|in|ing)? on (?=(?:me|us|him|her|them|you|people|everyone|someone|kids|year7|schoolyear)\b)", "picks on "),
        (r"mick|mickey|michael|piss|p", r"\b(?:take|takes|taking|took|takin) the (?:mick|mickey|michael|piss|p)\b", "taking the mick"),
        (r"chat(?:s|ting|tin)?|talk(?:s|ing|in)?", r"\b(?:chat|chats|chatting|chattin|talk|talks|talking|talkin) (?:shit|crap|rubbish|wham|breeze|trash|smack)\b", "spreading lies"),
        (r"decked|sparked|leathered|lamped|twatted|clattered|banged", r"\b(?:decked|sparked(?: out)?|leathered|lamped|twatted|clattered|banged out)\b", "punched"),
        (r"crash(?:ed|ing|es)?|crashout", r"\bcrash(?:ed|ing|es)? out\b(?! (?:in|on) (?:bed|the sofa))|\bcrashout\b", "meltdown"),
        (r"clapped|chopped|butters|hanging|moose", r"\b(?:(?:call|calls|called) me|i am|i look|looks?) (?:so )?(?:clapped|chopped|butters|a moose)\b", "called me ugly"),
        # Passes: for the bus, for the toilet, or to leave a room.
        (r"pass(?:es)?|(?:bus|igo|our|travel|tram|free|metrolink|bee|network)pass(?:es)?", r"\b(?:bus|igo|our|travel|tram|free|metrolink|bee(?: network)?) ?pass(?:es)?\b", "buspass"),
        (r"(?:pass(?:es)?|cards?)|(?:out|timeout|exit|calm|leave|early)(?:pass(?:es)?|cards?)", r"\b(?:time ?out|exit|calm|leave|early(?: leave)?) ?(?:pass(?:es)?|cards?)\b", "timeoutcard"),
        (r"pass(?:es)?|(?:toilet|loo|bathroom)pass(?:es)?", r"\b(?:toilet|loo|bathroom) ?pass(?:es)?\b", "toilet toiletpass"),
        # Periods said sideways.
        (r"due", rf"(?<!homework )(?<!work )(?<!coursework )(?<!essay )(?<!is )(?<!are )\bdue on\b(?! {_DAYS}\b)", "periodstart"),
        (r"come|came|coming", r"\b(?:come|came|coming) on (?=(?:in|during|at|today|early|when|halfway|half way|my|and (?:had|didnt|the|teacher|i)|for the first)\b)(?!my (?:own|bike|bus|way))", "periodstart "),
        (r"on", r"\b(?:when|if|while) (?:i am|your|you are|youre|she is|shes|girls are|ur) on(?= |$)(?! (?:the|a|my|your|time|report|isolation|call|it|phone|bus|school|holiday|own|about|to|shift|shifts|nights|earlies|lates|duty|site|there|here|medication|tablets|crutches|trips|tiktok|snapchat|instagram|facetime|edge|fire))", "periodstart"),
        (r"month", r"\b(?:that )?time of (?:the |my )?month\b|\bmy time of month\b", "periodstart"),
        (r"monthl(?:y|ies)|painters|rags?|flo|shark|code", r"\bmy monthl(?:y|ies)\b|\bthe painters are in\b|\b(?:the )?rags? week\b|\baunt flo\b|\bshark week\b|\bcode red\b", "periodstart"),
        # Places and times with two words.
        (r"change|changeovers?|overs?|lesson|between", r"\bchange ?overs?\b|\blesson changes?\b|\bbetween (?:lessons?|periods?|classes|lessonslot)\b", "changeover"),
        (r"between", r"\bin between lessons?\b", "changeover"),
        (r"dinner|dinnerl.*|lunch", r"\bdinner ladi?e?s?y?\b|\blunch ladies\b", "dinner staff"),
    )
)  # fmt: skip

# Openers that sound like a joke and are not one.
OPENERS = re.compile(
    r"\b(?:not being funny(?: but)?|no offence(?: but)?|no offense(?: but)?|to be (?:fair|honest)|if i am honest|"
    r"dont get me wrong(?: but)?|not gonna lie|not going to lie|i swear|honestly|literally|basically)\b"
)

OPENER_WORDS = frozenset(
    ("funny", "offence", "offense", "fair", "honest", "wrong", "lie", "swear", "honestly", "literally", "basically")
)  # fmt: skip

# Whole answers that say “I cannot or will not say”. “Nothing” as a whole answer is unclear, not praise:
# the question is about barriers, but a bare word could as well be a refusal.
_NO_ANSWER = (
    r"(?:(?:i )?(?:idk|dont know|do not know|no idea|not sure|cant think(?: of (?:any|one|anything))?|cba|cant be bothered|"
    r"dont want to say|rather not say|prefer not to say|no comment|no answer|nothing|none|no|na|n a|nope|nah|nil|yes|yeah|yep|ok|k|"
    r"lol|(?:ha){2,}h?|(?:he){2,}|hi|hello|bye|whatever|skip|pass|test|asdf\w*|qwerty\w*|blah|bla|poo|hmm+|dk|meh|same|laughingface|"
    r"cryface|clownface|eyeroll|anything|something|stuff|everything|just (?:stuff|because)|because))"
)
# Said after one of those, and never a beginning of one: a wording with two readings would take for ever to refuse.
_AND_THAT = (
    r"(?:really|mate|sorry|to be honest|why|to say|pal|bro|brother|please|thanks|actually|at all|much|comes to mind|"
    r"i can think of|honestly|what to (?:say|put|write))"
)
CANNOT_TELL = re.compile(rf"{_NO_ANSWER}(?: (?:{_NO_ANSWER}|{_AND_THAT}))*")

"""How pupils put an idea, praise and a complaint. Data only; `polarity.py` applies it to cleaned answers."""

from __future__ import annotations

import re

from analysis.rules import RuleBook

_OTHERS = (
    r"(?:us|people|kids|pupils|students|everyone|everybody|anyone|girls|boys|year7|schoolyear|them|teachers|staff|"
    r"anxious|quiet|diabetics|parents)"
)
# What one would do in charge; “id get battered” is not such a thing.
_WOULD_DO = (
    r"(?:make|have|put|give|let|buy|change|stop|open|bring|ban|ring|send|start|teach|pay|move|keep|build|hire|add|fix|do|"
    r"ask|tell|stand|sit|talk|clear|help|invite|set|run|turn|take|pick|find|fire|sack|use|scrap|replace|extend|visit|say|"
    r"drop|allow|check|get (?!battered|killed|told|in|into|a det|bullied|done|picked|shouted))"
)
# Words of telling what happened, which an idea put in a few nouns (“a quiet room for people who need it”) lacks.
_HAPPENS = (
    r"(?:i|me|my|was|were|is|are|am|its|theres|got|gets?|keeps?|told|said|says|makes?|took|takes|called|threw|asked|came|"
    r"comes|shouted|shouts|has|had|thinks?|cant|dont|doesnt|didnt|never|always|someones|wont|just|still|pushed|nicked)"
)
# A demand opens a sentence; in the middle of one the same words tell what people do (“they make me …”).
_OPENS = r"(?:^|\. )(?:please |just |maybe |then )*"

# Verbs that open a demand whatever follows, and others with what has to follow them.
_DEMANDS = (
    r"ban|bin|abolish|scrap|unlock|fix|build|buy|add|hire|lend|replace|extend|invite|remove|swap|pair|widen|"
    r"paint|respect|provide|offer|employ|introduce|reward|stagger|delete|cancel|clean|sell|serve|print|treat"
)
_DEMANDS_WITH: tuple[tuple[str, str], ...] = (
    ("let", rf"(?:{_OTHERS}|the|me|y\d)"),
    (
        "make",
        r"(?:it|them|every|sure|lessons|all|the|a|one|school|teachers|uniform|more|pe|maths|toilets|buses|trips|"
        r"detentions|year7|schoolyear|parents|cover)(?! (?:me|make sense)\b)",
    ),
    (
        "put",
        r"(?:an?(?! smile)|more|cameras|staff|teachers|some|music|locks|the|police|adults?|doors|proper|benches|bins|two|"
        r"up (?!with)|on (?!report|detention|the spot)|work|people|someone|pe)",
    ),
    ("give", rf"(?:{_OTHERS}|out|more|rewards|a|the|every|each|some|back|time|free)"),
    ("stop", r"(?:the|people|them|\w+ing|teachers|kids|anyone|cars|boys|girls)"),
    (
        "get",
        r"(?:someone|somebody|better|new|proper|the (?!bus|tram|train|same|blame)|"
        r"an? (?!detention|sanction|telling|late|headache|migraine|phone|bus|lift|taxi))",
    ),
    ("get", r"rid"),
    ("kick|sort", r"out"),
    ("set", r"up"),
    ("bring", r"(?:back|little|more|the|an?)"),
    ("allow", r"\w+"),
    ("open", r"(?:the|it|more|them|up|another)"),
    ("move", r"(?:the|him|her|them|it|bins)"),
    ("change", r"(?:the|our|it|seats)"),
    ("check", r"(?:in|on|the|that)"),
    ("turn", r"(?:the|off|down|it)"),
    ("take", r"(?:bullying|racism|it serious|people|us|phones|snap)"),
    ("use", r"(?:the|a|fingerprints)"),
    ("show", r"(?:us|people|the)"),
    ("tell", r"(?:us|all|people|parents|the|teachers|everyone|me before)"),
    ("ask", r"(?:us|the|people|why|pupils|me|before|how)"),
    ("keep", r"(?:the|it|us|our|primary|phones|toilets|doors|a|one)"),
    ("send", r"(?:the|us|letters|work|home|a)"),
    ("pay", r"(?:for|teachers)"),
    ("ring", r"(?:home|parents|the)"),
    ("start", r"(?:at|an?|later|the|school|with|each)"),
    ("leave", r"(?:the|\d|us|people|out|words)"),
    ("say", r"(?:good|hello|sorry|our)"),
    ("do", r"(?:a|an|more|one|something)"),
    ("teach|train", r"(?!me\b)\w+"),
    ("listen|talk", r"to (?:us|parents|people|pupils|kids)"),
    ("mix|split", r"(?:the|up)"),
    ("learn", r"our"),
    (
        "have",
        r"(?:more|some|someone|somewhere|different|less|better|proper|another|staff|quiet|teachers|music|cameras|separate|"
        r"sixth|adults|(?:an?|one|two) (?:\w+ ){0,3}(?:room|club|day|box|place|space|bus|buses|person|week|shelter|rota|"
        r"system|card|adult|teacher|line|map|start|lesson|break))",
    ),
    ("dont", r"(?:put|make|count|give|let|shout|lock|punish|force|sanction|send|mark|treat|ban|take|split|ring|set|judge|assume)"),
)  # fmt: skip

SUGGESTIONS = RuleBook(
    (
        # Somebody should.
        (r"should(?:nt)?", r"(?<!why )(?<!said you )(?<!say you )(?<!how you )(?<!what you )(?<!what i )(?<!than it )(?<!i )\bshould(?:nt)?\b(?! (?:of|have (?:gone|been|told|had|to)|have to|see|be (?:in bed|at home|fine|easy|ok)|we|i|they)\b)", "should"),
        (r"needs?", r"(?<!why do )\b(?:they|we|teachers?|staff|schools?|it|there|head|people|pupils|kids) (?:just |really |all )?needs? (?:to|more|a|some|better|cameras|proper|doors|locks)\b", "should"),
        (r"could", r"(?<!if )(?<!all )\b(?:they|teachers?|school|there) could (?:just |at least |maybe )?(?!hear|see|barely|hardly)\w+", "should"),
        (r"wish", r"\bwish (?:they|there|we|you could|school|teachers|people|lessons|someone|the)\b(?! (?:was|were) (?:dead|gone))", "should"),
        (r"can", r"\bcan (?:we|you|they|there|someone) (?:please|have|get|just|let|make|stop|put|be)\b", "should"),
        (r"must", r"\b(?:teachers?|they|staff|you) must (?!think|be|have|hate)\w+", "should"),
        # In your place, or in charge.
        (r"would|id", rf"(?<!said )(?<!told )(?<!thought )(?<!knew )(?<!that )\b(?:i would|id) (?:just |also |definitely |probably )?{_WOULD_DO}\b|^would (?:take|make|put|hire|give|have|buy)\b", "in charge"),
        (r"if", r"\bif (?:i was|i were|i am|you are) (?:the |a )?(?:head|headteacher|boss|in charge|queen|king|principal)\b|\b(?:better|good|help|nice|nicer|easier|great|brilliant) if (?:we|they|you|there|school|teachers|it|the)\b", "in charge"),
        (r"about", r"\b(?:what|how) about (?!us\b|me\b|the kids)", "in charge"),
        # Asking somebody to do it.
        (_DEMANDS, rf"{_OPENS}(?:{_DEMANDS})\b(?! (?:got|was|is|are|were|and)\b)", "demand"),
        *((verb, rf"{_OPENS}(?:{verb}) {rest}\b", "demand") for verb, rest in _DEMANDS_WITH),
        (r"please", r"^please\b|(?<!say )\bplease$", "demand"),
        # What there ought to be.
        (r"more|less|fewer|better|bigger|longer|shorter|cheaper|cleaner|later|warmer|quieter|softer|smaller|nicer|healthier", rf"(?:^|\. )(?:more|less|fewer|better|bigger|longer|shorter|cheaper|cleaner|later|warmer|quieter|softer|smaller|nicer|healthier) (?!and |than |or |off |like |of a |kids? |lads |boys |girls |people |ones |i |youre |you |we |time )(?!.*\b{_HAPPENS}\b)\w+", "wanted"),
        (r"no", r"^no (?:more|phones|uniform|homework|detentions?|football|shouting|silent|isolation|ties|blazers|heavy|mocks|tests)\b", "wanted"),
        (r"later|two|different|staggered|one|half|shorter|longer|flexible", r"^(?:later|two|different|staggered) (?:start|bell|lunch|break|finish|home)|^one way\b|^(?:half|shorter|longer|flexible|four day) (?:days?|week)\b", "wanted"),
        (r"free", r"^free (?:breakfast|bus|buses|food|travel|water|pads|\w+ for)\b", "wanted"),
        (r"an?|some|spare|one|same|proper|real|somewhere|someone|somebody|young|bins|side|lift|tissues|separate", rf"^(?!.*\b{_HAPPENS}\b)(?:an?|some|spare|one|same|proper|real|somewhere|someone|somebody|young|bins|side|lift|tissues|separate) .*\b(?:for|so (?:you|we|people|kids|that)|in every|you can|to (?:go|sit|talk|speak|pray|lie|calm|eat|help|come)|who|where|every day|no questions|on the|with (?:a|lids|an|someone|somebody))\b", "wanted"),
        (r"someone|somebody|somewhere", r"^(?:someone|somebody|somewhere) (?:to (?!me)|you can|we can|where|that isnt)", "wanted"),
        (r"imagine", r"\bimagine if\b", "wanted"),
    )
)  # fmt: skip

_WELL = r"(?:brilliant|amazing|great|lovely|fantastic|excellent|awesome|legends?|superb|wonderful|elite|ace|friendly|helpful|fab|supportive|welcoming|caring|peaceful)"

PRAISE = RuleBook(
    (
        # Nothing is hard.
        (r"nothing", r"\bnothing (?:really |actually )?(?:makes it hard|stops me|is wrong|to (?:change|complain))\b|^(?:honestly )?nothing (?:\. )?(?:i (?:like|love|come|enjoy)|its (?:\w+ )?(?:fine|good|ok|great|alright)|school is (?:fine|good|great))", "nothing hard"),
        (r"deniedproblem", r"^(?:\w+ ){0,3}deniedproblem(?: (?:here|at all|at this school|or anything|with me|my end|coming to school|everyones nice|everyone is nice))*$|\bdeniedproblem\b.*\b(?:fine|good|like|easy|nice|safe|happy)\b", "nothing hard"),
        (r"solvedproblem", r"\bsolvedproblem\b", "nothing hard"),
        (r"fine|ok|okay|alright|good|perfect", r"^(?:schools?|its|it|everything|everythings|all|i am|nah i am|no its|honestly|actually|alls)? ?(?:is |all |actually |pretty |perfectly )*(?:fine|ok|okay|alright|good|perfect)\b(?: (?:here|really|for me|thanks for asking|thanks|thank you|at the moment|as it is|i like it|now|at this school|so far|lol|its just school|just school))*(?: \.|$)", "nothing hard"),
        (r"keep|change|need", r"\b(?:keep it (?:how|as|the way)|dont change (?:anything|a thing|it)|wouldnt change (?:anything|a thing|much)|doesnt need anything)\b", "nothing hard"),
        # It is liked.
        (r"love|loved|loves|enjoy|enjoys", r"(?<!would )(?<!id )(?<!used to )(?<!dont )(?<!didnt )\b(?:love|loved|loves|enjoy|enjoys)\b(?! (?:if|to be|an elbow|how)\b)", "liked"),
        (r"like|happy", r"\b(?:i|we|really|actually|do) like (?:it|school|coming|how|the|my (?!bed)|being|going|maths|english|science|pe|art|music|drama|cooking|history|when|our|lessons|most)\b|^like (?:school|it|my|the)\b|\bi am happy (?:at|in|here|with|coming)\b", "liked"),
        (_WELL, rf"(?<!not )(?<!isnt )(?<!arent )(?<!wasnt )(?<!never )(?<!less )(?<!no )(?<!be )(?<!not very )(?<!oh )\b{_WELL}\b(?! (?:manchester|if|britain|system))", "liked"),
        (r"good|nice|kind|fun|calm|proud|best", r"\b(?:is|are|was|so|very|really|always|actually|thats|its|theyre|hes|shes|pretty|all) (?:so |very |really |actually |pretty |a |proper )?(?:good|nice|kind|fun|calm|proud|the best)\b(?! (?:at|for|to|mate|enough|or|if|but)\b)|^(?:good|nice|kind|fun)\b(?! (?:question|luck|job|for|lads?|influence|options)\b)", "liked"),
        (r"best|favourite|reason|happyface|buzzing|forward", r"\b(?:best|favourite) (?:bit|part|thing|lesson|subject|day|teacher|hour)\b|\bmy favourite\b|\breason i come\b|\bhappyface$|\b(?:is|are|its|am) buzzing\b|\blook(?:ing)? forward to\b", "liked"),
        (r"gets|why|makes", r"\b(?:what gets me in|why i come|makes me want to come|gets me through)\b", "liked"),
        # People and school do it well.
        (r"safe|feels?|happy", r"(?<!dont )(?<!not )(?<!never )(?<!to )(?<!doesnt )(?<!us )(?<!me )\bfeels? (?:\w+ )?(?:safe|happy|welcome|included|looked after|cared about|respected|listened to|at home)\b|^(?:safe|happy) (?:here|at school)", "done well"),
        (r"everyone|everybody|look|looks|looked", r"\bevery(?:one|body) (?:gets on|is nice|knows each other|looks out)\b|\blook(?:s|ed)? after (?:you|us|everyone)\b", "done well"),
        (r"helped|helps|help|listens?|sorts?|checks|notices|explains|cares|stays|works", r"\b(?:they|teachers?|staff|she|he|school|tutor|pastoral|nurse|head|always) (?:really |always |actually |all )?(?:help(?:s|ed)? (?:me|you|us|everyone|people|loads)|listens? to|sorts? (?:it|things|my|out)|checks (?:on|in)|notices|explains it|cares|stays behind)\b|\bit works\b(?! (?:out|only))", "done well"),
    )
)  # fmt: skip

COMPLAINTS = RuleBook(
    (
        (r"but|except|apart|shame|however|only|just|although|though|tho", r"\bbut\b(?! (?:\w+ ){0,4}(?:sorted|stopped|better|fine|ok|settled|gone)\b)|\b(?:except|apart from|shame|however|only problem|only thing|its just|is just|just wish|just the|just my|although|though|tho)\b|\bits only\b", "but"),
        (r"cant|dont|doesnt|didnt|wont|isnt|arent|never|not|no|wasnt|couldnt|nowhere|hardly|none", r"\b(?:cant|dont|doesnt|didnt|wont|isnt|arent|never|wasnt|couldnt|nowhere|hardly|not|no|none)\b(?! (?:shout|shouted|judge|judged|bothers?|laughs?|drama|one (?:bothers|laughs|judges|shouts|is left|picks|gets|judged|cares that)|only|left out|nerves|have to|pressure|too many)\b)", "missing"),
        (r"hate|hates|worst|worse|horrible|awful|disgusting|boring|rude|scared|scary|bullied|bullying|unfair|shouts?|shouting|sad|annoying|rubbish|dirty|locked|late|tired|anxious|anxiety|worried|fights?|lonely|alone|stress|stressed|stressful|pointless|shit|crap|ill|pain|sick|expensive|detentions?|isolation|picked|racist|panic|angryface|cryface|eyeroll|mould|broken|zoo|lie|fedup|stuck|dangerous|fell|batters|stared", r"\b\w+\b", "bad"),
    )
)  # fmt: skip

# How an answer starts, or what it says, when it is asked for praise and has none.
NO_PRAISE = re.compile(
    r"^(?:absolutely |literally )?(?:nothing|not (?:a lot|much|anything|\w+ thats)|none of it|nowhere)\b|"
    r"\b(?:hate|worst|horrible|awful|rubbish|angryface)\b"
)

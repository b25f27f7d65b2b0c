"""Refusals: the wordings by which a question is known that no survey without names may ask, and why not.

The patterns are for sentences in small letters, without signs and with single spaces (see ``surveys.identifying``).
"""

import re
from typing import NamedTuple

ASKING = (
    r"what|whats|what s|what is|what are|which|which is|when|whens|when is|where|where is|enter|type|write|give|tell|"
    r"share|state|provide|put|leave(?! out)|add|fill in|confirm|print|choose|select|pick|we have|we know|we need|"
    r"we want|let us know|need to know|ask for|record|supply|insert"
)
"""Words that ask for what comes next."""
BETWEEN = (
    r"us|me|is|are|was|s|in|down|here|below|please|the|a|an|your|ur|you|own|full|first|last|middle|family|given|legal|"
    r"real|proper|preferred|home|school|personal|private|current|usual|whole|complete|exact|mobile|house|"
    r"pupil|pupils|pupil s|student|students|student s|child|childs|child s|parents?|parent s|carers?|our|my|their|and|or|of"
)
"""Words that may stand between asking and the thing that is asked for."""
AFTER = (
    r"please|here|below|only|number|name|called|optional|required|if you like|if you want|if you wish|if you can|in full|"
    r"or initials|e g|and \w+(?: \w+)?"
)
YOU = r"(?:you|u)"
YOUR = r"(?:your|ur)"
PEOPLE = (
    r"(?:person|people|members? of staff|pupils?|students?|teachers?|tutors?|adults?|staff|bull(?:y|ies)|boys?|girls?|child(?:ren)?|kids?|"
    r"friends?|classmates?|mates?|head|headteacher)"
)
THINGS = r"(?:things?|ways?|places?|rules?|changes?|lessons?|reasons?|subjects?|ideas?|problems?|clubs?|words?|skills?)"
HURTING = r"(?:hurting|bullying|picking|doing|being|making|saying|starting)"
HURT = (
    r"(?:(?:is|was|are|were|has|have|had|has been|have been) )?(?:did|does|hits?|hurts?|bull(?:y|ies|ied|ying)|"
    r"pick(?:s|ed)? on|start(?:s|ed)|upsets?|threaten(?:s|ed)|call(?:s|ed) you|made you|"
    r"makes you (?:feel|scared|sad|afraid|worried)|nasty|mean|horrible|unkind|unfair|rude|it|"
    rf"{HURTING}|(?:the )?bull(?:y|ies))"
)
FAITHS = (
    r"christians?|catholics?|church of england|muslims?|islam|hindus?|hinduism|sikhs?|sikhism|jews?|jewish|judaism|"
    r"buddhists?|buddhism|atheists?|no religion|christianity"
)
LOVES = r"gay|lesbian|bisexual|bi|straight|heterosexual|homosexual|queer|asexual|pansexual|lgbt\w*"
SELF = r"(?:your|my|them)sel(?:f|ves)"


def asked_for(things: str) -> str:
    """Return a pattern for a thing as a bare label (“Your name:”), or after words that ask for it."""
    label = rf"^(?:(?:{BETWEEN}) )*(?:{things})(?: (?:{AFTER}))*$"
    ending = r"(?=$| (?:and|or|so|then|is|was|in case|for)\b)"
    return rf"{label}|\b(?:{ASKING}) (?:(?:{BETWEEN}) )*?(?:{things})(?: (?:{AFTER}))*{ending}"


class Refusal(NamedTuple):
    """What a question must not ask: how its wording is known, and the sentences that say why and what to do."""

    why: str
    pattern: re.Pattern[str]
    asks_for_a_fact: bool = True
    """A “do you …?” with answers to choose from cannot collect it, and is let through."""


def _refusal(why: str, *patterns: str, asks_for_a_fact: bool = True) -> Refusal:
    return Refusal(why, re.compile("|".join(patterns)), asks_for_a_fact)


SELF_HARM = _refusal(
    "Please leave out questions about self-harm or suicide. A pupil who says yes needs somebody that day, and here "
    "nobody knows who wrote it or reads it at once. “Get help now” is on every page. Ask your safeguarding lead about "
    "safer ways to hear about this.",
    r"\b(?:self ?harm\w*|suicid\w*|overdos\w+|better off dead)\b",
    rf"\b(?:harm|cut|kill|starve?)(?:s|ing|ting|ed)? {SELF}\b",
    # A knee hurt in a lesson is another matter.
    rf"\bhurt(?:ing|s)? {SELF}\b(?! (?:in|at|while|when|during|playing|by accident|falling))",
    r"\b(?:end|ending|take|taking) (?:your|my|their) (?:own )?life\b",
    r"\b(?:want|wanted|wish|wanting) to die\b|\bwish(?:ed)? (?:you|i) (?:were|was) dead\b",
    r"\b(?:no|not|isnt) (?:longer )?(?:worth living|want(?:ing)? to be alive)\b|\bmak(?:e|ing) (?:your|my)self sick\b",
    asks_for_a_fact=False,
)
WHO = _refusal(
    "This asks pupils to name somebody. A name in an answer can harm whoever is named and whoever wrote it. Ask what "
    "happens, where and when.",
    rf"\bwho (?:else )?{HURT}\b|\bwhos {HURTING}\b",
    rf"\bwho do(?:nt)? {YOU} (?:not like|dislike|hate|like least|avoid|fear)\b",
    r"(?<!would you )\bname (?:and shame|anyone|anybody|someone|somebody|who|names|them|him|her)\b",
    rf"(?<!would you )\bname (?:the|a|any|one|two|three|your|all|some|each)(?: (?!{THINGS}\b)\w+)? {PEOPLE}\b",
    rf"\b(?:names?|initials) of (?:the|a|any|your|his|her|their|those|each)(?: \w+)? (?:{PEOPLE}|involved|who)\b",
    rf"\b(?:names?|initials) of (?!(?:pupil|student|child)$)(?:anyone|anybody|somebody|someone|who|{PEOPLE})\b",
    r"\b(?:his|her|their|your friends?|friends|bullys?|bullies|teachers?|tutors?) names?\b",
    rf"\b(?:which|what) (?:other )?{PEOPLE} (?:did|hurt|bull\w+|pick\w*|started|is|are|was|were|upset\w*) ",
    rf"\b(?:which|what) (?:other )?{PEOPLE} makes? (?:\w+ ){{0,3}}(?:unsafe|sad|worried|scared|afraid|bad|worse|hard|harder)\b",
    rf"\bwho (?:is|are|s) (?:your|the) (?:\w+ )?(?:{PEOPLE}|head of year)\b|\bwhos your (?:\w+ )?{PEOPLE}\b",
    rf"\b(?:list|write down) (?:all )?(?:the )?(?:\w+ )?{PEOPLE} who\b",
)
NAME = _refusal(
    "This asks for a name. Pupils answer because nobody can tell who they are. Leave it out: a pupil who wants to be "
    "found has “I want someone to talk to me”.",
    # “Name of pupil” is a label; “the name of the bus” is not a pupil’s.
    asked_for(
        r"(?:fore|sur|nick|first |last |full )?names?(?: of (?:the )?(?:pupil|student|child))?(?! of\b)|initials|signature"
    ),
    r"\bsurname\b|\bforename\b|\byour initials\b|\bsign (?:here|below|your name)\b|\bmy name is$",
    rf"\bwhat (?:are|r) {YOU} called\b|\bwhat (?:name|names) (?:do|are) {YOU} (?:go by|use|known by)\b",
    rf"\bwhich name (?:do|are) {YOU}\b|\bwho are {YOU}$|\b(?:tell|say|write|know)(?: us)? who {YOU} are$",
    rf"\bwhat (?:do|would) {YOU} (?:like|want|prefer) to be called\b",
    r"\bwhat (?:do|does|should|can|shall|may) (?:\w+ )?(?:people|friends|everyone|everybody|others|family|teachers|we|"
    rf"they|i) call {YOU}\b",
)
BIRTH = _refusal(
    "This asks for a date of birth. With the school, that is enough to find one pupil. The year group tells what you "
    "need.",
    r"\b(?:dob|birth ?dates?|dates? of birth|(?:day|month|year) of birth|birth (?:month|year))\b",
    asked_for("birth ?days?"),
    rf"\b(?:when|what|which|on what)(?: (?:day|date|month|year))?(?: (?:were|was)) {YOU} born\b",
    rf"\b(?:day|date|month|year) {YOU} were born\b",
    rf"\b(?:when|what day|what date) is {YOUR} birth ?day\b",
)
HOME = _refusal(
    "This asks where a pupil lives. With the year group, that can be enough to find one pupil. Ask about the way to "
    "school: how they travel, or how long it takes.",
    r"\bpostcodes?\b|\bpost codes?\b(?! word)|\bzip ?code\b|\bhome address\b",
    asked_for("address(?:es)?|street|house number|estate you live on"),
    rf"\bwhere(?:abouts)? (?:\w+ ){{0,3}}do {YOU} live\b|\bwhere is {YOUR} (?:home|house)\b",
    r"\b(?:which|what) (?:road|street|estate|village|area|town|part of (?:the )?(?:town|borough|city)|house|block) "
    rf"(?:do|are) {YOU} (?:live|living|from)\b",
    rf"\btell us where {YOU} live\b|\bname of {YOUR} (?:street|road|estate)\b",
)
GROUP = _refusal(
    "This asks for a form or tutor group. A group of 30 with a gender and a need is often one pupil. The year group "
    "tells what you need.",
    asked_for(
        r"(?:tutor|form|registration|reg|mentor|mentoring|tutorial) (?:group|class|set|code|name|number)s?|"
        r"class name|class code"
    ),
    r"^(?:(?:your|my|the|school) )?(?:form|class|tutor|form class)(?: (?:e g|optional|please|and \w+))*$",
    r"\b(?:which|what|whose) (?:form|class|tutor|registration|reg|mentor)(?: group| set| class)? "
    rf"(?:(?:are|r) {YOU}|do {YOU} (?:belong to|go to|have))\b",
    rf"\b(?:which|what|whats)(?: is| s)? {YOUR} (?:form|class|tutor|registration|reg)$",
)
NUMBER = _refusal(
    "This asks for a number that stands for one pupil. With it, every answer would have a name. Leave it out.",
    r"\b(?:upns?|ulns?|uci|unique pupil number|nhs number|(?:pupil|student|candidate|learner) (?:id )?(?:number|no|id))\b",
    asked_for(
        r"(?:learner|admissions?|exam|enrolment|roll|library|lunch|school) (?:number|numbers|no|num|id|ref|reference)|"
        r"id number|id card number"
    ),
    rf"\bnumber is on {YOUR} (?:\w+ )?card\b",
)
CONTACT = _refusal(
    "This asks how to reach a pupil, and that says who they are. A pupil who wants to be found has “I want someone to "
    "talk to me”, which nobody can join to their answers.",
    asked_for(
        r"e ?mail(?: address(?:es)?)?|(?:tele|mobile |cell )?phone (?:number|no)s?|mobile (?:number|no)|telephone|"
        r"contact (?:details?|number|info|information)|user ?names?|screen ?names?|gamer ?tags?|log ?in(?: name)?|"
        r"social (?:media )?(?:handles?|accounts?|names?)|handles?|whats ?app(?: number)?|"
        r"(?:insta|instagram|snap|snapchat|tik ?tok|discord|facebook|twitter|roblox|xbox|psn|steam|youtube)"
        r"(?: (?:handle|name|account|user ?name|tag|id|user))?"
    ),
    r"^(?:your )?(?:mobile|phone)$",
    r"\bhow (?:can|could|do|may|should) (?:we|i|they|someone) (?:contact|reach|e ?mail|ring|phone|text|message) "
    rf"{YOU}\b",
)
FAITH_OR_LOVE = _refusal(
    "This asks about faith or who a pupil loves. The law protects both closely, and in a school the answer can point to "
    "one pupil. Ask what happens to pupils instead, such as nasty words about who they are.",
    r"\b(?:which|what|whats)(?: is| s| are)? (?:your )?(?:religion|faith|beliefs?|sexuality|sexual "
    r"(?:orientation|identity|preference))(?=$| (?:are|do|is|or|and|if)\b)",
    rf"^(?:your )?(?:religion|faith|religious beliefs?|sexuality|sexual orientation)(?: (?:{AFTER}))*$",
    r"\byour (?:sexuality|sexual orientation)\b",
    rf"\b(?:are|r) {YOU} (?:a |an )?(?:religious|{FAITHS}|(?!straight (?!or\b)\w)(?:{LOVES}))\b",
    rf"\b(?:identify as|think of yourself as) (?:a |an )?(?:{FAITHS}|{LOVES})\b",
    r"\bdo you (?:believe in god|have a (?:religion|faith)|pray|follow a (?:religion|faith))\b",
    r"\b(?:which|what) (?:church|mosque|temple|synagogue|gurdwara) (?:do|does)\b",
    r"\bwho (?:do|are) you (?:fancy|attracted to)\b|\bare you attracted to\b",
    asks_for_a_fact=False,
)
CARE = _refusal(
    "This asks about care or a social worker. So few pupils in a school would say yes that they could be known. Your "
    "virtual school can ask them in a survey of its own.",
    r"\b(?:are|were|have) you (?:ever )?(?:been )?(?:in (?:foster )?care$|a looked after child|fostered|adopted)",
    r"\b(?:do|did) you have a (?:social worker|foster (?:carer|family|mum|dad))\b|\bwho is your social worker\b",
    asks_for_a_fact=False,
)
# The first that fits is told, so what is about other people stands before what is about the pupil.
REFUSALS = (WHO, NAME, BIRTH, HOME, GROUP, NUMBER, CONTACT, FAITH_OR_LOVE, CARE)

"""Where and when, only as far as an answer says so: the places and times of day that the survey asks about.

A subject’s name alone is no place, and “home” is none of the places asked about. Trams count as the bus, tram
stops as the bus stop; taxis, the hall and isolation rooms are somewhere else.
"""

from __future__ import annotations

import re

from analysis.rules import RuleBook
from analysis.words import clean

# The codes of the survey’s own options, in its order; “nowhere” is an answer to tick, not a place to read of.
PLACES = (
    "corridors", "stairs", "toilets", "changing", "canteen", "yard", "classrooms", "form_room", "library",
    "gate", "bus_stop", "bus", "walk", "online", "elsewhere",
)  # fmt: skip
TIMES = ("before", "form", "between", "lessons", "break", "lunch", "end", "journey", "evening")

_ROOM_SUBJECT = (
    r"(?:maths|science|history|geography|french|spanish|german|drama|music|art|re|dt|tech|textiles|"
    r"computing|biology|chemistry|physics|pshe|citizenship)"
)
_IN_A_LESSON = (
    r"\b(?:in|during|mid|middle of) (?:a |the |every |each |any |double )?(?:lessons?|class|lessonslot)\b(?! time)|"
    rf"(?<!put )(?<!am )(?<!stuck )(?<!good )(?<!got )(?<!moved )\b(?:in|during) (?:double )?{_ROOM_SUBJECT}\b"
    r"(?! (?:club|set|homework|gcse|room|department|team|test|exam))|\bin english (?:lessons?|class|teacher|we|i)\b"
)

_ON_BOARD = re.compile(r"\b(?:on|off) (?:the|my|our|a|that) (?:bus|tram)\b|\btop deck\b")

_PLACES = RuleBook(
    (
        (r"corridors?|lockers|hallways?|system", r"\bcorridors?\b|\bhallways?\b|\bby the lockers\b|\bone way system\b", "corridors"),
        (r"stairs?|stairwells?|staircases?|steps|landing", r"\bstair(?:s|wells?|cases?)?\b(?! lift)|\b(?:the|under the|on the|back|front) (?:steps|landing)\b", "stairs"),
        (r"toilets?|cubicles?|bathrooms?|urinals?", r"(?<!changing )(?<!neutral )\b(?:toilets?|cubicles?|urinals?)\b(?! (?:roll|paper|trained))|\bbathrooms\b|\bschool bathroom\b", "toilets"),
        (r"changing|changed|change|showers?", r"\bchanging (?:rooms?|areas?|cubicles?)\b|\b(?:changing|get changed|getting changed|got changed) (?:for|before|after|in) (?:pe|games|swimming|football)\b|\bpe showers?\b|\bchange near me\b", "changing"),
        (r"canteen|cafeteria|dining|queues?|lines?|tables?|tills?|hall|sitting", r"\bcanteen\b|\bcafeteria\b|\bdin(?:ing|ner) (?:hall|room)\b|\b(?:dinner|lunch|food) (?:queues?|lines?|tables?|hall|tills?)\b|\bqueues? (?:for|at) (?:dinner|lunch|food)\b|\bqueues?\b.*\b(?:dinner|lunch|food)\b|\bdinner\b.*\bthe line\b|\bsecond sitting\b", "canteen"),
        (r"yards?|fields?|playground|courts?|pitch|bulldog|outside", r"\byards?\b(?! away)|\b(?:school|the|on the|bottom|top|big|back|playing) fields?\b(?! trip)|\bplayground\b|\bbulldog\b|\b(?:tennis|basketball) courts?\b|\bon the pitch\b|\b(?:go|let us|stay|play|be) outside (?:at |in |on )?(?:break|lunch|dinner)\b", "yard"),
        (rf"classrooms?|class|classes|lessons?|lessonslot|desks?|room|english|{_ROOM_SUBJECT}", rf"\bclassrooms?\b|{_IN_A_LESSON}|\b(?:round|at|on) (?:my|the|your) desks?\b|\b(?:art|music|tech|food|drama|science|maths) room\b|\bof my (?:classes|lessons)\b", "classrooms"),
        (r"form|registration|tutor", r"\bform ?room\b|\b(?:in|to|face|of|miss|for) form\b|\b(?:in|during|at) (?:registration|tutor(?: time)?)\b", "form_room"),
        (r"library|librarian|lrc", r"\blibrary\b|\blibrarian\b|\blrc\b", "library"),
        (r"gates?", r"\bgates?\b(?! shuts?)", "gate"),
        (r"stops?|station|platform|interchange|shelter|waiting|queue|bay", r"\b(?:bus|tram|metro|school|the|my|our|a|at) stops?\b(?! (?:it|them|people|being|me|us|that|the|for|when|doing))|\b(?:bus|tram|train|metrolink) (?:station|platform|shelter|interchange)\b|\bthe (?:interchange|platform|shelter|bus bay)\b|\bno shelter\b|\bwaiting (?:for|at) (?:the |a |my )?(?:bus|buses|tram|trams)\b|\bqueue\w* (?:\w+ )?for (?:each |the |a )?bus", "bus_stop"),
        (r"bus|buses|trams?|train|coach|minibus|metrolink|deck|driver|autobus|stagecoach|\d{2,3}", r"(?<!walking )\b(?:bus|buses|trams?|minibus|metrolink|autobus|stagecoach)\b(?! (?:stops?|station|platform|shelter|interchange|bay|number))|\btop deck\b|\b(?:on the|school) (?:coach|train)\b|\bdriver (?:wouldnt|shouted|always|said|never|just|drives|goes|does|told)|\b(?:on|miss|missed|get|catch) the \d{2,3}\b(?! (?:st|nd|rd|th|day|minutes?|hours?))", "bus"),
        (r"walk(?:s|ed|ing)?|alley|crossing|pavement|underpass|lights|posts?|path|park|flats", r"(?<!at )\b(?:the|my|long) walk (?:to|home|in|from|into|there|back)\b|\bwalk(?:ing|s|ed)? (?:home|(?:to|from) (?:school|the stop|the bus|the tram|home|it|and from)|it (?:in|home|to))\b|\bto walk \d+ minutes\b|\bwalk us past\b|\bon the walk\b|\bwalk past (?:this|the|a) (?!class|group|people)|\balley\b|\bthe crossing\b|\bpavement by\b|\bunderpass\b|\bwalking (?:bus|route)\b|\bstreet lights\b|\blamp posts?\b|\bpath (?:by|behind|through|to)\b|\bthrough the park\b|\bpast the flats\b", "walk"),
        (r"online|snapchat|instagram|tiktok|whatsapp|facetime|discord|chats?|accounts?|app|dms?|dming|messages|screenshots?|posted|social|vids?|videos?|pics?|pictures|snap|game|questions", r"\bonline\b(?! (?:homework|form|lessons?|work|learning|test))|\b(?:snapchat|instagram|tiktok|whatsapp|facetime|discord)\b|\bgroup chats?\b|\b(?:our|their|class|year) chats?\b|\b(?:fake|an|anon) accounts?\b|\b(?:delete the|anon\w*(?: \w+)?) app\b|\bdms?\b|\bdming\b|\b(?:their|her|his|on|my) snap\b|\bscreenshots?\b|\bposted (?:about|a|me|on|it|anything|my)\b|\bsocial media\b|\bgot the messages\b|\b(?:ask\w*|send|sent|sends) (?:me )?(?:for )?(?:pics?|pictures|nudes)\b|\bai pic\w*\b|\bvid(?:eo)?s?\b.*\bshared\b|\bmet on a game\b", "online"),
        (r"taxis?|hall|assembly|isolation|booths?|hub|room|chapel|gym|medical|base", r"\btaxis?\b|\bin assembly\b|\bin (?:the )?(?:main |sports |big )?hall\b|(?<!put )(?<!be )(?<!am )(?<!gone )\bin (?:the )?(?:isolation|booths?|hub|chapel|gym|medical)\b(?! for)|\b(?:sensory|prayer|nurture|medical|isolation) room\b|\bthe hub\b", "elsewhere"),
    )
)  # fmt: skip

_TIMES = RuleBook(
    (
        (r"mornings?|breakfast|school|registration|alarm|wakes?|woke|up|bed|7|8|seven|eight", r"(?<!good )\bmornings?\b(?! (?:break|only))|\bbreakfast\b(?! room)|\bbefore (?:school|registration)\b|\balarm\b(?! bell)|\b(?:wakes?|woke) (?:me|us|up|you)\b|\bget(?:s|ting)? (?:myself|me|us|him|her) up\b|\bget (?:up|out of bed)\b|\b(?:at|from|before) (?:half )?(?:7|8|half seven|seven|eight)\b(?! (?:at night|pm))", "before"),
        (r"form|registration|register|tutor", r"\bform time\b|\b(?:in|to|face|during) form\b|\bform room\b|\b(?:in|during|at) (?:registration|tutor(?: time)?)\b|\b(?:do|does|during) the register\b", "form"),
        (r"changeover|bells?|leave|move|between|next", r"\bchangeover\b|\b(?:when|until|after|once|second) (?:the )?(?:second |first )?bells?(?: (?:goes|rings|went|gone))?\b(?! (?:in|every))|\bbell goes\b|\bleave (?:lessons?|class) (?:\w+ )?(?:\w+ )?early\b|\b(?:when|while) we move\b|\b(?:moving|walking|getting|go|going) (?:between|to) (?:my |your |the )?(?:next lesson|lessons)\b|\bdifferent bells\b|\blate (?:mark )?(?:for|to) (?:the|my|your) next lesson\b", "between"),
        (rf"lessons?|class|lessonslot|english|{_ROOM_SUBJECT}", rf"{_IN_A_LESSON}|\blessonslot (?:is|are|was) (?!always)|\blesson time\b|(?<!before )\bevery lesson\b|\bof my lessons\b", "lessons"),
        (r"breaks?|breaktimes?", r"\b(?:at|by|of|before|during|every|in|do|till|since|on) (?:my |first |second |morning )?break ?(?:times?)?\b(?! (?:up|down|into|my|your|the|from))|\bbreak ?times?\b|\bbreak (?:is|and lunch|and dinner|or lunch|or dinner|was)\b|\b(?:lunch|dinner) (?:and|or) break\b", "break"),
        (r"lunch|lunchtimes?|lunches|dinners?|dinnertime|sitting|canteen", r"(?<!after )(?<!my )(?<!packed )\blunch(?:times?|es)?\b(?! ?(?:box|money|card|detention))|(?<!free )(?<!after )\bdinners?\b(?! (?:money|card|lady|food))|\bsecond sitting\b|\bcanteen space\b", "lunch"),
        (r"after|afterschool|home|hometime|end|last|behind|3|three|lets?|finish|til|till|until", r"\bafter ?school\b|\bhome ?time\b|\bend of (?:the )?(?:school )?day\b|(?<!bed )\bat (?:half |ten past )?(?:3|three)\b(?! (?:am|in|times))|\blast bus goes\b|\b(?:stay|stays|staying|stayed) behind\b|\blets? us out\b|\bschool finish\b|\bwe finish at\b|\b(?:stays? |room |club |open )(?:til|till|until) (?:4|5|6|four|five|six)\b", "end"),
        (r"bus|buses|trams?|journey|way|walk|walking|taxi|train|driver|ways?|commute|minibus|deck|crossing|walks?|interchange", r"\bjourney\b|\bcommute\b|\bon (?:the|my) (?:way|walk)\b|\bway (?:home|in|to school|there|back)\b|\b(?:each|both) ways?\b|(?<!teacher )(?<!upstairs )\b(?:on|off) (?:the|my|a|that|this) (?:school )?(?:bus|tram|train|coach|minibus|top deck)\b|\b(?:walk|walking) (?:home|to school|to the stop)\b|\b(?:bus|buses|trams?|train|taxi)\b(?! (?:stop|platform|shelter|station)).*\b(?:full|come|comes|packed|broke|smells|rammed|turning|turn up|never|every|an hour|minutes|worst|people)\b|\blate (?:bus|tram)\b|\bbus late\b|\bdriver (?:wouldnt|shouted|always|never|just|drives|goes|does|told)\b|\bthe driver\b|\bwalk past (?:this|the)\b\b|\bthe crossing\b|\btop deck\b|\b(?:no|only) (?:bus|trams?)\b|\b\d+ (?:minutes?|mins?|hour) (?:bus|tram|walk|train|drive)\b", "journey"),
        (r"nights?|weekends?|evenings?|sundays?|saturdays?|sat|bed|midnight|am|[1-5]am|til|till|until|past|finishes", r"(?<!one )(?<!bad )(?<!off )(?<!working )\bnights?\b(?! shift)|(?<!longer )\bweekends?\b|(?<!options )(?<!parents )\bevenings?\b|\b(?:sundays?|saturdays?|sat and sun)\b|\bbed (?:at|til|till|until) \d|\b(?:up|sleep|asleep|awake) (?:til|till|until|all night|past) |(?<!out at )\bmidnight\b|\b[1-5] ?am\b|\b(?:work|works|working|job)\b.*\b(?:til|till|until|finishes) (?:10|11|12|ten|eleven|twelve|late)\b|\b(?:til|till|until) (?:10|11|12|1|2|ten|eleven|twelve|late)\b|\bin my bed\b", "evening"),
    )
)  # fmt: skip


def places(text: str) -> tuple[str, ...]:
    """The places an answer names, as codes of the survey’s options and in their order."""
    found = _PLACES.found(clean(text).text)
    # Waiting for the bus is at the stop, and walking to it on the way there.
    if found.keys() & {"bus_stop", "walk"} and "bus" in found and not _ON_BOARD.search(found["bus"].string):
        del found["bus"]
    return tuple(place for place in PLACES if place in found)


def times(text: str) -> tuple[str, ...]:
    """The times of day an answer names, as codes of the survey’s options and in their order."""
    found = _TIMES.found(clean(text).text)
    # “Every morning on the bus” tells of the journey, and “dead in the morning” of the night before.
    if found.keys() & {"journey", "evening"}:
        found.pop("before", None)
    return tuple(time for time in TIMES if time in found)

"""Addresses, form names, pupil numbers and birth dates: what tells one pupil from another without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.english import is_english
from analysis.marks import Mark, What
from analysis.not_names import NEVER

# Names of streets end in one of these. The first are seldom anything else; the others are also everyday words.
_STREET = (
    r"(?:road|rd|street|str|avenue|ave|crescent|cres|terrace|boulevard|mews|gardens|gdns|brow|flats|estate)"
)
_STREET_TOO = r"(?:lane|ln|close|cl|drive|dr|grove|court|ct|place|way|walk|row|bank|fold|rise|view|square|park|green|hill|house|mount|meadows?|fields?|croft|heights|tower|towers|point|wharf|edge|bridge|hollow|gate|st|yard|parade|side|vale|dale|wood|nook|clough|end|cottages?|villas?|lodge|mill|quay|passage)"
_WORD = r"(?:(?!(?:the|a|an|my|our|your|their|his|her|this|that|on|in|at|of|and|or|to|is|was|by|from|near|off|me|i|we|they|he|she|it|no|main|busy|same|next|per|minutes?|mins?|people|kids|hours?|days?|weeks?|years?|times?|pupils|students|lads|girls|boys|year|stops?|buses|more|different|other|over|up|down|along|across|past|through|for|with|all|because|cos|so|but|not|when|where|live|lives|lived|are|what|which|who|only|can|cant|do|dont|does|top|bottom|every|each|any|some)\b)[a-z][a-z'.\-]{1,20})"
_NUMBERED = re.compile(
    rf"(?<![a-z0-9£$.])(?:(?:flat|apartment|apt|unit|room|no\.?|number|house) ?\d{{1,3}}[a-z]?,? (?:at |in |on )?)?(?:\d{{1,3}} ?[a-d]?,? )(?:{_WORD} ){{1,3}}(?:{_STREET}|{_STREET_TOO})\b"
    rf"|(?<![a-z0-9])(?:flat|apartment|apt) ?\d{{1,3}}[a-z]?,? (?:at |in |on )?(?:{_WORD} ){{0,3}}(?:{_STREET}|{_STREET_TOO})\b"
    r"|(?<![a-z0-9])(?:flat|apartment|apt) ?\d{1,3}[a-z]?\b"
)
_LIVING = (
    r"(?:\b(?:live|lives|living|lived|stay|stays|staying|based|house is|home is|address is|address:|address|moved?|moving|"
    r"road is|street is|estate is|move us|moved us|near me|near us|come round|comes round|hangs? round|hangs? about|up|"
    r"round|near|past|down|off|from|by|behind|along|on|in|at)\s(?:(?:at|on|in|near|by|to|down|up|off|round|from|with us near|over on|just off|us to)\s){0,2})"
)
_LIVED_AT = re.compile(rf"{_LIVING}(?P<street>(?:the )?(?:{_WORD} ){{1,3}}(?:{_STREET}|{_STREET_TOO}))\b")
_NEAR_HOME = re.compile(r"live|living|stay|based|house|home|address|mov|road is|street is|near me|near us")
_SURELY_STREET = re.compile(
    r" (?:road|rd|street|avenue|ave|crescent|terrace|lane|drive|close|grove|court|gardens|mews|brow)\Z"
)
_LIVED_AT_NUMBER = re.compile(
    rf"\blive[sd]? (?:at|on|in) (?:number |no |no\. )?(?P<place>\d{{1,3}}[a-d]?,? (?:the )?(?!houses|homes|places|addresses)(?:{_WORD} )?{_WORD})\b"
)
_NAMED_STREET = re.compile(rf"(?<![a-z0-9])(?P<street>(?:{_WORD} ){{1,2}}(?:{_STREET}))\b")
_NO_STREET = re.compile(
    r"\b(?:whole|long|dangerous|quiet|dark|cross|crossing|high|council|walk|walking|a|new|old|wet|side|back|front|"
    r"little|big|small|nice|rough|bad|good|local|nearest|first|last|second|left|right|wrong|too|very|really|so|dead|proper|"
    r"parents?|school|bus|tram|science|sports?|memory|coronation|sesame|wall|downing|hard|half|every|take|took|get|got|"
    r"safe|save|stand|sit|wait|run|goes?|going|come|way|football|skate|theme|water|heaton|own|ring|zebra|public|busiest|closest|icy|flooded|narrow|opposite|heads|mates|friends|cousins|nans|whose|someones|teachers|staff|art|tech|food|sixth|computer|reception|kings|queens|window|top|far|other|red|inside|outside|hand|cup|play|upside|flip|dead|week|year|term|rear|odd|ends?|deep|loose|tail|mid|book|half|full|pay|fast|jet|lazy|log|back|get|own|this|that|bring|push|test|hard|sunday)\s"
)  # fmt: skip

_UNITS = r"am|pm|th|st|nd|rd|x|k|p|m|mm|cm|km|kg|g|ml|l|hr|hrs|min|mins|s|sec|secs|yr|yrs|y|v|ish|gb|mb|tb|mph|ft|in|lb|lbs|oz|ps|gs|o|od|of|to|or|on|so|is|at|by|if|we|he|me|my|up|it|no|do|go|as|us|be|ppl|kids|out|off|per|and|the|for|day|days|way|odd|til|not|but"
_FORM = re.compile(
    rf"(?<![a-z0-9£.:/\-])(?:y|yr |year )?(?:7|8|9|1[0-3])[/.\-]?(?!(?:{_UNITS})\b)(?:[a-z][1-4]|[a-z]{{1,3}}\d?)(?![a-z0-9/])(?! ?(?:-|side|degrees))"
)
_FORM_SPACED = re.compile(
    r"(?<![a-z0-9£.:/\-])(?:year |yr |y)?(?:7|8|9|1[0-3]) (?P<house>red|blue|green|yellow|orange|purple|gold|silver|white|black|pink|"
    r"oak|ash|elm|beech|birch|willow|maple|rowan|cedar|hazel|holly|pine|sycamore|chestnut|alder|lime|"
    r"north|south|east|west|tudor|windsor|york|lancaster|stuart|norman|darwin|newton|turing|curie|pankhurst|brunel|"
    r"austen|bronte|rutherford|dalton|joule|lowry|nightingale|seacole|attenborough|mandela|parks|hawking|einstein|lovelace|franklin|"
    r"alpha|beta|gamma|delta|[a-hjln-wyz]{1})(?= |[.,!?;:)\n]|$)(?! (?:level|levels|team|side|card|cards|shirt|pens?|lessons|people|kids))"
)
# Letters that count something else behind a number (“9k”, “8m”) make a form where one is spoken of.
_FORM_CUED = re.compile(r"\b(?:in|form|class|tutor group) (?P<form>(?:7|8|9|1[0-3])[kmpsvxy])(?![a-z0-9])")
_FORM_TURNED = re.compile(
    r"\b(?:form|tutor group|class|reg group) (?:is |called )?(?P<form>[a-z]{1,3}(?:7|8|9|1[0-3])|[a-z]{2,3}\d)\b"
)
_AFTER_IN = re.compile(
    r"\b(?:in|form|class|of|from|all|with|whole|tutor|everyone|im|group|by|to|for|and|is)\s\Z"
)

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:the )?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DATE = rf"(?:\d{{1,2}} ?[/.\- ] ?\d{{1,2}} ?[/.\- ] ?(?:\d{{4}}|\d{{2}})|{_DAY} (?:of )?{_MONTH}(?:,? (?:in )?(?:20|')?\d{{2}})?|{_MONTH} {_DAY}(?:,? (?:20|')?\d{{2}})?|(?:20)(?:0[5-9]|1\d)-\d{{1,2}}-\d{{1,2}}|\d{{6,8}}|\d{{1,2}}[/.]\d{{1,2}})"
_BORN = re.compile(
    rf"\b(?:born|dob|d\.o\.b\.?|d o b|date of birth|birth ?date|birth ?day|bday|b-day|b day|birth|turned|turn|turning)\b[^\d\n]{{0,24}}?(?:1\d (?:on |last |this )?)?(?P<date>(?<![a-z0-9]){_DATE})(?![a-z0-9])"
)
_BIRTHDAY_IS = re.compile(
    rf"(?<![a-z0-9])(?P<date>{_DATE})(?= (?:is|was|its|thats|is my|was my|for my) ?(?:my |his |her )?(?:birth|b-?day|dob))"
)
_AGED_ON = re.compile(rf"\b(?:im|i'm|i am|be|turn|hes|shes) 1\d on (?P<date>{_DATE})(?![a-z0-9])")
_BIRTH_YEAR = re.compile(
    rf"(?<![a-z0-9/])(?P<date>\d{{1,2}} ?[/.\-] ?\d{{1,2}} ?[/.\-] ?20(?:0[6-9]|1[0-9])|{_DAY} (?:of )?{_MONTH},? 20(?:0[6-9]|1[0-9])|{_MONTH} {_DAY},? 20(?:0[6-9]|1[0-9]))(?![a-z0-9/])"
)
_UPN = re.compile(r"(?<![a-z0-9])[a-hj-np-rt-z](?:[ \-]?\d){11}[ \-]?[\da-z](?![a-z0-9])")
_NUMBERED_PUPIL = re.compile(
    r"\b(?:upn|uln|candidate|candidates|admission|admissions|admin|student|pupil|learner|exam|exams|nhs|sims|parentpay|arbor|roll|reg|ticket|login|id)\b"
    r"(?: (?:number|num|no|nr|id|card|code|ref|reference|entry|username|login|pin|card number))?\.?(?:\s?(?:is|its|it's|says|said|was|of|:|=|#|-|no|number))*\s{0,2}#?"
    r"(?P<number>[a-z]{0,3}[/\-]?\d[\d/\-]{2,14}[a-z]?)(?![a-z0-9])"
)


def find_particulars(plain: str) -> Iterator[Mark]:
    """Find addresses, forms, pupil numbers and birth dates in plain text."""
    yield from _streets(plain)
    if not any(character.isdigit() for character in plain):
        return
    yield from _forms(plain)
    for pattern in (_BORN, _BIRTHDAY_IS, _AGED_ON, _BIRTH_YEAR):
        yield from (Mark(*found.span("date"), What.BIRTH) for found in pattern.finditer(plain))
    yield from (Mark(*found.span(), What.NUMBER) for found in _UPN.finditer(plain))
    yield from (Mark(*found.span("number"), What.NUMBER) for found in _NUMBERED_PUPIL.finditer(plain))


def _streets(plain: str) -> Iterator[Mark]:
    for found in _NUMBERED.finditer(plain):
        yield Mark(*found.span(), What.ADDRESS)
    for found in _LIVED_AT.finditer(plain):
        if _is_address(found):
            yield Mark(*found.span("street"), What.ADDRESS)
    yield from (Mark(*found.span("place"), What.ADDRESS) for found in _LIVED_AT_NUMBER.finditer(plain))
    for found in _NAMED_STREET.finditer(plain):
        known_place = NEVER.issuperset(found["street"].split()[:-1])  # “piccadilly gardens”
        if not known_place and not _NO_STREET.search(found["street"] + " "):
            yield Mark(*found.span("street"), What.ADDRESS)


def _is_address(found: re.Match[str]) -> bool:
    """Whether a street is somebody’s, or is called by a name that is no everyday word."""
    at_home = _NEAR_HOME.search(found.string, found.start(), found.start("street")) is not None
    if at_home and _SURELY_STREET.search(found["street"]):
        return True
    named = at_home or not all(is_english(word) for word in found["street"].split())
    return named and not _NO_STREET.search(found["street"] + " ")


def _forms(plain: str) -> Iterator[Mark]:
    for pattern in (_FORM, _FORM_SPACED):
        for found in pattern.finditer(plain):
            if pattern is _FORM or _AFTER_IN.search(plain, 0, found.start()) or len(found["house"]) > 1:
                yield Mark(*found.span(), What.CLASS)
    for pattern in (_FORM_TURNED, _FORM_CUED):
        yield from (Mark(*found.span("form"), What.CLASS) for found in pattern.finditer(plain))

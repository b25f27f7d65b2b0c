"""Harms that an answer denies or calls settled: “no bullying here”, “used to get picked on, sorted now”."""

from __future__ import annotations

import re

from analysis.rewriting import rewrite

# Things whose denial is good news: “no bullying here”. Not in this list, because their absence is itself
# the barrier: friends, help, soap, teachers about, time to eat.
_HARM_WORDINGS = (
    "bully", "bullying", "bullied", "bullies", "anxiety", "anxious", "anxieties", "fight", "fights", "fighting", "racist",
    "racism", "drama", "trouble", "worry", "worries", "worried", "stress", "stressed", "problem", "problems", "issue",
    "issues", "picked on", "scared", "depressed", "depression", "panic attacks", "panic attack", "panic", "barrier",
    "barriers", "complaint", "complaints", "called names", "sexist", "sexism", "homophobia", "homophobic", "threatened",
    "gang", "gangs", "beef",
)  # fmt: skip
HARMS = rf"(?:{'|'.join(sorted(_HARM_WORDINGS, reverse=True))})"
# Without one of these an answer holds nothing to deny.
HARM_WORDS = frozenset(
    wording.split()[0] for wording in (*_HARM_WORDINGS, "picks", "bothers", "hassles", "hurts")
)
_FILLERS = (
    r"(?:(?:any|much|really|ever|even|a lot of|lots of|major|real|big|actual|being|getting|like|that|of|the|or|a|"
    r"lots|loads of|proper|serious|into|in|about) ){0,3}"
)
_DENIALS = (
    r"(?:no|not|never|without|zero|hardly any|hardly ever|dont (?:have|get|feel|suffer|see|really have|really get)|"
    r"doesnt have|(?:havent|hasnt)(?: (?:got|had|been|seen|felt))?|not had|isnt|arent|wasnt|never (?:been|get|got|had|seen|feel|felt)|not been|"
    r"didnt (?:get|have|feel|see)|am not|free of|free from)"
)
# What is asked for when it is missing (“no bullying box”), or what is done about a harm, denies nothing.
_NOT_AFTER = r"(?! (?:report|box|polic|sort|dealt|stop|is|gets|are|support|help|team|room|lead|officer))"
DENIED = re.compile(
    rf"\b{_DENIALS} {_FILLERS}{HARMS}(?: (?:or|and|n) (?:any )?(?:anything|{HARMS}))*{_NOT_AFTER}\b"
)
# “Bullying isn’t a problem here”, “fights never happen”.
DENIED_AFTER = re.compile(
    rf"\b{HARMS} (?:just |really )?(?:isnt|arent|is not|are not|doesnt|dont|never|hardly ever) (?:really |even |ever )?"
    r"(?:a (?:big )?(?:problem|issue|thing)|an issue|issues|problems|happens?|exists?|goes on|go on|bothers? (?:me|us))\b"
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
_SOLVED = r"(?:sorted|stopped|better|fine|ok|okay|gone|good|over|alright|nice|brilliant|calm|settled)"
OVER_NOW = re.compile(
    rf"\b(?:{_SOLVED}(?: it| out| that| down)* now|"
    rf"now (?:its|it is|i am|i feel|thats|that is|everything is|everythings|theyre|we are) (?:\w+ )?{_SOLVED}|"
    r"(?:not|dont|doesnt|isnt|hasnt|doesnt happen) (?:\w+ )?any ?more|no longer (?:happens?|a problem|an issue|there|bothers?)|(?:got|was|its been|has been|is|its) (?:all )?(?:sorted|dealt with)|"
    r"(?:hasnt|havent|not) (?:\w+ )?(?:happened|had (?:any|it)|done it|been) since|(?:its|been|it has been) (?:fine|ok|okay|good|better) since|"
    r"(?:they|school|teacher|it|that) (?:soon |then |finally |just )?(?:sorted|stopped|helped)(?: (?:it|that|them|me))?)\b"
)
NOT_OVER = re.compile(
    r"\b(?:still|again|came back|come back|worse|keeps?|never (?:got )?(?:sorted|stopped|dealt)|(?:wasnt|not|isnt|hasnt been|hasnt|didnt get|never been) (?:sorted|dealt|stopped|better)|but it didnt|started up)\b"
)
HARM = re.compile(rf"\b{HARMS}\b")


def without_denied_harms(flat: str, said: dict[str, str]) -> str:
    """Take denied and settled harms out of the count: “no bullying here” is not about bullying."""
    sentences = flat.split(" . ")
    for number, sentence in enumerate(sentences):
        if not WAVED_AWAY.search(sentence):
            sentence = rewrite(UNTOUCHED, "deniedproblem", sentence, said)
            sentence = rewrite(DENIED_AFTER, "deniedproblem", sentence, said)
            sentences[number] = rewrite(DENIED, "deniedproblem", sentence, said)
    flat = " . ".join(sentences)
    if BEFORE.search(flat) and (over := OVER_NOW.search(flat)) and not NOT_OVER.search(flat):
        # What comes after “sorted now” is said of today.
        flat = rewrite(HARM, "solvedproblem", flat[: over.end()], said) + flat[over.end() :]
    return flat

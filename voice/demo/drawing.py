"""Drawing made-up closed answers: shares from published surveys, skewed by school, with a fixed seed.

The shares below are round figures blended from published surveys of English secondary pupils (wellbeing, safety,
belonging and reasons for missing school). They make the demo look like a real borough and say nothing about one.
"""

import random
from collections.abc import Mapping
from typing import NamedTuple

from surveys.kinds import Asked
from surveys.questions import Kind

Picks = dict[str, list[str]]

BARRIERS = {
    "worry": 24, "tired": 26, "ill": 22, "bored": 22, "work_hard": 12, "tests": 13, "unsafe": 14, "rules": 11,
    "uniform": 7, "toilets": 12, "food": 6, "belong": 10, "adults": 10, "bullying": 10, "friends": 13, "bus": 9,
    "travel_cost": 4, "periods": 8, "help_send": 5, "noise": 7, "discrim": 6, "home": 5, "caring": 4, "money": 6,
    "holiday": 3, "family_view": 4, "new": 5, "outside": 5,
}  # fmt: skip
"""Per cent of pupils who pick each."""
NOTHING_HARD = 24
HELPS = {
    "adult": 16, "quiet": 20, "staff": 14, "toilets": 22, "learning": 18, "rules": 24, "start": 30, "return": 9,
    "buddy": 6, "bullying": 14, "buses": 10, "cost": 9, "periods": 7, "clubs": 15, "breakfast": 11, "mental": 17,
    "family": 5, "say": 19,
}  # fmt: skip
GOOD = {
    "friends": 74,
    "lesson": 38,
    "adult": 25,
    "learning": 22,
    "clubs": 19,
    "arts": 27,
    "food": 17,
    "calm": 11,
    "future": 26,
}
PLACES = {
    "corridors": 22, "stairs": 14, "toilets": 25, "changing": 12, "canteen": 13, "yard": 12, "classrooms": 8,
    "form_room": 3, "library": 2, "gate": 9, "bus_stop": 10, "bus": 9, "walk": 7, "online": 8,
}  # fmt: skip
NOWHERE = 36
TIMES = {
    "corridors": ("between", "between", "lunch"), "stairs": ("between",), "toilets": ("break", "lunch", "lessons"),
    "changing": ("lessons",), "canteen": ("lunch", "lunch", "break"), "yard": ("break", "lunch"),
    "classrooms": ("lessons",), "form_room": ("form",), "library": ("lunch",), "gate": ("before", "end", "end"),
    "bus_stop": ("before", "end", "journey"), "bus": ("journey",), "walk": ("journey",), "online": ("evening",),
}  # fmt: skip
AGREE = {
    "sch_belong": 70, "sch_adult": 66, "sch_listen": 48, "sch_friend": 84, "sch_help": 60, "sch_fair": 42,
    "sch_toilet": 47, "sch_safe": 80, "sch_bully": 50, "sch_change": 35,
}  # fmt: skip
"""Per cent who agree or agree a lot."""
OFTEN_HARD = 27
"""Per cent for whom it is often or nearly always hard to come."""
BULLIED = {"bul_freq_words": 34, "bul_freq_body": 17, "bul_freq_online": 21}
"""Per cent whom it has happened to at all; three times as many of those who pick bullying as a barrier."""
TOLD = {"friend": 44, "family": 40, "adult": 31, "report": 6}
AFTER = {"better": 31, "same": 33, "worse": 11, "unsure": 20, "unsaid": 5}
WAYS_TO_SCHOOL = {
    "walk": 38, "cycle": 3, "school_bus": 17, "bus": 19, "tram": 3, "train": 1, "car": 15, "taxi": 2, "mix": 2,
}  # fmt: skip
WRONG_ON_THE_WAY = {
    "late": 34, "full": 27, "missing": 11, "cancelled": 9, "cost": 13, "pass": 5, "far": 6, "stop": 7, "behaviour": 15,
    "driver": 8, "changes": 5,
}  # fmt: skip
"""Per cent of those who come by bus, tram or train; a sixth of them for everybody else."""
RIDES = frozenset({"school_bus", "bus", "tram", "train", "mix"})
MISSED = {"0": 52, "1-2": 28, "3+": 14, "unsure": 6}
SAFE_ON_THE_WAY = 76
LOCAL = 13
"""Per cent who name a place that only their school has."""
LANGUAGES = {"en": 900, "ur": 42, "pl": 24, "ar": 16, "ro": 8, "uk": 6, "pa": 4}
"""Of a thousand pupils, how many choose each language; most read English well enough to stay with it."""
STRAIGHT, EMPTY = 10, 5
"""Of a thousand pupils: those who tick down a column, and those who send the page as good as empty."""
SKIPS = 5
"""Per cent of questions a pupil skips."""
SPREAD = 5
"""Points: how far a school’s share lies from the borough’s, as a standard deviation."""
LEAN = 14
"""Points that a school’s known trouble adds to the choices it touches."""
YEARS = {"Y7": 23, "Y8": 23, "Y9": 21, "Y10": 19, "Y11": 14}


class Tendency(NamedTuple):
    """A school’s own shares: how many points above or below the borough’s each choice lies there."""

    points: dict[str, float]
    leans: frozenset[str]


def tendency(random_: random.Random, leans: frozenset[str]) -> Tendency:
    """Draw how a school differs from the borough; ``leans`` are the choices its known trouble touches."""
    points = {
        choice: random_.gauss(0, SPREAD * min(1.0, share / 15)) + (LEAN if choice in leans else 0)
        for shares in (BARRIERS, HELPS, PLACES, AGREE, GOOD)
        for choice, share in shares.items()
    }
    return Tendency(points, leans)


def draw_year(random_: random.Random) -> str:
    """Draw a year group."""
    return random_.choices(list(YEARS), weights=list(YEARS.values()))[0]


def draw_picks(random_: random.Random, school: Tendency, *, year: str, wrote: frozenset[str]) -> Picks:
    """Draw one pupil’s ticks; ``wrote`` are the choices that what they wrote goes with."""

    def some(shares: dict[str, int], most: int, extra: frozenset[str] = frozenset()) -> list[str]:
        picked = [
            choice
            for choice, share in shares.items()
            if choice in extra or 100 * random_.random() < share + school.points[choice] + _age(choice, year)
        ]
        random_.shuffle(picked)
        picked.sort(key=lambda choice: choice not in extra)
        return sorted(picked[:most], key=list(shares).index)

    picks: Picks = {"year_group": [year]}
    picks["gender"] = random_.choices(
        [["girl"], ["boy"], ["nonbinary"], ["another"], ["unsaid"]], weights=[47, 46, 2, 2, 3]
    )[0]
    picks["help_learning"] = random_.choices(
        [["yes"], ["no"], ["unsure"], ["unsaid"]], weights=[18, 68, 9, 5]
    )[0]
    picks["neurodivergent"] = random_.choices(
        [["yes"], ["no"], ["unsure"], ["unsaid"]], weights=[14, 70, 12, 4]
    )[0]
    hard = not wrote and 100 * random_.random() < NOTHING_HARD
    picks["bar_pick"] = ["none"] if hard else some(BARRIERS, 5, wrote)
    if len(picks["bar_pick"]) > 1:
        picks["bar_top"] = random_.sample(picks["bar_pick"], k=min(3, len(picks["bar_pick"])))
    _draw_places(random_, picks, some(PLACES, 14) if 100 * random_.random() >= NOWHERE else [])
    picks["help_pick"] = some(HELPS, 5)
    picks["good_what"] = some(GOOD, 10)
    weighed_down = 18 if len(picks["bar_pick"]) > 2 else 0  # many barriers go with less trust and belonging
    for statement, borough in AGREE.items():
        share = borough + school.points[statement] - _age(statement, year) - weighed_down + 4
        agrees = 100 * random_.random() < share
        picks[statement] = [random_.choice("4445" if agrees else "32213")]
    often = OFTEN_HARD + 9 * (len(picks["bar_pick"]) - 2)
    is_hard = 100 * random_.random() < often
    picks["att_hard"] = [random_.choice("45" if is_hard else "11223")]
    picks["att_feel"] = [random_.choice("1223" if is_hard else "33445")]
    _draw_bullying(random_, picks)
    _draw_journey(random_, picks)
    return {
        question: picked
        for question, picked in picks.items()
        if picked and (question == "year_group" or 100 * random_.random() >= SKIPS)
    }


def _draw_places(random_: random.Random, picks: Picks, places: list[str]) -> None:
    picks["hot_place"] = places or ["nowhere"]
    for place in places:
        picks[f"hot_place.{place}"] = sorted(
            {random_.choice(TIMES[place]) for _ in range(random_.randint(1, 2))}
        )


def _age(choice: str, year: str) -> float:
    """Return the points that a year group adds: bullying and unsafe places weigh on the young, rules on the old."""
    young, old = year in ("Y7", "Y8"), year in ("Y9", "Y10")
    if choice in ("bullying", "unsafe", "new") and young:
        return 4.0
    if choice in ("rules", "bored") and old:
        return 4.0
    if choice == "sch_belong":
        return {"Y7": -8.0, "Y8": -3.0, "Y9": 2.0, "Y10": 6.0, "Y11": 3.0}[year]
    return 0.0


def _weighed(random_: random.Random, shares: Mapping[str, int]) -> list[str]:
    return random_.choices(list(shares), weights=list(shares.values()))


def _draw_bullying(random_: random.Random, picks: Picks) -> None:
    times = 3 if "bullying" in picks["bar_pick"] else 1
    happened = False
    for question, share in BULLIED.items():
        if 100 * random_.random() < share * times:
            picks[question] = [random_.choice(("1-3", "1-3", "4+", "weekly"))]
            happened = True
        else:
            picks[question] = ["0"]
    named = [place for place in picks["hot_place"] if place != "nowhere"] or ["corridors"]
    picks["bul_where"] = sorted(random_.sample(named, k=min(2, len(named)))) if happened else ["nowhere"]
    told = [who for who, share in TOLD.items() if 100 * random_.random() < share]
    picks["bul_told"] = told or ["nobody"]
    picks["bul_after"] = _weighed(random_, AFTER)


def _draw_journey(random_: random.Random, picks: Picks) -> None:
    way = _weighed(random_, WAYS_TO_SCHOOL)
    rides = bool(RIDES.intersection(way))
    wrong = [
        what
        for what, share in WRONG_ON_THE_WAY.items()
        if 100 * random_.random() < (share if rides else share / 6)
    ]
    is_safe = 100 * random_.random() < SAFE_ON_THE_WAY
    picks |= {
        "tr_mode": way,
        "tr_prob": wrong or ["none"],
        "tr_missed": _weighed(random_, MISSED),
        "tr_safe": [random_.choice("4445" if is_safe else "3221")],
    }


def draw_own(random_: random.Random, asked: Mapping[str, Asked], picks: Picks) -> Picks:
    """Draw what the bank knows nothing of: answers to a survey’s own questions, and places that only one school has."""
    own = {code: [random_.choice(one.rows)] for code, one in asked.items() if code.startswith("own_")}
    if "hot_place" in picks and "hot_place" in asked:
        local = [code for code in asked["hot_place"].rows if code.startswith("local_")]
        own["hot_place"] = picks["hot_place"] + [code for code in local if 100 * random_.random() < LOCAL]
    return own


def draw_careless(random_: random.Random, picks: Picks) -> Picks:
    """Return a form’s ticks as they are, or, now and then, as a pupil who does not care leaves them."""
    drawn = 1_000 * random_.random()
    if drawn < EMPTY:
        return {"year_group": picks["year_group"]}
    if drawn < EMPTY + STRAIGHT:
        return picks | {statement: ["3"] for statement in (*AGREE, "tr_safe")}
    return picks


def draw_language(random_: random.Random) -> str:
    """Draw the language that a pupil reads the survey in."""
    return _weighed(random_, LANGUAGES)[0]


def draw_faces(random_: random.Random, asked: Mapping[str, Asked]) -> Picks:
    """Draw one pupil’s answers to a survey of faces."""
    return {
        code: random_.choices(one.rows, weights=range(len(one.rows) + 1, 1, -1))
        for code, one in asked.items()
        if one.kind is Kind.FACES
    }

"""Drawing made-up closed answers: shares from published surveys, skewed by school, with a fixed seed.

The shares below are round figures blended from published surveys of English secondary pupils (wellbeing, safety,
belonging and reasons for missing school). They make the demo look like a real borough and say nothing about one.
"""

import random
from typing import NamedTuple

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
    "sch_belong": 70, "sch_adult": 66, "sch_listen": 48, "sch_friend": 84, "sch_level": 62, "sch_point": 55,
    "sch_help": 60, "sch_fair": 42, "sch_toilet": 47, "sch_safe": 80, "sch_move": 68, "sch_bully": 50,
    "sch_change": 35,
}  # fmt: skip
"""Per cent who agree or agree a lot."""
OFTEN_HARD = 27
"""Per cent for whom it is often or nearly always hard to come."""
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
    picks["language_home"] = random_.choices(
        [["english"], ["both"], ["another"], ["unsaid"]], weights=[79, 14, 5, 2]
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
    picks["att_hard"] = [random_.choice("45" if 100 * random_.random() < often else "11223")]
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

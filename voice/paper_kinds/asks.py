"""Asks: what each subgroup wants to know beside its themes. The first three are the question bank’s own modules."""

from typing import NamedTuple


class Wanted(NamedTuple):
    """What is told of a question with one answer: the share of pupils with one of these, under this title."""

    code: str
    title: str
    choices: tuple[str, ...]


class Asks(NamedTuple):
    """What a subgroup wants to know beside its themes: an open question, places, and questions of its own module."""

    question: str
    places: tuple[str, ...] = ()
    """Codes of places and ways to school whose figures it reads school by school."""
    shares: tuple[Wanted, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()
    """Questions with several answers, each with the words over its table."""
    names_routes: bool = False


_BULLIED = ("1-3", "4+", "weekly")
_AGREE = ("4", "5")
ASKS = {
    "bullying": Asks(
        question="Why do some pupils stay away because of other pupils, and what happens when they tell someone?",
        places=("corridors", "stairs", "toilets", "changing", "canteen", "yard", "bus", "online"),
        shares=(
            Wanted("bul_freq_words", "Bullied with words in the last six months", _BULLIED),
            Wanted("bul_freq_body", "Hit, kicked or pushed on purpose in the last six months", _BULLIED),
            Wanted("bul_freq_online", "Bullied online or by phone in the last six months", _BULLIED),
            Wanted("bul_afraid", "Often scared to come to school because of it", _AGREE),
            Wanted("bul_missed", "Stayed off school because of it this term", ("1-2", "3+")),
            Wanted("bul_after", "After telling someone, it got better", ("better",)),
        ),
        lists=(("bul_where", "Where it happened"), ("bul_told", "Whom pupils told")),
    ),
    "transport": Asks(
        question="Which journeys make pupils late or keep them at home, and who can change them?",
        places=("bus_stop", "bus", "walk", "gate"),
        shares=(
            Wanted("tr_mode", "Come by bus, tram or train", ("school_bus", "bus", "tram", "train")),
            Wanted("tr_time", "Take longer than 45 minutes, door to door", ("45-60", "60+")),
            Wanted("tr_missed", "Were late or missed school because of it in two weeks", ("1-2", "3+")),
            Wanted("tr_safe", "Feel safe on the way to school", _AGREE),
        ),
        lists=(("tr_prob", "What goes wrong on the way"),),
        names_routes=True,
    ),
    "periods": Asks(
        question="What would let every pupil come to school on the days of their period?",
        places=("toilets", "changing"),
        shares=(
            Wanted("per_missed", "Missed school because of a period this term", ("1", "2-3", "most")),
            Wanted("per_products", "Can get free pads or tampons without asking a teacher", ("yes",)),
            Wanted("per_toilet", "Can get to a toilet during a period", _AGREE),
            Wanted("per_adult", "Have an adult at school to ask", _AGREE),
        ),
        lists=(("per_why", "What makes school hard during a period"), ("per_help", "What would help most")),
    ),
}
"""By the slug of a subgroup. One that the authority added itself asks what its themes tell and no more."""
OTHER = Asks(question="Why is this hard for pupils, and who can change it?")

"""Taken: how many answers a wave has, by school and by year, as they may be shown."""

from sqlalchemy.orm import Session

from surveys.responses import responses_taken
from surveys.turnout import NOT_SAID, YEAR_GROUP, years_taken
from surveys.waves import Wave
from voice.insight.showing import ShownCount, shown_line


def shown_answers(session: Session, wave: Wave) -> tuple[dict[str, ShownCount], ShownCount]:
    """Return a wave’s answers by the key of the school’s place, and all of them."""
    taken = responses_taken(session, wave.id)
    return shown_line({place.id: taken.get(place.id, 0) for place in wave.schools})


def shown_years(session: Session, wave: Wave) -> list[tuple[str, ShownCount]]:
    """Return the whole wave’s answers by year group, in the order of the question’s choices.

    Ask only where the wave’s total may be shown: the years would add up to it.
    """
    words = wave.version.words()
    taken = years_taken(session, wave.id)
    shown, total = shown_line(taken)
    if total.number is None:  # beside the wave’s own total the years would tell it
        return []
    asked = [question for question in wave.version.questions if question.code == YEAR_GROUP]
    order = {choice.code: place for question in asked for place, choice in enumerate(question.choices)}
    return [
        (words.get(f"{YEAR_GROUP}.{code}", code) if code != NOT_SAID else "Did not say", shown[code])
        for code in sorted(taken, key=lambda code: (order.get(code, len(order)), code))
    ]

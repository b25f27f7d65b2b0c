"""Tickets: one-time codes, printed and drawn from a hat. The record keeps a keyed hash of each, and forgets it with use."""

import secrets
from collections.abc import Callable
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveys.codes import ALPHABET
from surveys.responses import Receipt
from surveys.waves import WaveSchool

TICKET_LENGTH = 10
"""30 signs to the power of 10 is 49 bits: a thousand tickets wait at once, and none is found by guessing."""
MOST_TICKETS = 3_000
"""More than the pupils of any school; a slip of the hand should not print a ream."""


class TicketProblem(Exception):
    """Tickets that cannot be made as asked, in a sentence for staff."""


def make_tickets(
    session: Session,
    *,
    place: WaveSchool,
    count: int,
    mark: Callable[[str], str],
    on: date,
    is_link: bool = False,
) -> list[str]:
    """Return new tickets that each open a school’s place in a wave once; nobody can read them out again.

    ``mark`` gives the keyed hash that is kept. Raises ``TicketProblem`` when the wave is over, the school’s pupils do
    not draw tickets, or the count is out of bounds.
    """
    if not 1 <= count <= MOST_TICKETS:
        raise TicketProblem(f"Ask for between 1 and {MOST_TICKETS:,} tickets.")
    if on > place.wave.last_day:
        raise TicketProblem("This wave is over, so a new ticket would open nothing.")
    if not (is_link or place.uses_tickets):
        raise TicketProblem("The pupils of this school use a code, not tickets.")
    tickets = [_new_ticket() for _ in range(count)]
    forget_on = place.wave.closes_on
    session.add_all(
        Receipt(mark=mark(ticket), wave_school_id=place.id, is_link=is_link, forget_on=forget_on)
        for ticket in tickets
    )
    session.flush()
    return tickets


def printed(ticket: str) -> str:
    """Return a ticket in two halves, as it is printed and read out."""
    return f"{ticket[:5]}-{ticket[5:]}"


def unused_tickets(session: Session, place_id: str) -> int:
    """Return how many tickets of a school still wait in the hat; links are not among them."""
    waiting = select(func.count()).where(Receipt.wave_school_id == place_id, ~Receipt.is_link)
    return session.scalar(waiting) or 0


def drop_tickets(session: Session, *, place: WaveSchool) -> int:
    """Make every unused ticket of a school worthless, and say how many there were."""
    waiting = delete(Receipt).where(Receipt.wave_school_id == place.id, ~Receipt.is_link)
    marks = session.scalars(waiting.returning(Receipt.mark)).all()
    session.flush()
    return len(marks)


def _new_ticket() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(TICKET_LENGTH))

"""Tallies: for the lead of the authority, how much each reader reads, how fast, and what a second reader made of it."""

from datetime import timedelta

from flask import Blueprint, render_template

from surveys.base import now
from surveys.second_readings import SHARE, count_pending
from surveys.tallies import MOST_SECONDS, readers
from surveys.workers import Role
from voice.access import allow
from voice.database import session

pages = Blueprint("tallies", __name__)

SHOWN_FOR = timedelta(weeks=8)
"""Weeks that are shown together: a wave and its reading. Older weeks say little of how somebody reads now."""
LEAST = 20
"""Texts under which a share is given as a count: of fewer, one text more or less moves it by over 5 in 100."""


@pages.get("/readers")
@allow(Role.LEAD)
def list_readers() -> str:
    since = now().date() - SHOWN_FOR
    return render_template(
        "tallies/list.html",
        readers=readers(session(), since=since),
        since=since,
        share=share_of,
        pending=count_pending(session()),
        drawn=round(SHARE * 100),
        most_seconds=MOST_SECONDS,
    )


def share_of(part: int, whole: int) -> str:
    """Return a share in per cent, or as counts where they are too few for one."""
    if whole == 0:
        return "–"
    return f"{part} of {whole}" if whole < LEAST else f"{100 * part / whole:.0f} %"

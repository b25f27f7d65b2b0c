"""Attendance: the published figures of the authority, beside what pupils said and never joined to it."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from surveys.attendance import attendance_periods, own_authorities
from surveys.attendance_tables import attendance_tables, attendance_trends
from surveys.findings import FindingKind, findings
from surveys.wave_papers import may_read_figures
from surveys.waves import Wave, waves
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("attendance", __name__)

MOST_SAID = 8
"""Themes shown beside the figures: about as many as registers have reasons."""
READS_THEMES = (Role.LEAD, Role.SUBGROUP_MEMBER)
"""Who sees what pupils said across the authority; a school reads its own report."""


@pages.get("/attendance")
@allow(Role.LEAD, Role.SUBGROUP_MEMBER, Role.SCHOOL)
def show_figures() -> str:
    periods, own = attendance_periods(session()), own_authorities(session())
    wanted = request.args.get("period")
    period = next((one for one in periods if wanted in (None, one.id)), None)
    if period is None and periods:
        abort(404)
    wave, said = said_most() if worker().is_a(*READS_THEMES) else (None, [])
    return render_template(
        "attendance/show.html",
        periods=periods,
        period=period,
        own=own,
        tables=attendance_tables(session(), period=period) if period else [],
        trends=attendance_trends(session(), part=period.part, codes=own) if period else [],
        wave=wave,
        said=said,
    )


def said_most() -> tuple[Wave | None, list[tuple[str, dict[str, Any]]]]:
    """Return the newest wave that was counted and may be read, and what its pupils wrote about most: protected figures."""
    for wave in waves(session()):
        if not may_read_figures(session(), worker(), wave):
            continue
        found = findings(session(), wave_id=wave.id, kind=FindingKind.THEME)
        if found:
            told = [one for one in found.items() if one[1]["written"]["total"]["shown"]]
            told.sort(key=lambda one: (-(one[1]["written"]["total"]["count"] or 0), one[1]["name"]))
            return wave, told[:MOST_SAID]
    return None, []

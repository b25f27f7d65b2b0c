"""Home: where staff start, and the pages that say what happens to answers."""

from datetime import date

from flask import Blueprint, render_template

from surveys.actions import overdue_actions
from surveys.base import now
from surveys.clock import unseen_too_long
from surveys.concerns import concerns_for
from surveys.notices import stuck_notices
from surveys.pauses import waves_paused_by_themselves
from surveys.reports import ReportState, reports_of_school
from surveys.talks import talks_for, waiting_by_school
from surveys.workers import Role
from voice.access import any_staff, public, worker
from voice.database import session
from voice.settings import cover_hours
from voice.sittings import left

pages = Blueprint("home", __name__)


@pages.get("/staff")
@any_staff
def desk() -> str:
    who = worker()
    waiting = None
    if who.is_a(Role.READER, Role.LEAD):
        waiting = left()
    unseen, asking = None, 0
    if who.is_a(Role.SAFEGUARDING_LEAD):
        unseen = [concern for concern in concerns_for(session(), who) if not concern.is_seen]
        asking = sum(talk.seen_on is None for talk in talks_for(session(), who))
        asking += sum(count for _, count in waiting_by_school(session())) if who.school_id is None else 0
    late, stuck, paused = 0, 0, []
    if who.is_a(Role.LEAD):
        late = unseen_too_long(session(), at=now(), hours=cover_hours())
        stuck = stuck_notices(session())
        paused = waves_paused_by_themselves(session(), on=now().date())
    unopened = 0
    if who.is_a(Role.SCHOOL) and who.school_id is not None:
        theirs = reports_of_school(session(), who.school_id)
        unopened = sum(report.state is ReportState.RELEASED for report in theirs)
    overdue = None
    if who.is_a(Role.SUBGROUP_MEMBER, Role.LEAD):
        overdue = overdue_actions(session(), on=date.today())
    return render_template(
        "home/desk.html",
        who=who,
        waiting=waiting,
        unseen=unseen,
        asking=asking,
        overdue=overdue,
        unopened=unopened,
        late=late,
        stuck=stuck,
        paused=paused,
    )


@pages.get("/privacy")
@public
def privacy() -> str:
    return render_template("home/privacy.html")


@pages.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("home/accessibility.html")


@pages.get("/healthy")
@public
def healthy() -> tuple[str, int, dict[str, str]]:
    """Say that this process answers; for a proxy or a supervisor, so it touches nothing else."""
    return "ok\n", 200, {"Content-Type": "text/plain"}

"""Lineage: what became of each theme of the codebook from one wave to the next."""

from itertools import groupby

from flask import Blueprint, render_template

from surveys.base import now
from surveys.theme_lineage import earlier_wave, last_day_of_lineage, what_became
from surveys.waves import wave_with_id
from surveys.workers import Role
from voice.access import allow
from voice.database import session

pages = Blueprint("lineage", __name__)


@pages.get("/waves/<wave_id>/lineage")
@allow(Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER)
def show_lineage(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    before = earlier_wave(session(), wave)
    fates = []
    if before is not None:
        until = last_day_of_lineage(session(), wave, on=now().date())
        fates = what_became(session(), since=before.last_day, until=until)
    return render_template(
        "lineage/show.html",
        wave=wave,
        before=before,
        fates=[(kind, list(alike)) for kind, alike in groupby(fates, key=lambda fate: fate.kind)],
    )

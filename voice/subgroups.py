"""Subgroups: the evidence on the themes they own, and what they do about them."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template

from surveys.actions import actions_of_subgroup
from surveys.findings import theme_finding
from surveys.quotes import Quoted, cleared_quotes
from surveys.subgroups import Subgroup, subgroup_with_slug, subgroups
from surveys.wave_papers import may_read_figures
from surveys.waves import Wave, waves
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("subgroups", __name__)


@pages.get("/subgroups")
@allow(Role.SUBGROUP_MEMBER, Role.LEAD)
def list_subgroups() -> str:
    with_actions = [(group, actions_of_subgroup(session(), group)) for group in subgroups(session())]
    return render_template("subgroups/list.html", subgroups=with_actions, today=date.today())


@pages.get("/subgroups/<slug>")
@allow(Role.SUBGROUP_MEMBER, Role.LEAD)
def show_subgroup(slug: str) -> str:
    subgroup = subgroup_with_slug(session(), slug)
    return render_template(
        "subgroups/show.html",
        subgroup=subgroup,
        evidence=[
            _evidence(subgroup, wave)
            for wave in waves(session())
            if may_read_figures(session(), worker(), wave)
        ],
        actions=actions_of_subgroup(session(), subgroup),
        today=date.today(),
    )


def _evidence(subgroup: Subgroup, wave: Wave) -> dict[str, Any]:
    """Return what a wave says of the subgroup’s themes, by their codes: stored, protected figures and cleared quotes."""
    found: dict[str, tuple[dict[str, Any], list[Quoted]]] = {}
    for theme in subgroup.themes:
        stored = theme_finding(session(), wave_id=wave.id, theme=theme)
        if stored is None or not theme.counts_as.is_live:
            continue
        quotes: list[Quoted] = []
        # A theme that was merged since the count has its quotes under the theme that it counts as now.
        if stored.figures["written"]["total"]["shown"] and stored.subject == theme.counts_as.code:
            quotes = cleared_quotes(session(), wave=wave, on=date.today(), shown={stored.subject})
        found[stored.subject] = stored.figures, quotes
    names = {place.school.urn: place.school.name for place in wave.schools}
    return {"wave": wave, "names": names, "themes": found}

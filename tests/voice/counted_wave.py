"""A wave with stored findings for papers: counts that a test chooses, protected as the record has them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from analysis.cube import Cube, Line
from analysis.protection import Figure, comparator, protect_count, protect_lines
from analysis.tallies import ANSWERED
from surveys.findings import FindingKind, store_findings
from surveys.schools import School
from surveys.waves import Wave
from tests import make

TITLES = {"bus": ("Buses, trams or the way here", "TRV"), "bullying": ("People being nasty", "BUL")}
NAMES = {"TRV": "Transport and the journey", "BUL": "Bullying"}
CLOSED = date.today() - timedelta(days=30)
SCHOOLS = (
    "Ash Tree School",
    "Brook Lane School",
    "Copse School",
    "Dale School",
    "Elm Street School",
    "Fern School",
)
TICKED = {"TRV": [(60, 200)] * 5 + [(3, 200)], "BUL": [(25, 200)] * 3 + [(4, 200)] * 3}
TRUST = "Made-up Learning Trust"


def closed_wave(
    record: Session, schools: Sequence[School], *, name: str = "Autumn", weeks_ago: int = 0
) -> Wave:
    """Return a wave that closed a month ago, or so many weeks before that."""
    closes = CLOSED - timedelta(weeks=weeks_ago)
    return make.wave_in(record, *schools, name=name, opens_on=closes - timedelta(days=14), closes_on=closes)


def count(
    record: Session,
    wave: Wave,
    ticked: dict[str, Sequence[tuple[int, int]]],
    *,
    beside: Mapping[str, Sequence[tuple[int, int]]] = MappingProxyType({}),
) -> None:
    """Store a wave’s findings: for each theme how many ticked it of how many, school by school in the order of names.

    beside: other lines of the cube, by their keys.
    """
    urns = [place.school.urn for place in sorted(wave.schools, key=lambda place: place.school.name)]
    lines = protect_lines({code: dict(zip(urns, cells, strict=True)) for code, cells in ticked.items()})
    told = {
        code: _line(figures, dict(zip(urns, ticked[code], strict=True))) for code, figures in lines.items()
    }
    as_json = {code: line.as_json() for code, line in told.items()}
    answered = {
        urn: protect_count(max(cells[place][1] for cells in ticked.values()))
        for place, urn in enumerate(urns)
    }
    everyone = protect_count(sum(cell.count or 0 for cell in answered.values()))
    crowd = _line(answered, {urn: (0, cell.count or 0) for urn, cell in answered.items()})
    by_kind = {f"{kind}.{code}": line for code, line in told.items() for kind in ("ticked", "written")}
    others = {key: dict(zip(urns, cells, strict=True)) for key, cells in beside.items()}
    by_kind |= {key: _line(line, others[key]) for key, line in protect_lines(others).items()}
    figures: dict[tuple[FindingKind, str], dict[str, object]] = {
        (FindingKind.CUBE, "wave"): Cube(lines={ANSWERED: crowd, **by_kind}).as_json(),
        (FindingKind.OVERVIEW, "wave"): {
            "answered": everyone.as_json(),
            "schools": {urn: cell.as_json() for urn, cell in answered.items()},
            "writers": everyone.as_json(),
            "decided": everyone.as_json(),
            "method": "by hand",
        },
    }
    for code, line in as_json.items():
        figures[FindingKind.THEME, code] = {
            "name": NAMES[code],
            "ticked": line,
            "written": line,
            "workshops": {"said_in": 2, "of": 4},
            "words": [],
        }
    for urn in urns:
        rows = [
            {
                "code": code,
                "title": title,
                "theme": theme,
                "school": as_json[theme][urn],
                "authority": told[theme].authority(urn).as_json(),
            }
            for code, (title, theme) in TITLES.items()
            if theme in as_json
        ]
        headline = {
            "key": "sch_safe",
            "title": "Feel safe",
            "good": True,
            **{k: rows[0][k] for k in ("school", "authority")},
        }
        places = {
            "rows": [["bus_stop", "Bus stop"]],
            "columns": [],
            "cells": {},
            "totals": {"bus_stop": rows[0]["school"]},
        }
        figures[FindingKind.SCHOOL, urn] = {
            "answered": answered[urn].as_json(),
            "headlines": [headline],
            "barriers": rows,
            "wants": rows,
            "working": rows,
            "places": places,
        }
    store_findings(record, wave_id=wave.id, figures=figures, on=date.today())


def _line(figures: Mapping[str, Figure], cells: Mapping[str, tuple[int, int]]) -> Line:
    """Return a line with what is told in place of the total beside each school whose others are no crowd."""
    others = {urn: comparator(cells, urn) for urn in cells}
    return Line(figures, {urn: one for urn, one in others.items() if not one.shown and one.base is None})

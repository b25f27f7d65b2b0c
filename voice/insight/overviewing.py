"""Overviewing: the stored, protected findings of a wave put together for papers on the whole area. Nothing is counted here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from analysis.area import Barrier, barriers, first_themes, is_crowd, share
from analysis.comparing import spread
from analysis.cube import Cube, Line
from analysis.protection import TOTAL, Figure
from analysis.tallies import ANSWERED
from surveys.findings import FindingKind, finding, findings
from surveys.jobs import JobRefused
from surveys.themes import live_themes
from surveys.waves import Wave

LEFT_OUT = (
    "The figures of all schools together are left out: too few schools took part, or one or two of them gave nearly all "
    "the answers, so that a school could take its own away and read its neighbour’s."
)
FigureJson = dict[str, Any]


@dataclass(frozen=True)
class ThemeLines:
    """A theme over the schools, and over all of them under ``total``: who ticked it, who wrote of it, in how many workshops.

    The total is hidden where a school’s report keeps it back.
    """

    code: str
    name: str
    ticked: Mapping[str, FigureJson] | None
    """``None`` where the survey has no choice for it."""
    written: Mapping[str, FigureJson]
    workshops: Mapping[str, int]
    cautions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Area:
    """A wave over its schools, as its findings tell it."""

    wave: Wave
    names: Mapping[str, str]
    """Every school’s name by URN, in the order of names."""
    answered: FigureJson
    writers: FigureJson
    answered_by: Mapping[str, FigureJson]
    method: str
    themes: Sequence[ThemeLines]
    """The most ticked first; those that cannot be told, and those that cannot be ticked, last and by name."""
    barriers: Sequence[Barrier]
    schools: Mapping[str, Mapping[str, Any]]
    """Each school’s own finding, by URN."""
    left_out: str
    """Why the figures of all schools together are left out, in a sentence; empty where they may be told."""

    def theme(self, code: str) -> ThemeLines | None:
        return next((theme for theme in self.themes if theme.code == code), None)

    def name_of(self, code: str) -> str:
        theme = self.theme(code)
        return code if theme is None else theme.name

    @property
    def ticked(self) -> list[ThemeLines]:
        """The themes that can be ticked."""
        return [theme for theme in self.themes if theme.ticked is not None]

    def rows(self, key: str) -> list[dict[str, Any]]:
        """Return the rows of a list that every school’s finding has, such as its barriers, with the figure of all schools.

        The most said come first. The figure of all schools that one school’s finding keeps back is told nowhere: that
        school reads papers too, or has a reader who does.
        """
        found: dict[str, dict[str, Any]] = {}
        for figures in self.schools.values():
            for row in figures.get(key, ()):
                code = row.get("code") or row["key"]
                if code not in found or not row["authority"]["shown"]:
                    found[code] = {**row, "code": code}
        return sorted(found.values(), key=lambda row: _order(row["authority"], row["title"]))

    def spread_of(self, key: str, code: str) -> dict[str, int] | None:
        """Return the ``low`` and ``high`` percentage of any school and of how many ``schools``; ``None`` for under five."""
        of_schools = {
            urn: Figure.from_json(row["school"])
            for urn, figures in self.schools.items()
            for row in figures.get(key, ())
            if (row.get("code") or row["key"]) == code
        }
        return spread(of_schools)

    def first_of(self, urn: str) -> list[str]:
        """Return the names of the themes among a school’s first five, by name."""
        first = first_themes(_of_school(self.ticked, urn))
        return sorted(theme.name for theme in self.ticked if theme.code in first)

    def may_stand_beside(self, urns: Sequence[str]) -> bool:
        """Say whether the other schools are a crowd, so that these may see the figure of all schools."""
        return is_crowd({urn: Figure.from_json(cell) for urn, cell in self.answered_by.items()}, urns)


def area_of(session: Session, wave: Wave) -> Area:
    """Return what the findings of a wave say of the whole area; raise ``JobRefused`` when it was never counted."""
    overview = finding(session, wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave")
    if overview is None:
        raise JobRefused("Nobody has looked for themes in this wave yet. Press “Find themes” first.")
    told = lines_of(session, wave)
    if told is None:
        raise JobRefused("This wave was counted by an earlier version. Press “Find themes” once more first.")
    found = findings(session, wave_id=wave.id, kind=FindingKind.THEME)
    lines = [
        ThemeLines(
            theme.code,
            theme.name,
            ticked,
            written,
            found[theme.code]["workshops"],
            found[theme.code].get("cautions", []),
        )
        for theme in live_themes(session)
        if theme.code in found and (written := over_schools(told.get(f"written.{theme.code}"))) is not None
        for ticked in [over_schools(told.get(f"ticked.{theme.code}"))]
    ]
    lines.sort(
        key=lambda line: (line.ticked is None, _order((line.ticked or line.written)[TOTAL], line.name))
    )
    places = sorted(wave.schools, key=lambda place: (place.school.name, place.school.urn))
    figures = overview.figures
    ticked = [line for line in lines if line.ticked is not None]
    return Area(
        wave=wave,
        names={place.school.urn: place.school.name for place in places},
        answered=figures["answered"],
        writers=figures["writers"],
        answered_by=figures["schools"],
        method=figures["method"],
        themes=lines,
        barriers=barriers({place.school.urn: _of_school(ticked, place.school.urn) for place in places}),
        schools=findings(session, wave_id=wave.id, kind=FindingKind.SCHOOL),
        left_out=LEFT_OUT if told[ANSWERED].alone else "",
    )


def lines_of(session: Session, wave: Wave) -> Mapping[str, Line] | None:
    """Return the protected lines of a wave over its schools; ``None`` where it was counted before there were any."""
    cube = finding(session, wave_id=wave.id, kind=FindingKind.CUBE, subject="wave")
    # Groups are not told of in papers, and are most of what is stored.
    return None if cube is None else Cube.from_json({**cube.figures, "own": [], "by_group": {}}).lines


def over_schools(line: Line | None) -> dict[str, FigureJson] | None:
    """Return a line’s figures, the total hidden where there is a school beside which the others are no crowd."""
    if line is None:
        return None
    kept_back = next(iter(line.alone.values()), None)
    return line.as_json() if kept_back is None else {**line.as_json(), TOTAL: kept_back.as_json()}


def _of_school(ticked: Sequence[ThemeLines], urn: str) -> dict[str, Figure]:
    return {
        line.code: Figure.from_json(line.ticked[urn]) for line in ticked if line.ticked and urn in line.ticked
    }


def _order(figure: FigureJson, name: str) -> tuple[bool, float, str]:
    known = share(Figure.from_json(figure))
    return known is None, -(known or 0.0), name


def map_of(area: Area) -> dict[str, str]:
    """Return the map of schools by themes as a picture and in words."""
    from analysis.area_charts import area_map

    cells = {
        (line.code, urn): Figure.from_json(line.ticked[urn])
        for line in area.ticked
        for urn in area.names
        if line.ticked and urn in line.ticked
    }
    chart = area_map(
        [(line.code, line.name) for line in area.ticked],
        list(area.names.items()),
        cells,
        title="What makes school hard, by school",
    )
    return {"svg": chart.svg, "words": chart.words}


def bars_of(rows: Sequence[tuple[str, FigureJson]], *, title: str) -> dict[str, str]:
    """Return bars of figures as a picture and in words."""
    from analysis.area_charts import shares

    chart = shares([(name, Figure.from_json(figure)) for name, figure in rows], title=title)
    return {"svg": chart.svg, "words": chart.words}

"""School links: which school came out of which, so that a school that changed its name or legal form keeps its past."""

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.schools import School, schools


class SchoolLinkKind(enum.StrEnum):
    """How a school of ours and the other one are linked, seen from ours."""

    PREDECESSOR = "predecessor"
    """The other one was this school before, under another name or legal form."""
    SUCCESSOR = "successor"
    """This school became the other one."""
    MERGED = "merged"
    """Two or more schools became one; pupils before and after are not the same."""
    SPLIT = "split"
    """One school became two or more."""


CONTINUES = (SchoolLinkKind.PREDECESSOR, SchoolLinkKind.SUCCESSOR)
_SAID = {
    SchoolLinkKind.PREDECESSOR: "Came out of",
    SchoolLinkKind.SUCCESSOR: "Became",
    SchoolLinkKind.MERGED: "Merged with",
    SchoolLinkKind.SPLIT: "Was parted from",
}


class SchoolLink(Base):
    """One link of the national register (GIAS). Where both schools are ours it stands once, at the later one."""

    __tablename__ = "school_link"
    __table_args__ = rules(UniqueConstraint("school_id", "other_urn"))

    id: Mapped[Key]
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"))
    other_urn: Mapped[str] = mapped_column(String(6), index=True)
    """The other school’s number; it need not be one of ours."""
    other_name: Mapped[Name | None]
    kind: Mapped[SchoolLinkKind]
    day: Mapped[date | None]
    """When the register says it happened; for older ones it often does not say."""

    school: Mapped[School] = relationship(lazy="joined")

    def said_of(self, school: School) -> str:
        """The link in words, seen from either of its two schools."""
        kind, name, urn = self.kind, self.other_name or "a school", self.other_urn
        if school.id != self.school_id:
            name, urn = self.school.name, self.school.urn
            if kind in CONTINUES:
                kind = CONTINUES[1 - CONTINUES.index(kind)]
        when = f" on {self.day.day} {self.day:%B %Y}" if self.day else ""
        return f"{_SAID[kind]} {name} (URN {urn}){when}"


@dataclass(frozen=True)
class Linked:
    """Two schools that the register links: the earlier one’s and the later one’s URN, and their names where given."""

    earlier: str
    later: str
    kind: SchoolLinkKind
    """``PREDECESSOR``, ``MERGED`` or ``SPLIT``: seen from the later one."""
    day: date | None
    earlier_name: str | None = None
    later_name: str | None = None


@dataclass(frozen=True)
class SameSchool:
    """What an earlier asking called a school, or why the two cannot be compared."""

    urn: str | None
    """The URN under which it was asked then; ``None`` when it cannot be compared."""
    why: str
    """A sentence for people: why not, or under which name it was asked. Empty where nothing has changed."""


def store_school_links(session: Session, linked: Iterable[Linked]) -> int:
    """Put the register’s links in the place of those we have; return how many concern schools of ours."""
    known = {school.urn: school for school in schools(session, with_closed=True)}
    session.execute(delete(SchoolLink))
    stored = 0
    for one in linked:
        if one.later in known:
            school, other, name, kind = known[one.later], one.earlier, one.earlier_name, one.kind
        elif one.earlier in known:
            school, other, name, kind = known[one.earlier], one.later, one.later_name, one.kind
            kind = SchoolLinkKind.SUCCESSOR if kind is SchoolLinkKind.PREDECESSOR else kind
        else:
            continue
        session.add(SchoolLink(school=school, other_urn=other, other_name=name, kind=kind, day=one.day))
        stored += 1
    session.flush()
    return stored


def links_of_school(session: Session, school: School) -> Sequence[SchoolLink]:
    """Return the links that name a school, its own and those that stand at another, the newest first."""
    named = or_(SchoolLink.school_id == school.id, SchoolLink.other_urn == school.urn)
    found = session.scalars(select(SchoolLink).where(named)).all()
    return sorted(found, key=lambda link: (link.day or date.min, link.other_urn), reverse=True)


def same_school(
    session: Session, urn: str, *, among: Collection[str], since: date, until: date
) -> SameSchool:
    """Say which of the schools asked before is this one.

    ``among`` holds the URNs that were asked then, ``since`` is the last day of that asking and ``until`` the first of
    this one. A school that only changed its name or legal form is the same; one that merged with another or was split
    in between is not, because its pupils are not.
    """
    return same_schools(session, [urn], among=among, since=since, until=until)[urn]


def same_schools(
    session: Session, urns: Iterable[str], *, among: Collection[str], since: date, until: date
) -> dict[str, SameSchool]:
    """Answer ``same_school`` for many schools, reading the links once."""
    past = _Past(session.scalars(select(SchoolLink)).all(), since=since, until=until)
    return {urn: past.of(urn, among) for urn in urns}


class _Past:
    """The links of all our schools, ready to be followed back in time."""

    def __init__(self, links: Iterable[SchoolLink], *, since: date, until: date) -> None:
        self._since, self._until = since, until
        self._before: dict[str, list[tuple[str, date | None]]] = {}
        self._after: dict[str, set[str]] = {}
        self._broken: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for link in links:
            self._take(link)

    def _take(self, link: SchoolLink) -> None:
        own, other = link.school.urn, link.other_urn
        self._names[own] = link.school.name
        self._names.setdefault(other, link.other_name or f"the school with URN {other}")
        if link.kind in CONTINUES:
            later, earlier = (own, other) if link.kind is SchoolLinkKind.PREDECESSOR else (other, own)
            self._before.setdefault(later, []).append((earlier, link.day))
            self._after.setdefault(earlier, set()).add(later)
        elif link.day is None or self._is_between(link.day):
            for urn, with_urn in ((own, other), (other, own)):
                self._broken[urn] = _broken_sentence(link, self._names[urn], self._names[with_urn])

    def _is_between(self, day: date | None) -> bool:
        return day is not None and self._since < day <= self._until

    def of(self, urn: str, among: Collection[str]) -> SameSchool:
        now, seen = urn, {urn}
        while True:
            if now in self._broken:
                return SameSchool(None, self._broken[now])
            taken_in = [earlier for earlier, day in self._before.get(now, ()) if self._is_between(day)]
            if now in among:
                if taken_in:
                    return SameSchool(None, self._grew(now, taken_in))
                return SameSchool(now, "" if now == urn else f"It was asked then as {self._names[now]}.")
            # Of several schools before this one, those that ended between the two askings count; else all of them.
            before = sorted(set(taken_in or (earlier for earlier, _ in self._before.get(now, ()))) - seen)
            if not before:
                return SameSchool(None, "It was not asked then.")
            if len(before) > 1:
                return SameSchool(None, self._grew(now, before))
            if len(self._after[before[0]]) > 1:
                return SameSchool(None, f"{self._names[before[0]]} became more than one school.")
            now = before[0]
            seen.add(now)

    def _grew(self, urn: str, before: Sequence[str]) -> str:
        named = " and ".join(self._names[one] for one in sorted(before))
        return f"{self._names[urn]} took in {named}, so its pupils are not those of before."


def _broken_sentence(link: SchoolLink, name: str, other: str) -> str:
    when = f" in {link.day:%B %Y}" if link.day else ""
    if link.kind is SchoolLinkKind.SPLIT:
        return f"{name} and {other} were parted{when}, so its pupils are not those of before."
    return f"{name} and {other} were merged{when}, so its pupils are not those of before."

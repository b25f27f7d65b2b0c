"""Groups: what the machine found among a wave’s texts without being told what to look for.

A group keeps its number from wave to wave, and no number is ever given to another group.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.codebook import add_theme
from surveys.readings import Reading
from surveys.themes import Theme
from surveys.waves import Wave
from surveys.workers import Worker

LEAST = 10
"""Texts. A smaller group’s words could be a few pupils’ own, so it is not kept."""
LONGEST_NAME = 60
"""Characters, as for a theme."""


class FoundGroup(Base):
    """A group of texts of one wave, by its words. Which texts are in it is not kept, but for a few examples."""

    __tablename__ = "found_group"
    __table_args__ = rules(
        UniqueConstraint("wave_id", "number"),
        CheckConstraint("number > 0", name="numbers_start_at_one"),
        CheckConstraint("size is null or size >= 10", name="small_ones_are_not_kept"),
        CheckConstraint("(given_name is null) = (named_by_id is null)", name="named_by_someone"),
    )

    id: Mapped[Key]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    words: Mapped[list[str]] = mapped_column(JSON)
    proposed_name: Mapped[str]
    given_name: Mapped[Name | None]
    named_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    near_code: Mapped[str | None] = mapped_column(String(20))
    """The theme it is near, where there is one."""
    size: Mapped[int | None]
    """Texts, as it may be shown: rounded. ``None`` once the wave was looked at again and it was not found."""
    centroid: Mapped[list[float]] = mapped_column(JSON)
    method: Mapped[str]
    """How texts were made into the vectors that the centroid lies between; others cannot be compared with it."""
    examples: Mapped[list[str]] = mapped_column(JSON)
    """Keys of a few answers that show what it is about."""
    theme_id: Mapped[Link | None] = mapped_column(ForeignKey("theme.id"))
    """The authority’s own theme that a person made of it."""

    wave: Mapped[Wave] = relationship()
    theme: Mapped[Theme | None] = relationship(lazy="joined")
    named_by: Mapped[Worker | None] = relationship()

    @property
    def name(self) -> str:
        return self.given_name or self.proposed_name

    @property
    def is_settled(self) -> bool:
        """Whether a person has named it or made a theme of it, so that it may not go without a trace."""
        return self.given_name is not None or self.theme_id is not None


class GroupProblem(Exception):
    """Something that cannot be done with a group as asked, in a sentence for staff."""


class Found(NamedTuple):
    """A group as the machine found it; ``size`` is rounded already."""

    number: int
    words: Sequence[str]
    name: str
    near_code: str | None
    size: int
    centroid: Sequence[float]
    examples: Sequence[str]


def store_groups(
    session: Session, *, wave: Wave, method: str, found: Iterable[Found], linked: Collection[str]
) -> None:
    """Put the groups of a wave in the place of those found earlier.

    One that a person named or made a theme of, or that is ``linked`` (by its key) to a group of another wave, stays when
    it is not found again, but without a size.
    """
    standing = groups_by_number(session, wave.id)
    for one in found:
        group = standing.pop(one.number, None) or FoundGroup(wave=wave, number=one.number)
        group.words, group.proposed_name, group.near_code = list(one.words), one.name, one.near_code
        group.size, group.centroid, group.method = one.size, list(one.centroid), method
        group.examples = list(one.examples)
        session.add(group)
    for group in standing.values():
        if group.is_settled or group.id in linked:
            group.size = None
        else:
            session.delete(group)
    session.flush()


def groups_by_number(session: Session, wave_id: str) -> dict[int, FoundGroup]:
    """Return every group of a wave by its number, those that were not found again too."""
    return {group.number: group for group in groups_of_wave(session, wave_id, gone_too=True)}


def groups_of_wave(session: Session, wave_id: str, *, gone_too: bool = False) -> Sequence[FoundGroup]:
    """Return the groups of a wave, the largest first; with ``gone_too`` also those that were not found again."""
    query = select(FoundGroup).where(FoundGroup.wave_id == wave_id)
    if not gone_too:
        query = query.where(FoundGroup.size.is_not(None))
    return session.scalars(query.order_by(FoundGroup.size.desc().nulls_last(), FoundGroup.number)).all()


def group_with_id(session: Session, group_id: str) -> FoundGroup:
    """Return one group, or raise ``NoResultFound``."""
    return session.scalars(select(FoundGroup).where(FoundGroup.id == group_id)).one()


def _opened_before(wave: Wave) -> ColumnElement[bool]:
    return or_(Wave.opens_on < wave.opens_on, (Wave.opens_on == wave.opens_on) & (Wave.name < wave.name))


def wave_before(session: Session, wave: Wave) -> Wave | None:
    """Return the latest wave before this one in which groups were found, or ``None``."""
    has_groups = select(FoundGroup.id).where(FoundGroup.wave_id == Wave.id).exists()
    query = select(Wave).where(_opened_before(wave), has_groups)
    return session.scalars(query.order_by(Wave.opens_on.desc(), Wave.name.desc()).limit(1)).first()


def groups_before(session: Session, wave: Wave) -> dict[int, FoundGroup]:
    """Return every group that was found before a wave, by its number, as it was in the last wave that had it."""
    query = (
        select(FoundGroup)
        .join(Wave)
        .where(_opened_before(wave))
        .order_by(Wave.opens_on, Wave.name, FoundGroup.number)
    )
    return {group.number: group for group in session.scalars(query)}


def highest_number(session: Session) -> int:
    """Return the highest number that any group has had; 0 when there was none."""
    return session.scalar(select(func.max(FoundGroup.number))) or 0


def example_words(session: Session, group: FoundGroup) -> list[str]:
    """Return a group’s examples as others may see them; one that became a concern meanwhile is left out."""
    query = select(Reading.answer_id, Reading.shown).where(
        Reading.answer_id.in_(group.examples), Reading.shown.is_not(None)
    )
    shown: Mapping[str | None, str | None] = {row[0]: row[1] for row in session.execute(query)}
    return [shown[answer_id] or "" for answer_id in group.examples if answer_id in shown]


def name_group(session: Session, *, group: FoundGroup, name: str, worker: Worker) -> None:
    """Give a group a name; an empty one takes the name back that the machine proposes.

    Raises ``GroupProblem`` when it is too long.
    """
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise GroupProblem(f"A name has at most {LONGEST_NAME} letters and spaces. This one has {len(name)}.")
    group.given_name, group.named_by = (name, worker) if name else (None, None)
    session.flush()


def make_theme(
    session: Session,
    *,
    group: FoundGroup,
    name: str,
    description: str,
    phrases: Sequence[str],
    worker: Worker,
) -> Theme:
    """Make a theme of the authority’s own of a group, and remember which.

    Raises ``GroupProblem`` when it is one already, ``CodebookProblem`` when the theme cannot be told from another.
    """
    if group.theme is not None:
        raise GroupProblem(f"This group is the theme “{group.theme.name}” already.")
    group.theme = add_theme(session, name=name, description=description, phrases=phrases, worker=worker)
    session.flush()
    return group.theme

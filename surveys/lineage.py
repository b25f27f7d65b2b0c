"""Lineage: what became of each group from one wave to the next, proposed by the machine and judged by a named person."""

import enum
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.groups import (
    Found,
    FoundGroup,
    groups_before,
    groups_by_number,
    highest_number,
    store_groups,
)
from surveys.waves import Wave
from surveys.workers import Worker


class LinkKind(enum.StrEnum):
    """What became of a group from one wave to the next."""

    KEPT = "kept"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    GONE = "gone"


class LinkDecision(enum.StrEnum):
    """What a person says of a link that the machine proposed."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"


SAME = (LinkKind.KEPT, LinkKind.RENAMED)
"""Links between two groups that are one and the same, so that they share a number."""


class GroupLink(Base):
    """What the machine says became of a group, and what a person says of that."""

    __tablename__ = "group_link"
    __table_args__ = rules(
        UniqueConstraint("before_id", "after_id"),
        CheckConstraint("(before_id is null) = (kind = 'new')", name="new_ones_have_no_past"),
        CheckConstraint("(after_id is null) = (kind = 'gone')", name="gone_ones_have_no_present"),
        CheckConstraint(
            "(decision is null) = (decided_by_id is null) and (decision is null) = (decided_on is null)",
            name="decisions_have_a_name",
        ),
    )

    id: Mapped[Key]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    """The later wave."""
    kind: Mapped[LinkKind]
    before_id: Mapped[Link | None] = mapped_column(ForeignKey("found_group.id"))
    after_id: Mapped[Link | None] = mapped_column(ForeignKey("found_group.id"))
    share: Mapped[str]
    """How much of it the link holds for, in words."""
    decision: Mapped[LinkDecision | None]
    decided_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    decided_on: Mapped[date | None]

    before: Mapped[FoundGroup | None] = relationship(foreign_keys=before_id, lazy="joined")
    after: Mapped[FoundGroup | None] = relationship(foreign_keys=after_id, lazy="joined")
    decided_by: Mapped[Worker | None] = relationship(lazy="joined")


class Proposed(NamedTuple):
    """A link as the machine proposes it, by the groups’ numbers."""

    kind: LinkKind
    before: int | None
    after: int | None
    share: str


def store_found(
    session: Session, *, wave: Wave, method: str, found: Iterable[Found], links: Iterable[Proposed]
) -> None:
    """Put what was found in a wave, and its links to the wave before, in the place of what was found earlier.

    What a person named, made a theme of or decided stays.
    """
    session.execute(delete(GroupLink).where(GroupLink.wave_id == wave.id, GroupLink.decision.is_(None)))
    linked = select(GroupLink.after_id).where(GroupLink.wave_id == wave.id)
    later = select(GroupLink.before_id).join(FoundGroup, FoundGroup.id == GroupLink.before_id)
    known = {*session.scalars(linked), *session.scalars(later.where(FoundGroup.wave_id == wave.id))}
    store_groups(session, wave=wave, method=method, found=found, linked={key for key in known if key})
    _propose(session, wave, links)


def _propose(session: Session, wave: Wave, links: Iterable[Proposed]) -> None:
    """Store the links that no person has decided on."""
    earlier = groups_before(session, wave)
    now = groups_by_number(session, wave.id)
    known = {(link.before_id, link.after_id) for link in links_of_wave(session, wave.id)}
    for link in links:
        ends = (
            earlier[link.before].id if link.before is not None else None,
            now[link.after].id if link.after is not None else None,
        )
        if ends not in known:
            known.add(ends)
            row = GroupLink(wave_id=wave.id, kind=link.kind, share=link.share)
            row.before_id, row.after_id = ends
            session.add(row)
    session.flush()


def links_of_wave(session: Session, wave_id: str) -> Sequence[GroupLink]:
    """Return what became of each group from the wave before to this one, by kind and number."""
    order = list(LinkKind)
    links = session.scalars(select(GroupLink).where(GroupLink.wave_id == wave_id)).unique()
    return sorted(
        links,
        key=lambda link: (
            order.index(link.kind),
            link.before.number if link.before else 0,
            link.after.number if link.after else 0,
        ),
    )


def groups_to_follow(session: Session, wave: Wave, *, method: str) -> list[FoundGroup]:
    """Return the groups of earlier waves to look for again, by number: those found by the same method.

    Not those that went into another one, as a person has confirmed.
    """
    merged = (
        select(FoundGroup.number)
        .join(GroupLink, GroupLink.before_id == FoundGroup.id)
        .join(Wave, Wave.id == GroupLink.wave_id)
        .where(
            GroupLink.kind == LinkKind.MERGED,
            GroupLink.decision == LinkDecision.CONFIRMED,
            Wave.opens_on < wave.opens_on,
        )
    )
    ended = set(session.scalars(merged))
    found = sorted(groups_before(session, wave).items())
    return [group for number, group in found if group.method == method and number not in ended]


def numbers_refused(session: Session, wave_id: str) -> dict[int, int]:
    """Return the number that a group of a wave has instead of an earlier one’s, where a person said it is another."""
    return {
        link.before.number: link.after.number
        for link in links_of_wave(session, wave_id)
        if link.kind in SAME and link.decision is LinkDecision.REFUSED and link.before and link.after
    }


def link_with_id(session: Session, link_id: str) -> GroupLink:
    """Return one link, or raise ``NoResultFound``."""
    return session.scalars(select(GroupLink).where(GroupLink.id == link_id)).unique().one()


def decide_link(
    session: Session, *, link: GroupLink, decision: LinkDecision, worker: Worker, on: date
) -> None:
    """Confirm or refuse a link; a later decision replaces an earlier one.

    A group whose sameness is refused is another group from now on, so it gets a number that none has had; confirmed
    after all, it takes the old number back.
    """
    link.decision, link.decided_by, link.decided_on = decision, worker, on
    if link.kind in SAME and link.before is not None and link.after is not None:
        taken = groups_by_number(session, link.wave_id)
        if decision is LinkDecision.REFUSED and link.after.number == link.before.number:
            link.after.number = highest_number(session) + 1
        elif decision is LinkDecision.CONFIRMED and link.before.number not in taken:
            link.after.number = link.before.number
    session.flush()

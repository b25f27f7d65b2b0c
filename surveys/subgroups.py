"""Subgroups: the partners who meet about some themes and own what is done about them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.themes import Theme


class SubgroupTheme(Base):
    __tablename__ = "subgroup_theme"
    __table_args__ = rules()

    subgroup_id: Mapped[Link] = mapped_column(ForeignKey("subgroup.id"), primary_key=True)
    theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"), primary_key=True)


class Subgroup(Base):
    __tablename__ = "subgroup"
    __table_args__ = rules()

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    purpose: Mapped[str]

    themes: Mapped[list[Theme]] = relationship(secondary=SubgroupTheme.__table__, order_by=Theme.position)

    @property
    def live_themes(self) -> list[Theme]:
        """The themes it owns as they count now: those that others were merged into, and none that is retired."""
        return list(dict.fromkeys(theme.counts_as for theme in self.themes if theme.counts_as.is_live))


FIRST_SUBGROUPS = (
    (
        "bullying",
        "Bullying",
        "Fewer pupils staying away because others hurt them, and every report dealt with.",
        ("BUL",),
    ),
    (
        "transport",
        "Transport",
        "Buses, trams and walks to school that are on time, safe and affordable.",
        ("TRV",),
    ),
    ("periods", "Periods", "Nobody misses school because of a period.", ("PER",)),
)
"""The three subgroups an authority starts with: slug, name, purpose, themes owned."""


def add_subgroup(
    session: Session, *, slug: str, name: str, purpose: str, themes: Iterable[Theme]
) -> Subgroup:
    """Add a subgroup with the themes it owns, or return the one that has this slug."""
    subgroup = session.scalars(select(Subgroup).where(Subgroup.slug == slug)).one_or_none()
    if subgroup is None:
        subgroup = Subgroup(slug=slug, name=name, purpose=purpose, themes=list(themes))
        session.add(subgroup)
        session.flush()
    return subgroup


def add_first_subgroups(session: Session) -> list[Subgroup]:
    """Make sure that bullying, transport and periods exist, each with its themes."""
    by_code = {theme.code: theme for theme in session.scalars(select(Theme))}
    return [
        add_subgroup(session, slug=slug, name=name, purpose=purpose, themes=[by_code[code] for code in codes])
        for slug, name, purpose, codes in FIRST_SUBGROUPS
    ]


def subgroups(session: Session) -> Sequence[Subgroup]:
    """Return every subgroup, by name."""
    return session.scalars(select(Subgroup).order_by(Subgroup.name)).all()


def subgroup_with_slug(session: Session, slug: str) -> Subgroup:
    """Return the subgroup with this slug, or raise ``NoResultFound``."""
    return session.scalars(select(Subgroup).where(Subgroup.slug == slug)).one()

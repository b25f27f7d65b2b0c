"""Themes: the codebook’s list of what makes school hard or good, owned by people."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Name, rules


class Theme(Base):
    __tablename__ = "theme"
    __table_args__ = rules()

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Name]
    description: Mapped[str]
    position: Mapped[int]
    codebook_version: Mapped[int]


class ThemeEntry(NamedTuple):
    """A theme as the codebook has it."""

    code: str
    name: str
    description: str


def load_themes(session: Session, entries: Iterable[ThemeEntry], *, version: int) -> list[Theme]:
    """Take in the codebook’s themes: new ones are added, known ones brought up to date, none is ever removed."""
    known = {theme.code: theme for theme in session.scalars(select(Theme))}
    loaded = []
    for position, entry in enumerate(entries):
        theme = known.get(entry.code) or Theme(code=entry.code)
        theme.name, theme.description = entry.name, entry.description
        theme.position, theme.codebook_version = position, version
        session.add(theme)
        loaded.append(theme)
    session.flush()
    return loaded


def themes(session: Session) -> Sequence[Theme]:
    """Return every theme in the codebook’s order."""
    return session.scalars(select(Theme).order_by(Theme.position, Theme.code)).all()


def theme_with_code(session: Session, code: str) -> Theme:
    """Return the theme with this code, or raise ``NoResultFound``."""
    return session.scalars(select(Theme).where(Theme.code == code)).one()

"""Themes: the codebook’s list of what makes school hard or good, owned by people."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules

UNCLEAR = "OTH"
"""The theme of what nobody can tell. It is no subject, so it is neither merged nor retired."""


class Theme(Base):
    """A theme that texts are given. None is ever deleted: what was said of it stays, and its code is not used again."""

    __tablename__ = "theme"
    __table_args__ = rules(
        CheckConstraint("retired_on is null or merged_into_id is null", name="ends_one_way"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Name]
    description: Mapped[str]
    position: Mapped[int]
    codebook_version: Mapped[int]
    """The edition of the codebook it came with; 0 for a theme of the authority’s own."""
    phrases: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Words and phrases that the authority gave it, beside those that the codebook knows it by."""
    is_own: Mapped[bool] = mapped_column(default=False)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    """Its quotes need two people’s clearance."""
    retired_on: Mapped[date | None]
    merged_into_id: Mapped[Link | None] = mapped_column(ForeignKey("theme.id"))
    revision: Mapped[int] = mapped_column(default=0)
    """The number of the last change to it: who has seen another one has seen another theme."""

    merged_into: Mapped["Theme | None"] = relationship(remote_side="Theme.id")

    @property
    def is_live(self) -> bool:
        """Whether texts are given this theme now."""
        return self.retired_on is None and self.merged_into_id is None

    @property
    def counts_as(self) -> "Theme":
        """The theme that its texts count under: itself, unless it was merged into another."""
        return self if self.merged_into is None else self.merged_into.counts_as


def themes(session: Session) -> Sequence[Theme]:
    """Return every theme there ever was, in the codebook’s order, the authority’s own ones last."""
    return session.scalars(select(Theme).order_by(Theme.is_own, Theme.position, Theme.code)).all()


def live_themes(session: Session) -> list[Theme]:
    """Return the themes that texts are given now, in the same order."""
    return [theme for theme in themes(session) if theme.is_live]


def live_codes(session: Session) -> dict[str, str]:
    """Return the code that counts for each code: a merged theme’s is that of its survivor, a retired one’s is left out."""
    return {theme.code: theme.counts_as.code for theme in themes(session) if theme.counts_as.is_live}


def family_ids(session: Session, theme: Theme) -> list[str]:
    """Return the keys of the themes whose texts count under this one, itself among them; none when it does not count."""
    if not theme.is_live:
        return []
    return [member.id for member in themes(session) if member.counts_as is theme]


def theme_with_code(session: Session, code: str) -> Theme:
    """Return the theme with this code, or raise ``NoResultFound``."""
    return session.scalars(select(Theme).where(Theme.code == code)).one()

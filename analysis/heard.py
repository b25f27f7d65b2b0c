"""Heard: everything heard in a wave, as the plain rows that are counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.counting import Picks


@dataclass(frozen=True)
class Option:
    """A choice of a question: its code, its words, and the theme it counts under, if any."""

    code: str
    title: str
    theme: str | None = None


@dataclass(frozen=True)
class Asked:
    """A question that was asked: its choices (or the places of a grid) and the columns of a grid."""

    rows: tuple[Option, ...]
    columns: tuple[Option, ...] = ()
    alone: frozenset[str] = frozenset()
    """Choices such as “nothing” or “rather not say”: answers, but not things to count up."""
    words: str = ""
    """The question as pupils read it."""


@dataclass(frozen=True)
class Written:
    """A theme that a text holds: the response (or workshop programme) it belongs to, and the words that drove it."""

    response: str
    theme: str
    because: tuple[str, ...]
    is_decided: bool


@dataclass(frozen=True)
class Heard:
    """Everything heard in a wave, as plain rows. Schools are named by URN."""

    schools: tuple[str, ...]
    ticks: Sequence[tuple[str, Picks]]
    writers: Mapping[str, str]
    """The school of each response with a text that was read."""
    written: Sequence[Written]
    said: Sequence[Written]
    """The same for workshop notes; ``response`` is the programme."""
    programmes: Mapping[str, str]
    """The school of each workshop programme with notes that were read."""
    asked: Mapping[str, Asked]
    themes: Sequence[tuple[str, str]]
    """Code and name of each theme, in the codebook’s order."""
    own_places: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    """By school: places that only this school has."""
    own_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By school: what its pupils call places of the list."""
    rolls: Mapping[str, int | None] = field(default_factory=dict)
    """By school: pupils on roll."""
    small: frozenset[str] = frozenset()
    """Schools of which no group is told: under 100 on roll, special, in a hospital, or a pupil referral unit."""
    beside: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    """By key: lines over the schools that were counted elsewhere – a subgroup’s own questions, the buses that pupils name –
    to be protected with all others."""

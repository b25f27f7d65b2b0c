"""The themes that answers are sorted into, read from `codebook.toml` and checked.

The codebook is data that people own: a new seed word or phrase is an edit to that file, not to the code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("codebook.toml")
PLACES = ("in", "out", "both")
CODE = re.compile(r"[A-Z]{3}")
# In a file of somebody’s own: codes are joined by “;” and must not hold one.
OWN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")

# Enough phrases to show the range of ways of putting it, few enough for a person to read through.
PHRASES_LEAST, PHRASES_MOST = 12, 30

TEXTS = ("code", "name", "where", "description")
LISTS = ("seeds", "phrases", "owners", "quick")
# What a theme in somebody’s own file has where the file does not say.
UNSAID: Mapping[str, object] = {"where": "both", "description": "", **{field: [] for field in LISTS}}


class CodebookUnsound(ValueError):
    """The codebook cannot be used as it stands; the message says where and why."""


@dataclass(frozen=True)
class Theme:
    """One theme: what it means, the words that point at it and who can change it."""

    code: str
    name: str
    where: str
    description: str
    seeds: tuple[str, ...]
    phrases: tuple[str, ...]
    owners: tuple[str, ...]
    quick: tuple[str, ...]
    subgroup: str | None = None


@dataclass(frozen=True)
class Codebook:
    """All themes of one version, in the order people keep them."""

    version: int
    themes: tuple[Theme, ...]
    merged: tuple[tuple[str, str], ...] = ()
    """Codes that count under another theme now, each with that theme’s code."""

    @cached_property
    def survivors(self) -> dict[str, str]:
        """For each merged code the theme that it counts under in the end."""
        into = dict(self.merged)
        found = {}
        for code in into:
            end = code
            while end in into:
                end = into[end]
            found[code] = end
        return found

    @cached_property
    def by_code(self) -> dict[str, Theme]:
        return {theme.code: theme for theme in self.themes}

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(theme.code for theme in self.themes)


@dataclass(frozen=True)
class OwnTheme:
    """A theme as an authority has it: one of its own, or what it made of one in the codebook."""

    code: str
    name: str
    description: str
    phrases: tuple[str, ...]
    """The authority’s own words and phrases; those of the codebook are not among them."""
    merged_into: str | None
    """The code of the theme that it counts under now."""
    is_retired: bool
    is_own: bool


def with_own(codebook: Codebook, own: Sequence[OwnTheme]) -> Codebook:
    """The codebook as an authority has it. Own themes come last; what nobody mentions stays as it is.

    Retired themes are left out. The seeds and phrases of a merged theme go to its survivor.
    """
    changed = {theme.code: theme for theme in own}
    known = {theme.code: _as_changed(theme, changed.get(theme.code)) for theme in codebook.themes}
    known |= {theme.code: _as_own(theme) for theme in own if theme.is_own}
    for theme in own:
        if theme.merged_into in known and not theme.is_retired and theme.code in known:
            known[theme.merged_into] = _joined(known[theme.merged_into], known[theme.code])
    gone = {theme.code for theme in own if theme.is_retired or theme.merged_into is not None}
    merged = tuple((theme.code, theme.merged_into) for theme in own if theme.merged_into is not None)
    return Codebook(
        codebook.version, tuple(theme for code, theme in known.items() if code not in gone), merged
    )


def _as_changed(theme: Theme, changed: OwnTheme | None) -> Theme:
    if changed is None:
        return theme
    return replace(
        theme,
        name=changed.name,
        description=changed.description,
        phrases=each_once(theme.phrases, changed.phrases),
    )


def _as_own(theme: OwnTheme) -> Theme:
    return Theme(
        code=theme.code,
        name=theme.name,
        where="both",
        description=theme.description,
        seeds=(),
        phrases=theme.phrases,
        owners=(),
        quick=(),
    )


def _joined(survivor: Theme, merged: Theme) -> Theme:
    return replace(
        survivor,
        seeds=each_once(survivor.seeds, merged.seeds),
        phrases=each_once(survivor.phrases, merged.phrases),
    )


def each_once(*lists: Sequence[str]) -> tuple[str, ...]:
    """All of some lists, each item once, however it is written, where it stands first."""
    kept: dict[str, str] = {}
    for item in (item for items in lists for item in items):
        kept.setdefault(item.casefold(), item)
    return tuple(kept.values())


@lru_cache(maxsize=1)
def load_codebook() -> Codebook:
    """The codebook that ships with Voice."""
    return read_codebook(tomllib.loads(PATH.read_text(encoding="utf-8")))


def read_codebook(data: Mapping[str, Any], *, own: bool = False) -> Codebook:
    """Build a codebook from parsed TOML, or raise CodebookUnsound in words a person can act on.

    The one that ships with Voice needs every field; somebody’s `own` needs a code and a name for each theme.
    """
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CodebookUnsound("The codebook needs a “version”, a whole number from 1.")
    entries = data.get("theme")
    if not isinstance(entries, list) or not entries:
        raise CodebookUnsound("The codebook holds no [[theme]].")
    themes = tuple(_theme(number, entry, own) for number, entry in enumerate(entries, start=1))
    _refuse_repeats(themes)
    return Codebook(version, themes)


def _theme(number: int, entry: Mapping[str, Any], own: bool) -> Theme:
    """One theme, each field checked; errors name the theme by its code or its place in the file."""
    label = str(entry.get("code") or f"number {number}")
    if unknown := set(entry) - {*TEXTS, *LISTS, "subgroup"}:
        raise CodebookUnsound(f"Theme {label} has a field Voice does not know: {', '.join(sorted(unknown))}.")
    texts = {field: _text(label, field, entry.get(field), own=own) for field in TEXTS}
    lists = {field: _list(label, field, entry.get(field), own=own) for field in LISTS}
    _refuse_misfits(label, texts, lists, own=own)
    subgroup = entry.get("subgroup")
    return Theme(
        code=texts["code"],
        name=texts["name"],
        where=texts["where"],
        description=texts["description"],
        seeds=lists["seeds"],
        phrases=lists["phrases"],
        owners=lists["owners"],
        quick=lists["quick"],
        subgroup=None if subgroup is None else _text(label, "subgroup", subgroup),
    )


def _refuse_misfits(
    label: str, texts: Mapping[str, str], lists: Mapping[str, tuple[str, ...]], *, own: bool
) -> None:
    if own and not OWN_CODE.fullmatch(texts["code"]):
        raise CodebookUnsound(f"Theme {label}: a code is up to 20 letters and digits without spaces.")
    if not own and not CODE.fullmatch(texts["code"]):
        raise CodebookUnsound(f"Theme {label}: a code is three capital letters.")
    if texts["where"] not in PLACES:
        raise CodebookUnsound(f"Theme {label}: “where” is one of {', '.join(PLACES)}.")
    phrases = len(lists["phrases"])
    if not own and not PHRASES_LEAST <= phrases <= PHRASES_MOST:
        raise CodebookUnsound(
            f"Theme {label} has {phrases} phrases; it needs {PHRASES_LEAST} to {PHRASES_MOST}."
        )


def _text(label: str, field: str, value: object, *, own: bool = False) -> str:
    if own and field in UNSAID and value == UNSAID[field]:
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise CodebookUnsound(f"Theme {label} needs a “{field}”.")
    return value.strip()


def _list(label: str, field: str, value: object, *, own: bool = False) -> tuple[str, ...]:
    if own and value == []:
        return ()
    if not isinstance(value, list) or not value:
        raise CodebookUnsound(f"Theme {label} needs at least one of “{field}”.")
    items = tuple(_text(label, field, item) for item in value)
    folded = [item.casefold() for item in items]
    if repeated := {item for item in folded if folded.count(item) > 1}:
        raise CodebookUnsound(f"Theme {label} says “{min(repeated)}” twice under “{field}”.")
    return items


def _refuse_repeats(themes: tuple[Theme, ...]) -> None:
    """A code names one theme, and a phrase belongs to one theme: otherwise it would teach nothing."""
    codes = [theme.code for theme in themes]
    if repeated := {code for code in codes if codes.count(code) > 1}:
        raise CodebookUnsound(f"Two themes share the code {min(repeated)}.")
    owner: dict[str, str] = {}
    for theme in themes:
        for phrase in theme.phrases:
            other = owner.setdefault(phrase.casefold(), theme.code)
            if other != theme.code:
                raise CodebookUnsound(f"The phrase “{phrase}” stands under {other} and {theme.code}.")

"""Somebody’s own codebook, in a file like the one that ships with Voice but with less in it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from analysis.codebook import (
    UNSAID,
    Codebook,
    CodebookUnsound,
    Theme,
    each_once,
    load_codebook,
    read_codebook,
)


def read_own_codebook(path: Path) -> Codebook:
    """Read somebody’s own codebook from a TOML file. A theme needs a code and a name, and no more.

    Raises CodebookUnsound.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CodebookUnsound(f"Cannot read {path}: {error.strerror or error}.") from None
    except ValueError as error:  # no TOML, or not in UTF-8
        raise CodebookUnsound(f"{path} is not a codebook in TOML: {error}.") from None
    entries = data.get("theme")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CodebookUnsound(f"{path} holds no [[theme]].")
    book = read_codebook(
        {"version": data.get("version", 1), "theme": [{**UNSAID, **entry} for entry in entries]}, own=True
    )
    # Seed words go with the examples that ship; a theme without any learns from its seeds as from its phrases.
    ours = load_codebook().by_code
    return replace(book, themes=tuple(each if each.code in ours else _plain(each) for each in book.themes))


def _plain(theme: Theme) -> Theme:
    return replace(theme, phrases=each_once(theme.phrases, theme.seeds), seeds=())

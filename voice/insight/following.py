"""Following: answers that are alike are put into groups, and each group is followed from wave to wave under its number."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from analysis.codebook import Codebook
from analysis.protection import THRESHOLD, protect_count
from surveys.groups import Found, groups_by_number, groups_of_wave, highest_number, wave_before
from surveys.lineage import LinkKind, Proposed, groups_to_follow, numbers_refused, store_found
from surveys.waves import wave_with_id
from voice.database import writing_session

if TYPE_CHECKING:
    from analysis.discovery import Discovery, Group, SavedGroup
    from analysis.lineage import Link
    from analysis.vectors import Backend

SAME_AGAIN = 0.7
"""Cosine of two centres: as near as the discovery itself wants to an earlier group before it takes a group for that one."""
SMALL_NOW = "Fewer than 10 texts are in it now."


def follow_groups(
    engine: Engine, *, wave_id: str, answers: Mapping[str, str], book: Codebook, backend: "Backend"
) -> None:
    """Put the answers of a wave into groups, store them and what became of the groups of waves before.

    ``answers``: their words by their keys.
    """
    from analysis.discovery import SavedGroup, discover
    from analysis.lineage import follow
    from analysis.naming import theme_centres

    keys, texts = list(answers), list(answers.values())
    with Session(engine) as record:
        wave = wave_with_id(record, wave_id)
        known = groups_to_follow(record, wave, method=backend.method)
        saved = [SavedGroup(group.number, tuple(group.words), group.centroid) for group in known]
        own = [
            SavedGroup(group.number, tuple(group.words), group.centroid)
            for group in groups_by_number(record, wave_id).values()
            if group.method == backend.method
        ]
        refused, highest = numbers_refused(record, wave_id), highest_number(record)
        before = wave_before(record, wave)
        standing = {group.number for group in groups_of_wave(record, before.id)} if before else set[int]()
    discovery = discover(
        texts,
        backend.encode(texts),
        known=book,
        centres=theme_centres(book, backend.encode),
        saved=saved,
        highest=highest,
    )
    numbers = _numbers(discovery, saved, own, refused)
    large = [group for group in discovery.groups if group.size >= THRESHOLD]
    links = _links(follow(saved, discovery), numbers, {group.number for group in large}) if saved else []
    with writing_session(engine) as record:
        store_found(
            record,
            wave=wave_with_id(record, wave_id),
            method=backend.method,
            found=[_found(group, numbers[group.number], keys) for group in large],
            # A group that was gone before is not told of again, unless it comes back.
            links=[link for link in links if link.kind is not LinkKind.GONE or link.before in standing],
        )
        record.commit()


def groups_of(left: Sequence[str], *, book: Codebook, backend: "Backend") -> dict[str, Any]:
    """Return groups among answers that fit no theme, with protected sizes and a note on how far to trust them."""
    from analysis.discovery import discover
    from analysis.naming import theme_centres

    found = discover(left, backend.encode(left), known=book, centres=theme_centres(book, backend.encode))
    return {
        "groups": [
            {"words": list(group.words), "near": group.near, "size": protect_count(group.size).as_json()}
            for group in sorted(found.groups, key=_by_shown_size)
            if group.size >= THRESHOLD
        ],
        "note": found.note,
    }


def _by_shown_size(group: "Group") -> tuple[int, list[str]]:
    """Order groups by what is told of their size, so that the order tells no more."""
    return -(protect_count(group.size).count or 0), list(group.words)


def _numbers(
    discovery: "Discovery",
    saved: "Sequence[SavedGroup]",
    own: "Sequence[SavedGroup]",
    refused: Mapping[int, int],
) -> dict[int, int]:
    """Return the number that each group is stored under.

    An earlier group’s is its own, unless a person said that this is another group. A new group that an earlier look at
    this wave found already has the number it got then.
    """
    earlier = {group.number for group in saved}
    numbers = {group.number: refused.get(group.number, group.number) for group in discovery.groups}
    free = {group.number: group for group in own if group.number not in {*earlier, *refused.values()}}
    pairs = [
        (_cosine(group.centroid, stored.centroid), group.number, stored.number)
        for group in discovery.groups
        if group.number not in earlier
        for stored in free.values()
    ]
    given: set[int] = set()
    for nearness, number, stored_number in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if nearness >= SAME_AGAIN and number not in given and stored_number in free:
            numbers[number] = stored_number
            given.add(number)
            del free[stored_number]
    return numbers


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how nearly two directions are one; rounded, so that the last digit decides nothing."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    lengths = (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5
    return round(product / lengths, 6) if lengths else 0.0


def _found(group: "Group", number: int, keys: Sequence[str]) -> Found:
    size = protect_count(group.size).count
    assert size is not None  # only groups large enough to be shown come here
    return Found(
        number,
        group.words,
        group.name,
        group.near,
        size,
        group.centroid,
        [keys[place] for place in group.quotes],
    )


def _links(links: "Sequence[Link]", numbers: Mapping[int, int], large: set[int]) -> list[Proposed]:
    """Return the links as people judge them. A group with fewer than 10 texts is gone, as one with none: neither is told."""
    proposed = []
    for link in links:
        kind = LinkKind(link.kind)
        if link.now in large and link.now is not None:
            share = _share(kind, link) if link.answers >= THRESHOLD else ""
            proposed.append(Proposed(kind, link.before, numbers[link.now], share))
        elif kind in (LinkKind.KEPT, LinkKind.RENAMED, LinkKind.GONE):
            proposed.append(Proposed(LinkKind.GONE, link.before, None, SMALL_NOW))
    return proposed


def _share(kind: LinkKind, link: "Link") -> str:
    """Say how much of a group a link holds for, in a sentence."""
    from analysis.shares import in_words

    said = in_words(link.share)
    if kind is LinkKind.SPLIT:
        return f"It takes {said} of the texts that the other would have held."
    if kind is LinkKind.MERGED:
        return f"It brings {said} of the texts that both have."
    if kind is LinkKind.NEW:
        return ""
    return f"It keeps {said} of the texts that it would have held before."

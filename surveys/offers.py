"""Offers: what the question bank holds for building a survey: variants to start from, modules, and single questions."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from surveys.definitions import BANK, Definition, read_definition, words_of_question
from surveys.kinds import Condition
from surveys.surveys import Variant

LENDS_TO = {
    Variant.PULSE: (Variant.SECONDARY,),
    Variant.NOT_IN_SCHOOL: (Variant.SECONDARY,),
}
"""Whose questions a survey may also take: those worded for pupils of the same age."""
FOR_YOUNGER = frozenset({Variant.PRIMARY, Variant.SYMBOL})
"""Variants for pupils who cannot read the modules, which are worded for ages 11 to 16."""


class Offer(NamedTuple):
    """A question of the bank that a survey may ask."""

    row: Mapping[str, Any]
    words: Mapping[str, str]
    source: Definition

    @property
    def code(self) -> str:
        return str(self.row["code"])

    @property
    def text(self) -> str:
        """What it asks, in English."""
        return self.words[self.code]

    @property
    def siblings(self) -> list[str]:
        """The codes of its file, in their order there."""
        return [row["code"] for row in self.source.questions]

    @property
    def needs(self) -> list[str]:
        """The questions without which it cannot be asked."""
        return needed_by(self.row.get("picks_of"), self.row.get("only_if"))


def needed_by(picks_of: str | None, only_if: str | None) -> list[str]:
    """Return the codes of the questions that one is about or hangs on."""
    condition = [Condition.read(only_if).code] if only_if else []
    return list(dict.fromkeys([*([picks_of] if picks_of else []), *condition]))


@cache
def variants() -> Mapping[Variant, Definition]:
    """Return the surveys that the bank holds ready, in the order in which variants are named."""
    files = [file for file in sorted(BANK.glob("*.toml")) if file.stem != Variant.FRAME]
    found = {read.variant: read for read in map(read_definition, files)}
    return {variant: found[variant] for variant in Variant if variant in found}


@cache
def modules() -> Mapping[str, Definition]:
    """Return the bank’s modules by their code."""
    read = [read_definition(file) for file in sorted((BANK / "modules").glob("*.toml"))]
    return {definition.module: definition for definition in read if definition.module}


def modules_for(variant: Variant) -> Mapping[str, Definition]:
    """Return the modules that a survey of this variant may take."""
    return {} if variant in FOR_YOUNGER else modules()


@cache
def offers_for(variant: Variant) -> Mapping[str, Offer]:
    """Return every question of the bank that a survey of this variant may ask, by code."""
    offers: dict[str, Offer] = {}
    for offer in _all_for(variant):
        offers.setdefault(offer.code, offer)
    return offers


def _all_for(variant: Variant) -> Iterator[Offer]:
    lenders = [variants()[one] for one in (variant, *LENDS_TO.get(variant, ())) if one in variants()]
    for source in (*lenders, *modules_for(variant).values()):
        for row in source.questions:
            yield Offer(row, words_of_question(row, source.words), source)

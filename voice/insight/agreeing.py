"""Agreeing: blind samples are drawn here, and what they tell of people and of the machine is worked out and stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from surveys.findings import FindingKind, finding, replace_findings
from surveys.heard import read_answers, read_notes
from surveys.samples import (
    Candidate,
    Drawn,
    Sample,
    SampleProblem,
    candidates,
    draw_sample,
)
from surveys.settling import TwiceCoded, twice_coded
from surveys.texts import NotAllRead, require_all_read
from surveys.themes import UNCLEAR, live_codes
from surveys.waves import Wave
from surveys.workers import Worker
from voice.insight.finding import seal_of, words_of
from voice.insight.showing import shown_count
from voice.insight.trusting import trust_findings

if TYPE_CHECKING:
    from analysis.agreement import Agreement
    from analysis.estimates import Estimate

MOST_PAIRS = 8
"""Pairs of themes that are told apart worst; more than a meeting can talk through."""
FIGURES = ("kappa", "micro_f1", "macro_f1", "first_theme", "alpha")
LEFT_OUT = ""
"""Stands for “the other coder gave it no theme instead”."""


def draw_blind_sample(
    session: Session, *, wave: Wave, share: float, least: int, worker: Worker, on: date
) -> Sample:
    """Draw texts of a wave to be coded blind, spread over schools, themes and how sure the machine is.

    ``share`` of the texts, at least ``least``. Raises ``SampleProblem`` when nobody has looked for themes, when texts
    wait to be read or were read since, when too few texts are left, or while another sample is being coded.
    """
    from analysis import sampling

    try:
        require_all_read(session, wave.id)
    except NotAllRead as left:
        raise SampleProblem(str(left)) from left
    overview = finding(session, wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave")
    if overview is None:
        raise SampleProblem("Nobody has looked for themes in this wave yet. Press “Find themes” first.")
    if overview.figures["looked_at"] != seal_of([*read_answers(session, wave.id), *read_notes(session)]):
        raise SampleProblem("Some texts were read since the last look. Press “Find themes again” first.")
    live = live_codes(session)
    texts = {text.answer_id: text for text in candidates(session, wave.id)}
    drawn = sampling.draw(
        [
            sampling.Candidate(
                key=text.answer_id,
                school=text.school_id,
                first_theme=next((live[code] for code in text.codes if code in live), ""),
                confidence=max(text.scores, default=0.0),
            )
            for text in texts.values()
        ],
        share=share,
        least=least,
    )
    return draw_sample(
        session,
        wave=wave,
        method=overview.figures["method"],
        drawn=[_frozen(texts[one.key], one.weight) for one in drawn],
        worker=worker,
        on=on,
    )


def _frozen(text: Candidate, weight: float) -> Drawn:
    """Return a text with what the machine says of it now; a theme “unclear” is its way of saying that it cannot tell."""
    from analysis.words import cannot_tell, clean

    if text.codes == (UNCLEAR,) or (not text.codes and cannot_tell(clean(words_of(text.shown)))):
        return Drawn(text.answer_id, weight, (UNCLEAR,), text.scores)
    return Drawn(text.answer_id, weight, text.codes, text.scores)


def measure_sample(session: Session, *, sample: Sample, on: date) -> None:
    """Work out how well the coders of a sample, and the machine, agree; store it, and each theme’s line with it.

    Raises ``SampleProblem`` while the sample is being coded.
    """
    texts = twice_coded(session, sample)
    figures = {(FindingKind.AGREEMENT, sample.id): _agreement(texts)}
    replace_findings(session, wave_id=sample.wave_id, figures=figures, on=on)
    replace_findings(session, wave_id=sample.wave_id, figures=trust_findings(session, sample.wave_id), on=on)


def _agreement(texts: Sequence[TwiceCoded]) -> dict[str, Any]:
    """Return everything a sample says, safe to show: figures, words, and no count of texts under 10."""
    from analysis.agreement import agree

    weights = [text.weight for text in texts]
    one, other = ([getattr(text, side).codes for text in texts] for side in ("one", "other"))
    machine = [text.machine.codes for text in texts]
    people = agree(one, other, weights=weights)
    with_machine = [agree(machine, person, weights=weights) for person in (one, other)]
    return {
        "texts": shown_count(len(texts)),
        "people": _figures(people),
        "machine": _both(*(_figures(agreement) for agreement in with_machine)),
        "themes": [
            {
                "code": code,
                "people": _estimate(people.kappa_by_theme.get(code)),
                "machine": _between(*(_estimate(found.kappa_by_theme.get(code)) for found in with_machine)),
                "advice": _advice(people.kappa_by_theme.get(code)),
            }
            for code in sorted({*people.kappa_by_theme, *with_machine[0].kappa_by_theme})
        ],
        "pairs": [
            {"one": pair[0], "other": pair[1], "texts": shown_count(number)}
            for pair, number in _told_apart_worst(texts)
        ],
    }


def _figures(agreement: "Agreement") -> dict[str, dict[str, Any]]:
    return {name: _estimate(getattr(agreement, name)) for name in FIGURES}


def _estimate(estimate: "Estimate | None") -> dict[str, Any]:
    from analysis.estimates import TOO_FEW

    if estimate is None:
        return {"value": None, "low": None, "high": None, "words": TOO_FEW, "why": ""}
    return asdict(estimate)


def _advice(kappa: "Estimate | None") -> str:
    from analysis.estimates import advice

    return "" if kappa is None else advice(kappa)


def _both(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: _between(one[name], other[name]) for name in FIGURES}


def _between(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the machine’s agreement with both people: the mean, with the words of the lower and an interval over both.

    Texts were coded by the same machine twice over, so that putting both into one comparison would look surer than it is.
    """
    if one["value"] is None or other["value"] is None:
        return one if one["value"] is None else other
    lower = min(one, other, key=lambda estimate: estimate["value"])
    return {
        **lower,
        "value": (one["value"] + other["value"]) / 2,
        "low": min(one["low"], other["low"]),
        "high": max(one["high"], other["high"]),
    }


def _told_apart_worst(texts: Iterable[TwiceCoded]) -> list[tuple[tuple[str, str], int]]:
    """Return the pairs of themes of which one coder gave the one and the other the other, the most frequent first.

    A theme that one gave and the other replaced by nothing stands beside ``LEFT_OUT``.
    """
    pairs = Counter[tuple[str, str]]()
    for text in texts:
        one, other = set(text.one.codes), set(text.other.codes)
        alone = sorted(one - other) or [LEFT_OUT], sorted(other - one) or [LEFT_OUT]
        pairs.update((min(pair), max(pair)) for pair in product(*alone) if any(pair))
    # The theme comes before its absence.
    turned = {(pair if pair[0] else (pair[1], LEFT_OUT)): number for pair, number in pairs.items()}
    return sorted(turned.items(), key=lambda found: (-found[1], found[0]))[:MOST_PAIRS]

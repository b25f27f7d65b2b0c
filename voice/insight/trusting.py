"""Trusting: each theme’s “how far to trust this” line, from the newest blind sample or from the machine’s own scores."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from surveys.findings import FindingKind
from surveys.samples import machine_scores, samples
from surveys.settling import TwiceCoded, twice_coded
from surveys.themes import live_codes
from surveys.views import View


def trust_findings(session: Session, wave_id: str) -> dict[tuple[FindingKind, str], dict[str, Any]]:
    """Return each theme’s “how far to trust this” line, from the newest sample whose coding has ended.

    Before there is one it goes by the machine’s own scores, and says so.
    """
    from analysis.trust import Checked, trust

    ended = [one for one in samples(session, wave_id=wave_id) if one.ended_on is not None]
    checked = [
        Checked(text.machine.codes, [view.codes for view in _people(text)], text.weight)
        for text in (twice_coded(session, ended[0]) if ended else ())
    ]
    themes = sorted(set(live_codes(session).values()))
    lines = trust(themes, checked=checked, scores=machine_scores(session, wave_id))
    return {(FindingKind.TRUST, code): asdict(line) for code, line in lines.items()}


def _people(text: TwiceCoded) -> tuple[View, ...]:
    return (text.one, text.other) if text.ruling is None else (text.ruling,)

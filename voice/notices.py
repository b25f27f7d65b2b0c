"""Notices: what they say, and their way out each minute. No word of a pupil, no school, no name, no number."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveys.cases import Act, add_entry
from surveys.concerns import Concern
from surveys.notices import Notice, NoticeKind, drop_notice, due_notices, postpone_notice
from surveys.workers import Role
from voice.database import writing_session
from voice.errors import kind_and_places
from voice.sending import NotSent, Sender

SUBJECT = "Something waits for you in Voice"
URGENT = frozenset({NoticeKind.CONCERN, NoticeKind.STILL_WAITING, NoticeKind.NOT_HANDED_OVER})
LONGEST_SENDING = 20
"""Seconds of one minute that go into sending; who is left comes with the next. With a mail server that hangs, new texts
must still be looked at and the limits kept."""


class Letter(NamedTuple):
    """One message to one worker, for all that waits for them."""

    to: str | None
    text: str
    notice_ids: list[str]


def send_notices(engine: Engine, sender: Sender, *, address: str, at: datetime) -> int:
    """Send the notices whose time has come, one message a worker, and return how many messages went out.

    One that went is deleted, and the log of its concern says who was told. One that could not go is tried again, each
    time after a longer pause. Each is sent between transactions: a mail server that is slow holds nobody’s answers up.
    A process killed in that moment sends it once more, which is better than never.
    """
    with Session(engine) as record:
        letters = _letters(due_notices(record, at=at), address=address)
    sent, started = 0, time.monotonic()
    for letter in letters:
        if time.monotonic() - started > LONGEST_SENDING:
            break
        went = letter.to is None or _try(sender, to=letter.to, text=letter.text, at=at)
        with writing_session(engine) as record:
            for notice_id in letter.notice_ids:
                notice = record.get(Notice, notice_id)
                if notice is not None:
                    _record(record, notice, at=at, went=went, is_told=letter.to is not None)
            record.commit()
        sent += went and letter.to is not None
    return sent


def _letters(notices: Sequence[Notice], *, address: str) -> list[Letter]:
    """Put each worker’s notices into one message, that of the most urgent; who has the most urgent comes first."""
    by_worker: dict[str, list[Notice]] = {}
    for notice in sorted(notices, key=lambda one: list(NoticeKind).index(one.kind)):
        by_worker.setdefault(notice.worker_id, []).append(notice)
    return [
        Letter(
            theirs[0].worker.email if theirs[0].worker.active else None,
            message(theirs[0], address=address),
            [notice.id for notice in theirs],
        )
        for theirs in by_worker.values()
    ]


def message(notice: Notice, *, address: str) -> str:
    """Return what a notice says: where to look, and never what is there."""
    is_safeguarding = notice.worker.is_a(Role.SAFEGUARDING_LEAD)
    page = "/concerns" if notice.kind in URGENT and is_safeguarding else "/staff"
    soon = "Please look now." if notice.kind in URGENT else "Please look today."
    where = (
        f"Sign in: {address}{page}" if address else "Sign in to Voice, at the address where you always do."
    )
    return f"Something waits for you in Voice. {soon}\n\n{where}\n"


def _try(sender: Sender, *, to: str, text: str, at: datetime) -> bool:
    try:
        sender.send(to=to, subject=SUBJECT, text=text, at=at)
    except Exception as problem:
        # Not only ``NotSent``: whatever a sender meets with one message, the others must still go.
        if not isinstance(problem, NotSent):
            logging.getLogger(__name__).error("sending failed with %s", kind_and_places(problem))
        return False
    return True


def _record(record: Session, notice: Notice, *, at: datetime, went: bool, is_told: bool) -> None:
    if not went:
        postpone_notice(record, notice=notice, at=at)
        return
    if notice.concern_id is not None and is_told:
        concern = record.get_one(Concern, notice.concern_id)
        add_entry(record, concern=concern, act=Act.TOLD, at=at, told=notice.worker)
    drop_notice(record, notice=notice)

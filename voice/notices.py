"""Notices: what they say, and their way out each minute. No word of a pupil, no school, no name, no number."""

import logging
from datetime import datetime

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
MOST_AT_ONCE = 50
"""Messages of one minute; the rest go with the next. With a slow server the clock must not stand still."""


def send_notices(engine: Engine, sender: Sender, *, address: str, at: datetime) -> int:
    """Send the notices whose time has come, and return how many went out.

    One that went is deleted, and the log of its concern says who was told. One that could not go is tried again, each
    time after a longer pause. Each is sent between transactions: a mail server that is slow holds nobody’s answers up.
    A process killed in that moment sends it once more, which is better than never.
    """
    with Session(engine) as record:
        waiting = [
            (
                notice.id,
                notice.worker.email if notice.worker.active else None,
                message(notice, address=address),
            )
            for notice in due_notices(record, at=at)[:MOST_AT_ONCE]
        ]
    sent = 0
    for notice_id, to, text in waiting:
        went = to is None or _try(sender, to=to, text=text, at=at)
        with writing_session(engine) as record:
            notice = record.get(Notice, notice_id)
            if notice is not None:
                _record(record, notice, at=at, went=went, is_told=to is not None)
                record.commit()
        sent += went and to is not None
    return sent


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

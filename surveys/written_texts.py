"""Written texts: what each pupil of a wave wrote that was read and let through, by response, for counting pupils."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.readings import Reading
from surveys.responses import Answer, Response
from surveys.waves import WaveSchool


class Wrote(NamedTuple):
    """One text of one response, as others may see it."""

    response_id: str
    school_id: str
    question_code: str
    shown: str


def written_texts(session: Session, wave_id: str) -> list[Wrote]:
    """Return every text of a wave that a person has let through, in the order of random keys."""
    query = (
        select(Answer.response_id, WaveSchool.school_id, Answer.question_code, Reading.shown)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, Reading.shown.is_not(None))
        .order_by(Answer.id)
    )
    return [Wrote(row[0], row[1], row[2], row[3] or "") for row in session.execute(query)]

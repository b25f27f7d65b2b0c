"""Class codes: a code of its own for each class of a school, so that one class’s share of a school’s cap is its own."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Link, Name, rules
from surveys.codes import CODE_LENGTH, cap_for, new_code
from surveys.waves import WaveSchool

MOST_CLASSES = 200
"""The largest schools have some 90 tutor groups; a list much longer than that was pasted by mistake."""
MOST_PUPILS = 500
"""A whole year group of a very large school may answer as one “class”."""
LONGEST_NAME = 40
"""So that it fits on a slip."""
MARKS_BETWEEN = "\t,;"
"""What may stand between a class and its number: a comma, or what a spreadsheet puts there."""


class ClassCode(Base):
    """A class’s way into its school’s place in a wave. No answer says which class it came from."""

    __tablename__ = "class_code"
    __table_args__ = rules(
        UniqueConstraint("wave_school_id", "name"), CheckConstraint("cap > 0", name="cap_is_positive")
    )

    id: Mapped[Key]
    wave_school_id: Mapped[Link] = mapped_column(ForeignKey("wave_school.id"))
    name: Mapped[Name]
    """What the school calls the class; it is printed on the class’s slips."""
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    cap: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    """About how many answers its code has opened, brought up to date a few at a time, never with an answer."""

    @property
    def printed_code(self) -> str:
        """The code in two halves, as it is read out."""
        return f"{self.code[:4]}-{self.code[4:]}"


class ClassWanted(NamedTuple):
    """A class as staff wrote it down."""

    name: str
    headcount: int


class ClassProblem(Exception):
    """Classes that cannot be taken as written, in a sentence for staff."""


def read_classes(written: str) -> list[ClassWanted]:
    """Return the classes of a text with one a line, such as “8B, 28”; raise ``ClassProblem`` naming the line."""
    lines = [(number, line.strip()) for number, line in enumerate(written.splitlines(), 1) if line.strip()]
    if not lines:
        raise ClassProblem("Write at least one class, such as “8B, 28”.")
    if len(lines) > MOST_CLASSES:
        raise ClassProblem(f"That is {len(lines)} classes. Add at most {MOST_CLASSES} for one school.")
    wanted = [_read_class(number, line) for number, line in lines]
    seen: set[str] = set()
    for number, one in zip((number for number, _ in lines), wanted, strict=True):
        if one.name.casefold() in seen:
            raise ClassProblem(f"Line {number}: “{one.name}” is there twice. Take one of them out.")
        seen.add(one.name.casefold())
    return wanted


def _read_class(number: int, line: str) -> ClassWanted:
    end = max(line.rfind(mark) for mark in MARKS_BETWEEN)
    name, count = " ".join(line[:end].split()).strip(MARKS_BETWEEN + " "), line[end + 1 :].strip()
    if end < 0 or not name or not (count.isascii() and count.isdigit()):
        raise ClassProblem(
            f"Line {number}: write the class, a comma and how many pupils are in it, such as “8B, 28”."
        )
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise ClassProblem(
            f"Line {number}: give the class a name of at most {LONGEST_NAME} ordinary characters."
        )
    if len(count) > len(str(MOST_PUPILS)) or not 1 <= int(count) <= MOST_PUPILS:
        raise ClassProblem(f"Line {number}: “{name}” needs a number of pupils from 1 to {MOST_PUPILS}.")
    return ClassWanted(name, int(count))


def add_class_codes(
    session: Session, *, place: WaveSchool, classes: Sequence[ClassWanted], on: date
) -> list[ClassCode]:
    """Give each class a code; one that has a code already keeps it and gets the new number of pupils.

    Raises ``ClassProblem`` when the wave is over, the school’s pupils draw tickets, or there would be too many classes.
    """
    if on > place.wave.last_day:
        raise ClassProblem("This wave is over, so a new code would open nothing.")
    if place.uses_tickets:
        raise ClassProblem("The pupils of this school draw tickets; a class code would open nothing.")
    known = {code.name.casefold(): code for code in class_codes(session, place.id)}
    if len(known.keys() | {one.name.casefold() for one in classes}) > MOST_CLASSES:
        raise ClassProblem(f"The school would have more than {MOST_CLASSES} classes. Take some out.")
    codes = []
    for one in classes:
        code = known.get(one.name.casefold()) or ClassCode(
            wave_school_id=place.id, name=one.name, code=new_code()
        )
        code.cap = cap_for(one.headcount)
        session.add(code)
        codes.append(code)
    session.flush()
    return codes


def class_codes(session: Session, place_id: str) -> Sequence[ClassCode]:
    """Return the class codes of a school’s place in a wave, by name."""
    query = select(ClassCode).where(ClassCode.wave_school_id == place_id)
    return sorted(session.scalars(query), key=lambda code: _as_counted(code.name))


def _as_counted(name: str) -> tuple[int, str]:
    # “7A” before “10A”.
    digits = "".join(sign for sign in name if sign.isascii() and sign.isdigit())
    return (int(digits[:4] or 0), name.casefold())

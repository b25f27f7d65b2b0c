"""Doors, as this process knows them: the record is asked for each at most once every few seconds."""

from collections.abc import Callable

from sqlalchemy import Engine

from surveys.codes import CODE_LENGTH, tidy_code
from surveys.doors import Door, door_with_code, door_with_id
from voice.kept import Kept
from voice.seal import Sealed

FRESH_SECONDS = 3.0
"""How long a pause, an early closing or a full cap may take to be felt. Long enough that a class that opens its page
together costs one look, short enough that a lead who presses “Pause” sees it happen."""
MOST_DOORS = 4_096
"""More than the codes of all classes of an authority."""


class Doors:
    """Looks doors up for pupils’ requests.

    Not through a request’s own session: on a POST that one would hold the write lock, which the intake waits for.
    """

    def __init__(
        self, engine: Engine, *, mark: Callable[[str], str], fresh_seconds: float = FRESH_SECONDS
    ) -> None:
        self._engine, self._mark = engine, mark
        self._by_code = Kept[str, Door](seconds=fresh_seconds, most=MOST_DOORS)
        self._by_id = Kept[tuple[str, str | None], Door](seconds=fresh_seconds, most=MOST_DOORS)

    def with_code(self, typed: str) -> Door | None:
        """Return the door that a typed code or ticket opens, or ``None``."""
        wanted = tidy_code(typed)
        if len(wanted) != CODE_LENGTH:
            return self._look(wanted)  # a ticket serves once: there is nothing to keep
        return self._by_code.get(wanted, lambda: self._look(wanted))

    def of_form(self, sealed: Sealed) -> Door | None:
        """Return the door that a form was opened through, as it is now, or ``None`` when it is gone."""
        key = sealed.place_id, sealed.class_code_id
        door = self._by_id.get(key, lambda: self._look_by_id(*key))
        if door is None or sealed.ticket is None:
            return door
        return door._replace(ticket=sealed.ticket, is_link=sealed.is_link)

    def _look(self, wanted: str) -> Door | None:
        with self._engine.connect() as looking:
            door = door_with_code(looking, wanted, mark=self._mark)
        if door is not None and door.ticket is None:
            self._by_id.put((door.place_id, door.class_code_id), door)
        return door

    def _look_by_id(self, place_id: str, class_code_id: str | None) -> Door | None:
        with self._engine.connect() as looking:
            return door_with_id(looking, place_id, class_code_id)

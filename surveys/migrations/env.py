"""What Alembic runs: the migrations, on the connection that ``surveys.migrations`` hands it."""

from typing import Any, Literal

from alembic import context

import surveys
from surveys.base import Base, Moment
from surveys.sealing import SealedText

assert surveys.__all__  # importing the package makes every table known


def render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own types as the plain ones beneath, so that an old migration never needs newer code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return "sa.LargeBinary()" if kind == "type" and isinstance(item, SealedText) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()

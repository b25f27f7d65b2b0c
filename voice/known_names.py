"""Known names: a deployment’s own list of names, taken in at a terminal from published tables."""

from pathlib import Path

import click
from flask.cli import AppGroup

from surveys.known_names import NamePart, NamesTaken, add_known_names
from surveys.name_tables import LEAST_BIRTHS, NameList, read_names
from surveys.sheets import SheetProblem
from voice.terminal import FILE, plainly, say, writing

names = AppGroup("names", help="Names that are hidden in what pupils write.")


@names.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--least",
    type=click.IntRange(1, 1_000_000),
    default=LEAST_BIRTHS,
    show_default=True,
    help="Take names that so many babies got; rarer ones are often plain words.",
)
@click.option("--surnames", is_flag=True, help="These are surnames, not first names.")
@plainly
def import_names(file: Path, least: int, surnames: bool) -> None:
    """Take in names from FILE: a baby-names table of the Office for National Statistics, as CSV or Excel.

    Every table in the file with a column “Name” is read, boys and girls, with or without counts. Names that are known
    already stay, so taking in the same file twice changes nothing.
    """
    found = read_names(file, least=least)
    if not found.names:
        raise SheetProblem(f"{file.name} has no name that {least} babies or more got. Nothing was taken in.")
    with writing() as record:
        taken = add_known_names(record, found.names, part=NamePart.SURNAME if surnames else NamePart.FIRST)
        record.commit()
    say(account_of_names(found, taken, least=least))


def account_of_names(found: NameList, taken: NamesTaken, *, least: int) -> list[str]:
    """Say what was taken in, and from where."""
    from_where = ", ".join(f"“{sheet}”" for sheet in found.sheets)
    lines = [f"Names taken in: {taken.added:,}, from {from_where}. Known before: {taken.known:,}."]
    if found.rare:
        lines.append(f"Left out because fewer than {least} babies got them: {found.rare:,}.")
    return lines

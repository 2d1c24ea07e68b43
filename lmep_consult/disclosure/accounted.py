"""That every number of a table is accounted for before the table is released."""

from __future__ import annotations

from numbers import Number

from lmep_consult.errors import DisclosureError
from lmep_consult.table import Range, Table


def require_accounted(table: Table) -> Table:
    """`table` itself.

    Raises DisclosureError where a column holds numbers and the table does not say what they are: a count of people, a
    measure, a base, something worked out from these, or numbers that may be shown as they are (`Table.open`).
    """
    said = {
        *table.key,
        *table.people,
        *table.measures,
        *table.derived,
        *table.same,
        *table.within,
        *table.split,
        *table.open,
        table.base,
    }
    for column in table.frame.columns.difference(list(said)):
        if table.frame[column].map(_is_number).any():
            raise DisclosureError(
                f"{table.name}.{column} holds numbers and the table does not say what they count; name the column "
                "among the table's people, measures or open."
            )
    return table


def _is_number(cell: object) -> bool:
    return isinstance(cell, Number | Range) and not isinstance(cell, bool)

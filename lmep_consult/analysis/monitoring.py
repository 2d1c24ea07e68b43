"""What was monitored, assumption by assumption, with small numbers of people as ranges."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from lmep_consult.disclosure import Rules, as_cell
from lmep_consult.disclosure.bands import band
from lmep_consult.plan import Plan
from lmep_consult.table import NOT_APPLICABLE, SUPPRESSED, Range

COLUMNS = ["assumption", "measure", "text", "what", "period", "value", "of", "unit", "target", "reached"]
_MANY = 1_000_000_000  # people a count without a base may be out of


def monitoring(monitored: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The lines of `importing.monitoring` as reports show them: columns COLUMNS, in the order of the theory of change
    and of the measures. reached: "yes" or "no" against the target, "[z]" without one, and where the value is a range
    that leaves it open.

    A number of people is a band where it is small, as counts of what people said are; of few people nothing is shown.
    Each line is looked at by itself.
    """
    settings = plan.disclosure
    rules = Rules(settings.minimum_base, settings.minimum_count, unanimous_base=settings.unanimous_base)
    rows = []
    for assumption in plan.theory_of_change:
        for measure in (each for each in plan.monitoring.measures if each.assumption == assumption.id):
            for line in monitored[monitored["measure"] == measure.id].to_dict("records"):
                of = line["of"]
                value: int | float | str | Range = _whole(line["value"])
                if measure.people and isinstance(value, int):
                    base = _MANY if math.isnan(of) else int(of)
                    value = as_cell(band(value, base, rules), base, rules)
                target = line["target"] if not math.isnan(line["target"]) else measure.target
                aimed = NOT_APPLICABLE if target is None else _whole(target)
                out_of = NOT_APPLICABLE if math.isnan(of) else _whole(of)
                said = (measure.id, measure.text, line["what"] or NOT_APPLICABLE, line["period"] or NOT_APPLICABLE)
                rows.append([assumption.id, *said, value, out_of, measure.unit, aimed, _reached(value, target)])
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _whole(number: Any) -> int | float:
    return int(number) if float(number).is_integer() else float(number)


def _reached(value: object, target: float | None) -> str:
    if target is None or value == SUPPRESSED:
        return NOT_APPLICABLE
    low, high = (value.low, value.high) if isinstance(value, Range) else (value, value)
    return "yes" if low >= target else "no" if high < target else NOT_APPLICABLE  # type: ignore[operator]

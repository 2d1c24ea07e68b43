"""Which inputs a change of a table is put down to."""

from __future__ import annotations

import json

import pytest

from lmep_consult.run.changes import changes
from lmep_consult.run.trail import TABLES
from lmep_consult.study import Study

INPUTS = ("raw/responses/portal.csv", "coded.json", "monitoring/views.csv", "raw/polls/W1_themes.xlsx", "codings/1")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study of which two runs are kept, in which every table and every input differ."""
    folder = tmp_path_factory.mktemp("runs")
    study = Study(folder, None)  # type: ignore[arg-type]
    for run in ("run_1", "run_2"):
        tables = study.runs / run / "tables"
        tables.mkdir(parents=True)
        inputs = [{"file": name, "path": name, "sha256": run} for name in INPUTS]
        (study.runs / run / "run.json").write_text(
            json.dumps({"inputs": inputs, "finished": run, "number": int(run[-1])}), encoding="utf-8"
        )
        for table in TABLES:
            (tables / f"{table}.csv").write_text(f"code,share\nfares,{run}\n", encoding="utf-8")
    return study


@pytest.mark.parametrize(
    ("table", "because"),
    [
        ("response_themes", "coded.json changed; codings/1 changed; raw/responses/portal.csv changed"),
        ("monitoring", "codings/1 changed; monitoring/views.csv changed"),
        ("priorities", "raw/polls/W1_themes.xlsx changed"),
    ],
)
def test_a_change_is_put_down_to_what_the_table_rests_on(study: Study, table: str, because: str) -> None:
    found = changes(study, "run_1", "run_2").set_index("table")["because"]
    assert found[table] == because
    assert set(found.index) == set(TABLES)  # of every table it can be said

"""Codings to and from other programs: REFI-QDA projects (.qdpx) and CSV. For the team: nothing here is published."""

from lmep_consult.exchange.bringing_in import BroughtIn, bring_in
from lmep_consult.exchange.codings_csv import read_codings_csv, write_codings_csv
from lmep_consult.exchange.qdpx_in import Project, read_qdpx
from lmep_consult.exchange.qdpx_out import write_qdpx

__all__ = ["BroughtIn", "Project", "bring_in", "read_codings_csv", "read_qdpx", "write_codings_csv", "write_qdpx"]

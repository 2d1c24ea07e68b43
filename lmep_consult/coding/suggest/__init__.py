"""Codes suggested by meaning, learnt from what people coded."""

from lmep_consult.coding.suggest.suggester import COLUMNS, Suggester

__all__ = ["COLUMNS", "Suggester"]

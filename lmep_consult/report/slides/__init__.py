"""The findings as eight slides, with charts and tables that can be edited."""

from lmep_consult.report.slides.writing import write_slides

__all__ = ["write_slides"]

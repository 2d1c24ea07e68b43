"""Raw files -> a study's data: read one by one, names replaced, kept by hash, put together."""

from lmep_consult.importing.assembling import read_study_data, study_data_of
from lmep_consult.importing.consents import consents_kept
from lmep_consult.importing.imports import Imports, import_files, import_report, try_import
from lmep_consult.importing.naming import names_desk

__all__ = [
    "Imports",
    "consents_kept",
    "import_files",
    "import_report",
    "names_desk",
    "read_study_data",
    "study_data_of",
    "try_import",
]

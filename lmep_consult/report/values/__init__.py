"""All that an author may put into a document of her own, each value under a tag that stays the same between runs."""

from lmep_consult.report.values.kept import read_values, write_values
from lmep_consult.report.values.making import values
from lmep_consult.report.values.tags import is_quotation, split_tag, stamp, stamped, tag_of, words_of_table
from lmep_consult.report.values.value import Value

__all__ = [
    "Value",
    "is_quotation",
    "read_values",
    "split_tag",
    "stamp",
    "stamped",
    "tag_of",
    "values",
    "words_of_table",
    "write_values",
]

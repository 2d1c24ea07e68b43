"""How far coders agree: coefficients with intervals, a module a family.

Everywhere `ratings` is a DataFrame of units x coders; NaN = not rated.
"""

from lmep_consult.coding.agreement.fleiss import brennan_prediger, fleiss_kappa, gwet_ac1
from lmep_consult.coding.agreement.kappa import cohen_kappa, scott_pi
from lmep_consult.coding.agreement.krippendorff import krippendorff_alpha
from lmep_consult.coding.agreement.result import Agreement
from lmep_consult.coding.agreement.table import ALL_CODES, agreement_table
from lmep_consult.coding.agreement.unitised import unitised_alpha

__all__ = [
    "ALL_CODES",
    "Agreement",
    "agreement_table",
    "brennan_prediger",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "scott_pi",
    "unitised_alpha",
]

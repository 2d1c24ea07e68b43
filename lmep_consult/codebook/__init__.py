"""YAML <-> Codebook, and the codes a passage of speech may deserve."""

from lmep_consult.codebook.model import Code, Codebook

__all__ = ["Code", "Codebook"]

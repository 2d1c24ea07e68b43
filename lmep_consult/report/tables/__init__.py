"""The tables of a scoping report: what each is called, counts, bounds and notes."""

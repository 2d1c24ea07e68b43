"""The local web page where people read transcripts, code them, check names and quotations, and settle differences."""

"""Released tables and charts in every form they leave in: workbook, Word, HTML, Govspeak, CSV, OpenDocument."""

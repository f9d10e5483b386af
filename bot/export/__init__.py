"""Kits as files: a pure function of the sheet, the same bytes every time."""

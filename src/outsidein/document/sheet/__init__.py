"""Workbooks: a process as a spreadsheet, a step a row, read and written."""

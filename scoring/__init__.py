"""Responses in, profile out: pure functions over a pandas frame. Imports content alone; knows no store and no screen.

A frame of responses has one row for each respondent and item that was answered, with the columns
`respondent` (text), `item` (item id) and `point` (1 … k, or missing for "Don't know / does not apply").
An item nobody answered has no row.
"""

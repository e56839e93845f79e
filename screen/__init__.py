"""The projected screen's entry script and its looks.

It stands in a folder of its own because Streamlit draws the scripts of a `pages/` folder beside the entry
script by themselves, without asking it who the visitor is.
"""

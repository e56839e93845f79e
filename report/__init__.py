"""What leaves the house: radar, PDF, Word, CSV, Excel, JSON, paper for the room.

Imports content, scoring and workshop; asks nothing back.
"""

"""What results say and how they look on every screen: sentences, tables, lines, radar, bars. Pure functions."""

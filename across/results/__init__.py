"""What results say and how they look on every screen: words, series, radar, bars. Draws nothing by itself."""

"""The projected screen: its entry script and the parts of pages. Asks rooms, never the store."""

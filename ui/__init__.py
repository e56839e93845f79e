"""What pages share: who is here and at which step, widgets, live redraw. Asks rooms, never the store."""

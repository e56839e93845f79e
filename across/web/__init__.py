"""All plain HTTP: participants' pages, the facilitator's own routes, live events. Asks rooms, never the store."""

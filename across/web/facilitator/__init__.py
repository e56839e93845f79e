"""The facilitator's own routes: opening a workshop with its key, and what the projected screen saves directly."""

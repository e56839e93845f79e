"""The product beyond content and scoring: what a workshop is, its store, its room, and everything people see of it."""

"""The history of the tables, one file per change; applied at every start."""

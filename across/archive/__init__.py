"""The whole workshop as one JSON file: written out, and read in again."""

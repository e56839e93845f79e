"""What the workshop asks, as YAML, and its reader. Imports nothing of ours; knows no store and no screen."""

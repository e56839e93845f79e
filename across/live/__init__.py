"""Telling every device after a change, and taps that share a transaction. Knows values, no store."""

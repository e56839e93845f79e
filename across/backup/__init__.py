"""Backup and restore, each by one command, while servers run; what was deleted since stays deleted. Serves nobody."""

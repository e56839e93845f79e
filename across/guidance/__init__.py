"""What we write for facilitators and about accessibility, as Markdown, and its reader. Imports nothing of ours."""

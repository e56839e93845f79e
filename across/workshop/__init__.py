"""Values and steps of a workshop, its errors and what a report says. Imports content and scoring; touches no store."""

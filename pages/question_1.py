"""Question 1, on the projected screen."""

from ui.question import question

question("question-1")

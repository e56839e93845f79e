"""Question 4, on the projected screen."""

from ui.question import question

question("question-4")

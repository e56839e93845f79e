"""Question 3, on the projected screen."""

from ui.question import question

question("question-3")

"""Question 5, on the projected screen."""

from ui.question import question

question("question-5")

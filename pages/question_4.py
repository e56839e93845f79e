"""Question 4, on the projected screen."""

from across.screen.question import question

question()

"""Any question that has no page of its own, on the projected screen: which one, its address says."""

from across.screen.question import question

question()

"""Any question that has no page of its own, on the projected screen: which one, its address says."""

from ui import place
from ui.question import question

question(place.step_here())

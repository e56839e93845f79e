"""A timer that counts down on the projected screen, and ends gently."""

import time

import streamlit as st

from live.room import Room
from ui.follow import news
from workshop.values import Workshop

_COUNTDOWN = st.components.v2.component(
    "across_boundaries_countdown",
    html="""<p role="timer"><span class="left"></span> <span class="said" role="status"></span></p>
""",
    css="""
p { margin: 0; font-family: var(--st-font); font-size: 2.4rem; font-weight: 700; color: var(--st-text-color);
    font-variant-numeric: tabular-nums; }
.said { font-size: 1.2rem; font-weight: 600; }
""",
    js="""
const clocks = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  const left = parentElement.querySelector(".left");
  const said = parentElement.querySelector(".said");
  const ahead = Date.now() / 1000 - data.now;
  const draw = () => {
    const seconds = Math.max(0, Math.round(data.ends - (Date.now() / 1000 - ahead)));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const words = seconds === 0 ? "Time is up: finish your sentence" : "";
    if (said.textContent !== words) said.textContent = words;
  };
  clearInterval(clocks.get(parentElement));
  clocks.set(parentElement, setInterval(draw, 250));
  draw();
  return () => clearInterval(clocks.get(parentElement));
}
""",
)


@st.fragment
def timer(room: Room, step: str) -> None:
    """Start and stop a timer for this step; it runs on the phones as well."""
    news(room, f"timer-news-{step}")
    workshop = room.workshop()
    with st.container(horizontal=True, vertical_alignment="bottom", key="timer"):
        if workshop.timer_ends_at:
            _COUNTDOWN(key="countdown", data={"ends": workshop.timer_ends_at, "now": time.time()}, width="content")
            st.button("Stop timer", icon=":material/timer_off:", on_click=room.stop_timer)
        else:
            minutes = st.number_input("Minutes", 1, 240, _planned(workshop, step), key=f"minutes-{step}", width=160)
            st.button("Start timer", icon=":material/timer:", on_click=room.start_timer, args=(int(minutes),))


def _planned(workshop: Workshop, step: str) -> int:
    return max(1, {one.id: one.minutes for one in workshop.agenda}.get(step, 1))

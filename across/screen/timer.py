"""A timer for thinking alone, in pairs or all together: large on the screen, its controls at the foot."""

import time

import streamlit as st

from across.screen.follow import TIMER, news
from across.screen.session import FacilitatorView
from across.workshop.timer import PHASES, WORDS
from across.workshop.values import Workshop

_COUNTDOWN = st.components.v2.component(
    "across_boundaries_countdown",
    html="""<p role="timer"><span class="phase"></span> <span class="left"></span></p>
<p class="said" role="status"></p>
""",
    css="""
p { margin: 0; font-family: var(--st-font); color: var(--st-text-color); text-align: right; }
.phase { font-size: 1.5rem; margin-right: 0.6rem; }
.left { font-size: 3.6rem; line-height: 1.1; font-weight: 800; font-variant-numeric: tabular-nums; }
.said { font-size: 1.3rem; font-weight: 600; }
""",
    js="""
const clocks = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  const find = (name) => parentElement.querySelector(name);
  // How far this browser's clock is ahead; measured once for each change, so that a late redraw moves nothing.
  const known = clocks.get(parentElement);
  const ahead = known && known.revision === data.revision ? known.ahead : Date.now() / 1000 - data.now;
  const draw = () => {
    const seconds = data.ends ? Math.max(0, Math.round(data.ends - (Date.now() / 1000 - ahead))) : data.left;
    find(".phase").textContent = data.phase;
    find(".left").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const words = !data.ends ? data.words.paused : seconds === 0 ? data.words.up : "";
    if (find(".said").textContent !== words) find(".said").textContent = words;
  };
  if (known) clearInterval(known.clock);
  clocks.set(parentElement, { ahead, revision: data.revision, clock: setInterval(draw, 250) });
  draw();
  return () => clearInterval(clocks.get(parentElement).clock);
}
""",
)


@st.fragment
def countdown(view: FacilitatorView, key: str) -> None:
    """The time left, large enough for the back row; nothing while no timer runs."""
    workshop = news(view, f"{key}-news", TIMER).workshop
    if timer := workshop.timer:
        data = {"phase": PHASES[timer.phase], "ends": timer.ends_at, "left": timer.left, "words": WORDS}
        _COUNTDOWN(key=key, data={**data, "now": time.time(), "revision": workshop.revision})


@st.fragment
def timer_controls(view: FacilitatorView) -> None:
    """Start, pause, lengthen and stop the timer."""
    step = view.step
    workshop = news(view, f"timer-{step}-news", TIMER).workshop
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center", gap="small"):
        if workshop.timer:
            _running(view, paused=workshop.timer.ends_at is None)
        else:
            _starting(view, workshop, step)


def _running(view: FacilitatorView, *, paused: bool) -> None:
    if paused:
        st.button("Resume", icon=":material/play_arrow:", on_click=view.facilitator.resume_timer, key="resume-timer")
    else:
        st.button("Pause", icon=":material/pause:", on_click=view.facilitator.pause_timer, key="pause-timer")
    st.button("One more minute", icon=":material/more_time:", on_click=view.facilitator.add_minute, key="add-minute")
    st.button("Stop timer", icon=":material/timer_off:", on_click=view.facilitator.stop_timer, key="stop-timer")


def _starting(view: FacilitatorView, workshop: Workshop, step: str) -> None:
    phase = st.selectbox(
        "How",
        list(PHASES),
        format_func=PHASES.__getitem__,
        key=f"phase-{step}",
        label_visibility="collapsed",
        width=210,
    )
    minutes = st.number_input(
        "Minutes", 1, 240, _planned(workshop, step), key=f"minutes-{step}", label_visibility="collapsed", width=150
    )
    st.text("min")
    st.button(
        "Start timer",
        icon=":material/timer:",
        on_click=view.facilitator.start_timer,
        args=(int(minutes), phase),
        key="start-timer",
    )


def _planned(workshop: Workshop, step: str) -> int:
    return max(1, {planned.id: planned.minutes for planned in workshop.agenda}.get(step, 1))

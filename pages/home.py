"""The start page, for everybody: join a workshop with its code, or start one and become its facilitator."""

import streamlit as st

from across.room.rehearsal import send_in
from across.screen import leave, session
from across.screen.addresses import save_facilitator_link
from across.screen.agenda import steps_and_minutes
from across.screen.deleted import delete, say_what_was_deleted
from across.screen.navigation import go_to
from across.screen.open_saved import open_saved
from across.screen.scoring import MODES
from across.workshop.errors import WorkshopError
from across.workshop.values import LONGEST_LINE, Plan
from scoring.shown import DEFAULT_SMALLEST_GROUP, FEWEST_NEWCOMERS, FLOOR

application = session.application()

st.title("Across Boundaries")
st.text("A companion for workshops on compassionate leadership across boundaries.")

if st.session_state.pop(session.SENT_AWAY, 0):
    st.info("This page belongs to a workshop. Start one here, or open yours with your facilitator link.")

say_what_was_deleted(application)

if view := session.facilitated():
    workshop = view.now().workshop
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(f"You are facilitating: {workshop.name}")
        if st.button("Back to your workshop", type="primary"):
            go_to(workshop.step)
    st.info(
        "This browser can hold one workshop at a time. Before you start another, save the facilitator link of this "
        "one: it is the only way back to it."
    )
    save_facilitator_link(workshop)

elif why := session.content_is_gone():
    st.error(why)
    key = session.facilitator_key()
    with st.popover("Delete that workshop", icon=":material/delete:"):
        st.text("Every note, answer and action in it is deleted at once and for good.")
        st.button(
            "Delete for good", on_click=delete, args=(lambda: application.delete_by_key(session.facilitator_key()),)
        )

joining, starting = st.columns([2, 3], gap="large")

with joining, st.container(border=True):
    st.header("Take part")
    with st.form("join", border=False):
        code = st.text_input("Join code", max_chars=20, placeholder="The code on the big screen")
        joins = st.form_submit_button("Join", type="primary")
    if joins:
        try:
            leave.to(f"/join/{application.workshop_for_visitor(code, session.visitor_address()).code}")
        except WorkshopError as error:
            st.error(str(error))

with joining, st.container(border=True):
    st.header("Saved workshops")
    open_saved(application)

with starting, st.container(border=True):
    st.header("Start a workshop")
    version = application.content.version
    if len(application.contents) > 1:
        version = st.selectbox(
            "Questionnaire and questions",
            list(application.contents),
            format_func=lambda version: application.contents[version].about.name,
        )
    start = st.container()
    with st.expander("Steps and minutes"):
        minutes = steps_and_minutes(application.contents[version])
    with start, st.form("start", border=False):
        name = st.text_input("Workshop name", max_chars=LONGEST_LINE)
        partnership = st.text_input("Partnership", max_chars=LONGEST_LINE)
        held_on = st.date_input("Date", value="today", format="DD/MM/YYYY")
        with st.expander("Anonymity and results"):
            smallest = st.number_input(
                "Smallest group whose scores are shown", FLOOR, 50, DEFAULT_SMALLEST_GROUP, key="smallest-group"
            )
            st.text(
                "No dimension is shown before as many people have answered all of it. Who comes after the reveal is "
                f"added {FEWEST_NEWCOMERS} or more at a time, however large this is; where that is too few, close "
                "scoring before you reveal."
            )
            asks_sector = st.checkbox(
                "Ask participants which sector they work in",
                key="asks-sector",
                help="Each sector of enough people gets a line of its own. Where all of a sector say the same, more of "
                "that dimension is hidden, so that nobody's own answer can be told.",
            )
            mode = st.radio("Results", list(MODES), format_func=MODES.get, key="results-mode")
        with st.container(horizontal=True):
            starts = st.form_submit_button("Start workshop", type="primary")
            rehearses = st.form_submit_button("Try it with sample participants")
    if starts or rehearses:
        called = name or ("Rehearsal" if rehearses else "")
        if held_on is None:
            st.error("Choose the date of the workshop.")
            st.stop()
        plan = Plan(
            called,
            partnership,
            held_on,
            minutes,
            int(smallest),
            asks_sector,
            mode,
            rehearsal=rehearses,
            content_version=version,
            zone=session.visitor_zone(),
        )
        try:
            code, key = application.start(plan, session.visitor_address())
            if rehearses:
                send_in(application, code)
            session.keep_key(key)
            leave.come_in(key)
            st.info("Opening your workshop …")
        except WorkshopError as error:
            st.error(str(error))

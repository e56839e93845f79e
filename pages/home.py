"""The start page, for everybody: what this is, joining with a code, the workshops of this browser, starting one."""

from functools import partial

import streamlit as st

from across.room.cookies import MOST_HELD
from across.room.rehearsal import send_in
from across.screen import leave, session, signed_in
from across.screen.agenda import steps_and_minutes
from across.screen.deeds import show_why_not
from across.screen.deleted import delete, say_what_was_deleted
from across.screen.ending import say_what_ended
from across.screen.guidance import guidance
from across.screen.open_saved import open_saved
from across.screen.scoring import MODES
from across.screen.what_it_is import what_it_is
from across.screen.your_workshops import your_workshops, yours
from across.workshop.errors import InOurWords
from across.workshop.values import LONGEST_LINE, Plan
from scoring.shown import DEFAULT_SMALLEST_GROUP, FEWEST_NEWCOMERS, FLOOR

application = session.application()

here = signed_in.person()
may_start = here is not None or not signed_in.is_needed()
held = session.held()
rows = yours(held, here)

telling, joining = st.columns([3, 2], gap="large", vertical_alignment="center")

with telling, st.container(key="what-it-is"):
    st.title("Across Boundaries", anchor=False)
    what_it_is()
    guidance()

say_what_was_deleted(application)
say_what_ended()
show_why_not()

if st.session_state.pop(session.SENT_AWAY, 0):
    st.info(
        "This page belongs to a workshop, and none is open in this browser. Open yours under “Your workshops” or with "
        "its facilitator link, or start one."
    )

if not session.facilitated() and (why := session.content_is_gone()):
    st.error(why)
    with st.popover("Delete that workshop", icon=":material/delete:"):
        st.text("Every note, answer and action in it is deleted at once and for good.")
        gone = partial(application.delete_by_key, session.facilitator_key())
        st.button("Delete for good", key="danger-delete", on_click=delete, args=(gone,))

with joining, st.container(border=True, key="take-part"):
    st.header("Take part", anchor=False)
    with st.form("join", border=False):
        code = st.text_input("Join code", max_chars=20, placeholder="The code on the big screen")
        joins = st.form_submit_button("Join", type="primary")
    if joins:
        try:
            leave.to(f"/join/{application.workshop_for_visitor(code, session.visitor_address()).code}")
        except InOurWords as error:
            st.error(str(error))

if rows:
    your_workshops(rows, here)

starting, opening = st.columns([3, 2], gap="large")

with opening:
    if not rows:
        with st.container(border=True):
            your_workshops(rows, here)
    if may_start:
        with st.container(border=True):
            st.header("Saved workshops", anchor=False)
            open_saved(application)

with starting, st.container(border=True):
    st.header("Start a workshop", anchor=False)
    if not may_start:
        signed_in.sign_in_first()
        st.stop()
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
        name = st.text_input("Workshop name", max_chars=LONGEST_LINE, placeholder="A name is all it needs")
        whose, when = st.columns([2, 1])
        partnership = whose.text_input("Partnership", max_chars=LONGEST_LINE, placeholder="If you like")
        held_on = when.date_input("Date", session.today(), format="DD/MM/YYYY", key="held-on")
        signed_in.passphrase_field()
        with st.container(horizontal=True):
            starts = st.form_submit_button("Start workshop", type="primary")
            rehearses = st.form_submit_button("Try it with sample participants")
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
    if starts or rehearses:
        called = name or ("Rehearsal" if rehearses else "")
        if held_on is None:
            st.error("Choose the date of the workshop.")
            st.stop()
        if len(held) >= MOST_HELD:
            st.error(f"This browser holds {MOST_HELD} workshops, as many as it can. Forget one above, then start.")
            st.stop()
        plan = Plan(
            called,
            partnership,
            held_on,
            minutes,
            int(smallest),
            asks_sector or rehearses,
            mode,
            rehearsal=rehearses,
            content_version=version,
            zone=session.visitor_zone(),
        )
        try:
            code, key = application.start(plan, session.visitor_address(), signed_in.starter())
            if rehearses:
                send_in(application, code)
            session.keep_key(key)
            leave.come_in(key)
            st.info("Opening your workshop …")
        except InOurWords as error:
            st.error(str(error))

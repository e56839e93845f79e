"""Who comes in: how many have joined of those in the room, the door, and phones that are taken out."""

from functools import partial

import streamlit as st

from across.room.drawing import Drawing
from across.screen.deeds import attempt, attempted, part, show_why_not
from across.screen.follow import news
from across.screen.session import FacilitatorView, application
from across.workshop.values import MOST_PARTICIPANTS, called

CHOSEN, AGAIN = "phones-to-take-out", "phones-to-let-in"


@part
def who_has_joined(view: FacilitatorView) -> None:
    """How many have joined, what is wrong with that if anything is, the number in the room, and the door."""
    now = news(view, "own-door-news", ("joined", "picture"))
    here = now.workshop
    of_all = f", of {here.in_room} in the room" if here.in_room else ""
    st.text(f"{now.counts.joined} have joined{of_all}")
    if wrong := warning(now, len(application().arrivals.many(view.code))):
        st.warning(wrong)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _number(view, here.in_room)
        st.button(
            "Close the door" if here.door_open else "Open the door",
            on_click=attempt,
            args=(partial(view.facilitator.open_door, opened=not here.door_open),),
        )
    if not here.door_open:
        st.text("The door is closed: no other phone can join. Who has joined goes on.")
    show_why_not()


def warning(now: Drawing, from_one: int) -> str:
    """What is wrong with who has joined, empty for nothing; a room behind one address brings as many as are in it."""
    joined, people = now.counts.joined, now.workshop.in_room
    if people and joined > people:
        who = "1 person is" if people == 1 else f"{people} people are"
        return (
            f"{joined} phones have joined, and {who} in the room. Take out the phones too many, under Phones: "
            "until then, so many more answers are needed before anything is shown."
        )
    if from_one and not people:
        return (
            f"{from_one} phones came from one address. Is that the Wi-Fi of this room? Then say how many are in the "
            "room. If not, close the door, and take those phones out, under Phones."
        )
    return ""


def _number(view: FacilitatorView, now: int | None) -> None:
    """The number in the room, which need not be said."""
    key = f"in-room-{now}"
    st.number_input(
        "Number in the room",
        min_value=1,
        max_value=MOST_PARTICIPANTS,
        value=now,
        step=1,
        placeholder="Not said",
        help="Everybody who takes part with a phone or a tablet, those in a call and your own phone, too.",
        width=200,
        key=key,
        on_change=lambda: attempt(lambda: view.facilitator.say_in_room(st.session_state[key])),
    )


@part
def phones(view: FacilitatorView) -> None:
    """The phones that have joined, by their letters and nothing else, to take some out; those that were, to let in."""
    news(view, "own-phones-news", ("joined", "picture"))
    found = view.facilitator.phones()
    st.text(
        "Every phone has four letters at its foot. Ask everybody to look at theirs: those that nobody has are too "
        "many. The letters stand in no order, and nothing else is known here of a phone."
    )
    _take_out(view, found.joined, found.many)
    if found.out:
        _let_in_again(view, found.out)
    show_why_not()


def _take_out(view: FacilitatorView, joined: tuple[str, ...], many: frozenset[str]) -> None:
    chosen = _choose("Phones to take out", joined, CHOSEN)
    if many:
        choose = partial(_put, CHOSEN, sorted(many))
        st.button(f"Choose the {len(many)} from one address", on_click=attempt, args=(choose,))
    if chosen:
        st.text(
            "What they answered and wrote is deleted for good, but for what has been shown. Each of these phones is "
            "told, and everybody before the results are revealed."
        )
        how_many = "1 phone" if len(chosen) == 1 else f"{len(chosen)} phones"
        out = partial(view.facilitator.take_out, chosen)
        st.button(f"Take out {how_many}", key="danger-take-out", on_click=_done, args=(out, CHOSEN))


def _let_in_again(view: FacilitatorView, out: tuple[str, ...]) -> None:
    chosen = _choose("Phones that were taken out", out, AGAIN)
    again = partial(view.facilitator.let_in_again, chosen)
    st.button("Let in again", disabled=not chosen, on_click=_done, args=(again, AGAIN))


def _choose(name: str, those: tuple[str, ...], key: str) -> list[str]:
    """Those of the phones that are chosen; one that is gone meanwhile is chosen no more."""
    _put(key, [phone for phone in st.session_state.get(key, []) if phone in those])
    in_order = sorted(those, key=called)
    return st.multiselect(
        name, in_order, format_func=called, placeholder="Choose by their letters", select_all=False, key=key
    )


def _put(key: str, phones_chosen: list[str]) -> None:
    st.session_state[key] = phones_chosen


def _done(deed: partial[None], key: str) -> None:
    if attempted(deed):
        _put(key, [])

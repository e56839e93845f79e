"""Which tests are quick: the others are with the long ones, `script/test --thorough`."""

import pytest

# What the quick run does with a real browser: at least one test of each kind. All others are with the long ones.
IN_A_BROWSER = {
    "test_walk.py::test_a_whole_workshop_from_the_first_word_to_the_pdf",
    "test_walk.py::test_group_note_is_kept_through_a_power_cut",
    "test_results.py::test_the_keys_go_through_the_dimensions_on_every_screen_and_rest_at_the_end",
    "test_whole_stage.py::test_no_key_reveals_closes_or_deletes[stage]",
    "test_whole_stage.py::test_one_note_is_shown_large_in_the_presenting_window_too_and_gone_back_from",
    "test_whole_stage.py::test_a_fault_of_the_store_is_said_and_the_next_deed_works",
    "test_whole_stage.py::test_a_name_of_markup_is_text_on_the_picture",
    "test_stage_wall.py::test_300_notes_are_drawn_each_on_one_page",
    "test_stage_wall.py::test_a_new_note_moves_no_card_in_sight",
    "test_stage_wall.py::test_what_people_write_is_shown_as_text",
    "test_stage_wall.py::test_a_group_note_is_saved_as_it_is_typed_and_two_that_differ_are_both_shown",
    "test_phones.py::test_a_server_killed_in_the_middle_of_a_tap_loses_nothing_and_doubles_nothing",
    "test_phones.py::test_without_javascript_one_can_write_mark_and_answer",
    "test_charts_on_phones.py::test_the_reveal_reaches_a_phone_by_itself_and_says_so",
    "test_accessible.py::test_results_have_no_known_barrier_in_any_view[light]",
    "test_accessible.py::test_pages_of_participants_have_no_known_barrier[light]",
    "test_paper_forms.py::test_forms_are_typed_without_a_mouse_and_a_wrong_cell_is_shown_until_it_is_right",
    "test_start.py::test_wrong_setting_stops_the_start_by_its_name",
}
# Whose tests are run on both stores, or on both ways to start the server, in the quick run, too.
ON_BOTH = {"test_store.py", "test_pages.py"}
SECOND_OF_BOTH = ("postgresql", "streamlit run app.py")


def is_long(item: pytest.Item) -> bool:
    """Whether a test is with the long ones, for where it stands and what it runs on."""
    if item.path.parent.name == "browser":
        return f"{item.path.name}::{item.name}" not in IN_A_BROWSER
    return item.path.name not in ON_BOTH and any(second in item.name for second in SECOND_OF_BOTH)

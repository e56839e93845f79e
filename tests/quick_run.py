"""Which tests are quick: the others are with the long ones, `script/test --thorough`."""

import pytest

# What the quick run does with a real browser: at least one test of each kind. All others are with the long ones.
IN_A_BROWSER = {
    "test_walk.py::test_a_whole_workshop_from_the_first_word_to_the_pdf",
    "test_results.py::test_the_keys_go_through_the_dimensions_on_every_screen_and_rest_at_the_end",
    "test_whole_stage.py::test_no_key_reveals_closes_or_deletes[stage]",
    "test_whole_stage.py::test_a_fault_of_the_store_is_said_and_the_next_deed_works",
    "test_whole_stage.py::test_a_name_of_markup_is_text_on_the_picture",
    "test_stage_wall.py::test_300_notes_are_drawn_each_on_one_page",
    "test_stage_wall.py::test_a_new_note_moves_no_card_in_sight",
    "test_stage_wall.py::test_what_people_write_is_shown_as_text",
    "test_phones.py::test_a_server_killed_in_the_middle_of_a_tap_loses_nothing_and_doubles_nothing",
    "test_phones.py::test_without_javascript_one_can_write_mark_and_answer",
    "test_charts_on_phones.py::test_the_reveal_reaches_a_phone_by_itself_and_says_so",
    "test_accessible.py::test_pages_of_participants_have_no_known_barrier[light]",
}
# Long without a browser: each starts servers or processes of its own, or waits for what takes its time.
BY_NATURE = {
    "test_compression.py::test_all_of_streamlits_files_kept_in_every_encoding_take_no_more_than_16_megabytes",
    "test_limits.py::test_whoever_sends_a_head_drop_by_drop_is_closed_and_screens_and_streams_stay",
    "test_other_content.py::test_facilitator_chooses_the_content_and_walks_its_own_questions",
    (
        "test_server.py::test_a_power_cut_loses_nothing_and_a_stop_comes_soon_though_streams_and_screens_are_open"
        "[python app.py]"
    ),
    "test_uploads.py::test_turn_is_given_back_after_a_refusal",
    "test_uploads_page.py::test_every_column_can_be_chosen_by_hand_and_the_grid_is_filled_anew",
    "test_uploads_page.py::test_file_is_kept_no_longer_than_its_columns_can_be_chosen",
    "test_uploads_page.py::test_item_that_a_person_says_is_not_in_the_file_stays_empty",
    "test_uploads_page.py::test_one_column_is_not_taken_for_two_items",
}
# Whose tests are run on both stores, or on both ways to start the server, in the quick run, too.
ON_BOTH = {"test_store.py", "test_pages.py"}
SECOND_OF_BOTH = ("postgresql", "streamlit run app.py")


def is_long(item: pytest.Item) -> bool:
    """Whether a test is with the long ones, for where it stands and what it runs on."""
    if item.path.parent.name == "browser":
        return f"{item.path.name}::{item.name}" not in IN_A_BROWSER
    if f"{item.path.name}::{item.name}" in BY_NATURE:
        return True
    return item.path.name not in ON_BOTH and any(second in item.name for second in SECOND_OF_BOTH)

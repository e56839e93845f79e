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
# What is run in Chromium, Firefox and WebKit by `script/test --engines` alone.
IN_THREE_ENGINES = "test_engines.py"
# Long without a browser: each starts servers or processes of its own, or waits for what takes its time. A name stands
# for one test, or for all that it is given.
BY_NATURE = {
    "test_archive.py::test_any_workshop_goes_out_and_in_and_out_the_same",
    "test_documents_blank_forms.py::test_no_label_runs_into_a_box_or_another_label_on_any_scale",
    "test_documents_report_pdf.py::test_pdf_keeps_long_words_and_notes_inside_the_page",
    "test_hosts.py::test_the_public_address_is_ours_and_a_proxy_may_ask_by_another_private_name",
    "test_limits.py::test_a_phone_has_a_few_streams_and_a_further_one_ends_the_oldest",
    "test_limits.py::test_the_limit_of_open_files_is_raised_and_one_too_low_is_said",
    "test_limits.py::test_whoever_guesses_through_a_proxy_is_slowed_down_alone_and_a_right_code_always_works",
    "test_server.py::test_a_port_that_is_taken_stops_the_start_before_it_says_to_be_ready",
    "test_server.py::test_a_server_that_listens_on_one_address_is_not_reached_by_another",
    "test_server.py::test_streamlit_told_to_serve_in_a_folder_stops_the_start",
    "test_server.py::test_what_stops_the_start_is_said_in_plain_words",
    "test_compression.py::test_all_of_streamlits_files_kept_in_every_encoding_take_no_more_than_16_megabytes",
    "test_backup.py::test_the_commands_say_in_one_sentence_why_not",
    "test_backup.py::test_backup_and_restore_under_load_lose_nothing_that_was_said_to_be_saved[sqlite]",
    "test_cannot_start.py::test_a_server_that_cannot_start_says_so_and_ends_with_1",
    "test_deploy.py::test_a_compose_file_that_is_wrong_does_not_fit",
    "test_deploy.py::test_a_manifest_fits_the_schema_of_kubernetes",
    "test_deploy.py::test_the_compose_file_fits_the_schema_of_compose",
    "test_ground.py::test_a_file_deleted_under_a_server_is_said_within_seconds_and_nothing_is_saved",
    "test_ground.py::test_a_folder_that_cannot_lock_is_named_as_such",
    "test_ground.py::test_a_part_that_hangs_is_not_waited_for_and_holds_up_no_other",
    "test_ground.py::test_a_second_server_on_the_same_file_is_refused_until_the_first_was_killed",
    "test_ground.py::test_a_frozen_postgresql_is_said_and_nobody_waits_for_it_for_ever",
    "test_ground.py::test_the_start_waits_for_a_postgresql_that_comes_up_and_says_so",
    "test_ground.py::test_health_says_that_nothing_can_be_saved_though_all_can_be_read",
    "test_kills.py::test_what_no_page_sends_makes_no_fault_and_nothing_is_half_written",
    "test_kills.py::test_what_was_said_to_be_saved_is_there_once_after_every_kill",
    "test_limits.py::test_whoever_sends_a_head_drop_by_drop_is_closed_and_screens_and_streams_stay",
    "test_many_phones.py::test_a_thousand_made_up_phones_are_nobody",
    "test_many_phones.py::test_the_facilitator_is_told_at_once_when_one_address_has_brought_many",
    "test_many_workshops.py::test_many_workshops_are_measured_and_no_stream_is_lost",
    "test_other_content.py::test_facilitator_chooses_the_content_and_walks_its_own_questions",
    "test_rolling.py::test_every_answer_that_was_acknowledged_is_there_once_when_each_process_was_replaced",
    (
        "test_server.py::test_a_power_cut_loses_nothing_and_a_stop_comes_soon_though_streams_and_screens_are_open"
        "[python app.py]"
    ),
    "test_several_processes.py::test_an_sqlite_file_has_one_process_and_the_server_says_so",
    "test_several_processes.py::test_processes_end_with_the_one_that_leads_them_however_that_ends",
    "test_several_processes.py::test_phones_of_the_other_process_see_results_when_the_countdown_is_over",
    "test_messages.py::test_a_stranger_writes_no_lines_of_their_own_into_the_log",
    "test_messages.py::test_a_strangers_socket_has_the_server_do_nothing_but_draw",
    "test_sign_in_addresses.py::test_a_cookie_that_the_server_has_not_signed_for_now_is_nobodys",
    "test_sign_in_addresses.py::test_a_way_back_that_no_provider_has_sent_signs_nobody_in_and_leads_nowhere_else",
    "test_sign_in_addresses.py::test_another_website_signs_nobody_in_or_out",
    "test_sign_in_addresses.py::test_guessing_the_passphrase_over_sockets_ends_whatever_cookies_and_headers_say",
    "test_sign_in_addresses.py::test_nobody_opens_a_workshop_of_somebody_else_over_the_socket",
    "test_sign_in_addresses.py::test_signing_in_that_has_begun_at_one_process_goes_on_at_another",
    "test_sign_in_addresses.py::test_what_is_said_of_somebody_who_could_not_sign_in_is_in_no_log",
    "test_sign_in_addresses.py::test_where_nobody_signs_in_there_are_no_such_addresses",
    "test_sign_in_addresses.py::test_who_the_server_has_signed_in_is_somebody",
    "test_sign_in_addresses.py::test_whom_the_list_does_not_name_sees_why_and_no_workshop_of_theirs",
    "test_supply.py::test_an_audit_in_which_every_package_is_known_and_none_has_a_fault_ends_well",
    "test_supply.py::test_an_audit_names_the_package_the_fault_and_what_mends_it_and_does_not_end_well",
    "test_supply.py::test_an_audit_that_reaches_no_source_of_advisories_says_so_and_is_no_good_news",
    "test_supply.py::test_the_bill_of_materials_has_every_package_of_the_lock_with_hashes_and_licence",
    "test_uploads.py::test_turn_is_given_back_after_a_refusal",
    "test_watching.py::test_a_port_for_numbers_that_is_taken_stops_the_start_and_says_so",
    "test_watching.py::test_what_stops_the_start_is_a_line_of_json_where_the_log_is_json",
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
    if BY_NATURE & {f"{item.path.name}::{name}" for name in (item.name, item.name.partition("[")[0])}:
        return True
    return item.path.name not in ON_BOTH and any(second in item.name for second in SECOND_OF_BOTH)

"""Which tests run in `make test-long` only, though nothing about them says so: those that take long.

`make test` has ten minutes. What stays in it of each surface is the shortest walk that goes all the
way; what is here serves the program anew for each test, or walks a page once more in another
language, size or engine. Paths are below `tests/`.
"""

from __future__ import annotations

TESTS = frozenset(
    [
        "faults/test_chat_faults.py::test_chats_survive_bad_lines_and_a_kill",
        "integration/test_counted_bytes.py::test_a_message_takes_no_more_bytes_than_it_did",
        "integration/test_database_away.py::test_a_message_cut_off_in_the_database_is_not_acknowledged_and_can_be_sent_again",
        "integration/test_demonstration.py::test_its_folder_never_becomes_a_real_site",
        "integration/test_demonstration.py::test_without_a_setup_code_no_demonstration_is_made",
        "integration/test_hub.py::test_a_request_that_waits_for_a_row_stops_no_other",
        "integration/test_jobs_served.py::test_a_closed_laptop_is_told_to_the_person_and_calls_who_is_on_call",
        "integration/test_jobs_served.py::test_while_a_mail_server_says_nothing_people_are_answered",
        "integration/test_leaving_live.py::test_tokens_and_sockets_are_dead_within_one_second_and_the_person_outside_is_told",
        "integration/test_leaving_server.py::test_what_is_being_answered_when_it_is_told_to_stop_is_answered",
        "integration/test_line_hostile.py::test_who_reads_nothing_is_given_a_thread_no_more_and_whoever_reads_gets_all_of_it",
        "integration/test_line_under_load.py::test_a_client_that_never_reads_is_cut_off_and_gets_everything_when_it_comes_back",
        "integration/test_line_under_load.py::test_a_thousand_who_come_at_once_are_let_in_or_refused_and_everybody_else_is_served",
        "integration/test_no_trace.py::test_of_a_person_who_is_known_by_everything_nothing_is_found_anywhere",
        "integration/test_pages_stopped.py::test_answers_name_no_server_and_errors_are_counted_up_to_the_stop",
        "integration/test_plain_file_memory.py::test_no_plain_byte_of_a_file_is_in_any_file_while_it_comes_or_after",
        "integration/test_plans.py::test_no_request_and_no_job_reads_a_big_table_from_end_to_end",
        "integration/test_s3_served.py::test_a_file_goes_through_a_bucket_to_the_desk_and_no_folder_has_any_of_it",
        "integration/test_setup.py::test_a_site_that_exists_is_not_set_up_again",
        "integration/test_setup.py::test_at_a_real_site_the_demonstration_says_only_where_it_is",
        "integration/test_two_implementations.py::test_both_accept_what_either_made",
        "integration/test_two_processes.py::test_a_receipt_has_one_allowance_however_many_processes_it_goes_to",
        "integration/test_two_processes.py::test_a_redis_that_hangs_delays_one_answer_and_loses_nothing",
        "integration/test_two_processes.py::test_who_signs_out_on_the_pages_hears_not_one_word_more_on_the_line",
        "integration/test_units.py::test_the_service_works_under_the_limits_of_its_unit",
        "journeys/test_audit_page.py::test_an_auditor_reads_checks_and_saves_the_audit_and_is_alarmed_when_it_is_changed",
        "journeys/test_by_keyboard.py::test_by_keyboard_alone_from_the_door_to_the_chat",
        "journeys/test_by_keyboard.py::test_by_keyboard_alone_from_the_door_to_the_thread",
        "journeys/test_chat_desk.py::test_a_blocked_live_line_is_said_and_changes_nothing_else",
        "journeys/test_chat_desk.py::test_a_long_text_and_many_messages_arrive_in_order",
        "journeys/test_chat_desk.py::test_a_session_that_ends_in_the_middle_loses_no_word",
        "journeys/test_chat_desk.py::test_after_a_break_the_person_is_recognised_by_the_safe_word",
        "journeys/test_chat_desk.py::test_saved_replies_are_found_by_a_slash_and_sent_by_enter",
        "journeys/test_chat_desk.py::test_the_wrap_up_is_due_before_the_next_chat_and_waits_while_somebody_does",
        "journeys/test_chat_desk.py::test_what_is_written_in_airplane_mode_arrives_once_when_the_line_is_back",
        "journeys/test_chat_desk_people.py::test_an_interpreter_sees_one_conversation_only_and_a_new_key_comes_after_them",
        "journeys/test_chat_source.py::test_the_same_words_in_two_tabs_are_one_chat_in_both",
        "journeys/test_chat_source.py::test_where_websocket_is_blocked_the_chat_goes_on_by_asking_and_says_so",
        "journeys/test_chat_source_views.py::test_every_view_of_a_chat_is_accessible_and_keeps_its_exit_in_sight",
        "journeys/test_cover.py::test_a_number_lifts_the_cover_and_five_wrong_ones_leave",
        "journeys/test_cover.py::test_private_words_can_be_typed_by_number_and_by_letters_on_the_screen",
        "journeys/test_cover.py::test_the_cover_keeps_its_place_and_the_exit",
        "journeys/test_desk_views.py::test_a_draft_outlives_another_screen_and_an_ended_session",
        "journeys/test_desk_views.py::test_a_reply_without_an_answer_is_kept_and_arrives_once",
        "journeys/test_desk_views.py::test_every_screen_is_usable_by_all_in_every_language",
        "journeys/test_desk_views.py::test_two_people_who_save_at_once_lose_nothing",
        "journeys/test_files_outside.py::test_a_file_is_paused_kept_while_the_line_is_lost_and_taken_back",
        "journeys/test_files_outside.py::test_every_view_of_files_is_accessible_and_keeps_its_exit_in_sight",
        "journeys/test_files_outside.py::test_who_keeps_place_and_time_as_evidence_sends_them_sealed_beside_the_clean_photo",
        "journeys/test_firefox_plain.py::test_the_text_that_stands_here_without_scripts_is_gone_where_firefox_runs_them",
        "journeys/test_looking.py::test_each_kind_is_shown_in_the_frame_and_veiled_first",
        "journeys/test_pilot.py::test_a_pilot_s_tip_becomes_a_referred_case",
        "journeys/test_plain_canary.py::test_what_is_typed_without_scripts_is_in_one_request_and_nowhere_else",
        "journeys/test_plain_chat.py::test_a_whole_chat_without_scripts",
        "journeys/test_plain_chat.py::test_every_page_of_a_chat_is_accessible_on_a_small_phone",
        "journeys/test_plain_views.py::test_every_plain_page_is_accessible_and_begins_with_its_exit",
        "journeys/test_second_engine.py::test_a_second_engine_finds_nothing_in_a_thread",
        "journeys/test_sign_in.py::test_a_passkey_signs_in_and_unlocks_and_what_was_typed_is_still_there",
        "journeys/test_source_safety.py::test_what_cannot_be_sealed_is_not_sent_and_the_page_says_why",
        "journeys/test_source_views.py::test_every_view_is_accessible_and_keeps_its_exit_in_sight",
    ]
)

FILES = frozenset(
    [
        "integration/test_brood.py",
        "integration/test_setup_offline.py",
        "journeys/test_broken_scripts.py",
        "journeys/test_directory.py",
        "journeys/test_hostile_text.py",
        "journeys/test_left_behind.py",
        "journeys/test_setup_page.py",
    ]
)
"""Files of which every test is long: what takes long is what they all begin with."""

ALONE = frozenset(
    [
        "bench/test_bench.py",
        "cluster/test_faults.py",
        "cluster/test_rolling.py",
        "faults/test_bad_machines.py",
        "faults/test_flood_figures.py",
        "faults/test_large_backup.py",
        "integration/test_plain_file_memory.py",
        "integration/test_plans_filled.py",
        "integration/test_same_receipts.py",
        "integration/test_same_secrets.py",
        "integration/test_same_time.py",
        "scanners/test_service.py",
    ]
)
"""Files whose long tests measure time or memory: nothing else runs beside them."""


def is_long(path: str, test: str) -> bool:
    """Whether this test of this file runs in the long run only."""
    return path in FILES or f"{path}::{test}" in TESTS

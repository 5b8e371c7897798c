"""The attacks: what is tried, what stops it, the test, and the check without which that test fails."""

from __future__ import annotations

from dataclasses import dataclass

from tests.attacks.checks import Check, checks


@dataclass(frozen=True)
class Attack:
    """One attack. `check` is taken out to see `test` fail, or `control` names what shows that it can."""

    area: str
    tried: str
    stopped_by: str
    test: str
    check: Check | None = None
    control: str | None = None


MATRIX = "tests/integration/test_matrix.py"
WEB = "tests/integration/test_web_attacks.py"
SITES = "tests/journeys/test_other_sites.py"
LINE = "tests/integration/test_line_hostile.py"
FLOODS = "tests/integration/test_floods.py"
CHECKS = checks()

ATTACKS = (
    Attack(
        "who may what", "a call that this role may not make", "a rule for each route",
        f"{MATRIX}::test_everybody_gets_from_every_route_what_the_matrix_says",
        CHECKS["permission"],
    ),
    Attack(
        "who may what", "a new route that nobody thought about", "each route stands in the table",
        f"{MATRIX}::test_every_route_has_a_line_in_the_matrix_and_every_line_a_route",
        CHECKS["line of the table"],
    ),
    Attack(
        "who may what", "a session that outlives its role", "each call asks for the role again",
        f"{MATRIX}::test_a_session_ends_with_the_next_call_after_the_role_changed_up_or_down",
        CHECKS["role"],
    ),
    Attack(
        "who may what", "a session that outlives a suspension", "each call asks whether they may work",
        f"{MATRIX}::test_a_session_ends_with_the_next_call_after_somebody_is_suspended",
        CHECKS["suspended"],
    ),
    Attack(
        "who may what", "telling wrong receipts from malformed ones", "one answer for all",
        f"{MATRIX}::test_every_receipt_that_opens_nothing_gets_the_same_bytes",
        CHECKS["one answer"],
    ),
    Attack(
        "web", "our pages in a frame of another site", "frame-ancestors and X-Frame-Options",
        f"{SITES}::test_no_page_outside_can_be_framed", CHECKS["frames"],
    ),
    Attack(
        "web", "another site's scripts read ours", "Cross-Origin-Resource-Policy, no CORS",
        f"{SITES}::test_another_site_s_scripts_read_nothing_of_ours", CHECKS["resource policy"],
    ),
    Attack(
        "web", "holding the window that was opened on us", "Cross-Origin-Opener-Policy",
        f"{SITES}::test_who_opened_our_page_holds_no_window_of_it", CHECKS["opener policy"],
    ),
    Attack(
        "web", "another site's form changes something", "proofs in a header, tokens in forms",
        f"{WEB}::test_another_site_s_page_can_change_nothing_and_read_nothing",
        CHECKS["no sharing"],
    ),
    Attack(
        "web", "poisoning or filling a cache", "no-store on everything that is not a hashed file",
        f"{WEB}::test_every_route_s_answer_bears_every_header_and_is_kept_by_no_cache",
        CHECKS["no cache"],
    ),
    Attack(
        "web", "another host's name", "a list of our own names",
        f"{WEB}::test_a_name_that_is_not_ours_is_answered_with_nothing", CHECKS["host"],
    ),
    Attack(
        "web", "guessing a kind of file", "nosniff, and kinds that are said",
        f"{WEB}::test_nothing_that_anybody_sent_is_taken_for_a_page", CHECKS["sniffing"],
    ),
    Attack(
        "web", "a request within a request, by chunks", "the connection ends after chunks",
        "tests/integration/test_smuggling.py::test_no_request_within_another_reaches_the_service"
        "[embedded_alone]",
        CHECKS["chunks"],
    ),
    Attack(
        "web", "a request within a request, by two lengths", "one plain length, or chunks",
        "tests/integration/test_embedded_server.py"
        "::test_a_broken_request_is_refused_with_our_headers_and_without_echo",
        CHECKS["one length"],
    ),
    Attack(
        "web", "markup in any field, by any side, in any record", "text nodes, a strict policy",
        "tests/journeys/test_hostile_text.py::test_what_a_source_types_is_text_to_staff",
        control="test_the_watch_itself_sees_what_a_page_must_not_do",
    ),
    Attack(
        "web", "anything that a page's own policy forbids, in any journey", "one policy, no exception",
        "tests/journeys/conftest.py",
        control="test_the_watch_itself_sees_what_a_page_must_not_do",
    ),
    Attack(
        "parsers", "bytes that no parser expects", "only the folder's own errors",
        "tests/fuzz/test_fuzz_long.py", control="each target finds a planted IndexError",
    ),
    Attack(
        "parsers", "a body of very many parts", "counted before it is read",
        "tests/integration/test_hostile_calls.py"
        "::test_a_body_of_very_many_parts_is_not_even_read",
        CHECKS["parts of a body"],
    ),
    Attack(
        "line", "a message in pieces without an end", "pieces count together",
        f"{LINE}::test_a_message_of_pieces_without_an_end_is_cut_off_where_one_frame_would_be",
        CHECKS["pieces"],
    ),
    Attack(
        "line", "a script that never stops", "an allowance for each receipt",
        f"{LINE}::test_a_script_is_told_to_slow_down_and_a_person_who_comes_after_it_is_served",
        CHECKS["allowance"],
    ),
    Attack(
        "line", "very many lines of one receipt", "the oldest are cut off",
        f"{LINE}::test_of_too_many_lines_of_one_receipt_the_oldest_are_cut_off_and_the_newest_lives",
        CHECKS["lines of a receipt"],
    ),
    Attack(
        "floods", "one piece of work for many tips", "bound to the receipt and the conversation",
        f"{FLOODS}::test_work_is_for_one_tip_and_one_time", CHECKS["binding"],
    ),
    Attack(
        "floods", "work done beforehand", "over after ten minutes",
        f"{FLOODS}::test_work_that_is_over_made_easier_or_not_done_is_asked_for_anew",
        CHECKS["expiry"],
    ),
    Attack(
        "floods", "work that was not done", "each part is checked",
        f"{FLOODS}::test_work_that_is_over_made_easier_or_not_done_is_asked_for_anew",
        CHECKS["work"],
    ),
    Attack(
        "floods", "tips that keep crisis chats out", "a door of their own",
        f"{FLOODS}::test_a_crisis_chat_is_asked_for_nothing_while_every_other_door_is_shut",
        CHECKS["chat's own door"],
    ),
    Attack(
        "floods", "chats that claim danger and fall silent", "whoever answers comes before",
        f"{FLOODS}::test_a_chat_that_never_answered_stands_behind_whoever_does_and_is_not_lost",
        CHECKS["silence"],
    ),
    Attack(
        "floods", "programs that fill in all fields", "a field that no person sees: set aside, whole",
        f"{FLOODS}::test_a_field_that_no_person_sees_sets_aside_and_is_answered_like_any_other",
        CHECKS["hidden field"],
    ),
    Attack(
        "steps", "orders of steps that nobody thought of", "models and the checker agree",
        "tests/stateful/test_conversation.py", control="tests/stateful/test_together.py",
    ),
    Attack(
        "faults", "a crash at any commit", "what was not acknowledged is sent again",
        "tests/faults/test_commit_points.py", control="tests/integration/test_checker_sums.py",
    ),
    Attack(
        "secrets", "memory of a running server in a dump", "limits, not dumpable",
        "tests/integration/test_secrets_at_rest.py"
        "::test_a_running_server_shows_no_secret_and_cannot_be_dumped",
        CHECKS["dumps"],
    ),
    Attack(
        "secrets", "the time that a wrong secret takes", "hashes first, constant comparisons",
        "tests/integration/test_same_secrets.py", control="a comparison that stops early is found",
    ),
)  # fmt: skip


def rows() -> list[str]:
    """The table of docs/attacks.md, line by line."""
    head = ["| | what is tried | what stops it | test | seen to fail |", "|---|---|---|---|---|"]
    return head + [_row(each) for each in ATTACKS]


def _row(attack: Attack) -> str:
    without = f"without {attack.check.what}" if attack.check else f"control: {attack.control}"
    test = attack.test.replace("tests/", "", 1)
    return f"| {attack.area} | {attack.tried} | {attack.stopped_by} | `{test}` | {without} |"


if __name__ == "__main__":
    import sys

    sys.stdout.write("\n".join(rows()) + "\n")

from __future__ import annotations

import json
import logging

import pytest

from config.logs import (
    ALLOWED,
    AllowListFormatter,
    ErrorCounts,
    configure_logs,
    count_libraries,
)

SECRET = "the plate is ABC-123 and the phone 555-0100"


def line_for(name: str, message: str, fields: dict[str, object] | None = None) -> dict[str, object]:
    record = logging.LogRecord(name, logging.ERROR, "file", 1, message, (), None)
    if fields is not None:
        record.fields = fields
    line: dict[str, object] = json.loads(AllowListFormatter().format(record))
    return line


def test_a_library_s_own_words_are_never_written() -> None:
    assert line_for("sqlalchemy.engine", SECRET) | {"hour": ""} == {
        "hour": "",
        "level": "ERROR",
        "event": "library",
        "kind": "sqlalchemy",
    }


def test_only_fields_of_the_allow_list_are_written() -> None:
    line = line_for(
        "quietline",
        SECRET,
        {"event": "errors", "count": 3, "address": "198.51.100.7", "body": SECRET},
    )
    assert set(line) <= {"hour", "level", *ALLOWED}
    assert "198.51.100.7" not in json.dumps(line)
    assert SECRET not in json.dumps(line)


def test_errors_are_counted_and_written_only_when_the_hour_is_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counts = ErrorCounts()
    with caplog.at_level(logging.INFO, "quietline"):
        for _ in range(3):
            counts.add("source", "invalid")
        assert caplog.records == []
        counts.flush()
        counts.flush()
    assert [record.__dict__["fields"]["count"] for record in caplog.records] == [3]


def test_what_a_library_says_of_many_messages_is_one_line_an_hour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    counts = ErrorCounts()
    configure_logs()
    count_libraries(counts)
    for _ in range(5):
        logging.getLogger("socketio.manager").error("Cannot publish %s", SECRET)
    assert capsys.readouterr().err == ""
    counts.flush()
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["side"], said["kind"], said["count"]) == ("library", "socketio", 5)

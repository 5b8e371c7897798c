"""schemathesis against a served site: whatever the description of the calls allows, and what it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.actors import Source
from tests.integration.line_town import Town
from tests.integration.matrix_scenes import CaseOf
from tests.schemas import FOLDER
from tests.server import ROOT
from webapp.schemas import b64

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
RECEIPTS = 40
LEFT_OUT = {
    "source": ("/api/v1/conversation/way-back",),  # the receipt would open nothing after it
    "desk": ("/api/v1/session", "/api/v1/account/passphrase"),  # the token would speak for nobody
}

CONFIG = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 411, 413, 415, 422, 429, 503]
"""
"""What refuses: of a wrong call about an unknown thing the service may say either first."""


@dataclass(frozen=True)
class Ran:
    """How a run ended, what was said, and how often each call was answered by which status."""

    code: int
    said: str
    answered: dict[str, int]

    @property
    def done(self) -> set[str]:
        """The calls that were carried out at least once, by method and address."""
        return {name[:-4] for name in self.answered if name[-3] == "2"}


def known_outside(town: Town) -> dict[str, object]:
    """Receipts of people whose conversations there are."""
    sources = [Source(town.site.source_url, office=town.office) for _ in range(RECEIPTS)]
    for number, source in enumerate(sources):
        assert source.send_tip(channel="chat" if number % 2 else "tip_form").status == 201
    return {"auth": [source.auth for source in sources], "ids": {}}


def known_inside(town: Town) -> dict[str, object]:
    """Nora's token, and ids of conversations, a case and people."""
    sources = [Source(town.site.source_url, office=town.office) for _ in range(6)]
    for source in sources:
        assert source.send_tip().status == 201
    case = CaseOf(town.office)
    assert town.nora.call("POST", "/api/v1/cases", case.body(town.nora, None)).status == 201
    ids = {
        "conv": [b64(source.conv) for source in sources],
        "case_id": [b64(case.case_id)],
        "staff_id": [b64(town.sam.staff_id), b64(town.ida.staff_id)],
        "number": ["1"],
        "epoch": ["1"],
        "month": ["2026-01"],
    }
    return {"auth": [town.nora.auth], "ids": ids}


def run(
    side: str,
    url: str,
    known: dict[str, object],
    home: Path,
    *options: str,
    described: Path | None = None,
) -> Ran:
    """Call everything that the side's file describes, or another that is `described`."""
    (home / "known.json").write_text(json.dumps(known))
    (home / "config.toml").write_text(CONFIG)
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCHEMATHESIS_HOOKS": "tests.fuzz.openapi_hooks",
        "QUIETLINE_FUZZ_KNOWN": str(home / "known.json"),
    }
    left_out = [part for path in LEFT_OUT[side] for part in ("--exclude-path", path)]
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(home / "config.toml")),
        *options,
        *(str(described or FOLDER / f"{side}.json"), "--url", url, "--checks", ",".join(CHECKS)),
        *("--max-failures", "20", "--no-color", *left_out),
    ]
    ended = subprocess.run(
        command,
        cwd=home,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    answered = json.loads((home / "answered.json").read_text())
    return Ran(ended.returncode, ended.stdout.decode(errors="replace"), answered)

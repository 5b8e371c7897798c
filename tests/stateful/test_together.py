"""Two processes at one store: whatever both do at once, each act took effect once or not at all."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from chat.models import Conversation
from moderation.audit_models import AuditRow
from moderation.models import CaseRecord
from tests.integration.conftest import Town, item_id
from tests.integration.matrix_scenes import CaseOf
from tests.server import ROOT
from tests.stateful.running import found
from tests.stateful.worker import Shared
from webapp.schemas import unb64

ACTS = int(os.environ.get("QUIETLINE_STATEFUL_ACTS", "1500"))
"""Acts of each process."""

COUNTED = ("claim", "release", "close", "hand_over", "quarantine", "restore", "section")
"""Acts of which each that was answered well left one row of the audit, and no other did."""


def laid_out(town: Town, folder: Path, acts: int) -> Shared:
    """A few tips and chats, and a case; all that the processes need lies in the folder."""
    sources = [town.source() for _ in range(6)]
    for number, source in enumerate(sources):
        assert source.send_tip(channel="chat" if number % 2 else "tip_form").status == 201
    case = CaseOf(town.office)
    body = case.body(town.nora, None)
    assert town.nora.call("POST", "/api/v1/cases", body).status == 201
    main_id = unb64(body["main"]["record"])[18:34]
    environ = {
        "QUIETLINE_DATA_DIR": str(town.settings.data_dir),
        "QUIETLINE_DATABASE_URL": str(town.settings.database_url or ""),
    }
    shared = Shared(environ, town.office, [town.ana, town.sam], sources, case, main_id, acts)
    apps = [(who, who.app) for who in [*shared.people, *sources]]
    for who, _ in apps:
        who.app = ""
    (folder / "shared").write_bytes(pickle.dumps(shared))
    for who, app in apps:
        who.app = app
    return shared


def work(folder: Path) -> list[dict[str, Any]]:
    """Both processes do their acts; gives all that they wrote down."""
    command = [sys.executable, "-m", "tests.stateful.worker", str(folder)]
    running = [
        subprocess.Popen([*command, str(which)], cwd=ROOT, stderr=subprocess.PIPE)
        for which in (0, 1)
    ]
    for process in running:
        _, said = process.communicate(timeout=900)
        assert process.returncode == 0, said.decode()[-3_000:]
    files = [folder / f"told-{which}" for which in (0, 1)]
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def done(line: dict[str, Any]) -> bool:
    """Whether it was answered well."""
    return bool(line["status"] < 300)


def once_each(town: Town, told: list[dict[str, Any]]) -> None:
    """Every act that was answered well is in the audit once, by whom it was, and no other is."""
    names = {town.ana.staff_id: "ana", town.sam.staff_id: "sam"}
    counted = select(AuditRow.actor, AuditRow.action, func.count())
    with town.store.reading() as session:
        rows = session.execute(counted.group_by(AuditRow.actor, AuditRow.action)).all()
    there = {(names[row[0]], row[1]): row[2] for row in rows if row[0] in names}
    wanted = Counter((line["who"], line["act"]) for line in told if done(line))
    for who in names.values():
        for act in COUNTED:
            assert there.get((who, act), 0) == wanted[who, act], (who, act)


def one_after_another(town: Town, shared: Shared, told: list[dict[str, Any]]) -> None:
    """Each number of each thread, and of the case's record, was given to one envelope."""
    numbers = Counter((line["conv"], line["act"], line.get("seq")) for line in told if done(line))
    given = {key: count for key, count in numbers.items() if key[2] is not None}
    assert set(given.values()) <= {1}
    with town.store.reading() as session:
        for source in shared.sources:
            talk = session.get_one(Conversation, source.conv)
            name = item_id(source)
            assert {n for c, a, n in given if (c, a) == (name, "S")} == set(
                range(2, talk.s_seq + 1)
            )
            assert {n for c, a, n in given if (c, a) == (name, "D")} == set(
                range(1, talk.d_seq + 1)
            )
        revisions = select(func.max(CaseRecord.rev)).where(CaseRecord.record_id == shared.main_id)
        last = session.scalar(revisions) or 0
    assert {n for _, a, n in given if a == "section"} == set(range(2, last + 1))


@pytest.mark.long
@pytest.mark.timeout(1_200)
def test_of_two_processes_at_once_each_act_took_effect_once(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    shared = laid_out(town, folder, ACTS)
    told = work(folder)
    statuses = Counter(line["status"] for line in told)
    assert not {status for status in statuses if status >= 500} - {503}, statuses
    assert len({line["act"] for line in told if done(line)}) >= 12
    assert found(town) == []
    once_each(town, told)
    one_after_another(town, shared, told)
    print(dict(statuses))  # noqa: T201


def test_an_act_that_took_effect_twice_or_never_is_found(town: Town, tmp_path: Path) -> None:
    shared = laid_out(town, tmp_path, 0)
    name = item_id(shared.sources[0])
    got = town.ana.call("POST", f"/api/v1/items/{name}/claim", {})
    claim = {"who": "ana", "act": "claim", "conv": name, "status": got.status}
    once_each(town, [claim])
    one_after_another(town, shared, [])
    for wrong in ([], [claim, claim]):
        with pytest.raises(AssertionError):
            once_each(town, wrong)
    written = {"who": "ana", "act": "S", "conv": name, "status": 201, "seq": 2}
    with pytest.raises(AssertionError):
        one_after_another(town, shared, [written, written])

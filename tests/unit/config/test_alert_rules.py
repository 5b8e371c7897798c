"""The alert rules ask for metrics that there are, and say what to do."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

RULES = Path("config/deploy/alerts.yml")
PROMTOOL = Path("/usr/bin/promtool")
TOLD = set(
    re.findall(r"^\| `(quietline_\w+)` \|", Path("docs/metrics.md").read_text(), re.MULTILINE)
)


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text())["groups"]
    return list(group["rules"])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_a_rule_asks_for_metrics_that_there_are_and_says_what_to_do(rule: dict[str, Any]) -> None:
    asked = set(re.findall(r"quietline_\w+", rule["expr"]))
    assert asked <= TOLD
    assert asked or rule["expr"].startswith("up{")
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert set(rule["annotations"]) == {"summary", "do"}


def promtool(*words: str) -> subprocess.CompletedProcess[str]:
    """What Prometheus' own tool says."""
    return subprocess.run([PROMTOOL, *words], capture_output=True, text=True, check=False)


def test_prometheus_reads_the_rules() -> None:
    done = promtool("check", "rules", str(RULES))
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"{len(rules())} rules found" in done.stdout


CASES: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    # alert: what is seen each minute while it goes wrong, while all is well, and told after
    "DatabaseAway": ({"database_up": "0x5"}, {"database_up": "1x5"}, "3m"),
    "JobsLate": ({'job_late{job="sweep"}': "1x20"}, {'job_late{job="sweep"}': "0x20"}, "15m"),
    "BackupOld": ({"backup_age_days": "2x90"}, {"backup_age_days": "1x90"}, "80m"),
    "NobodyAttends": (
        {"open": "1x30", "attended": "0x30"},
        {"open": "0x30", "attended": "0x30"},
        "20m",
    ),
    "LineLags": (
        {'answers_seconds{process="line"}': "-1x9"},
        {'answers_seconds{process="line"}': "0.25x9"},
        "7m",
    ),
    "RosterRunsOut": ({"roster_days": "13x90"}, {"roster_days": "14x90"}, "80m"),
}


def told(alert: str, seen: dict[str, str], after: str, times: int) -> dict[str, Any]:
    """A test of promtool's: so often the alert is told."""
    count = f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) or vector(0)'
    expected = {
        "expr": count,
        "eval_time": after,
        "exp_samples": [{"labels": "{}", "value": times}],
    }
    series = [{"series": f"quietline_{name}", "values": each} for name, each in seen.items()]
    return {"interval": "1m", "input_series": series, "promql_expr_test": [expected]}


@pytest.mark.parametrize("alert", CASES)
def test_what_goes_wrong_is_told_and_nothing_is_while_all_is_well(
    alert: str, tmp_path: Path
) -> None:
    wrong, well, after = CASES[alert]
    tests = [told(alert, wrong, after, 1), told(alert, well, after, 0)]
    file = tmp_path / "tests.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(RULES.resolve())], "tests": tests}))
    done = promtool("test", "rules", str(file))
    assert done.returncode == 0, done.stdout + done.stderr

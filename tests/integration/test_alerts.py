"""Who is on call hears that somebody waits: the same bytes whatever happened, not too often, not never."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from chat.live_models import JobRow
from config.mail import Mail, mail
from config.refusal import SettingsError
from moderation import live
from moderation.jobs import alert, by_mail, by_webhook, sweep
from moderation.jobs.on_call import Alerts
from moderation.jobs.runner import Job, Runner
from moderation.models import OnCall
from moderation.staff_models import Staff
from tests.actors import Person
from tests.integration.chats import Chats
from tests.integration.conftest import Town
from tests.post import PASSWORD, USER, Certificate, mail_server, web_server
from tests.ticking import Bench

CONTEXT = ssl.create_default_context()


@dataclass
class Night(Chats):
    """A night on which nobody is on shift and some are on call."""

    bench: Bench = field(kw_only=True)
    sent: list[tuple[str, str]] = field(default_factory=list)
    away: bool = False

    def send(self, kind: str, address: str) -> None:
        """An alert is noted, unless its way is away."""
        if self.away or address.startswith("broken"):
            raise ConnectionRefusedError
        self.sent.append((kind, address))

    def runner(self, send: Callable[[str, str], None] | None = None) -> Runner:
        """A runner of the alerts alone."""
        alerts = Alerts(send or self.send, 900, self.bench.counts)
        return self.bench.runner(Job("on_call", 20, alerts.run))

    def on_call(self, person: Person, address: str, kind: str = "email") -> None:
        """They want to hear of it there."""
        with self.town.store.writing() as session:
            session.merge(OnCall(staff_id=person.staff_id, kind=kind, address=address))

    def passes(self, runner: Runner, minutes: float) -> None:
        """Time passes, with a look every half minute."""
        for _ in range(int(minutes * 2)):
            self.bench.clock.forward(seconds=30)
            runner.run_due()


@pytest.fixture
def night(town: Town) -> Night:
    """A night in a town."""
    bench = Bench(town.store)
    return Night(town, bench.clock, bench=bench)


def test_a_chat_that_waits_alerts_everybody_on_call_once_an_interval(night: Night) -> None:
    night.on_call(night.town.ana, "ana@example.org")
    night.on_call(night.town.sam, "https://example.org/hook", "webhook")
    runner = night.runner()
    night.passes(runner, 5)
    assert night.sent == []
    night.waiting()
    night.passes(runner, 14)
    assert sorted(night.sent) == [
        ("email", "ana@example.org"),
        ("webhook", "https://example.org/hook"),
    ]
    night.passes(runner, 15)
    assert len(night.sent) == 4


@pytest.mark.parametrize(("urgency", "alerts"), [("immediate", 1), ("soon", 0), ("routine", 0)])
def test_of_tips_only_an_immediate_one_alerts(night: Night, urgency: str, alerts: int) -> None:
    night.on_call(night.town.ana, "ana@example.org")
    assert night.town.source().send_tip(urgency=urgency).status == 201
    night.passes(night.runner(), 2)
    assert len(night.sent) == alerts


@pytest.mark.parametrize(("status", "alerts"), [("on", 0), ("busy", 0), ("away", 1), ("off", 1)])
def test_while_somebody_is_on_shift_nobody_is_called(
    night: Night, status: str, alerts: int
) -> None:
    night.on_call(night.town.ana, "ana@example.org")
    night.waiting()
    night.on_shift(night.town.sam, status)
    night.passes(night.runner(), 0.5)
    assert len(night.sent) == alerts


def test_who_has_left_is_not_called(night: Night) -> None:
    night.on_call(night.town.ana, "ana@example.org")
    with night.town.store.writing() as session:
        session.get_one(Staff, night.town.ana.staff_id).active = False
    night.waiting()
    night.passes(night.runner(), 2)
    assert night.sent == []


def test_what_could_not_be_sent_is_sent_soon_and_holds_up_nobody(night: Night) -> None:
    night.on_call(night.town.ana, "broken@example.org")
    night.on_call(night.town.sam, "sam@example.org")
    night.waiting()
    runner = night.runner()
    night.passes(runner, 1)
    assert night.sent == [("email", "sam@example.org")]
    assert night.bench.counted() == {"ConnectionRefusedError": 1}
    night.on_call(night.town.ana, "ana@example.org")
    night.passes(runner, 2)
    assert night.sent[1:] == [("email", "ana@example.org")]


def test_a_mail_server_that_is_away_for_an_hour_is_tried_until_it_is_back(night: Night) -> None:
    night.on_call(night.town.ana, "ana@example.org")
    night.waiting()
    night.away = True
    runner = night.runner()
    night.passes(runner, 60)
    night.away = False
    night.passes(runner, 1.5)
    assert len(night.sent) == 1


def test_two_runners_at_once_send_each_alert_once(night: Night) -> None:
    people = [night.town.ana, night.town.sam, night.town.nora]
    for number, person in enumerate(people):
        night.on_call(person, f"{number}@example.org")
    night.waiting()
    turns = 6
    start = threading.Barrier(2, action=lambda: night.bench.clock.forward(minutes=16))
    runners = [night.runner() for _ in range(2)]

    def work(runner: Runner) -> None:
        for _ in range(turns):
            start.wait()
            runner.run_due()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, runners))
    assert sorted(night.sent) == sorted([("email", f"{n}@example.org") for n in range(3)] * turns)


def test_rows_of_alerts_that_nobody_needs_are_swept_away(night: Night) -> None:
    night.on_call(night.town.ana, "ana@example.org")
    night.waiting()
    night.passes(night.runner(), 1)
    sweeper = night.bench.runner(Job("sweep", 3600, sweep.run))
    for days, left in ((0, 1), (2, 0)):
        night.bench.clock.forward(days=days, hours=1)
        sweeper.run_due()
        with night.town.store.reading() as session:
            alerts = select(JobRow.name).where(JobRow.name.startswith("alert:"))
            assert len(session.scalars(alerts).all()) == left


def here(port: int, way: str) -> Mail:
    """The settings of a mail server of this machine."""
    return Mail("localhost", port, USER.decode(), PASSWORD.decode(), "desk@example.org", way)


def test_mail_and_webhook_get_the_very_same_bytes_whatever_happened(night: Night) -> None:
    with mail_server() as box, web_server() as hook:
        post = mail(
            {
                "QUIETLINE_SMTP_HOST": "localhost",
                "QUIETLINE_SMTP_TLS": "none",
                "QUIETLINE_SMTP_PORT": str(box.port),
                "QUIETLINE_SMTP_FROM": "d@example.org",
            }
        )
        assert post is not None

        def send(kind: str, address: str) -> None:
            if kind == "email":
                by_mail.send(post, address, CONTEXT)
            else:
                by_webhook.send(address, CONTEXT, private=True)

        night.on_call(night.town.ana, "ana@example.org")
        night.on_call(night.town.sam, f"http://127.0.0.1:{hook.port}/h", "webhook")
        runner = night.runner(send)
        person = night.waiting(priority="urgent", category="crisis", language="es")
        night.passes(runner, 1)
        with night.town.store.writing() as session:
            live.forget(session, person.conv)
        for _ in range(5):
            night.town.source().send_tip(urgency="immediate", priority="low")
        night.on_call(night.town.ana, "someone.else@example.org")
        night.passes(runner, 20)
    assert [address for address, _ in box.letters] == [
        "ana@example.org",
        "someone.else@example.org",
    ]
    assert len({letter for _, letter in box.letters}) == len(set(hook.got)) == 1
    assert box.letters[0][1] == alert.as_mail("d@example.org")
    assert hook.got[0].endswith(alert.as_json())
    assert len(hook.got) == 2
    assert night.bench.counted() == {}


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH"
)  # aiosmtpd does not see that its line is sealed
@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_mail_goes_out_sealed_to_a_server_whose_name_was_checked(tmp_path: Path, way: str) -> None:
    certificate = Certificate.made(tmp_path)
    with mail_server(certificate, way) as box:
        with pytest.raises(ssl.SSLCertVerificationError):
            by_mail.send(here(box.port, way), "ana@example.org", CONTEXT)
        assert box.letters == []
        by_mail.send(here(box.port, way), "ana@example.org", certificate.for_client())
    assert box.letters == [("ana@example.org", alert.as_mail("desk@example.org"))]
    assert way == "tls" or box.sealed == [True]


def test_a_server_that_offers_no_sealed_line_gets_neither_password_nor_alert() -> None:
    with mail_server() as box, pytest.raises(OSError, match="STARTTLS"):
        by_mail.send(here(box.port, "starttls"), "ana@example.org", CONTEXT)
    assert box.letters == []


@pytest.mark.parametrize(
    "address", ["a@example.org\r\nRCPT TO:<b@example.org>", "a\nDATA", "é@x.org"]
)
def test_an_address_that_would_be_a_command_is_refused(address: str) -> None:
    with mail_server() as box, pytest.raises((OSError, ValueError)):
        by_mail.send(
            Mail("localhost", box.port, None, None, "d@example.org", "none"), address, CONTEXT
        )
    assert box.letters == []


def test_a_refused_alert_is_an_error(night: Night) -> None:
    with mail_server() as box:
        box.refuse = True
        post = Mail("localhost", box.port, None, None, "d@example.org", "none")
        night.on_call(night.town.ana, "ana@example.org")
        night.waiting()
        runner = night.runner(lambda _kind, address: by_mail.send(post, address, CONTEXT))
        night.passes(runner, 1)
        assert night.bench.counted() == {"SMTPDataError": 1}
        box.refuse = False
        night.passes(runner, 2)
    assert len(box.letters) == 1


def test_an_alert_says_nothing_but_that_somebody_should_sign_in() -> None:
    head = alert.as_mail("d@example.org").split(b"\r\n\r\n")[0].lower()
    assert [line.split(b":")[0] for line in head.split(b"\r\n")] == [
        b"from",
        b"to",
        b"subject",
        b"auto-submitted",
        b"content-type",
        b"content-transfer-encoding",
        b"mime-version",
    ]


def test_without_rows_of_jobs_an_alert_still_goes_out(night: Night) -> None:
    night.on_call(night.town.ana, "ana@example.org")
    night.waiting()
    runner = night.runner()
    night.passes(runner, 1)
    with night.town.store.writing() as session:
        session.execute(delete(JobRow))
    night.passes(runner, 1)
    assert len(night.sent) == 2


BAD = [
    {"QUIETLINE_SMTP_TLS": "none"},
    {"QUIETLINE_SMTP_TLS": "ssl"},
    {"QUIETLINE_SMTP_PORT": "0"},
    {"QUIETLINE_SMTP_FROM": "nobody"},
    {"QUIETLINE_SMTP_FROM": "a@example.org\nBcc: b@example.org"},
]


@pytest.mark.parametrize("wrong", BAD)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, str]) -> None:
    right = {"QUIETLINE_SMTP_HOST": "mail.example.org", "QUIETLINE_SMTP_FROM": "d@example.org"}
    assert mail(right) is not None
    with pytest.raises(SettingsError):
        mail(right | wrong)


def test_the_password_is_in_no_picture_of_the_settings() -> None:
    assert "a-long-password" not in repr(here(25, "tls"))

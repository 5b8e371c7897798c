"""A file without scripts over `kill -9` and full disks: the same form sent again is one whole file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from config.logs import ErrorCounts
from tests.backups import opened as store_of
from tests.faults.dying import killed_at
from tests.faults.test_files_killed import STEPS, unsound
from tests.integration.conftest import Town, empty, town
from tests.integration.test_plain_files import content_of, messages, nothing_is_left, person
from tests.plain import Plain
from webapp import create_source_app, share

__all__ = ["empty", "person", "town"]

DOCUMENT = b"%PDF-1.7 what they made me sign " * 5_000
MOST_STEPS = 200


def send(town: Town, cookies: dict[str, str], fields: dict[str, str]) -> None:
    """The form is sent to a server of this process."""
    with store_of(town.settings) as store:
        mine = Plain(create_source_app(share(town.settings, store, ErrorCounts())))
        for name, value in cookies.items():
            mine.client.set_cookie(name, value, domain="localhost")
        assert mine.post_file(fields, "a.pdf", DOCUMENT).status_code == 303


def cookies_of(person: Plain) -> dict[str, str]:
    kept = person.client._cookies or {}
    return {cookie.key: cookie.value for cookie in kept.values()}


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_a_form_killed_at_any_step_is_sent_again_and_is_one_whole_file(
    town: Town, person: Plain, every: int
) -> None:
    for sent, step in enumerate(range(1, MOST_STEPS, every), 1):
        person.page = person.get()
        fields = {**person.forms["file"], "how": "as_is"}
        town.store.engine.dispose()
        killed = killed_at(step, partial(send, town, cookies_of(person), fields), STEPS)
        assert unsound(town) == []
        assert person.post_file(fields, "a.pdf", DOCUMENT).status_code == 303
        told = messages(town)
        assert len(told) == sent
        assert all(content_of(town, each) == DOCUMENT for each in told)
        if not killed or sent == 15:  # a conversation has twenty files, those on their way too
            break
    assert step > 5


def full_at(step: int, original: Callable[..., Any]) -> Callable[..., Any]:
    """The n-th time this is done the disk is full."""
    left = [step]

    def either(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.ENOSPC, "full")
        return original(*args, **kwargs)

    return either


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("owner", "name"), [(os, "pwrite"), (os, "fsync"), (Path, "rename")])
@pytest.mark.parametrize("step", [1, 2])
def test_a_disk_that_is_full_at_a_step_leaves_nothing_and_takes_the_form_later(
    town: Town, person: Plain, owner: object, name: str, step: int
) -> None:
    fields = {**person.forms["file"], "how": "as_is"}
    with patch.object(owner, name, full_at(step, getattr(owner, name))):
        refused = person.post_file(fields, "a.pdf", DOCUMENT)
    if refused.status_code != 303:  # there are not always two such steps
        assert nothing_is_left(town)
        assert person.post_file(fields, "a.pdf", DOCUMENT).status_code == 303
    assert [content_of(town, each) for each in messages(town)] == [DOCUMENT]

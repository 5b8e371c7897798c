from __future__ import annotations

import pytest

from moderation import permissions
from moderation.permissions import ROLES, may

# permission            1 advocate, 2 supervisor, 3 administrator who reads, 4 administrator, 5 interpreter, 6 auditor
MATRIX = """
desk.enter              1 2 3 4 5 6
session.end             1 2 3 4 5 6
account.own             1 2 3 4 5 6
queue.read              1 2 3
queue.work              1 2 3
queue.quarantine        1 2 3
receipt.block           1 2 3
receipt.unblock         2 3
conversation.read       1 2 3
conversation.joined     1 2 3 5
file.locked             2 3
note.write              1 2 3
training.write          1 2 3
case.read               1 2 3
case.write              1 2 3
case.reopen             2 3
case.hold               2 3
schedule.read           1 2 3 4 5 6
status.read             1 2 3 4
status.whole            3 4
team.read               1 2 3 4
chat.supervise          2 3
epoch.make              2 3
roster.sign             2 3 4
staff.manage            3 4
report.read             2 3 4
report.close            2 3
audit.read              2 3 4 6
audit.anchor            1 2 3 4 6
site.manage             3 4
directory.read          1 2 3 4
directory.check         1 2 3 4
directory.write         2 3 4
"""


@pytest.mark.parametrize("line", MATRIX.strip().splitlines())
def test_each_role_has_the_permissions_of_this_table_and_no_others(line: str) -> None:
    permission, *roles = line.split()
    assert {role for role in ROLES if may(role, permission)} == {int(role) for role in roles}


def test_the_table_above_names_every_permission_there_is() -> None:
    assert {line.split()[0] for line in MATRIX.strip().splitlines()} == permissions.ALL


def test_an_unknown_role_may_do_nothing() -> None:
    assert not any(may(role, permission) for role in (0, 7, 255) for permission in permissions.ALL)

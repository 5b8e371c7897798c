"""Who may do what, as a table: one line for each route, method and case, one column for each asker.

`+word` after an address names a case of it (`matrix_scenes.SCENES` builds what is asked). A route
without a line, or a line without a route, fails `test_matrix`. What each column is:

anon  nobody                        src   whose conversation it is    oth  another person outside
hold  the advocate who holds it     adv   another advocate            read administrator who reads
adm   administrator who does not    int   interpreter                 aud  auditor
susp  suspended while signed in     half  knows a name, no proof yet  out  signed out a moment ago
"""

from __future__ import annotations

from dataclasses import dataclass

ASKERS = ["anon", "src", "oth", "hold", "adv", "read", "adm", "int", "aud", "susp", "half", "out"]

TABLES = {
    "source": """
# method   address                                 anon src oth hold adv read adm int aud susp half out
GET,HEAD   /                                       | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /calendar                               | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /ask                                    | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /know                                   | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /files                                  | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /more                                   | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /thread                                 | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /calendar                               | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /ask                                    | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /know                                   | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /files                                  | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /more                                   | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /thread                                 | 200 200 200 200 200 200 200 200 200 200 200 200
# without JavaScript: what a form may do hangs on its visit and its token (test_plain_forms)
POST       / +json                                 | 415 415 415 415 415 415 415 415 415 415 415 415
POST       / +begin                                | 303 303 303 303 303 303 303 303 303 303 303 303
POST       / +form                                 | 403 403 403 403 403 403 403 403 403 403 403 403
OPTIONS    /                                       | 200 200 200 200 200 200 200 200 200 200 200 200
# the frame of a chat without JavaScript: it opens with a visit's cookie (test_plain_chat)
GET,HEAD   /now                                    | 403 403 403 403 403 403 403 403 403 403 403 403
OPTIONS    /now                                    | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /healthz                                | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /healthz                                | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /readyz                                 | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /readyz                                 | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /api/v1/desk                            | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /api/v1/desk                            | 200 200 200 200 200 200 200 200 200 200 200 200
# src is somebody new here; a receipt that has a conversation, as oth's, opens no second one
POST       /api/v1/conversations                   | 401 201 409 401 401 401 401 401 401 401 401 401
POST       /api/v1/conversations +anothers         | 401 201 409 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversations                   | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /api/v1/conversation                    | 401 200 200 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation                    | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/conversation/envelopes          | 401 201 422 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/envelopes          | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/conversation/labels             | 401 409 409 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/labels             | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/conversation/end                | 401 201 422 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/end                | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/conversation/stay               | 401 200 200 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/stay               | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/conversation/helpful            | 401 204 204 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/helpful            | 200 200 200 200 200 200 200 200 200 200 200 200
DELETE     /api/v1/conversation/way-back           | 401 204 204 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/way-back           | 200 200 200 200 200 200 200 200 200 200 200 200
# oth is told of another's file what they are told of none
POST       /api/v1/conversation/files                              | 401 201 404 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/files                              | 200 200 200 200 200 200 200 200 200 200 200 200
PUT        /api/v1/conversation/files/<file_id>/parts/<number>     | 401 204 404 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/files/<file_id>/parts/<number>     | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/conversation/files/<file_id>/whole              | 401 200 404 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/files/<file_id>/whole              | 200 200 200 200 200 200 200 200 200 200 200 200
DELETE     /api/v1/conversation/files/<file_id>                    | 401 204 404 401 401 401 401 401 401 401 401 401
OPTIONS    /api/v1/conversation/files/<file_id>                    | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/end                             | 204 204 204 204 204 204 204 204 204 204 204 204
OPTIONS    /api/v1/end                             | 200 200 200 200 200 200 200 200 200 200 200 200
""",
    "desk": """
# method   address                                 anon src oth hold adv read adm int aud susp half out
GET,HEAD   /                                       | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /                                       | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /healthz                                | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /healthz                                | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /readyz                                 | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /readyz                                 | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /api/v1/site                            | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /api/v1/site                            | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/setup                           | 403 403 403 403 403 403 403 403 403 403 403 403
OPTIONS    /api/v1/setup                           | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/setup/code                      | 409 409 409 409 409 409 409 409 409 409 409 409
OPTIONS    /api/v1/setup/code                      | 200 200 200 200 200 200 200 200 200 200 200 200
# for people without an account, who were sent a link; an unknown one is unknown to all
GET,HEAD   /packet                                 | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /packet                                 | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/packets/take                    | 404 404 404 404 404 404 404 404 404 404 404 404
OPTIONS    /api/v1/packets/take                    | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/packets/opened                  | 204 204 204 204 204 204 204 204 204 204 204 204
OPTIONS    /api/v1/packets/opened                  | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /looking                                | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /looking                                | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /setup                                  | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /setup                                  | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/session/start                   | 200 200 200 200 200 200 200 200 200 200 200 200
OPTIONS    /api/v1/session/start                   | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/session                         | 401 401 401 201 201 201 201 201 201 401 401 201
DELETE     /api/v1/session                         | 401 401 401 204 204 204 204 204 204 401 401 401
OPTIONS    /api/v1/session                         | 200 200 200 200 200 200 200 200 200 200 200 200
# one's own account; the ids are nobody's
GET,HEAD   /api/v1/account                                    | 401 401 401 200 200 200 200 200 200 401 401 401
OPTIONS    /api/v1/account                                    | 401 401 401 200 200 200 200 200 200 401 401 401
POST       /api/v1/account/proof                              | 401 401 401 204 204 204 204 204 204 401 401 401
OPTIONS    /api/v1/account/proof                              | 401 401 401 200 200 200 200 200 200 401 401 401
POST       /api/v1/account/again                              | 401 401 401 204 204 204 204 204 204 401 401 401
OPTIONS    /api/v1/account/again                              | 401 401 401 200 200 200 200 200 200 401 401 401
POST       /api/v1/account/methods                            | 401 401 401 201 201 201 201 201 201 401 401 401
OPTIONS    /api/v1/account/methods                            | 401 401 401 200 200 200 200 200 200 401 401 401
POST       /api/v1/account/methods/<method_id>/remove         | 401 401 401 404 404 404 404 404 404 401 401 401
OPTIONS    /api/v1/account/methods/<method_id>/remove         | 401 401 401 200 200 200 200 200 200 401 401 401
POST       /api/v1/account/methods/<method_id>/name           | 401 401 401 404 404 404 404 404 404 401 401 401
OPTIONS    /api/v1/account/methods/<method_id>/name           | 401 401 401 200 200 200 200 200 200 401 401 401
POST       /api/v1/account/passphrase                         | 401 401 401 200 200 200 200 200 200 401 401 401
OPTIONS    /api/v1/account/passphrase                         | 401 401 401 200 200 200 200 200 200 401 401 401
DELETE     /api/v1/account/sessions/<session_id>              | 401 401 401 404 404 404 404 404 404 401 401 401
OPTIONS    /api/v1/account/sessions/<session_id>              | 401 401 401 200 200 200 200 200 200 401 401 401
POST       /api/v1/account/end-other-sessions                | 401 401 401 204 204 204 204 204 204 401 401 401
OPTIONS    /api/v1/account/end-other-sessions                | 401 401 401 200 200 200 200 200 200 401 401 401
GET,HEAD   /api/v1/desk                            | 401 401 401 200 200 200 200 200 200 401 401 401
OPTIONS    /api/v1/desk                            | 401 401 401 200 200 200 200 200 200 401 401 401
# what administrators do to people: the person, the invite, the epoch of these calls is unknown
POST       /api/v1/staff/<staff_id>/leave                | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/staff/<staff_id>/leave                | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/staff/<staff_id>/suspend              | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/staff/<staff_id>/suspend              | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/staff/<staff_id>/let-back-in          | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/staff/<staff_id>/let-back-in          | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/staff/<staff_id>/lost-device          | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/staff/<staff_id>/lost-device          | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/staff/<staff_id>/role                 | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/staff/<staff_id>/role                 | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/staff/<staff_id>/about                | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/staff/<staff_id>/about                | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/staff/<staff_id>/seeds                | 401 401 401 403 403 422 403 403 403 401 401 401
OPTIONS    /api/v1/staff/<staff_id>/seeds                | 401 401 401 403 403 200 403 403 403 401 401 401
POST       /api/v1/roster                                | 401 401 401 403 403 422 422 403 403 401 401 401
OPTIONS    /api/v1/roster                                | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/certificate                           | 401 401 401 403 403 422 422 403 403 401 401 401
OPTIONS    /api/v1/certificate                           | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/containers                            | 401 401 401 403 403 200 403 403 403 401 401 401
POST       /api/v1/containers                            | 401 401 401 403 403 422 403 403 403 401 401 401
OPTIONS    /api/v1/containers                            | 401 401 401 403 403 200 403 403 403 401 401 401
GET,HEAD   /api/v1/next-keys/<epoch>                     | 401 401 401 403 403 200 403 403 403 401 401 401
OPTIONS    /api/v1/next-keys/<epoch>                     | 401 401 401 403 403 200 403 403 403 401 401 401
POST       /api/v1/next-keys                             | 401 401 401 403 403 422 403 403 403 401 401 401
OPTIONS    /api/v1/next-keys                             | 401 401 401 403 403 200 403 403 403 401 401 401
DELETE     /api/v1/epochs/<epoch>                        | 401 401 401 403 403 404 403 403 403 401 401 401
OPTIONS    /api/v1/epochs/<epoch>                        | 401 401 401 403 403 200 403 403 403 401 401 401
GET,HEAD   /api/v1/invites                               | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/invites                               | 401 401 401 403 403 201 201 403 403 401 401 401
OPTIONS    /api/v1/invites                               | 401 401 401 403 403 200 200 403 403 401 401 401
DELETE     /api/v1/invites/<invite_id>                   | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/invites/<invite_id>                   | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/invites/<invite_id>/confirm           | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/invites/<invite_id>/confirm           | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/invite/open                           | 404 404 404 404 404 404 404 404 404 404 404 404
OPTIONS    /api/v1/invite/open                           | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/invite/keys                           | 404 404 404 404 404 404 404 404 404 404 404 404
OPTIONS    /api/v1/invite/keys                           | 200 200 200 200 200 200 200 200 200 200 200 200
POST       /api/v1/invite/state                          | 404 404 404 404 404 404 404 404 404 404 404 404
OPTIONS    /api/v1/invite/state                          | 200 200 200 200 200 200 200 200 200 200 200 200
GET,HEAD   /api/v1/forms                           | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/forms                           | 401 401 401 403 403 201 201 403 403 401 401 401
OPTIONS    /api/v1/forms                           | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/forms/versions/<number>         | 401 401 401 404 404 404 404 404 404 401 401 401
OPTIONS    /api/v1/forms/versions/<number>         | 401 401 401 200 200 200 200 200 200 401 401 401
GET,HEAD   /api/v1/materials                       | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/materials                       | 401 401 401 403 403 201 201 403 403 401 401 401
OPTIONS    /api/v1/materials                       | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/materials/versions/<number>     | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/materials/versions/<number>     | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/materials/preview               | 401 401 401 403 403 200 200 403 403 401 401 401
OPTIONS    /api/v1/materials/preview               | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/site-settings                   | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/site-settings                   | 401 401 401 403 403 201 201 403 403 401 401 401
OPTIONS    /api/v1/site-settings                   | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/site-settings/versions/<number> | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/site-settings/versions/<number> | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/site-settings/preview           | 401 401 401 403 403 200 200 403 403 401 401 401
OPTIONS    /api/v1/site-settings/preview           | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/queue                           | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/queue                           | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/<action> +claim    | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/<action> +held     | 401 401 401 409 409 409 403 403 403 401 401 401
POST       /api/v1/items/<conv>/<action> +release  | 401 401 401 200 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/<action>           | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/labels             | 401 401 401 200 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/labels             | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/close              | 401 401 401 200 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/close              | 401 401 401 200 200 200 403 403 403 401 401 401
# acts on many items; each item's own refusal stands in the answer (test_queue_bulk)
POST       /api/v1/items/bulk                      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/bulk +quarantine          | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/items/bulk                      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/block              | 401 401 401 200 403 403 403 403 403 401 401 401
POST       /api/v1/items/<conv>/block +free        | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/block              | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/unblock            | 401 401 401 403 403 200 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/unblock            | 401 401 401 403 403 200 403 403 403 401 401 401
GET,HEAD   /api/v1/views                           | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/views                           | 401 401 401 201 201 201 403 403 403 401 401 401
OPTIONS    /api/v1/views                           | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/conversations/<conv>            | 401 401 401 200 200 200 403 404 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>            | 401 401 401 200 200 200 403 200 403 401 401 401
POST       /api/v1/conversations/<conv>/accept     | 401 401 401 201 201 201 403 403 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>/accept     | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/conversations/<conv>/envelopes  | 401 401 401 201 403 403 403 404 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>/envelopes  | 401 401 401 200 200 200 403 200 403 401 401 401
POST       /api/v1/conversations/<conv>/notes      | 401 401 401 201 201 201 403 403 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>/notes      | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/conversations/<conv>/files                 | 401 401 401 200 200 200 403 404 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>/files                 | 401 401 401 200 200 200 403 200 403 401 401 401
GET,HEAD   /api/v1/conversations/<conv>/files/<file_id>       | 401 401 401 200 200 200 403 404 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>/files/<file_id>       | 401 401 401 200 200 200 403 200 403 401 401 401
GET,HEAD   /api/v1/conversations/<conv>/files/<file_id> +locked    | 401 401 401 403 403 200 403 404 403 401 401 401
POST       /api/v1/conversations/<conv>/files/<file_id>/lock       | 401 401 401 204 204 204 403 404 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>/files/<file_id>/lock       | 401 401 401 200 200 200 403 200 403 401 401 401
POST       /api/v1/conversations/<conv>/files/<file_id>/release    | 401 401 401 403 403 201 403 403 403 401 401 401
OPTIONS    /api/v1/conversations/<conv>/files/<file_id>/release    | 401 401 401 403 403 200 403 403 403 401 401 401
GET,HEAD   /api/v1/shift                                      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/shift                                      | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/shift                                      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/shift/capacity                             | 401 401 401 403 403 200 403 403 403 401 401 401
OPTIONS    /api/v1/shift/capacity                             | 401 401 401 403 403 200 403 403 403 401 401 401
POST       /api/v1/on-call                                    | 401 401 401 200 200 200 403 403 403 401 401 401
DELETE     /api/v1/on-call                                    | 401 401 401 204 204 204 403 403 403 401 401 401
OPTIONS    /api/v1/on-call                                    | 401 401 401 200 200 200 403 403 403 401 401 401
# nobody of these is on shift
POST       /api/v1/chats/next                                 | 401 401 401 409 409 409 403 403 403 401 401 401
OPTIONS    /api/v1/chats/next                                 | 401 401 401 200 200 200 403 403 403 401 401 401
# the item is a tip: what is for live chats alone is refused with 409
POST       /api/v1/items/<conv>/take-over                     | 401 401 401 403 403 200 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/take-over                     | 401 401 401 403 403 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/join                          | 401 401 401 403 403 409 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/join                          | 401 401 401 403 403 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/hand-over                     | 401 401 401 409 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/hand-over                     | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/postpone                      | 401 401 401 409 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/postpone                      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/end                           | 401 401 401 201 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/end                           | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/wrap-up                       | 401 401 401 409 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/wrap-up                       | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/items/<conv>/members                       | 401 401 401 409 409 409 403 403 403 401 401 401
OPTIONS    /api/v1/items/<conv>/members                       | 401 401 401 200 200 200 403 403 403 401 401 401
DELETE     /api/v1/items/<conv>/members/<staff_id>            | 401 401 401 404 403 404 403 404 403 401 401 401
OPTIONS    /api/v1/items/<conv>/members/<staff_id>            | 401 401 401 200 200 200 403 200 403 401 401 401
GET,HEAD   /api/v1/joined                                     | 401 401 401 200 200 200 403 200 403 401 401 401
OPTIONS    /api/v1/joined                                     | 401 401 401 200 200 200 403 200 403 401 401 401
GET,HEAD   /api/v1/replies                                    | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/replies                                    | 401 401 401 201 201 201 403 403 403 401 401 401
OPTIONS    /api/v1/replies                                    | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/cases                           | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases                           | 401 401 401 201 201 201 403 403 403 401 401 401
POST       /api/v1/cases +held                     | 401 401 401 201 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/cases                           | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/cases/<case_id>                 | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>                 | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/records         | 401 401 401 201 201 201 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/records         | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/status          | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/status +reopen  | 401 401 401 409 409 200 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/status          | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/conversations   | 401 401 401 200 403 403 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/conversations   | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/releases        | 401 401 401 409 409 409 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/releases        | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/releases/<release_id>/hand-over  | 401 401 401 404 404 404 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/releases/<release_id>/hand-over  | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/releases/<release_id>/follow-up  | 401 401 401 404 404 404 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/releases/<release_id>/follow-up  | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/withdraw-consent                 | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/withdraw-consent                 | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/reports/margins                 | 401 401 401 403 403 422 422 403 403 401 401 401
OPTIONS    /api/v1/reports/margins                 | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/reports/months                  | 401 401 401 403 403 200 200 403 403 401 401 401
OPTIONS    /api/v1/reports/months                  | 401 401 401 403 403 200 200 403 403 401 401 401
GET,HEAD   /api/v1/reports/months/<month>          | 401 401 401 403 403 200 403 403 403 401 401 401
POST       /api/v1/reports/months/<month>          | 401 401 401 403 403 422 403 403 403 401 401 401
OPTIONS    /api/v1/reports/months/<month>          | 401 401 401 403 403 200 403 403 403 401 401 401
# the item of these calls is a tip and no training
GET,HEAD   /api/v1/trainings                       | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/trainings                       | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/trainings/<conv>                | 401 401 401 404 404 404 403 403 403 401 401 401
OPTIONS    /api/v1/trainings/<conv>                | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/trainings/<conv>                | 401 401 401 404 404 404 403 403 403 401 401 401
GET,HEAD   /api/v1/teams                           | 401 401 401 200 200 200 200 403 403 401 401 401
POST       /api/v1/teams                           | 401 401 401 403 403 204 204 403 403 401 401 401
OPTIONS    /api/v1/teams                           | 401 401 401 200 200 200 200 403 403 401 401 401
DELETE     /api/v1/teams/<team_id>                 | 401 401 401 403 403 204 204 403 403 401 401 401
OPTIONS    /api/v1/teams/<team_id>                 | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/cases/<case_id>/assignment      | 401 401 401 204 204 204 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/assignment      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/follow-ups      | 401 401 401 201 201 201 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/follow-ups      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/holds           | 401 401 401 403 403 201 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/holds           | 401 401 401 403 403 200 403 403 403 401 401 401
GET,HEAD   /api/v1/holds                           | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/holds                           | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/retention                       | 401 401 401 200 200 200 200 200 200 401 401 401
OPTIONS    /api/v1/retention                       | 401 401 401 200 200 200 200 200 200 401 401 401
GET,HEAD   /api/v1/status                          | 401 401 401 200 200 200 200 403 403 401 401 401
OPTIONS    /api/v1/status                          | 401 401 401 200 200 200 200 403 403 401 401 401
GET,HEAD   /api/v1/case-cards                      | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/case-cards                      | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/cases/<case_id>/card            | 401 401 401 204 204 204 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/card            | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/follow-ups                      | 401 401 401 200 200 200 403 403 403 401 401 401
OPTIONS    /api/v1/follow-ups                      | 401 401 401 200 200 200 403 403 403 401 401 401
DELETE     /api/v1/cases/<case_id>/conversations/<conv>  | 401 401 401 204 204 204 403 403 403 401 401 401
OPTIONS    /api/v1/cases/<case_id>/conversations/<conv>  | 401 401 401 200 200 200 403 403 403 401 401 401
# who vouched first today is the only one
GET,HEAD   /api/v1/audit                           | 401 401 401 403 403 200 200 403 200 401 401 401
OPTIONS    /api/v1/audit                           | 401 401 401 403 403 200 200 403 200 401 401 401
POST       /api/v1/audit/export                    | 401 401 401 403 403 200 200 403 200 401 401 401
OPTIONS    /api/v1/audit/export                    | 401 401 401 403 403 200 200 403 200 401 401 401
GET,HEAD   /api/v1/audit/head                      | 401 401 401 200 200 200 200 403 200 401 401 401
OPTIONS    /api/v1/audit/head                      | 401 401 401 200 200 200 200 403 200 401 401 401
GET,HEAD   /api/v1/audit/links                     | 401 401 401 200 200 200 200 403 200 401 401 401
OPTIONS    /api/v1/audit/links                     | 401 401 401 200 200 200 200 403 200 401 401 401
POST       /api/v1/audit/anchors                   | 401 401 401 201 409 409 409 403 409 401 401 401
OPTIONS    /api/v1/audit/anchors                   | 401 401 401 200 200 200 200 403 200 401 401 401
# the organisation of these calls is nobody's, and the file that is imported is not the one that was looked at
GET,HEAD   /api/v1/directory                               | 401 401 401 200 200 200 200 403 403 401 401 401
OPTIONS    /api/v1/directory                               | 401 401 401 200 200 200 200 403 403 401 401 401
GET,HEAD   /api/v1/directory/documents                     | 401 401 401 200 200 200 200 403 403 401 401 401
OPTIONS    /api/v1/directory/documents                     | 401 401 401 200 200 200 200 403 403 401 401 401
POST       /api/v1/directory/new                           | 401 401 401 403 403 201 201 403 403 401 401 401
OPTIONS    /api/v1/directory/new                           | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/directory/facts                         | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/directory/facts                         | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/directory/checked                       | 401 401 401 404 404 404 404 403 403 401 401 401
OPTIONS    /api/v1/directory/checked                       | 401 401 401 200 200 200 200 403 403 401 401 401
POST       /api/v1/directory/removed                       | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/directory/removed                       | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/directory/key                           | 401 401 401 403 403 404 404 403 403 401 401 401
OPTIONS    /api/v1/directory/key                           | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/directory/preview                       | 401 401 401 403 403 200 200 403 403 401 401 401
OPTIONS    /api/v1/directory/preview                       | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/directory/import                        | 401 401 401 403 403 409 409 403 403 401 401 401
OPTIONS    /api/v1/directory/import                        | 401 401 401 403 403 200 200 403 403 401 401 401
POST       /api/v1/directory/export                        | 401 401 401 200 200 200 200 403 403 401 401 401
OPTIONS    /api/v1/directory/export                        | 401 401 401 200 200 200 200 403 403 401 401 401
GET,HEAD   /api/v1/directory/notes                         | 401 401 401 200 200 200 403 403 403 401 401 401
POST       /api/v1/directory/notes                         | 401 401 401 201 201 201 403 403 403 401 401 401
OPTIONS    /api/v1/directory/notes                         | 401 401 401 200 200 200 403 403 403 401 401 401
GET,HEAD   /api/v1/permissions                     | 401 401 401 200 200 200 200 200 200 401 401 401
OPTIONS    /api/v1/permissions                     | 401 401 401 200 200 200 200 200 200 401 401 401
""",
}


@dataclass(frozen=True)
class Line:
    """One line of a table; `expected` is the status for each of ASKERS."""

    side: str
    methods: tuple[str, ...]
    rule: str
    case: str
    expected: tuple[int, ...]

    @property
    def name(self) -> str:
        """How a scene is found for it."""
        methods = ",".join(self.methods)
        return f"{self.side} {methods} {self.rule} {self.case}".strip()


def lines(side: str) -> list[Line]:
    """The table of one side; raises ValueError where a line has too few columns."""
    rows = [row for row in TABLES[side].splitlines() if row and not row.startswith("#")]
    return [_line(side, row) for row in rows]


def _line(side: str, row: str) -> Line:
    asked, answers = row.split("|")
    methods, rule, case = [*asked.split(), ""][:3]
    expected = tuple(int(status) for status in answers.split())
    if len(expected) != len(ASKERS):
        raise ValueError(row)
    return Line(side, tuple(methods.split(",")), rule, case, expected)

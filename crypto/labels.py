"""One constant per purpose, so that no key, signature or seal of crypto serves two of them.

A long label ends in one zero byte, which no other label contains: none is a prefix of another
(protocol section 1). The short labels of `derive` carry their length instead.
"""

RECEIPT_SALT = b"ql1 receipt salt\0"  # section 2
DESK_WRAP = b"ql1 desk wrap\0"  # section 3
SELF_WRAP = b"ql1 self wrap\0"  # section 3
KEY_RECORD = b"ql1 key record\0"  # section 3
ACCEPT = b"ql1 accept\0"  # section 3
MESSAGE = b"ql1 message\0"  # section 4
FILE = b"ql1 file\0"  # section 5
STAFF_SALT = b"ql1 staff salt\0"  # section 6
UNLOCK = b"ql1 unlock\0"  # section 6, evaluated by a WebAuthn PRF
STAFF_BLOB = b"ql1 staff\0"  # section 6
EPOCH_SEED = b"ql1 epoch\0"  # section 6
ROSTER_CERTIFICATE = b"ql1 roster certificate\0"  # section 6
ROSTER = b"ql1 roster\0"  # section 6
ROSTER_KEY = b"ql1 roster key\0"  # section 6
SHARE = b"ql1 share\0"  # section 6
CASE_WRAP = b"ql1 case wrap\0"  # section 7
RECORD = b"ql1 record\0"  # section 7
RECORD_SIGNATURE = b"ql1 record signature\0"  # section 7
AUDIT_ROW = b"ql1 audit row\0"  # what was done, in a row of the audit
AUDIT_LINK = b"ql1 audit link\0"  # a row of the audit and everything before it
AUDIT_ANCHOR = b"ql1 audit anchor\0"  # a member of staff vouches for the audit up to a row
MONTH = b"ql1 month\0"  # section 7, which record is a month's
ORGANISATION_KEY = b"ql1 organisation key\0"  # an administrator names the key of an organisation
RELEASES = b"ql1 releases\0"  # the makers say which release of the program is the newest
SESSION = b"ql1 session\0"  # section 8
PURGE = b"ql1 purge\0"  # section 9

KEY_AUTH = b"auth"  # sections 2 and 6
KEY_SELF = b"self"  # section 2
KEY_SIGN = b"sign"  # section 2
KEY_KEM = b"kem"  # section 2
KEY_COMMIT = b"commit"  # sections 3 and 7
KEY_MESSAGE = b"message"  # section 4
KEY_FILE = b"file"  # section 5
KEY_KEK = b"kek"  # section 6
KEY_AGAIN = b"again"  # section 6
KEY_DESK_KEM = b"desk kem"  # section 6
KEY_DESK_RECORDS = b"desk records"  # section 6
KEY_RECORD_BODY = b"record"  # section 7
# A session without JavaScript needs four more keys of its cookie's; section 8 leaves them open.
KEY_FORM = b"form"
KEY_WORDS = b"words"
KEY_TEXT = b"text"
KEY_NONCE = b"nonce"
# What keeps a flood out; both stand only in the memory of the processes, for minutes.
KEY_PUZZLE = b"puzzle"
KEY_PLACE = b"place"

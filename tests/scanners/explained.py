"""What scanners find and we leave, each with its reason: neither may be without the other."""

from __future__ import annotations

OWN_NAMES = "tables' and columns' own names out of our code; values go as parameters"
NOBODYS = "draws the days of a made-up year by a fixed seed; nothing of it is secret"
NO_SHELL = "our own program with arguments of our own, without a shell"

SOURCES = {
    ("bandit", "B608", "config/bulk.py"): OWN_NAMES,
    ("bandit", "B608", "config/migrations/versions/0011_backups.py"): OWN_NAMES,
    ("bandit", "B608", "config/migrations/versions/0015_no_row_numbers.py"): OWN_NAMES,
    ("bandit", "B608", "moderation/backup/loading.py"): OWN_NAMES,
    ("bandit", "B311", "webapp/demo/year.py"): NOBODYS,
    ("bandit", "B606", "webapp/cli.py"): NO_SHELL,
    ("bandit", "B606", "webapp/cli_layout.py"): NO_SHELL,
    ("bandit", "B105", "crypto/age.py"): "how age marks a private key, and not one",
    ("bandit", "B104", "webapp/standing/measured.py"): "what a setting is compared with, not bound",
    ("bandit", "B310", "webapp/standing/measured.py"): "asks our own processes on this machine",
    ("ours", "html-from-data", "webapp/frontend/source/policy.ts"): (
        "a page of our own server, as a document in which nothing runs; views are taken from it by name"
    ),
    ("ours", "chance-that-can-be-guessed", "webapp/frontend/staff/store/keeping.ts"): (
        "spreads a wait, so that not all desks ask at once"
    ),
    ("ours", "clock-of-its-own", "webapp/standing/measured.py"): (
        "compared with the moments that the file system gave to files"
    ),
}
"""By scanner, rule and file."""

PAGES = {
    "no-implicit-close": "ends of elements that HTML lets out are left out: the first page must be light",
    "no-implicit-input-type": "a text is what an input is without a type; the first page must be light",
    "tel-non-breaking": "the space between the words and the number, where a narrow screen may break",
    "empty-heading": "in templates, whose names a script puts in before they are shown",
}
"""By rule of html-validate."""

HEADERS = {
    "X-XSS-Protection is not set": "browsers have taken it out, and it made holes; the policy stops scripts",
    "Strict-Transport-Security is not set": (
        "outside, a browser would keep it whatever the exit clears; the desk's nginx sends it"
    ),
}
"""By what wapiti says."""

TLS = {
    "cert_chain_of_trust": "the test's own certificate for localhost",
    "cert_trust": "the test's own certificate for localhost",
    "cert_notAfter": "the test's own certificate, of one day",
    "cert_expirationStatus": "the test's own certificate, of one day",
    "cert_extlifeSpan": "the test's own certificate, of one day",
    "cert_ocspRevoked": "the test's own certificate has nobody to ask",
    "cert_revocation": "the test's own certificate has nobody to ask",
    "cert_crlDistributionPoints": "the test's own certificate has nobody to ask",
    "engine_problem": "says of the scanner's own OpenSSL that it cannot try GOST",
    "secure_renego": "the scanner's own handshake for it did not come about; nginx lets no client renegotiate",
    "cipher_order": "the list has only good ones, so the visitor's order is taken (Mozilla's advice)",
    "DNS_CAArecord": "localhost has no such record; docs/running.md says to set one",
    "HSTS": "outside, a browser would keep it whatever the exit clears",
    "HSTS_time": "outside, a browser would keep it whatever the exit clears",
    "BREACH": (
        "nothing that is answered to a call is compressed; the first page is, and holds no secret"
    ),
}
"""By finding of testssl."""

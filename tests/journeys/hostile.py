"""Texts that people may type and that must stay texts: markup, templates, tricks of direction, the long."""

from __future__ import annotations

ELSEWHERE = "https://elsewhere.invalid"
"""An address that nothing may ever be fetched from."""

MARKUP = [
    "<script>alert(1)</script>",
    "</textarea></dd></p><script>alert(document.domain)</script>",
    f'<img src="{ELSEWHERE}/a.png" onerror="alert(2)">',
    f"<iframe src={ELSEWHERE}></iframe><object data={ELSEWHERE}></object>",
    '"><svg onload=alert(3)><animate onbegin=alert(4)></svg>',
    "<svg><style><img src=x onerror=alert(5)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=alert(6)>'>",
    '<a href="javascript:alert(7)">click</a> javascript:alert(8) jAvAsCrIpT\t:alert(9)',
    "data:text/html,<script>alert(10)</script>",
    "' autofocus onfocus=alert(11) x='",
    "<!-- --!> <![CDATA[ ]]> <?xml version='1.0'?> &lt;b&gt; &#60;b&#62; &amp;amp;",
    f"<base href={ELSEWHERE}/><meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<link rel=stylesheet href={ELSEWHERE}/x.css><form action={ELSEWHERE}><button>ok</button>",
]

TEMPLATES = [
    "{{7*7}} {{ config }} {% for x in [] %}{% endfor %} {# no #}",
    "${7*7} #{7*7} <%= 7*7 %> {{constructor.constructor('alert(12)')()}}",
    "%(name)s %s %d {name} {0} {} $& $1 $` $' \\1 \\u0041 \\x41",
]

STYLES = [
    f"</style><style>*{{background:url({ELSEWHERE}/c)}}</style>",
    "position:fixed;inset:0;z-index:9999 } body { display: none",
    f"@import '{ELSEWHERE}/d.css'; expression(alert(13))",
]

CODE = [
    "'; DROP TABLE conversation; -- \" OR 1=1",
    '{"t":"text","body":"forged","low":[1,1]}, "name": "Team"}',
    "../../../../etc/passwd %00 %0d%0aSet-Cookie:a=b | $(id) `id` && id",
    "=1+1 @SUM(A1) +cmd|' /C calc'!A0",
]

PROTOTYPES = ["__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "NaN"]

DIRECTION = [
    "\u202egnp.exe\u202c after",
    "open \u202e and never closed",
    "\u2067isolate \u2066nested",
    "\u2069\u2069\u2069 closes what it did not open \u202d forced",
    "\u200f\u061c marks \u200e \u202a\u202b embeddings",
    "مرحبا (123) abc שלום",
]

INVISIBLE = [
    "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh\u2028i\u2029j\u3164k",
    "\U000e0041\U000e0042 tags, \ufff9 annotated \ufffb, \ufffc, \ufffd",
]

STACKED = [
    "Z" + "\u0301\u0316\u0334\u0489" * 40 + "algo",
    "\u0e01" + "\u0e49" * 60,
]

CONTROLS = ["nul \x00 bell \x07 back \x08 esc \x1b[31m del \x7f next \x85 unit \x1f"]

SCRIPTS = [
    "العربية فارسی اردو עברית ייִדיש ܣܘܪܝܝܐ ދިވެހި ߒߞߏ 𞤀𞤣𞤤𞤢𞤥",
    "हिन्दी বাংলা ਪੰਜਾਬੀ ગુજરાતી ଓଡ଼ିଆ தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල",
    "ไทย ລາວ မြန်မာ ខ្មែរ བོད་སྐད ᠮᠣᠩᠭᠣᠯ ᮞᮥᮔ᮪ᮓ ꦗꦮ",
    "中文 繁體 日本語 カタカナ 한국어 ꆈꌠ 𠮷野家",
    "Ελληνικά Русский Українська Հայերեն ქართული አማርኛ ⵜⴰⵎⴰⵣⵉⵖⵜ ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ",
    "Tiếng Việt Türkçe İıŞş Ñandú ŁódźĐ ẞß ﬁ Ⅷ ꜣ 𐌰𐌱 𒀀 𓀀",
]

EMOJI = ["👩‍👩‍👧‍👦 👩🏽‍🚒 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇺🇳 ☎️ 1️⃣ 🫠"]

LONGEST = "W" * 20_000
"""As much as a field takes, in one word."""

SURROGATES = "lone \ud800 high, lone \udfff low"
"""What some keyboards leave behind; it has no bytes, so it becomes U+FFFD."""

NAME = "<i>Kim</i> {{7*7}} \u202egnp.exe\u2066" + "W" * 40
"""A display name that tries both."""

ALL = {
    "markup": "\n".join(MARKUP),
    "templates": "\n".join(TEMPLATES),
    "styles": "\n".join(STYLES),
    "code": "\n".join(CODE),
    "prototypes": "\n".join(PROTOTYPES),
    "direction": "\n".join(DIRECTION),
    "invisible": "\n".join(INVISIBLE),
    "stacked": "\n".join(STACKED),
    "controls": "\n".join(CONTROLS),
    "scripts": "\n".join(SCRIPTS),
    "emoji": "\n".join(EMOJI),
    "longest": LONGEST,
}
"""Everything, one text for each kind."""


def on_one_line(text: str) -> str:
    """What a field of one line makes of a text."""
    return text.replace("\r", "").replace("\n", "")


def kept(text: str) -> str:
    """What is left of a text that went through UTF-8, without the white space around it."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text).strip()

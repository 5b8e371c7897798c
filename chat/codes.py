"""The routing labels of a conversation: the closed lists that a source's browser chooses from.

Sources: the national hotline's published definitions, the 2008 report that this service starts from.
"""

from __future__ import annotations

from typing import Literal

Category = Literal["crisis", "tip", "referral", "training", "information", "related_topic"]
SourceChannel = Literal["tip_form", "chat", "request_form"]
Urgency = Literal["immediate", "soon", "routine"]
Door = Literal["need_help", "saw_something", "ask_something"]
Priority = Literal["urgent", "high", "medium", "low"]

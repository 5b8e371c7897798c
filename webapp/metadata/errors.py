"""Why a file cannot be cleaned; the page then asks whether to send it as it is."""

from typing import Literal

Why = Literal["broken", "unusual", "large"]


class Uncleanable(Exception):
    """The file was not cleaned, and nothing of it was returned.

    `broken`: the bytes do not hold together. `unusual`: they do, in a way whose parts we do not
    know. `large`: a part is larger than what we take into memory.
    """

    def __init__(self, why: Why, about: str) -> None:
        super().__init__(f"{why}: {about}")
        self.why: Why = why

"""What the crypto folder raises on the way in from webapp: every refusal is a CryptoError."""


class CryptoError(Exception):
    """Something was refused; no caller ever has to look at a return value to notice."""


class Malformed(CryptoError):
    """Bytes or arguments have no legal shape: wrong length, field out of range, bad padding."""


class Refused(CryptoError):
    """The shape is right, but it does not open, is not signed so, or breaks a rule."""

"""The token by which a phone is known at a workshop: made by us and signed, so that nobody makes one up.

It is half drawn at random and half the signature of that, by a secret of the workshop that never leaves the store. One
of another making, or of another workshop, is no token: nothing is kept of it, and its phone joins anew.
"""

import base64
import hashlib
import hmac
import secrets

_DRAWN_BYTES, _DRAWN, _LENGTH = 16, 22, 43


def made(secret: str) -> str:
    """A new token, in letters that a cookie can carry: 128 bits drawn, 126 bits of signature."""
    drawn = secrets.token_urlsafe(_DRAWN_BYTES)
    return drawn + _signature(secret, drawn)


def is_ours(token: str, secret: str) -> bool:
    """Whether we made this token, with this secret."""
    known = _signature(secret, token[:_DRAWN])
    return bool(secret) and hmac.compare_digest(token[_DRAWN:].encode("utf-8", "replace"), known.encode())


def _signature(secret: str, drawn: str) -> str:
    signed = hmac.digest(secret.encode(), drawn.encode("utf-8", "replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(signed).decode()[: _LENGTH - _DRAWN]

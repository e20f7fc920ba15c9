"""What is announced, and when: each signal is sent after its cause was committed.

A receiver that fails is logged, and harms nobody: what it was told has happened.
"""

from typing import Any

from django.db import models, router, transaction
from django.dispatch import Signal

# A user allowed a client something: ``sender=Grant``, ``grant``, and ``is_asked``, which is False
# where the user was not asked again (RFC 6749 §4.1.2).
authorization_granted = Signal()

# A user denied a request: ``sender=Client``, ``client``, ``user`` and ``scope_names``.
authorization_denied = Signal()

# A user took something back: ``sender=Consent``, ``client``, ``user``, and ``scope_names``, which
# are what the client may do from now on.
authorization_narrowed = Signal()

# All that a user had allowed a client was taken back: ``sender=Consent``, ``client``, ``user``.
authorization_withdrawn = Signal()

# Tokens were issued for a code or for client credentials: ``sender=AccessToken``,
# ``access_token``, ``refresh_token`` (or None) and ``grant``. The values are in none of them.
token_issued = Signal()

# A refresh token was used: as ``token_issued``. Not sent when an answer is merely repeated.
token_refreshed = Signal()

# A client ended its token (RFC 7009): ``sender=AccessToken`` or ``RefreshToken``, ``token`` and
# ``grant``.
token_revoked = Signal()

# A spent refresh token was presented again, after its replay window (RFC 9700 §4.14.2):
# ``sender=Grant`` and ``grant``, which was ended.
refresh_token_reused = Signal()

# A redeemed authorization code was presented again by its own client (RFC 6749 §4.1.2):
# ``sender=Grant`` and ``grant``, which was ended.
authorization_code_replayed = Signal()


def announce(signal: Signal, *, sender: type[models.Model], **named: Any) -> None:
    """Send it once what led to it is committed: at once, where no transaction is open."""

    def send() -> None:
        signal.send(sender=sender, **named)

    transaction.on_commit(send, using=router.db_for_write(sender), robust=True)

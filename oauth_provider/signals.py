"""What is announced, and when: each signal is sent after its cause was committed.

All are sent with ``sender=Grant`` and ``grant``, the Grant that was ended.
"""

from django.dispatch import Signal

# A spent refresh token was presented again, after its replay window (RFC 9700 §4.14.2).
refresh_token_reused = Signal()

# A redeemed authorization code was presented again by its own client (RFC 6749 §4.1.2).
authorization_code_replayed = Signal()

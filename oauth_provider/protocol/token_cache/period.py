"""The present, by a random name that the cache forgets soon.

A cache that hangs can do what it was told long afterwards, when no notice is left. So an entry says
in which period its token was read, and is believed in no other one.
"""

from secrets import token_hex
from typing import Any

KEY = "oauth_provider.period"
LIFETIME = 6  # seconds


def present(cache: Any) -> Any:
    """Its name, as the cache has it; it begins now where none is left."""
    cache.add(KEY, token_hex(8), LIFETIME)
    return cache.get(KEY)

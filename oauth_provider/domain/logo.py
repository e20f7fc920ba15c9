"""May a page show this logo, and where does it come from?"""

import re
from urllib.parse import urlsplit

# What a Content-Security-Policy can name, and nothing that could say more in it.
ORIGIN = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?")


def origin_of(uri: str) -> str | None:
    """The https origin of the picture; None for what no page should fetch."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    origin = f"{parts.scheme}://{parts.netloc.lower()}"
    return origin if ORIGIN.fullmatch(origin) else None

"""What a person reads on a consent page, and what they can tick."""

import re
from html import unescape


def text_of(page):
    """What a person reads."""
    body = page.content.decode().split("<main")[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def boxes(page):
    """The scopes that can be declined."""
    return re.findall(
        r'<input type="checkbox" name="scope" value="([^"]+)"[^>]* checked>', page.content.decode()
    )

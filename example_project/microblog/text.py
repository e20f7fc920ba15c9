"""What people wrote, as HTML that says nothing more than they did."""

import re

from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
OF_THE_SENTENCE = ".,:;!?"  # and not of the address that they follow


def as_html(text: str) -> SafeString:
    """Escaped, in paragraphs, with addresses as links."""
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        address = trimmed(found[0])
        parts += [escape(text[end : found.start()]), link_to(address)]
        end = found.start() + len(address)
    # Every part of it is escaped.
    return mark_safe(linebreaks("".join([*parts, escape(text[end:])])))  # noqa: S308


def trimmed(address: str) -> str:
    """Without what ends the sentence, or the parenthesis, around it."""
    return address.rstrip(OF_THE_SENTENCE if "(" in address else OF_THE_SENTENCE + ")")


def link_to(address: str) -> str:
    """A link that lends its target neither reputation nor a referrer."""
    escaped = escape(address)
    return f'<a href="{escaped}" rel="nofollow noopener noreferrer">{escaped}</a>'

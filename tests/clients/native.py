"""The page that shows a code to copy."""

import html
import re

CODE = re.compile(r'<code id="authorization_code">([^<]+)</code>')


def code_on(page):
    """The code that a page shows."""
    assert page.status_code == 200, page.text
    return html.unescape(CODE.search(page.text)[1])

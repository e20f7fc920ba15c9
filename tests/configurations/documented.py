"""The routers of docs/howto/several-databases.md, as they are written there."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "several-databases.md"
BLOCK = re.compile(r"```python\n# your_site/routers.py\n(.*?)```", re.DOTALL)


def router(name):
    """The class of this name."""
    found = {}
    for block in re.findall(
        r"```python\n# your_site/routers.py\n(.*?)```", PAGE.read_text(), re.DOTALL
    ):
        exec(block, found)
    return found[name]

"""A second database beside the first, of the same kind."""

import os
import tempfile

from example_project.settings import DATABASES


def second(name):
    """As the first one is, under another name: in a file of its own, or on the same server."""
    first = DATABASES["default"]
    if first["ENGINE"] == "django.db.backends.sqlite3":
        file = f"{tempfile.gettempdir()}/oauth_provider-test-{os.getpid()}-{name}.sqlite3"
        return {**first, "NAME": file, "TEST": {"NAME": file}}
    return {**first, "NAME": f"{first['NAME']}_{name}"}

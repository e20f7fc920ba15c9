"""Where the secret key comes from when the environment names none."""

import os
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

END = "\n"  # written last: a key without it is still being written
PATIENCE = 5.0  # seconds
PAUSE = 0.02


def kept_secret_key(path: Path) -> str:
    """The key in this file; a random one is put there first if the file does not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Of any number of processes that start at once, O_EXCL lets one create the file.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written_key(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(get_random_secret_key() + END)
    return _written_key(path)


def _written_key(path: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while not (text := path.read_text(encoding="ascii")).endswith(END):
        if time.monotonic() > deadline:
            raise ImproperlyConfigured(f"{path} holds no whole key. Delete it to get a new one.")
        time.sleep(PAUSE)
    return text.removesuffix(END)

"""Passwords, client ids and secrets that are the same at each start, and differ between sites."""

from django.utils.crypto import salted_hmac


def derived(purpose: str, length: int) -> str:
    """Lower-case hex digits that follow from SECRET_KEY and the purpose; at most 64."""
    mac = salted_hmac("example_project.demo", purpose, algorithm="sha256")
    return mac.hexdigest()[:length]

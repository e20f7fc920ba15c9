"""WWW-Authenticate challenges (RFC 9110 §11.6.1)."""


def challenge(scheme: str, **attributes: str) -> str:
    """A scheme and its attributes, each a quoted string (RFC 9110 §11.2)."""
    return f"{scheme} " + ", ".join(f"{name}={quoted(v)}" for name, v in attributes.items())


def quoted(value: str) -> str:
    """A quoted-string (RFC 9110 §5.6.4)."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

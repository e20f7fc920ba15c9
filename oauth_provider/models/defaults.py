"""Callables used as field defaults. Migrations name this module: it never moves."""

from oauth_provider.domain import secret


def client_id() -> str:
    """A new, random client identifier."""
    return secret.generate_identifier()

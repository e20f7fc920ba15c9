"""Turns a Django site into an OAuth 2 provider."""

__version__ = "0.1.0"

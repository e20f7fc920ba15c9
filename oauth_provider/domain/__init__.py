"""Nouns and rules, in pure Python: no Django, no oauthlib, no clock."""

"""Statements that Django compiles once: on a hot path, that takes longer than to run them."""

from .insert import insert
from .place import Place
from .select import Select
from .update import Update

__all__ = ["Place", "Select", "Update", "insert"]

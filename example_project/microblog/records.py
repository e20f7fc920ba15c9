"""Finding the one record that a URL names."""

import re
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from .models import Account
from .models.account import AccountQuerySet

RECORD_ID = re.compile(r"[0-9]{1,18}")  # fits every database's integers

M = TypeVar("M", bound=Model)


def record_id(text: str) -> int:
    """The id that this text spells. Raises Http404 if it can be nobody's."""
    if not RECORD_ID.fullmatch(text):
        raise Http404("Record not found")
    return int(text)


def found(records: QuerySet[M], text: str) -> M:
    """The record with the id that this text spells. Raises Http404 if there is none."""
    record = records.filter(pk=record_id(text)).first()
    if record is None:
        raise Http404("Record not found")
    return record


def named(accounts: AccountQuerySet, username: str) -> Account:
    """The account of this name. Raises Http404 if there is none."""
    account = accounts.filter(user__username=username).first()
    if account is None:
        raise Http404("Record not found")
    return account

"""What must the user do before a request is answered (OpenID Connect Core §3.1.2.1)?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NONE, LOGIN, CONSENT, SELECT_ACCOUNT = "none", "login", "consent", "select_account"
PROMPTS = (NONE, LOGIN, CONSENT, SELECT_ACCOUNT)
FORCED = frozenset({CONSENT})  # the page, on which another account can be chosen
FALSE = frozenset({"0", "f", "false", "off", "none"})  # Ruby on Rails', and what Python makes of it
APPROVAL_PROMPTS = {"auto": frozenset[str](), "force": FORCED}
SECONDS = re.compile(r"[0-9]{1,15}")


class Step(StrEnum):
    """What comes next; its value is the error where the client forbids all pages (§3.1.2.6)."""

    LOGIN = "login_required"
    SELECT_ACCOUNT = "account_selection_required"
    CONSENT = "consent_required"


class DemandsError(ValueError):
    """These parameters make no sense; the text says to the client's developer what to mend."""


@dataclass(frozen=True)
class Demands:
    """What a client wants its user to do, however well they are known."""

    prompts: frozenset[str] = frozenset()
    max_age: int | None = None  # seconds

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Demands":
        """Read prompt, max_age, and what other systems call it. Raises DemandsError."""
        asked = _prompts(sent) | _force_login(sent) | _approval_prompt(sent)
        if NONE in asked and len(asked) > 1:
            raise DemandsError("prompt=none forbids every page: nothing else can be asked for.")
        return cls(asked, _max_age(sent))

    @property
    def forbids_pages(self) -> bool:
        """Must the answer come at once?"""
        return NONE in self.prompts

    @property
    def is_about_login(self) -> bool:
        """Does it matter when, or as whom, the user signed in?"""
        return self.max_age is not None or not self.prompts.isdisjoint({LOGIN, SELECT_ACCOUNT})


@dataclass(frozen=True)
class Presence:
    """What is known of whoever sits in front of the browser."""

    is_signed_in: bool
    signed_in_at: datetime | None = None  # None: not known
    asked_at: datetime | None = None  # when this very request sent them to sign in
    has_chosen: bool = False  # they said, for this very request, which account they want to use

    @property
    def was_asked(self) -> bool:
        """Has this request sent them to sign in before?"""
        return self.asked_at is not None

    @property
    def is_fresh(self) -> bool:
        """Did they sign in because this request asked them to?"""
        if self.signed_in_at is None or self.asked_at is None:
            return False
        return self.signed_in_at >= self.asked_at

    def is_older_than(self, max_age: int | None, now: datetime) -> bool:
        """Did they sign in longer ago than that?"""
        if max_age is None:
            return False
        return self.signed_in_at is None or (now - self.signed_in_at).total_seconds() > max_age


def next_step(
    demands: Demands, presence: Presence, *, is_agreed: bool, now: datetime
) -> Step | None:
    """What comes next; None where the request can be answered with a code."""
    is_stale = LOGIN in demands.prompts or presence.is_older_than(demands.max_age, now)
    if not presence.is_signed_in or (is_stale and not presence.is_fresh):
        return Step.LOGIN
    if SELECT_ACCOUNT in demands.prompts and not (presence.has_chosen or presence.is_fresh):
        return Step.SELECT_ACCOUNT
    if CONSENT in demands.prompts or not is_agreed:
        return Step.CONSENT
    return None


def forbids_pages(prompt: str | None) -> bool:
    """Is there a none among these prompts, whether or not the rest makes sense?"""
    return NONE in (prompt or "").split(" ")


def _prompts(sent: Mapping[str, str]) -> frozenset[str]:
    named = frozenset(sent.get("prompt", "").split(" ")) - {""}
    if unknown := sorted(named.difference(PROMPTS)):
        known = ", ".join(PROMPTS)
        raise DemandsError(f"Unknown prompt: {_printable(unknown[0])}. There are {known}.")
    return named


def _force_login(sent: Mapping[str, str]) -> frozenset[str]:
    is_forced = sent.get("force_login", "false").lower() not in FALSE
    return FORCED if is_forced else frozenset()


def _approval_prompt(sent: Mapping[str, str]) -> frozenset[str]:
    try:
        return APPROVAL_PROMPTS[sent.get("approval_prompt", "auto")]
    except KeyError as error:
        raise DemandsError("approval_prompt must be auto or force.") from error


def _max_age(sent: Mapping[str, str]) -> int | None:
    if (text := sent.get("max_age")) is None:
        return None
    if not SECONDS.fullmatch(text):
        raise DemandsError("max_age must be a whole number of seconds.")
    return int(text)


def _printable(text: str) -> str:
    return re.sub(r"[^a-z0-9_]", "", text)[:50]

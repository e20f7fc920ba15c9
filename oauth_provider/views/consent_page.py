"""The consent page: what an application would be able to do, in words, and where that leads."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from oauth_provider.domain.consent import Question
from oauth_provider.domain.redirect_uri import LOOPBACK_HOSTS, OUT_OF_BAND_URIS
from oauth_provider.models import Scope
from oauth_provider.models.scope import registry
from oauth_provider.protocol.authorization import Prompt

from . import asking, consent_form
from .authorized.entry import parts_of


@dataclass(frozen=True)
class Row:
    """One scope as the page shows it, with all that it includes."""

    scope: Scope
    parts: Sequence[Scope]
    can_be_declined: bool

    @property
    def is_sensitive(self) -> bool:
        """Must users be warned, of it or of what it includes?"""
        return any(scope.is_sensitive for scope in (self.scope, *self.parts))


@dataclass(frozen=True)
class Group:
    """The rows under one heading; the heading may be empty."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Destination:
    """Where the answer goes."""

    redirect_uri: str

    @property
    def is_manual(self) -> bool:
        """Does a person carry the code?"""
        return self.redirect_uri in OUT_OF_BAND_URIS

    @property
    def host(self) -> str:
        """The site; empty for an application on the user's own device (RFC 8252 §7)."""
        parts = urlsplit(self.redirect_uri)
        is_site = parts.scheme in {"http", "https"} and parts.hostname not in LOOPBACK_HOSTS
        return parts.netloc if is_site else ""


def ask(
    request: HttpRequest,
    prompt: Prompt,
    before: Sequence[str],
    *,
    status: int = 200,
    has_changed: bool = False,
) -> HttpResponse:
    """Show it. ``has_changed`` says why it comes a second time."""
    question = prompt.question(before)
    own = {
        "groups": groups(question),
        "allowed": rows(registry().implications.maximal(question.allowed)),
        "destination": Destination(prompt.redirect_uri),
        "shown": consent_form.sign(request, prompt, question),
        "has_changed": has_changed,
    }
    return asking.page(request, "authorize.html", prompt, own, status=status)


def groups(question: Question) -> list[Group]:
    """What is asked, under its headings: first what has none, then in the order of asking."""
    required = registry().implications.maximal(question.required)
    asked = (name for name in question.asked if name in question.choices or name in required)
    grouped: dict[str, list[Row]] = {"": []}
    for row in rows(asked, declinable=question.choices):
        grouped.setdefault(row.scope.shown_group, []).append(row)
    return [Group(title, found) for title, found in grouped.items() if found]


def rows(names: Iterable[str], *, declinable: Container[str] = ()) -> list[Row]:
    """These scopes, each with all that it includes, asked for or not."""
    scopes = registry()
    return [
        Row(scopes.definitions[name], parts_of(name), can_be_declined=name in declinable)
        for name in scopes.known(names)
    ]

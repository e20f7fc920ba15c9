"""When did the user of this browser sign in (OpenID Connect Core §2, auth_time)?

Kept in the session: ``last_login`` is the account's, and moves when the user signs in elsewhere.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest

from oauth_provider.models import moment

NOTE = "oauth_provider_auth_time"


def note(request: Any, **_signal: Any) -> None:
    """Remember it, where the session has a user. A receiver of ``user_logged_in``."""
    session = getattr(request, "session", None)
    if session is not None and SESSION_KEY in session:
        session[NOTE] = moment.now().isoformat()


def of(request: HttpRequest) -> datetime | None:
    """The time; None for a session from before this app was installed."""
    noted = request.session.get(NOTE)
    return None if noted is None else moment.aware(datetime.fromisoformat(noted))

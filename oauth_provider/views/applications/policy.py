"""Who registers applications, and how many."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oauth_provider.conf import conf


def refusal(user: Any, *, owned: int) -> str:
    """Why a user who owns so many applications cannot register another; empty if they can."""
    by, limit = conf.APPLICATIONS_BY, conf.APPLICATIONS_PER_USER
    if by == "staff" and not getattr(user, "is_staff", False):
        return _("Only members of staff can register applications here. Ask one of them.")
    if by not in {"staff", "everybody"}:
        return _("Only the administrators of this site can register applications. Ask one of them.")
    if owned < limit:
        return ""
    most = ngettext(
        "You can own %(limit)d application here.", "You can own %(limit)d applications here.", limit
    )
    way_out = _("To register another, delete one that you no longer need.")
    return f"{most % {'limit': limit}} {way_out}"

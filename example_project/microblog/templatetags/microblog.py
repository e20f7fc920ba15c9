"""How the pages show times and texts."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from example_project.microblog.text import as_html

register = template.Library()

JUST_NOW = timedelta(minutes=1)
LONG_AGO = timedelta(days=7)


@register.filter
def age(moment: datetime) -> str:
    """How long ago? After a week, the date."""
    now = timezone.now()
    if now - moment < JUST_NOW:
        return _("just now")
    if now - moment < LONG_AGO:
        return _("%(time)s ago") % {"time": timesince(moment, now, depth=1)}
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


@register.filter
def written(text: str) -> SafeString:
    """What somebody wrote, with its paragraphs and links."""
    return as_html(text)

"""Taking back one scope of what an application was allowed."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from oauth_provider.models import Client, Scope, moment
from oauth_provider.models.grant import issuable
from oauth_provider.models.scope import registry
from oauth_provider.models.withdrawal import left_without, narrow
from oauth_provider.views.signed_in import go_on

from .allowed import AllowedApplicationView, show
from .entry import Entry, parts_of, told


class NarrowView(AllowedApplicationView):
    """Takes it back, once the user has read what will stop and what will not."""

    def ask(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        """Ask, if there is anything to take back."""
        taken, held = find(request.GET), entry.allowance.scope_names
        implications = registry().implications
        if not implications.covers(held, [taken.name]):
            return redirect("oauth_provider:authorized_application", entry.client.pk)
        left = implications.maximal(issuable(entry.client, left_without(held, taken.name)))
        kept = implications.expand(left)
        return show(
            request,
            "narrow",
            entry=entry,
            taken=taken,
            stopping=[part for part in parts_of(taken.name) if part.name not in kept],
            staying=[part for part in parts_of(taken.name) if part.name in kept],
            broken=[one.scope for one in told(held) if taken in one.parts],
            left=told(left),
        )

    def act(self, request: HttpRequest, client: Client) -> HttpResponse:
        """Take it back."""
        left = narrow(client, request.user, find(request.POST).name, moment.now())
        if not left:
            return go_on("withdrawn", "authorized")
        return go_on("narrowed", "authorized_application", client.pk)


def find(sent: QueryDict) -> Scope:
    """The scope that is named, if there is one of that name."""
    found = registry().definitions.get(sent.get("scope", ""))
    if found is None:
        raise Http404
    return found

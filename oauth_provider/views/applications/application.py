"""One application: what it is, its secrets, and the form that changes it."""

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse

from oauth_provider.models import Client, ClientSecret, moment
from oauth_provider.views.signed_in import go_on

from .developer import OwnedApplicationView, show
from .forms import ApplicationForm

MOST_SECRETS = 40


class ApplicationView(OwnedApplicationView):
    """Shows an application and saves what its owner changes."""

    def ask(self, request: HttpRequest, client: Client, **_named: str) -> HttpResponse:
        """The page."""
        return show_application(request, client, ApplicationForm(instance=client))

    def act(self, request: HttpRequest, client: Client, **_named: str) -> HttpResponse:
        """Save it. Admins alone change a first-party one, since users are not asked about it."""
        form = ApplicationForm(request.POST, instance=client)
        if client.is_first_party:
            return show_application(request, client, form, status=403)
        if not form.is_valid():
            return show_application(request, client, form)
        form.save()
        return go_on("saved", "application", client.pk)


def show_application(
    request: HttpRequest, client: Client, form: ApplicationForm, *, status: int = 200
) -> HttpResponse:
    """The page."""
    return show(
        request,
        "application",
        status=status,
        client=client,
        form=form,
        secrets=secrets_of(client),
        now=moment.now(),
    )


def secrets_of(client: Client) -> QuerySet[ClientSecret]:
    """Its secrets as far as anybody knows them: first those that were not revoked."""
    newest_first = client.secrets.order_by(F("revoked_at").desc(nulls_first=True), "-id")
    return newest_first.defer("digest")[:MOST_SECRETS]

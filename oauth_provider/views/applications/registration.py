"""Registering an application."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import router
from django.http import HttpRequest, HttpResponse

from oauth_provider.domain.scope import format_scope
from oauth_provider.models import Client, ClientSecret
from oauth_provider.models.database import together
from oauth_provider.models.scope import registry
from oauth_provider.views.signed_in import SignedInView, go_on

from .developer import owned_by, show
from .forms import RegistrationForm
from .listing import show_list
from .policy import refusal


class RegisterApplicationView(SignedInView):
    """Registers an application for those who may; tells the others who may."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        if _is_refused(request.user):
            return show_list(request, status=403)
        return ask(request, RegistrationForm(instance=_new_client(request.user)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register it, and show its secret if its type can keep one."""
        with together(get_user_model()), together(Client):
            _lock(request.user)
            if _is_refused(request.user):
                return show_list(request, status=403)
            form = RegistrationForm(request.POST, instance=_new_client(request.user))
            return _register(request, form) if form.is_valid() else ask(request, form)


def ask(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    """The page with the form."""
    return show(request, "register", form=form)


def _register(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    client: Client = form.save()
    if not client.is_confidential:
        return go_on("registered", "application", client.pk)
    _row, value = ClientSecret.objects.issue(client=client)
    return show(request, "secret", client=client, value=value)


def _new_client(user: Any) -> Client:
    return Client(owner=user, scope=format_scope(registry().defaults))


def _is_refused(user: Any) -> bool:
    return bool(refusal(user, owned=owned_by(user).count()))


def _lock(user: Any) -> None:
    """One at a time: two forms sent at once must not both be the last that is allowed."""
    users = get_user_model()._base_manager
    primary = users.using(router.db_for_write(users.model))
    list(primary.select_for_update().filter(pk=user.pk).values_list("pk"))

"""A page: somebody without an account gets one, and goes on to where they wanted to go."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import RedirectURLMixin
from django.db import IntegrityError, router, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from rest_framework.throttling import SimpleRateThrottle

from .forms import SignUpForm


class SignUpThrottle(SimpleRateThrottle):
    """So many new accounts from one address."""

    rate = "30/hour"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """One for each address."""
        return f"microblog.sign_ups.{self.get_ident(request)}"


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SignUpView(RedirectURLMixin, FormView):  # type: ignore[type-arg]
    """Opens an account and signs in. ``next`` leads to a page of this site or is ignored."""

    form_class = SignUpForm
    template_name = "microblog/sign_up.html"
    next_page = "home"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """With where to go on."""
        return super().get_context_data(**context, next=self.get_redirect_url())

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        """Open the account, unless somebody else just took the name."""
        throttle = SignUpThrottle()
        if not throttle.allow_request(cast("Any", self.request), cast("Any", self)):
            return self.refuse_for_now(form, throttle)
        try:
            # The account is opened with it, or neither is.
            with transaction.atomic(using=router.db_for_write(User)):
                user = form.save()
        except IntegrityError:
            form.add_error("username", _("A user with that username already exists."))
            return self.form_invalid(form)
        return self.welcome(user)

    def refuse_for_now(self, form: SignUpForm, throttle: SignUpThrottle) -> HttpResponse:
        """Too many were opened: 429, with what was filled in."""
        form.add_error(None, _("Too many accounts were opened from your network. Try again later."))
        response = self.form_invalid(form)
        response.status_code = 429
        response["Retry-After"] = str(int(throttle.wait() or 0) + 1)
        return response

    def welcome(self, user: User) -> HttpResponse:
        """Sign in, and go on."""
        login(self.request, user)
        messages.success(self.request, _("Welcome, @%(name)s!") % {"name": user.get_username()})
        return redirect(self.get_success_url())

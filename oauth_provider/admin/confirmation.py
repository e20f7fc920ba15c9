"""Actions that ask before they do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise

from oauth_provider.models.database import together

MOST_CHOSEN = 200
TEMPLATE = "admin/oauth_provider/confirmation.html"

Text = str | Promise
Answers = Mapping[str, Any]
Perform = Callable[[Any, HttpRequest, list[Any], Answers], HttpResponse | None]
Action = Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]


@dataclass(frozen=True)
class Question:
    """What is asked before an action: its title, what will follow, and what it needs to know."""

    title: Text
    consequence: Text
    form: type[forms.Form] = forms.Form


def confirmed(question: Question) -> Callable[[Perform], Action]:
    """Ask the question first; perform, in one transaction, once it was answered."""

    def decorate(perform: Perform) -> Action:
        @wraps(perform)
        def action(
            model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]
        ) -> HttpResponse | None:
            rows = list(queryset[:MOST_CHOSEN])
            form = question.form(request.POST if "confirmed" in request.POST else None)
            if not form.is_valid():
                context = {"action": perform.__name__, "question": question, "form": form}
                return ask(model_admin, request, {**context, "rows": rows})
            with together(queryset.model):
                return perform(model_admin, request, rows, form.cleaned_data)

        return action

    return decorate


def ask(model_admin: Any, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page with the question. It posts back to the list, like the action itself."""
    page = {
        **model_admin.admin_site.each_context(request),
        "title": context["question"].title,
        "checkbox": ACTION_CHECKBOX_NAME,
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, TEMPLATE, {**page, **context})

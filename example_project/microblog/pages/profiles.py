"""Pages: an account, who follows it, whom it follows, and one's own profile to edit."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from example_project.microblog.models import Account, Block, Follow, Mute
from example_project.microblog.models.details import (
    detailed_accounts,
    detailed_relations,
    detailed_statuses,
)
from example_project.microblog.models.relationships import Relationships, relationship
from example_project.microblog.records import named

from .forms import ProfileForm
from .paging import page_of
from .viewer import member_of, viewer_of


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """One account and what it posted."""
    context = seen_account(request, username)
    posted = detailed_statuses().filter(account=context["account"])
    page = page_of(request, posted.visible_to(viewer_of(request)))
    return render(request, "microblog/profile.html", {**context, **page})


@require_safe
def following(request: HttpRequest, username: str) -> HttpResponse:
    """Whom an account follows."""
    context = seen_account(request, username)
    follows = detailed_relations(Follow, end="target", source=context["account"])
    return people_page(request, "microblog/following.html", follows, "target", context)


@require_safe
def followers(request: HttpRequest, username: str) -> HttpResponse:
    """Who follows an account."""
    context = seen_account(request, username)
    follows = detailed_relations(Follow, end="source", target=context["account"])
    return people_page(request, "microblog/followers.html", follows, "source", context)


@login_required
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    """Whom one blocks."""
    blocks = detailed_relations(Block, end="target", source=member_of(request))
    return people_page(request, "microblog/blocked.html", blocks, "target", {})


@login_required
@require_safe
def muted(request: HttpRequest) -> HttpResponse:
    """Whom one mutes."""
    mutes = detailed_relations(Mute, end="target", source=member_of(request))
    return people_page(request, "microblog/muted.html", mutes, "target", {})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """How one appears to others."""
    account = member_of(request)
    form = ProfileForm(request.POST or None, instance=account)
    if not form.is_valid():
        return render(request, "microblog/edit_profile.html", {"form": form})
    form.save()
    messages.success(request, _("Your profile is saved."))
    return redirect("profile", account.username)


def seen_account(request: HttpRequest, username: str) -> dict[str, Any]:
    """The account, and what the viewer is to it. Raises Http404 if there is none."""
    account, viewer = named(detailed_accounts().active(), username), viewer_of(request)
    between = None if viewer in {None, account} else relationship(viewer, account)
    return {"account": account, "relationship": between}


def people_page(
    request: HttpRequest, template: str, relations: QuerySet[Any], end: str, context: dict[str, Any]
) -> HttpResponse:
    """The accounts at this end of the relations, and what the viewer is to each."""
    page = page_of(request, relations, "relations")
    accounts = [getattr(relation, end) for relation in page["relations"]]
    people = with_relationships(accounts, viewer_of(request))
    return render(request, template, {**context, **page, "people": people})


def with_relationships(
    accounts: list[Account], viewer: Account | None
) -> list[tuple[Account, Any]]:
    """Each account with what the viewer is to it; None for oneself and for whoever is nobody."""
    if viewer is None:
        return [(account, None) for account in accounts]
    found = Relationships(viewer, accounts)
    return [(each.target, each if each.target != viewer else None) for each in found]

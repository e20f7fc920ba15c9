"""Client applications (RFC 6749 §2)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models, router, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import redirect_uri, scope
from oauth_provider.domain.grant_type import ClientType, GrantType

from . import client_rules, defaults
from .changes import ChangeQuerySet, Subject, Telling
from .moment import MomentField

CLIENT_TYPES = {
    ClientType.CONFIDENTIAL: _("Confidential: runs on a server and can keep a secret"),
    ClientType.PUBLIC: _("Public: runs on the user's device or in a browser"),
}
GRANT_TYPES = {
    GrantType.AUTHORIZATION_CODE: _("Authorization code: acts for a user who agreed"),
    GrantType.REFRESH_TOKEN: _("Refresh token: goes on without asking the user again"),
    GrantType.CLIENT_CREDENTIALS: _("Client credentials: acts for itself"),
}
IDENTITY = ("name", "client_uri", "logo_uri", "redirect_uris")  # what an admin verified
# At least a second, and short enough for a date to come of it.
LIFETIME = [MinValueValidator(timedelta(seconds=1)), MaxValueValidator(timedelta(days=36_500))]


def default_grant_types() -> list[str]:
    """What a client for users needs."""
    return [GrantType.AUTHORIZATION_CODE.value, GrantType.REFRESH_TOKEN.value]


class ClientQuerySet(ChangeQuerySet["Client"]):
    """Queries over clients."""

    harmless = frozenset({"first_used_at"})

    def note_first_use(self, now: datetime) -> int:
        """Remember that these were used, if it is for the first time. Returns how many were."""
        return self.filter(first_used_at=None).update(first_used_at=now)


class Client(Telling):
    """An application that asks users for access, or uses the API for itself."""

    subject = Subject.CLIENT

    client_id = models.CharField(
        _("client id"), max_length=255, unique=True, default=defaults.client_id, editable=False
    )
    name = models.CharField(
        _("name"), max_length=200, help_text=_("Users see this when they are asked to agree.")
    )
    client_type = models.CharField(
        _("type"), max_length=20, choices=CLIENT_TYPES, default=ClientType.CONFIDENTIAL
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_oauth_clients",
        verbose_name=_("owner"),
    )
    redirect_uris = models.JSONField(_("redirect URIs"), default=list, blank=True)
    grant_types = models.JSONField(_("grant types"), default=default_grant_types)
    scope = models.TextField(
        _("scopes"), blank=True, help_text=_("What it may ask for, separated by blanks.")
    )
    default_scope = models.TextField(
        _("default scopes"),
        blank=True,
        help_text=_("What it gets if it asks for none. Empty: the site's default scopes."),
    )
    required_scope = models.TextField(
        _("scopes that cannot be declined"),
        blank=True,
        help_text=_("Users allow these with the rest, or deny the request."),
    )
    is_pkce_required = models.BooleanField(
        _("PKCE required"),
        default=False,
        help_text=_("Public clients must always use PKCE; this asks it of a confidential one."),
    )
    is_first_party = models.BooleanField(
        _("first-party"),
        default=False,
        help_text=_("Belongs to this site: users are not asked to agree."),
    )
    rotates_refresh_tokens = models.BooleanField(
        _("rotates refresh tokens"),
        default=True,
        help_text=_("Each refresh token works once. Only a confidential one can go without."),
    )
    allows_localhost = models.BooleanField(
        _("localhost on any port"),
        default=False,
        help_text=_(
            "Treats http://localhost like 127.0.0.1. Another program may answer to that name "
            "(RFC 8252 §8.3)."
        ),
    )
    allowed_origins = models.JSONField(
        _("allowed origins"),
        default=list,
        blank=True,
        help_text=_("Web origins that a public one is served from, beside its redirect URIs'."),
    )
    client_uri = models.URLField(
        _("website"),
        max_length=2000,
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Users can read about it there."),
    )
    logo_uri = models.URLField(
        _("logo"), max_length=2000, blank=True, help_text=_("An https address of a picture.")
    )
    is_verified = models.BooleanField(
        _("verified"), default=False, help_text=_("Somebody here knows who is behind it.")
    )
    is_resource_server = models.BooleanField(
        _("resource server"),
        default=False,
        help_text=_("May introspect the tokens of every client (RFC 7662)."),
    )
    access_token_lifetime = models.DurationField(
        _("access token lifetime"),
        null=True,
        blank=True,
        validators=LIFETIME,
        help_text=_("For example 00:05:00 or 24:00:00. Empty: as the site's settings say."),
    )
    refresh_token_lifetime = models.DurationField(
        _("refresh token lifetime"),
        null=True,
        blank=True,
        validators=LIFETIME,
        help_text=_("How long a refresh token lives unused. Empty: as the site's settings say."),
    )
    grant_lifetime = models.DurationField(
        _("authorization lifetime"),
        null=True,
        blank=True,
        validators=LIFETIME,
        help_text=_("When users must agree anew. Empty: as the site's settings say."),
    )
    disabled_at = MomentField(_("disabled since"), null=True, blank=True, editable=False)
    disabled_reason = models.CharField(_("reason"), max_length=200, blank=True)
    metadata = models.JSONField(
        _("metadata"), default=dict, blank=True, help_text=_("Whatever this site wants to add.")
    )
    registration_token_digest = models.CharField(  # noqa: DJ001 — unique where there is one
        max_length=64, unique=True, null=True, editable=False
    )
    is_self_registered = models.BooleanField(default=False, editable=False)
    first_used_at = MomentField(_("first used"), null=True, editable=False)
    created_at = MomentField(_("created"), default=timezone.now, editable=False)

    # Hosts whose redirect URIs may use http, as the development setting says.
    http_hosts: frozenset[str] = frozenset()

    objects = ClientQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["is_self_registered", "first_used_at", "created_at"], name="client_unused"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Store the client and the origins that follow from its redirect URIs."""
        using = options.pop("using", None) or router.db_for_write(Client, instance=self)
        with transaction.atomic(using=using):
            super().save(using=using, **options)
            if options.get("update_fields") is None:
                self._store_origins(using)

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete it and all that hangs from it, in batches however much that is."""
        using = using or router.db_for_write(Client, instance=self)
        with transaction.atomic(using=using):
            self.grants.using(using).of(Subject.CLIENT, self.pk).delete_in_batches()
            return super().delete(using=using, keep_parents=keep_parents)

    @property
    def is_confidential(self) -> bool:
        """Can it keep a secret (RFC 6749 §2.1)?"""
        return self.client_type == ClientType.CONFIDENTIAL

    @property
    def identity(self) -> tuple[Any, ...]:
        """What its users know it by. Once it changes, nobody here has verified it."""
        return tuple(getattr(self, field) for field in IDENTITY)

    @property
    def is_enabled(self) -> bool:
        """Has no admin disabled it?"""
        return self.disabled_at is None

    @property
    def must_use_pkce(self) -> bool:
        """Is a code challenge required of it (RFC 9700 §2.1.1)?"""
        return self.is_pkce_required or not self.is_confidential

    @property
    def scope_names(self) -> tuple[str, ...]:
        """What it may ask for."""
        return scope.parse(self.scope)

    @property
    def default_scope_names(self) -> tuple[str, ...]:
        """What it gets if it asks for nothing."""
        return scope.parse(self.default_scope)

    @property
    def required_scope_names(self) -> tuple[str, ...]:
        """What its users allow with the rest, or deny the request."""
        return scope.parse(self.required_scope)

    @property
    def may_use_any_scheme(self) -> bool:
        """Did it register as an application on a device, with a secret of its own alone?

        So do the clients of dialects (RFC 8252 §8.4). RFC 7592 knows those of RFC 7591 by a token.
        """
        return self.is_self_registered and self.registration_token_digest is None

    @property
    def web_origins(self) -> set[str]:
        """The origins a browser client is served from.

        None for a confidential client, unless its page has registered itself: then it shares its
        secret with no other.
        """
        if self.is_confidential and not self.is_self_registered:
            return set()
        of_redirect_uris = filter(None, map(redirect_uri.origin_of, self.redirect_uris))
        return {*of_redirect_uris, *self.allowed_origins}

    def is_redirect_uri(self, uri: str) -> bool:
        """Did it register this redirect URI, but for a loopback port?"""
        return redirect_uri.is_registered(
            self.redirect_uris, uri, allows_localhost=self.allows_localhost
        )

    def allows(self, grant_type: str) -> bool:
        """Is it registered for this grant type?"""
        return grant_type in self.grant_types

    def disable(self, *, reason: str, now: datetime) -> None:
        """Stop it and every token it holds, until it is enabled again."""
        self.disabled_at, self.disabled_reason = now, reason
        self.save(update_fields=["disabled_at", "disabled_reason"])

    def enable(self) -> None:
        """Let it and what is unexpired of its tokens go on."""
        self.disabled_at, self.disabled_reason = None, ""
        self.save(update_fields=["disabled_at", "disabled_reason"])

    def clean(self) -> None:
        """Refuse what this type of client cannot be, with the reason beside the field."""
        if found := client_rules.problems(self):
            raise ValidationError(found)

    def _store_origins(self, using: str) -> None:
        origins, wanted = self.origins.using(using), self.web_origins
        stored = set(origins.values_list("origin", flat=True))
        origins.filter(origin__in=stored - wanted).delete()
        origins.bulk_create(origins.model(client=self, origin=each) for each in wanted - stored)

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from oauth_provider import checks
from oauth_provider.conf import conf


def ids(messages):
    return {message.id.removeprefix("oauth_provider.") for message in messages}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCESS_TOKEN_LIFETIME", 3600),
        ("REFRESH_TOKEN_LIFETIME", None),
        ("ACCESS_TOKEN_LIFETIME", timedelta(seconds=-1)),
        ("REFRESH_TOKEN_REPLAY_WINDOW", 30),
        ("ISSUER", 1),
        ("SCOPES", ["read"]),
        ("REVOKE_ON_PASSWORD_CHANGE", "yes"),
        ("MAX_BODY_SIZE", True),
    ],
)
def test_a_setting_of_a_wrong_type_is_named_with_its_meaning(settings, name, value):
    setattr(settings, f"OAUTH_PROVIDER_{name}", value)
    [message] = checks.check_settings()
    assert message.id == "oauth_provider.E001"
    assert f"OAUTH_PROVIDER_{name}" in message.msg
    assert message.hint


@pytest.mark.parametrize(
    "name",
    [
        "ACCESS_TOKEN_LIFETIME",
        "GRANT_LIFETIME",
        "CONSENT_LIFETIME",
        "ISSUER",
        "SERVICE_DOCUMENTATION",
    ],
)
def test_none_is_fine_where_it_means_something(settings, name):
    setattr(settings, f"OAUTH_PROVIDER_{name}", None)
    assert checks.check_settings() == []


def test_a_setting_that_does_not_exist_is_named_with_those_that_do(settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIVETIME = timedelta(hours=1)
    [message] = checks.check_settings()
    assert message.id == "oauth_provider.E002"
    assert "OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME" in message.hint


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("APPLICATIONS_BY", ["nobody", "staff", "everybody"]),
        ("DYNAMIC_REGISTRATION", ["off", "token", "open"]),
    ],
)
def test_a_choice_that_does_not_exist_is_named_with_those_that_do(settings, name, choices):
    for choice in choices:
        setattr(settings, f"OAUTH_PROVIDER_{name}", choice)
        assert checks.check_settings() == []
    setattr(settings, f"OAUTH_PROVIDER_{name}", "Everyone")
    [message] = checks.check_settings()
    assert message.id == "oauth_provider.E004"
    assert f"OAUTH_PROVIDER_{name} is 'Everyone'" in message.msg
    assert all(choice in message.hint for choice in choices)


@pytest.mark.parametrize("value", [None, True, ["staff"]])
def test_a_choice_of_a_wrong_type_is_one_mistake(settings, value):
    settings.OAUTH_PROVIDER_APPLICATIONS_BY = value
    assert ids(checks.check_settings()) == {"E001"}


@pytest.mark.parametrize("app", ["rest_framework", "django.contrib.sessions"])
def test_a_missing_app_is_named_with_the_line_that_adds_it(settings, app):
    installed = [name for name in settings.INSTALLED_APPS if name != app]
    with override_settings(INSTALLED_APPS=installed):
        [message] = checks.check_apps()
    assert message.id == "oauth_provider.E003"
    assert f'"{app}"' in message.hint


def test_missing_urls_are_named_with_the_line_that_adds_them(settings):
    settings.ROOT_URLCONF = "tests.empty_urls"
    messages = checks.check_urls()
    assert ids(messages) == {"W001", "W002"}
    assert any('include("oauth_provider.urls")' in message.hint for message in messages)


@pytest.mark.parametrize(
    ("issuer", "found"),
    [
        (None, {"W003"}),
        ("http://login.example", {"W004"}),
        ("https://login.example?x", {"W004"}),
        ("https://login.example#x", {"W004"}),
        ("login.example", {"W004"}),
        ("https://login.example", set()),
        ("https://login.example/tenant", set()),
    ],
)
def test_deploying_asks_for_an_https_issuer(settings, issuer, found):
    settings.OAUTH_PROVIDER_ISSUER = issuer
    assert ids(checks.check_issuer()) == found


def test_deploying_warns_of_tokens_that_never_expire(settings):
    assert checks.check_lifetimes() == []
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = None
    [message] = checks.check_lifetimes()
    assert message.id == "oauth_provider.W007"
    assert "OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME" in message.hint


@pytest.mark.parametrize("path", ["nowhere.describe", "oauth_provider.conf.PREFIX", "describe", ""])
def test_a_path_to_no_function_is_named(settings, path):
    settings.OAUTH_PROVIDER_USERINFO = path
    [message] = checks.check_settings()
    assert message.id == "oauth_provider.E009"
    assert repr(path) in message.msg


@pytest.mark.parametrize(
    ("backend", "problem"),
    [(None, "none of CACHES"), ("django.core.cache.backends.dummy.DummyCache", "keeps nothing")],
)
def test_a_cache_that_cannot_remember_is_named(settings, backend, problem):
    settings.CACHES = {"default": {}, **({"tokens": {"BACKEND": backend}} if backend else {})}
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "tokens"
    [message] = checks.check_settings()
    assert message.id == "oauth_provider.E010"
    assert problem in message.msg


@pytest.mark.parametrize("location", ["redis://a,redis://b", ["redis://a", "redis://b"]])
def test_a_cache_that_is_read_from_replicas_is_no_place_for_notices(settings, location):
    redis = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {}, "tokens": {"BACKEND": redis, "LOCATION": location}}
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "tokens"
    [message] = checks.check_settings()
    assert message.id == "oauth_provider.E010"
    assert "reads from replicas" in message.msg


def test_a_cache_without_a_backend_is_none(settings):
    settings.CACHES = {"default": {}, "tokens": {"LOCATION": "redis://a"}}
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "tokens"
    [message] = checks.check_settings()
    assert "is none of CACHES" in message.msg


def test_a_cache_that_remembers_is_fine(settings):
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "default"
    assert checks.check_settings() == []


@pytest.mark.django_db
def test_the_command_runs_them(settings):
    settings.OAUTH_PROVIDER_REALM = 5
    with pytest.raises(SystemCheckError, match=r"oauth_provider\.E001"):
        call_command("check")


def test_every_setting_says_what_it_means_and_there_are_at_most_thirty():
    settings = list(conf)
    assert all(setting.meaning.endswith(".") for setting in settings)
    assert all(setting.is_valid(setting.default) for setting in settings)
    assert len(settings) <= 30

"""All stories, and how they are played: step by step, each one watched if somebody wants to."""

from contextlib import nullcontext

from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory, ServiceFactory, UserFactory

from . import requests


def stories(settings):
    """Everything that can be sent."""
    alice, bob, carol = UserFactory(), UserFactory(), UserFactory()
    web, service = ClientFactory(), ServiceFactory()
    session = Session(web, alice)
    PublicClientFactory(redirect_uris=[f"{requests.ORIGIN}/callback"])
    yield requests.tokens_of_a_user(session)
    yield requests.failures(session)
    yield requests.machine_to_machine(Session(service))
    yield requests.browser_client()
    yield requests.registration(settings)
    yield requests.mastodon(bob)
    yield requests.authorized_pages(bob, web)
    yield requests.application_pages(carol)
    yield requests.reuse(session, settings)


def played(story, watched=lambda _name: nullcontext()):
    """The status of each step, by its name. None of them is a failure of the server."""
    statuses = []
    try:
        name, act = next(story)
        while True:
            with watched(name):
                answer = act()
            statuses.append((name, getattr(answer, "status_code", None)))
            assert (statuses[-1][1] or 0) < 500, (name, answer)
            name, act = story.send(answer)
    except StopIteration:
        return statuses


def all_played(settings, **options):
    """The statuses of everything."""
    return [played(story, **options) for story in stories(settings)]

import pytest
from django.core.exceptions import ValidationError

from oauth_provider.models import Client, ClientSecret
from tests.factories import ClientFactory

pytestmark = pytest.mark.django_db


def problems(**changes):
    """The fields of a client that are refused."""
    client = Client(name="Application", redirect_uris=["https://a.example/cb"], scope="read")
    for field, value in changes.items():
        setattr(client, field, value)
    try:
        client.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, set()),
        ({"client_type": "public"}, set()),
        ({"name": ""}, {"name"}),
        ({"client_type": "secret"}, {"client_type"}),
        ({"redirect_uris": []}, {"redirect_uris"}),
        ({"redirect_uris": ["http://a.example/cb"]}, {"redirect_uris"}),
        ({"redirect_uris": "https://a.example/cb"}, {"redirect_uris"}),
        ({"redirect_uris": [1]}, {"redirect_uris"}),
        ({"redirect_uris": ["https://a.example/"] * 51}, {"redirect_uris"}),
        ({"redirect_uris": ["com.example.app:/cb"]}, {"redirect_uris"}),
        ({"redirect_uris": ["com.example.app:/cb"], "client_type": "public"}, set()),
        ({"redirect_uris": [], "grant_types": ["client_credentials"]}, set()),
        ({"grant_types": ["client_credentials"], "client_type": "public"}, {"grant_types"}),
        ({"grant_types": ["refresh_token"]}, {"grant_types"}),
        ({"grant_types": ["password"]}, {"grant_types"}),
        ({"grant_types": "code"}, {"grant_types"}),
        ({"grant_types": [1]}, {"grant_types"}),
        ({"scope": "nonsense"}, {"scope"}),
        ({"scope": 'say"hi'}, {"scope"}),
        ({"metadata": {"any": ["thing"]}}, set()),
    ],
)
def test_what_a_client_cannot_be_is_refused_beside_the_field(changes, refused):
    assert problems(**changes) == refused


@pytest.mark.parametrize("seconds", [0, -1])
@pytest.mark.parametrize(
    "field", ["access_token_lifetime", "refresh_token_lifetime", "grant_lifetime"]
)
def test_a_lifetime_is_at_least_a_second(field, seconds):
    from datetime import timedelta

    assert problems(**{field: timedelta(seconds=seconds)}) == {field}


def test_a_secret_is_known_once():
    client = ClientFactory()
    row, value = ClientSecret.objects.issue(client=client, label="next")

    assert value not in {str(v) for v in vars(row).values()}
    assert str(row) == f"…{value[-4:]}"


def test_a_clients_own_data_is_kept():
    client = ClientFactory(metadata={"team": "blue"})
    assert Client.objects.get(pk=client.pk).metadata == {"team": "blue"}

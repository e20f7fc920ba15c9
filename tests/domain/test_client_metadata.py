import pytest

from oauth_provider.domain.client_metadata import ClientMetadataError, read, response_types_of


def test_what_is_known_is_read_and_the_rest_is_left():
    given = {"client_name": "Calendar", "client_name#fr": "Calendrier", "jwks": {}, "x": [[]]}
    assert read(given) == {"client_name": "Calendar", "client_name#fr": "Calendrier"}


@pytest.mark.parametrize("nothing", [None, "", []])
def test_null_and_empty_values_are_omitted(nothing):
    names = ("client_name", "redirect_uris", "scope", "grant_types", "logo_uri", "contacts")
    assert read(dict.fromkeys(names, nothing)) == {}


@pytest.mark.parametrize("nothing", [0, False, {}])
def test_other_values_that_are_false_are_of_the_wrong_type(nothing):
    with pytest.raises(ClientMetadataError, match="client_name: This must be a string"):
        read({"client_name": nothing})


def test_each_item_of_a_list_counts_once():
    assert read({"grant_types": ["refresh_token", "refresh_token"], "scope": "a b a"}) == {
        "grant_types": ["refresh_token"],
        "scope": "a b",
    }


@pytest.mark.parametrize("tag", ["de", "zh-Hant", "de-CH-1996", "sr-Latn-RS"])
def test_a_name_may_be_given_in_languages(tag):
    assert read({f"client_name#{tag}": "x"}) == {f"client_name#{tag}": "x"}


@pytest.mark.parametrize("name", ["client_name#", "client_name##de", "scope#de", "#de", "a#b#c"])
def test_what_is_no_translation_is_unknown(name):
    assert read({name: "x"}) == {}


def test_a_language_is_no_way_around_the_rules():
    with pytest.raises(ClientMetadataError, match="logo_uri#de"):
        read({"logo_uri#de": "http://client.example/"})


def test_there_is_an_end_to_languages():
    with pytest.raises(ClientMetadataError, match="More than 50"):
        read({f"client_name#xx-{n}": "x" for n in range(100)})


def test_response_types_follow_from_the_grant_types():
    assert response_types_of(["authorization_code", "refresh_token"]) == ["code"]
    assert response_types_of(["client_credentials"]) == []

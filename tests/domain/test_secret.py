import re

import pytest

from oauth_provider.domain import secret
from oauth_provider.domain.secret import Kind


@pytest.mark.parametrize("kind", Kind)
def test_a_value_names_its_kind_and_ends_in_a_checksum(kind):
    value = secret.generate(kind)

    assert re.fullmatch(rf"{kind}[0-9A-Za-z]{{49}}", value)
    assert secret.is_well_formed(value, kind)
    assert not any(secret.is_well_formed(value, other) for other in Kind if other != kind)


def test_a_mistyped_value_is_recognised_without_a_database():
    value = secret.generate(Kind.ACCESS_TOKEN)
    mistyped = value[:10] + ("x" if value[10] != "x" else "y") + value[11:]

    assert not secret.is_well_formed(mistyped, Kind.ACCESS_TOKEN)


def test_a_thousand_values_differ_in_every_position_they_can():
    values = [secret.generate(Kind.ACCESS_TOKEN) for _ in range(1000)]

    assert len(set(values)) == 1000
    random_parts = [value[4:46] for value in values]  # the first of 43 digits is not uniform
    assert all(len(set(column)) > 50 for column in zip(*random_parts, strict=True))


def test_the_digest_is_sha256_in_lower_case_hex():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert secret.digest("") == empty


def test_a_seal_opens_only_under_what_it_was_made_with():
    sealed = secret.seal(b"the answer", under="ort1")

    assert b"the answer" not in sealed
    assert secret.unseal(sealed, under="ort1") == b"the answer"
    with pytest.raises(secret.SealError):
        secret.unseal(sealed, under="ort2")


@pytest.mark.parametrize("damaged", [b"", b"short", b"\x00" * 64])
def test_a_damaged_seal_is_an_error_and_not_an_answer(damaged):
    with pytest.raises(secret.SealError):
        secret.unseal(damaged, under="ort1")


def test_two_seals_of_one_answer_share_nothing():
    assert secret.seal(b"the answer", under="a") != secret.seal(b"the answer", under="a")

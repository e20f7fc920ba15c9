import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.domain.client_name import Flaw, flaws, normalised


@pytest.mark.parametrize(
    "name",
    [
        "Calendar",
        "My App 2.0 (beta)",
        "Café Zoë's naïve résumé",
        "Яндекс Музыка",
        "Яндекс Music",
        "Музыка с Spotify",
        "Ελληνικά νέα",
        "Ελληνικά TV",
        "日本語のアプリ",
        "LINE で読む",
        "카카오톡 API",
        "תזכורות",
        "تقويم",
        "कैलेंडर",
        "မြို့",
        "☕ Coffee",
        "5 > 4 & <b>",
        "{{ 7|add:7 }}",
        "'\"`;--",
        "рок",
        "1С",
    ],
)
def test_a_name_in_any_language_is_fine(name):
    assert flaws(name) == []


@pytest.mark.parametrize(
    "character",
    [
        "\x00", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\xad",
        "\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",
        "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2028", "\u2029",
        "\u2060", "\u2061", "\u2064", "\u2066", "\u2067", "\u2068", "\u2069", "\u206a", "\u206f",
        "\u034f", "\u115f", "\u1160", "\u3164", "\uffa0", "\u17b4", "\u180b", "\u180e", "\u2800",
        "\u1680", "\ufeff", "\ufff9", "\ufffe", "\uffff", "\ud800", "\ue000", "\uf8ff",
        "\ufe00", "\U000e0001", "\U000e0041", "\U000e0100", "\U000f0000", "\U0010ffff",
        "\U0001d173", "\u0378",
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_refused_wherever_it_stands(character):
    for name in (f"{character}Bank", f"Ba{character}nk", f"Bank{character}"):
        assert Flaw.UNSEEN in flaws(name), name


@pytest.mark.parametrize(
    "name",
    [
        "Pаypal",  # Cyrillic a
        "Рaypal",  # Cyrillic R
        "Gοοgle",  # Greek omicron
        "Micrоsoft Office",
        "Аpple",
        "Ԍoogle",
        "Αmazon",
        "Ꭺpple",  # Cherokee
        "Ⅿicrоsoft",  # a Roman numeral, and Cyrillic
        "𝐏аypal",  # a mathematical P, and Cyrillic
        "Ｐаypal",  # a wide P, and Cyrillic
        "Pay-Раl",
        "Рау Google",  # wholly Cyrillic, beside Latin
        "Google Рау",
        "Google ΑΤΕ",
        "Яndex",
    ],
)
def test_letters_of_another_alphabet_that_look_the_same_are_refused(name):
    assert flaws(name) == [Flaw.MIXED_SCRIPTS]


@pytest.mark.parametrize("name", ["", " ", "   ", "\u3000", "\xa0"])
def test_a_name_says_something(name):
    assert Flaw.EMPTY in flaws(name)


def test_marks_do_not_climb_over_the_text_around_them():
    assert flaws("Z" + "\u0351" * 5) == []
    assert flaws("Z" + "\u0351" * 6) == [Flaw.STACKED]
    assert flaws("Za" + "\u20dd" * 6) == [Flaw.STACKED]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Cafe\u0301", "Café"),
        ("Ｐａｙｐａｌ", "Paypal"),
        ("𝐏𝐚𝐲𝐏𝐚𝐥", "PayPal"),
        ("ﬁnance", "finance"),
        ("My\xa0App", "My App"),
        ("☕\ufe0f Coffee", "☕ Coffee"),
        ("Calendar", "Calendar"),
    ],
)
def test_there_is_one_way_to_write_a_name(written, stored):
    assert normalised(written) == stored
    assert flaws(written) == ([] if written == stored else [Flaw.NOT_NORMALISED])
    assert flaws(stored) == []


@given(st.text(max_size=40))
def test_normalising_is_done_once_and_never_adds_a_flaw(name):
    plain = normalised(name)
    assert normalised(plain) == plain
    assert set(flaws(plain)) <= set(flaws(name)) | {Flaw.NOT_NORMALISED}


@given(st.text(max_size=40))
def test_what_passes_has_no_control_or_format_character(name):
    if not flaws(name):
        assert {unicodedata.category(c)[0] for c in name}.isdisjoint("C")


@given(st.text(max_size=20), st.sampled_from("\u202e\u200b\x00"), st.text(max_size=20))
def test_nothing_hides_an_unseen_character(before, character, after):
    assert Flaw.UNSEEN in flaws(before + character + after)

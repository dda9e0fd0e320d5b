"""Ids and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.address import begins_name, in_name, join_address, slug, split_address


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Call centre", "call-centre"),
        ("  No  show ", "no-show"),
        ("7 days", "_7-days"),
        ("R&D", "rd"),
        ("Übergabe", "übergabe"),
        ("STRASSE", slug("Straße")),
        ("a.b", "ab"),
        ("e\u0301tat", "état"),
        ("हिन्दी", "हिन्दी"),
        ("!!!", "_"),
        ("--x--", "x"),
        ("zero\u200bwidth", "zerowidth"),
        ("x²", "x"),
    ],
)
def test_a_slug_is_the_name_without_case_and_blanks(name: str, expected: str) -> None:
    """Blanks become hyphens, case is ignored, what no XML name may hold is left out."""
    assert slug(name) == expected


@given(st.text(max_size=20))
def test_a_slug_is_an_ncname_and_its_own_slug(name: str) -> None:
    """Whatever the name, its id begins like a name, goes on like one, and is stable."""
    identity = slug(name)
    assert begins_name(identity[0])
    assert all(in_name(c) for c in identity)
    assert "." not in identity
    assert slug(identity) == identity


def test_addresses_are_joined_and_split_as_slugs() -> None:
    """`ask.wrap up` and `Ask.Wrap-up` are one address."""
    assert join_address("Ask", "wrap up") == "ask.wrap-up"
    assert split_address("Ask.Wrap up") == ("ask", "wrap-up")
    assert split_address("a..b") == ("a", "", "b")

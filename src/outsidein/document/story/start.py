"""A story to start from."""

from __future__ import annotations


def new_story() -> str:
    """Return a commented start: two customers, told line by line."""
    return _START


_START = """\
Order a product

// A line a step: WHO: what they do. Who acts first is the customer, all others are your parts.
// A heading (#) is a phase, a blank line begins another story, // begins a remark.
// Words say how they meet: phones, e-mails, writes to, visits, orders on the Web shop; or say it
// outright: by phone, by letter, online, in person. A time stands in brackets: (4 min).

# Choose
Shopper: looks for shoes on the Web shop (6 min)
Shopper: phones Call centre, asks about the size (5 min)
# Order
Shopper: orders on the Web shop (4 min)
Web shop: confirms the order by e-mail
# Deliver
Warehouse: packs the goods (8 min)
Courier: carries the parcel (2 days)
Shopper: receives the goods from Courier (2 min)
Shopper: has the goods

// What another customer lived through. Where the two stories part, a decision is drawn; how often
// customers go which way nobody has told yet, so it is listed as missing, never taken as one half.
Shopper: looks for shoes on the Web shop
Shopper: phones Call centre, asks about the size
Shopper: leaves for a competitor
"""

"""A log beside the journey as it was planned: sentences, a table, and a part of the page."""

from __future__ import annotations

from html import escape

from outsidein.discovery.deviations import Deviations
from outsidein.study.log_page_customers import told_table

HEADS = ["beside the plan", "left out", "not in the plan", "elsewhere or again", "went wrong"]


def plan_sentence(found: Deviations) -> str:
    """Return how many journeys are as planned, and how the others differ."""
    kinds = [
        (found.missing, "leave a step out"), (found.ad_hoc, "have one that is not in the plan"),
        (found.irregular, "have one elsewhere or again"),
        (found.failing, "have one that went wrong"),
    ]  # fmt: skip
    said = "; ".join(f"{count:,} {what}" for count, what in kinds if count)
    told = f"{found.as_planned:,} of {found.cases:,} cases go as planned, as customers notice it"
    return f"{told}; {said}." if said else f"{told}."


def plan_table(found: Deviations, most: int) -> tuple[list[str], list[list[str]]]:
    """Return in how many cases each step deviates, a row a step, the most first."""
    rows = [
        [
            one.step,
            *(f"{n:,}" if n else "" for n in (one.missing, one.ad_hoc, one.irregular, one.failing)),
        ]
        for one in found.steps[:most]
    ]
    return HEADS, rows


def plan_section(found: Deviations | None, most: int = 15) -> str:
    """Return the comparison with the plan as part of a page; nothing where none was given."""
    if found is None:
        return ""
    made = told_table("Steps that deviate", *plan_table(found, most), numbers=(1, 2, 3, 4))
    return (
        f'<section><h2>Beside the plan</h2><p class="sub">{escape(plan_sentence(found))}</p>'
        f"</section>{made}"
    )

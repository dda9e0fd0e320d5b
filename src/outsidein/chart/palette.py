"""Colours by role, light and dark, and the style sheet of a picture."""

from __future__ import annotations

from typing import Literal

from outsidein.chart.fonts import STACK

Theme = Literal["both", "light", "dark"]

# role: (light, dark); text on its ground has a contrast of at least 4.5, a ghost line of 3.
COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#FFFFFF", "#11161C"),
    "ink": ("#17202A", "#E6EAEE"),
    "muted": ("#55606C", "#A3AEB9"),
    "hair": ("#D3DAE1", "#303A45"),
    "band": ("#F5F7F9", "#171D24"),
    "cust": ("#EAF2FB", "#15273B"),
    "accent": ("#0A57A4", "#7DB8F5"),
    "node": ("#FFFFFF", "#1B232C"),
    "org": ("#4A5560", "#95A1AD"),
    "back": ("#EBEFF3", "#27313B"),
    "flow": ("#3A4550", "#B4BEC8"),
    "fail": ("#C23B12", "#FF8F6B"),
    "wait": ("#8F5F00", "#E9B94C"),
    "on": ("#FFFFFF", "#12171D"),
    "good": ("#00707A", "#4FC3CE"),
    "poor": ("#8F5F00", "#E9B94C"),
    "lost": ("#C23B12", "#FF8F6B"),
    "ghost": ("#87929D", "#75818D"),
    "poorsoft": ("#F6E7C8", "#3A2F16"),
    "custsoft": ("#CBDFF4", "#24405F"),
    "moved": ("#6B3FA0", "#C3A1F2"),
    "goodsoft": ("#D5ECEE", "#123438"),
    "movedsoft": ("#EEE6F7", "#2E2540"),
    "lostsoft": ("#F9E0D8", "#43221A"),
    "heat1": ("#FFF3DC", "#2B2617"),
    "heat2": ("#FBDDA3", "#43371A"),
    "heat3": ("#F0B95A", "#66501A"),
    "heat4": ("#D98E1F", "#85621A"),
    "heat5": ("#A85F00", "#E9B94C"),
}


def style_sheet(roles: set[str], scope: str, root: str, theme: Theme) -> str:
    """Return the CSS of the roles in use: light first, dark on dark screens, print light.

    ``scope`` is a selector in front of each rule, so that pictures in one page stay apart; ``root``
    the picture's id. A page may set `--outsidein-ROLE`. The plain colours come first: painters
    that know no variables (resvg) skip all of `@supports`.
    """
    used = [role for role in COLOURS if role in roles]
    base = (
        f"{scope}text{{font-family:{STACK};font-variant-numeric:tabular-nums}}"
        f"{scope}.l{{fill:none;stroke-linecap:butt;stroke-linejoin:round}}"
        f"{scope}.w5{{font-weight:500}}{scope}.w6{{font-weight:700}}{scope}.w7{{font-weight:700}}"
    )
    plain = _rules(used, scope, {role: COLOURS[role][theme == "dark"] for role in used})
    if theme != "both":
        return base + plain
    named = _rules(used, scope, {role: f"var(--c-{role})" for role in used})
    light, dark = (
        "".join(f"--c-{role}:var(--outsidein-{role},{COLOURS[role][k]});" for role in used)
        for k in (0, 1)
    )
    return (
        f"{base}{plain}@supports(fill:var(--c)){{#{root}{{{light}}}{named}"
        f"@media screen and (prefers-color-scheme:dark){{#{root}{{{dark}}}}}}}"
    )


def _rules(roles: list[str], scope: str, colours: dict[str, str]) -> str:
    return "".join(
        f"{scope}.f-{role}{{fill:{colours[role]}}}{scope}.s-{role}{{stroke:{colours[role]}}}"
        for role in roles
    )

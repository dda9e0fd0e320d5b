"""Commands that look for what to put right: findings."""

from __future__ import annotations

import json
from pathlib import Path

import click

from outsidein.cli.simulations import (
    cases_option,
    replications_option,
    seed_option,
    threads_option,
    unstable_option,
)
from outsidein.cli.terminal import json_option, model_file, read_model, user_errors
from outsidein.progress import on_terminal


@click.command()
@model_file
@click.option(
    "--most", type=click.IntRange(0), default=5, show_default=True,
    help="Proposals that are simulated again, with intervals.",
)  # fmt: skip
@cases_option
@replications_option
@seed_option
@threads_option
@unstable_option
@json_option
def findings(
    model: Path, most: int, cases: int, replications: int, seed: int, threads: int | None,
    allow_unstable: bool, as_json: bool,
) -> None:  # fmt: skip
    """Find what hurts the customers of MODEL most, and try what could be done about it.

    Each failure, wait, reason for contact, second meeting, silence and closed hour is taken away
    alone, for the same customers. The best proposals are simulated again on others.

    Example:

    \b
        outsidein findings shop.yaml --cases 1000
    """
    from outsidein.analysis import findings as found_in
    from outsidein.study.put_right import told

    with user_errors(model):
        process = read_model(model)
        with on_terminal("simulating") as report:
            found = found_in(
                process, cases=cases, replications=replications, seed=seed, threads=threads,
                most=most, allow_unstable=allow_unstable, progress=report,
            )  # fmt: skip
    if as_json:
        click.echo(json.dumps([told(one) for one in found], indent=2, ensure_ascii=False))
        return
    tried = [one for one in found if one.proven is not None]
    for number, one in enumerate(tried, start=1):
        click.echo(_block(number, one))
    if len(found) > len(tried):
        click.echo("Also seen, with less to gain in a short run, and not tried again:\n")
        for one in found[len(tried) :]:
            click.echo(f"  - {one.what}")


def _block(number: int, finding: object) -> str:
    from outsidein.analysis.finding import Finding
    from outsidein.study.put_right import gain_lines, harm_text

    assert isinstance(finding, Finding)
    lines = [f"{number:>2}. {finding.what}", f"    Today: {harm_text(finding)} a month."]
    if finding.proposal is not None:
        lines.append(f"    Proposal: {finding.proposal.name}.")
    told = [f"{text} ({ends})" for _, text, ends in gain_lines(finding)]
    lines.append(f"    Gain a month: {'; '.join(told) or 'none that is shown'}.")
    return "\n".join(lines) + "\n"

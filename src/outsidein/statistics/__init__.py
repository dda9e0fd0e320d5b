"""Estimates with honest intervals, and what is decided from them; only numpy and scipy below.

Ask this package for the names; each is loaded when it is first asked for.

jackknife
    `Jackknifed`, `ratio_of_sums`, `combine`: a figure with its leave-one-replication-out values,
    and any smooth function of such figures.
estimate
    `Estimate`, `interval`, `ratio`, `mean`, `proportion`, `difference`: ratios of sums over
    replications, jackknife standard error, Student t. `none_in`, `simultaneous_confidence`,
    `student_t_quantile`.
replications
    `replications_for`, `replications_for_half_width`, `Plan`: a pilot fixes their number once.
warmup
    `warm_up`, `longest`, `WarmUp`, `MOST_PILOT_WEEKS`: how much of the start to leave out (MSER-5).
survival
    `kaplan_meier`, `SurvivalCurve`: times of which some have not ended yet.
histogram
    `LogBins`, `BINS`, `quantile`, `quantile_estimate`, `quantile_difference`, `restricted_mean`:
    times counted in fixed bins, whole-number counts, right-censoring included.
controls
    `controlled`, `if_narrower`: intervals that use what is known exactly (control variates).
observation
    `with_inputs`, `WithInputs`: intervals that also hold the chance in the numbers observed.
verdicts
    `verdict`, `Verdict`, `smallest_difference`: better, worse, no difference, cannot tell.
breakeven
    `break_even`, `break_even_of_line`, `BreakEven`: where a comparison turns.
selection
    `select_best`, `Selection`, `holds`, `Held`: the best of many and keeping to a bound, fully
    sequential, with a promised probability.
absorbing
    `AbsorbingChain`, `Failing`, `expected_visits`, `expected_totals`, `second_moments`: what cases
    come to, solved for, and what a row that never fails would change.
"""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {
    "AbsorbingChain": "absorbing",
    "BINS": "histogram",
    "BreakEven": "breakeven",
    "Estimate": "estimate",
    "Failing": "absorbing",
    "Held": "selection",
    "Jackknifed": "jackknife",
    "LogBins": "histogram",
    "MOST_PILOT_WEEKS": "warmup",
    "Plan": "replications",
    "Selection": "selection",
    "SurvivalCurve": "survival",
    "Verdict": "verdicts",
    "WithInputs": "observation",
    "WarmUp": "warmup",
    "break_even": "breakeven",
    "break_even_of_line": "breakeven",
    "combine": "jackknife",
    "controlled": "controls",
    "difference": "estimate",
    "expected_totals": "absorbing",
    "expected_visits": "absorbing",
    "holds": "selection",
    "if_narrower": "controls",
    "interval": "estimate",
    "kaplan_meier": "survival",
    "longest": "warmup",
    "mean": "estimate",
    "none_in": "estimate",
    "proportion": "estimate",
    "quantile": "histogram",
    "quantile_difference": "histogram",
    "quantile_estimate": "histogram",
    "ratio": "estimate",
    "ratio_of_sums": "jackknife",
    "replications_for": "replications",
    "replications_for_half_width": "replications",
    "restricted_mean": "histogram",
    "second_moments": "absorbing",
    "select_best": "selection",
    "simultaneous_confidence": "estimate",
    "smallest_difference": "verdicts",
    "student_t_quantile": "estimate",
    "verdict": "verdicts",
    "warm_up": "warmup",
    "with_inputs": "observation",
}

__all__ = list(_HOMES)

__getattr__ = lazily(__name__, _HOMES)

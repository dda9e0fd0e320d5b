"""Errors to plant in the source of the kernel: all in one copy, each behind its own number.

The copy is compiled once. A number in its world says which error is made: none at 0. So each
plant costs a run, not a compilation (mutant schemata: Untch, Offutt, Harrold, ISSTA 1993).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from outsidein.simulation.program import Program
from planted import arriving, choosing, laws, meanwhile, measuring, turns, waiting
from planted.figures import Figure, furthest_moved

CHECKS = {
    **laws.CHECKS, **arriving.CHECKS, **choosing.CHECKS, **waiting.CHECKS, **meanwhile.CHECKS,
    **turns.CHECKS, "world": measuring.WORLD,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelPlant:
    """A text of the kernel that stands there once, what is said instead, and who finds it.

    Where the text says GROW stands 1.01 when the error is made, PLANTED is true then, and SOME
    is 1 for every hundredth case of a customer.
    """

    old: str
    new: str
    check: str


def grown(old: str, piece: str, check: str) -> KernelPlant:
    """Plant a factor behind a piece of a text."""
    assert old.count(piece) == 1, (old, piece)
    return KernelPlant(old=old, new=old.replace(piece, f"{piece} * GROW"), check=check)


def instead(old: str, piece: str, other: str, check: str) -> KernelPlant:
    """Plant another piece of a text."""
    assert old.count(piece) == 1, (old, piece)
    new = old.replace(piece, f"({other} if PLANTED else {piece})")
    return KernelPlant(old=old, new=new, check=check)


def more(old: str, piece: str, check: str) -> KernelPlant:
    """Plant one more in every hundredth case of a customer."""
    assert old.count(piece) == 1, (old, piece)
    return KernelPlant(old=old, new=old.replace(piece, f"{piece} + SOME"), check=check)


EXPONENTIAL = "        return -law.a * math.log(1.0 - u)\n    if law.kind == CONSTANT:"
PLANTS: Mapping[str, KernelPlant] = {
    # draws
    "uniform of a draw": instead("_ELEVEN) * 2.0**-53", "2.0**-53", "0.99 * 2.0**-53", "branches"),
    "luck without purpose": instead(
        "np.uint64(purpose)) & _WORD", "np.uint64(purpose)", "np.uint64(7)", "luck of each draw"),
    "luck without visit": instead(
        "c3 = (np.uint64(visit)", "np.uint64(visit)", "np.uint64(0)", "luck of each draw"),
    "luck without step": instead(
        "c2 = np.uint64(stream)", "np.uint64(stream)", "np.uint64(5)", "luck of each draw"),
    "luck without segment": instead(
        "| np.uint64(segment)) & _WORD", "np.uint64(segment)", "np.uint64(0)",
        "luck of each draw"),
    "luck without customer": instead(
        "c1 = np.uint64(customer) & _WORD", "np.uint64(customer)", "np.uint64(customer // 2)",
        "luck of each draw"),
    # laws
    "exponential": grown(EXPONENTIAL, "math.log(1.0 - u)", "exponential"),
    "constant": grown("        return law.a\n    if law.kind == UNIFORM", "law.a", "constant"),
    "uniform": grown("return law.a + (law.b - law.a) * u", "* u", "uniform"),
    "triangular, near side": grown("return low + math.sqrt(u * (high - low) * (mode - low))",
                                   "(mode - low))", "triangular to its mode"),
    "triangular, far side": grown(
        "return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))", "(high - mode))",
        "triangular from its mode"),
    "normal": grown("law.a + law.b * normal_quantile(u))\n    if law.kind == LOGNORMAL",
                    "law.b", "normal"),
    "normal, cut": instead("return max(0.0, law.a", "0.0", "3.0", "normal"),
    "lognormal": grown("math.exp(law.a + law.b * normal_quantile(u))", "normal_quantile(u))",
                       "lognormal"),
    "gamma": grown("return law.a * look_up(w, law.table, u)", "law.a", "gamma"),
    # clocks
    "working days": grown("up_to(w, clockwork, time) + seconds)", "seconds", "working days"),
    "weeks of a clock": grown("weeks * clockwork.total + before", "weeks * clockwork.total",
                              "exponential working days"),
    "arrivals": grown("segment.epoch -= math.log(1.0 - uniform(w, k, segment.number, np.uint64(0), "
                      "NO, ARRIVAL))", "ARRIVAL))", "arrivals"),
    "window": instead('fixed(w, "window_start") <= w.now < fixed(\n        w, "window_end"\n    )',
                      "w.now", "w.now / 0.99", "arrivals"),
    # chances
    "branch": grown("while u >= branch_at(w, k).upto", "branch_at(w, k).upto", "branches"),
    "way": grown("while u >= floats(w)[place.way_shares + k]",
                 "floats(w)[place.way_shares + k]", "ways"),
    "failure": grown("if u < failure_at(w, k).upto", "failure_at(w, k).upto", "failures"),
    "no show": grown("NO_SHOW_CHANCE) < view.no_show_chance", "view.no_show_chance", "no show"),
    "away": grown("luck(w, t, AWAY) < part.away_share", "part.away_share", "away"),
    "act": grown("if u >= act.chance", "act.chance", "chance of an act"),
    "retry": grown("luck(w, t, RETRY) >= view.retry_chance", "view.retry_chance", "retry"),
    "call back": grown("luck(w, t, CLOSED_CHANCE) >= view.call_chance", "view.call_chance",
                       "call back"),
    # how often
    "retries": instead("token.retries >= view.retries", "view.retries", "view.retries + 1",
                       "retries"),
    "retries not counted": instead("    token.retries += 1\n", "1", "0", "retries"),
    "call backs": instead("token.call_backs >= CALL_BACKS", "CALL_BACKS", "CALL_BACKS + 1",
                          "calls back"),
    "acts": instead("clock.begun >= act.most", "act.most", "act.most + 1", "acts after silence"),
    "at most": instead("counts_of(w)[k] > place.most", "place.most", "place.most + 1", "at most"),
    "too many contacts": instead('case.contacts > fixed(w, "most_contacts")', "case.contacts",
                                 "case.contacts + 1", "too many contacts"),
    "a week of repeats": grown("contacted_of(w)[k] <= REPEAT_SECONDS", "REPEAT_SECONDS",
                               "repeated contacts"),
    # how long
    "patience": grown("time = w.now + delay(w, t, view.patience, PATIENCE)",
                      "delay(w, t, view.patience, PATIENCE)", "patience"),
    "retry after": grown("return w.now + delay(w, t, view.retry_after, RETRY_AFTER)",
                         "RETRY_AFTER)", "retries"),
    "call back from the opening": instead("end_of(w, view.call_within, u, opening)", "opening",
                                          "opening + 66.0", "calls back"),
    "own customers within": grown("delay(w, t, part.within, WITHIN)", "WITHIN)",
                                  "own customers within"),
    "takes": grown("job.left = delay_of(w, t, view.takes, TAKES)", "TAKES)", "wrap-up"),
    "takes without people": grown("after(w, t, delay(w, t, law, TAKES), SERVICE_ENDED)",
                                  "TAKES)", "world"),
    "wrap-up": instead("u = uniform(w, job.segment, job.customer, stream, job.visit, WRAP_UP)\n"
                       "    job.left = end_of(w, job.wrap_up, u, w.now)", "w.now", "w.now + 0.2",
                       "wrap-up"),
    "own": grown("after(w, t, delay(w, t, view.own, OWN), OWN_ENDED)", "OWN)", "world"),
    "after": grown("after(w, t, delay(w, t, view.after, AFTER), CONCLUDE)", "AFTER)", "world"),
    "pause": grown("after(w, t, delay(w, t, view.pause, PAUSE), PAUSED)", "PAUSE)", "world"),
    "wait": grown("else delay(w, t, view.waits, WAITING)", "WAITING)",
                  "constant"),
    "promise": instead("deadline = end_of(w, vow.within, 0.5, w.now)", "w.now", "w.now + 66.0",
                       "promise"),
    "tolerance": grown("until - row.joined > view.tolerates", "view.tolerates", "tolerated wait"),
    # who is next
    "order of joining": instead(
        "row_at(w, behind).joined < w.now or token_comes_first(w, behind, t):",
        "row_at(w, behind).joined < w.now or token_comes_first(w, behind, t)", "False",
        "order of joining"),
    "longest idle": instead("other.idle_since < w.now or other.number", "other.idle_since",
                            "math.inf", "longest idle"),
    "priority": instead("t = queue_at(w, rank).first\n        while t != NONE:\n            if may",
                        "queue_at(w, rank).first",
                        'queue_at(w, (2 * number + 1) * fixed(w, "rank_count") - 1 - rank).first',
                        "priority"),
    "paused at closing": instead("if not job.pauses:", "not job.pauses", "True", "overtime"),
    "served while closed": instead("    if view.live and part.level == 0:\n"
                                   "        return find_closed", "part.level == 0", "False",
                                   "overtime"),
    # bookkeeping
    "time of a class": grown("case.top] += passed", "passed", "world"),
    "cost": grown("    else:\n        case_at(w, token.case).cost += view.cost", "view.cost",
                  "world"),
    "busy": grown("part.busy_seconds += overlap(w, job.piece_since, w.now)",
                  "overlap(w, job.piece_since, w.now)", "world"),
    "overtime": grown("part.overtime_seconds += overlap(w, max(person.off_since, "
                      "job.piece_since), w.now)", "job.piece_since), w.now)", "world"),
    "open cases": grown("bins_of(w)[w.bin] += w.open * (w.now - w.counted_at)", "w.open", "world"),
    "contacts": more("    case.contacts += 1\n", "1", "world"),
    "repeats": more("    case.repeats += row.repeat\n", "row.repeat", "world"),
    "promises broken": more("    case.promises_broken += 1\n", "1", "world"),
    "promises kept": instead("    case.promises_kept += promise.passed == 0\n",
                             "promise.passed == 0", "NO", "world"),
    "visits": more("    case.visits += 1\n", "1", "world"),
    "found by the customer": instead(
        "    case.found_by_customer += failure.by_customer\n    row_at(w, t).mode",
        "failure.by_customer", "NO", "world"),
    "never noticed": more("        case.never_noticed += 1\n", "1", "world"),
    "joined": instead("        part.joined += in_window(w)\n    take_the_first", "in_window(w)",
                      "NO", "world"),
    "joined in a queue": instead("        part.joined += in_window(w)\n    line_up",
                                 "in_window(w)", "NO", "world"),
    "left": instead('fixed(w, "rank_count")).left += in_window(w)', "in_window(w)", "NO", "world"),
    "closed": instead("    part.closed += in_window(w)\n", "in_window(w)", "NO", "world"),
    "start of service": instead("    row.started = w.now\n", "w.now", "w.now + 0.01", "world"),
    "end of service": instead("    row.ended = w.now\n    release_person", "w.now", "w.now + 0.01",
                              "world"),
    "joining": instead("row.joined = IN_QUEUE_OF, 0, w.now", "w.now", "w.now - 0.01", "world"),
    "attempt": instead("        token.attempt += 1\n        enter", "1", "0", "world"),
    "one person twice at once": instead(
        "        if is_engaged(case_at(w, token.case), view.person):\n            ask(w, t)",
        "is_engaged(case_at(w, token.case), view.person)", "False", "world"),
    "events": more("        w.events += 1\n        if math", "1", "world"),
    "visits not told": KernelPlant(
        old="    w.steps_out_count += 1\n",
        new="    w.steps_out_count += 0 if PLANTED and row.case % 100 == 0 else 1\n",
        check="world"),
    "cases not told": KernelPlant(
        old="    w.cases_out_count += 1\n", new="    w.cases_out_count += 1 - SOME\n",
        check="world"),
    "path": instead("np.uint64(token.step * HOWS + how + 1)", "token.step", "NO", "world"),
    "path without how": instead("* HOWS + how + 1)", "how", "NO",
                                "ways through"),
}  # fmt: skip

PRELUDE = """
@inlined
def grow(w: Any, k: int) -> float:
    return 1.01 if w.plant == k else 1.0


@inlined
def is_planted(w: Any, k: int) -> bool:
    return w.plant == k


@inlined
def some(w: Any, number: int, k: int) -> int:
    return 1 if w.plant == k and number % 100 == 0 else 0


@inlined
def place_at("""


def with_plants(source: str) -> str:
    """Return the kernel's source with every plant in it, each behind its number from 1 on."""
    for k, plant in enumerate(PLANTS.values(), start=1):
        assert source.count(plant.old) == 1, f"{source.count(plant.old)} times: {plant.old}"
        new = plant.new.replace("GROW", f"grow(w, {k})").replace("PLANTED", f"is_planted(w, {k})")
        source = source.replace(plant.old, new.replace("SOME", f"some(w, case.customer, {k})"))
    source = source.replace("\n@inlined\ndef place_at(", PRELUDE, 1)
    return source.replace('("told", "i8"),\n', '("told", "i8"), ("plant", "i8"),\n', 1)


@cache
def right_figures(check: str) -> Sequence[Figure]:
    """Return the figures of a check in the copy that makes no error."""
    return CHECKS[check].figures(numbered(CHECKS[check].program(), 0))


def told(check: str, number: int) -> tuple[bool, float]:
    """Return whether a check finds the error, and how far it moved a figure; at most 1e9."""
    right = right_figures(check)
    found = (
        right if number == 0 else CHECKS[check].figures(numbered(CHECKS[check].program(), number))
    )
    wrong = not all(figure.is_right for figure in found)
    return bool(wrong), float(min(furthest_moved(right, found), 1e9))


def numbered(program: Program, number: int) -> Program:
    """Return a program that makes one of the errors; 0: none."""
    return replace(program, numbers={**program.numbers, "plant": number})


def main() -> None:
    """Try every plant in the package that is imported, a line of JSON each."""
    for k, (name, plant) in enumerate(PLANTS.items(), start=1):
        for number in (0, k):
            is_found, by = told(plant.check, number)
            line = {"name": name, "number": number, "found": is_found, "moved": by}
            print(json.dumps(line), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

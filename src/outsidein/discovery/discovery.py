"""A log's control flow as one value: the tree, how well it fits, and the process to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from outsidein.discovery.alignments import Alignments, align
from outsidein.discovery.choosing import HeldOut, choose
from outsidein.discovery.conformance import Fitness, fitness
from outsidein.discovery.counted import Counted, counted
from outsidein.discovery.drawn import Drawn, as_process
from outsidein.discovery.language import TreeLanguage
from outsidein.discovery.mining import discover
from outsidein.discovery.precision import Precision, precision
from outsidein.discovery.size import Size, size_of
from outsidein.discovery.told import left_out
from outsidein.discovery.tree import Tree
from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.customers.parties import Side
from outsidein.eventlog.customers.proposing import propose_sides
from outsidein.eventlog.flows import Way, ways
from outsidein.eventlog.store import EventLog

MOST_ACTIVITIES = 500  # as many steps as a document may have
MOST_EVENTS = 3_000  # of a case


@dataclass(frozen=True, kw_only=True)
class Discovery:
    """What a log's cases go through: a sound model, drawn and judged by the same log.

    ``noise`` is the share below which what is rare was left out, 0 to 1 · ``tried`` what each
    noise was worth on held-out cases, where it was chosen so.
    """

    log: EventLog
    noise: float
    tried: tuple[HeldOut, ...]
    tree: Tree
    aligned: Alignments
    sides: Mapping[str, Side]
    name: str

    @cached_property
    def fitness(self) -> Fitness:
        """How well the cases fit."""
        return fitness(self.aligned)

    @cached_property
    def counted(self) -> Counted:
        """The tree with how often cases go through each node, deviations repaired."""
        return counted(self.tree, self.aligned.leaves)

    @cached_property
    def precision(self) -> Precision:
        """How much more the model allows than the cases do."""
        return precision(TreeLanguage(self.tree), self.aligned)

    @property
    def size(self) -> Size:
        """How large its drawing is."""
        return size_of(self.tree)

    @property
    def visits(self) -> dict[str, float]:
        """How often a case does each activity in the model, as the model has them in order."""
        cases = self.fitness.cases
        return {
            leaf.label: runs / cases
            for leaf, runs in zip(self.tree.leaves(), self.aligned.leaves, strict=True)
            if leaf.label is not None
        }

    @cached_property
    def drawn(self) -> Drawn:
        """The process, with names as the log has them."""
        return as_process(self.counted, self.log, name=self.name, sides=self.sides)

    @cached_property
    def pictured(self) -> Drawn:
        """The process with brief names and figures, for a picture."""
        made = as_process(self.counted, self.log, name=self.name, sides=self.sides, briefly=True)
        fit = self.fitness
        title = f"{self.name}: {fit.fitting / fit.cases:.0%} of the cases go as drawn"
        return replace(
            made,
            figures=replace(made.figures, title=title, subtitle=left_out(fit, self.tree.labels)),
        )


def discover_log(
    log: EventLog,
    *,
    noise: float | None = None,
    sides: Mapping[str, Side] | None = None,
    name: str | None = None,
    folds: bool = False,
) -> Discovery:
    """Return the control flow of a log as a sound model with what it leaves out.

    Parameters
    ----------
    noise : what is rarer than this share of the strongest way on is left out, 0 to 1; None: the
        one that does best on held-out cases.
    sides : who does each activity, as far as it is confirmed; the rest is proposed.
    folds : judge a noise that is given on held-out cases as well.

    Raises
    ------
    OutsideInError : ``too-many``: more activities than a model may have, or a case too long.
    """
    gone = ways(log)
    _refuse_huge(log, gone)
    tried: tuple[HeldOut, ...] = ()
    if noise is None:
        noise, tried = choose(gone)
    elif folds:
        tried = choose(gone, noises=(noise,))[1]
    tree = discover(gone, noise)
    known = {side.activity: side for side in propose_sides(log)} | dict(sides or {})
    return Discovery(
        log=log, noise=noise, tried=tried, tree=tree, aligned=align(tree, gone), sides=known,
        name=name or log.path.name.partition(".")[0],
    )  # fmt: skip


def _refuse_huge(log: EventLog, gone: Sequence[Way]) -> None:
    """Refuse what no drawing shows, or what would take hours: the work grows as a case's cube."""
    longest = max(len(way.activities) for way in gone)
    if len(log.activities) > MOST_ACTIVITIES:
        what = f"{len(log.activities):,} different activities: more than {MOST_ACTIVITIES} steps"
        hint = "name a coarser column: --column activity=NAME"
    elif longest > MOST_EVENTS:
        what = f"a case has {longest:,} events: more than {MOST_EVENTS:,}"
        hint = "leave such cases out, or let a case be a visit"
    else:
        return
    raise OutsideInError([Fault("too-many", "error", str(log.path), what, hint)])

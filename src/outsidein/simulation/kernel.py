"""The kernel: one replication, compiled once for every process.

It does what the twin does (``outsidein.simulation.twin``, the specification), function by
function and by the same names; what differs is how things are kept. A process is plain arrays,
so one compiled signature serves all. Everything that exists lives in arrays of records that the
caller owns, with free lists, so memory follows work in progress. The record ``World`` holds the
address of each array: functions take it alone, where Numba would hand an array on in seven words.

Everything that is compiled, and every constant and type it sees, stands in this one file: Numba
keeps a compiled function for as long as the text of its own file stays the same, whatever
happens to the files it imports.
"""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np
from numba import carray, types
from numba.core import cgutils
from numba.extending import intrinsic

from outsidein.simulation.together import Together

# --- Codes -----------------------------------------------------------------------------------


def code(number: int) -> int:
    """Return a number that Numba takes for any int64: it would compile anew for each int."""
    return cast("int", np.int64(number))


def codes(count: int) -> tuple[int, ...]:
    """Return codes from 0 on."""
    return tuple(code(number) for number in range(count))


# What is due at one instant, lowest first.
DONE, LIMIT, CLOSING, OPENING, ROUTING, TRIGGER, START, GIVING_UP, DEADLINE = codes(9)

# What falls due.
(
    TOKEN_DUE, JOB_DUE, CHANGE_DUE, CLOCK_DUE, PROMISE_DUE, RELEASED_DUE, PATIENCE_DUE,
    WITHIN_DUE, GRANT_DUE, LOOK_DUE, LIMIT_DUE, BLOCK_LIMIT_DUE, BATCH_DUE,
    BATCH_SERVED,
) = codes(14)  # fmt: skip

# What a token does next; a function of the flow returns it, with the token in ``w.at``.
(
    NOTHING, ARRIVE, BEGIN_TRY, PAUSED, THROUGH_ENDED, OWN_ENDED, SERVICE_ENDED, CONCLUDE,
    SERVED_ON, FAILED_ON, GO_ON, LEAD, AT_EDGE, NOT_SERVED, END_LAST_PIECE, GRANTED, WOKEN,
    FOUND_CLOSED, JUMP, ENCOUNTER_ENDED, PASS_ON,
) = codes(21)  # fmt: skip

# Where a token is.
(
    MOVING, PAUSING, ASKING, IN_THROUGH, IN_OWN, IN_QUEUE_OF, IN_SERVICE, IN_AFTER, RESTING,
    JOINING, BETWEEN, BATCHING,
) = codes(12)  # fmt: skip

VERBS = (
    "do", "touch", "tell", "hidden", "choose", "check", "wait", "first of", "start", "end",
    "together", "some of", "call",
)  # fmt: skip
(
    DO, TOUCH, TELL, HIDDEN, CHOOSE, CHECK, WAIT, FIRST_OF, BEGINNING, ENDING, TOGETHER, SOME_OF,
    CALL,
) = codes(13)  # fmt: skip

LAW_KINDS = (
    "constant", "uniform", "exponential", "triangular", "normal", "lognormal", "gamma",
)  # fmt: skip
CONSTANT, UNIFORM, EXPONENTIAL, TRIANGULAR, NORMAL, LOGNORMAL, GAMMA = codes(7)

TRIGGERS = ("at random", "passed", "no news")
AT_RANDOM, PASSED, NO_NEWS = codes(3)

# How a visit ends, how a case and a promise end, and where time goes: the codes of the records.
SERVED, LEFT, CLOSED, NO_SHOW, FAILED, UNDER_WAY = codes(6)
HOWS = code(6)
OUTCOME_SERVED, OUTCOME_NOT_SERVED, OUTCOME_LOST = codes(3)
KEPT, BROKEN, VOID = codes(3)
BEING_SERVED, OWN_EFFORT, IN_QUEUE, FOR_ORGANISATION, FOR_THEMSELVES, OWN_PACE, BETWEEN_TRIES = (
    codes(7)
)
PROMISE_BROKEN, TOO_MANY_CONTACTS, OVER_TOLERANCE, CUSTOMER_FOUND = (code(1 << k) for k in range(4))

PURPOSES = (
    "arrival", "way", "pause", "own", "takes", "wrap up", "after", "patience", "retry",
    "retry after", "closed", "call back", "no show", "fails", "go", "away", "within", "wait",
    "clock", "chance", "race", "start", "balks", "absent", "instance",
)  # fmt: skip
(
    ARRIVAL, WAY, PAUSE, OWN, TAKES, WRAP_UP, AFTER, PATIENCE, RETRY, RETRY_AFTER, CLOSED_CHANCE,
    CALL_BACK, NO_SHOW_CHANCE, FAILS, GO, AWAY, WITHIN, WAITING, CLOCK, CHANCE, RACE,
    WHICH_START, BALKS, ABSENT, INSTANCE,
) = codes(25)  # fmt: skip

# How a run goes on after the kernel returns.
RUNNING, FULL, TIGHT, TOO_SMALL, LOOP_WITHOUT_TIME, TOO_MANY_TOKENS, OVER = codes(7)
STARTING, SIMULATING, TELLING = codes(3)  # phases: time 0, the run, what is still under way

NONE, NO, YES = code(-1), code(0), code(1)
NO_ROW, OPEN_ROW, CLOSED_ROW = codes(3)
JOIN = code(-2)  # nothing stands between a customer and the queue
NOT_CALLED, BY_THROUGH, BY_CALL = codes(3)

WEEK_SECONDS = 604_800.0
REPEAT_SECONDS = 604_800.0
CALL_BACKS = 3
MOST_MOVES_AT_ONE_INSTANT = 10_000
MOST_TOKENS_IN_A_CLASS = 1_000
GAMMA_CELLS = 128
NO_SEGMENT = code(255)  # the luck of a part's people

# --- Records ---------------------------------------------------------------------------------

STEP = np.dtype(
    [
        ("replication", "i4"), ("segment", "i4"), ("case", "i8"), ("customer", "i8"),
        ("step", "i2"), ("way", "i2"), ("channel", "i2"), ("part", "i2"), ("person", "i2"),
        ("caller", "i2"), ("before", "i2"), ("branch", "i2"), ("mode", "i2"), ("arose", "i2"),
        ("attempt", "i2"), ("how", "i1"), ("contact", "i1"), ("repeat", "i1"),
        ("over_tolerance", "i1"), ("visit", "i4"), ("ready", "f8"), ("pause_ended", "f8"),
        ("began", "f8"), ("own_started", "f8"), ("joined", "f8"), ("started", "f8"),
        ("ended", "f8"), ("finished", "f8"),
    ],
    align=True,
)  # fmt: skip
CASE = np.dtype(
    [
        ("replication", "i4"), ("segment", "i4"), ("case", "i8"), ("customer", "i8"),
        ("start", "f8"), ("end", "f8"), ("seconds", "f8", (7,)), ("cost", "f8"), ("path", "u8"),
        ("visits", "i4"), ("contacts", "i4"), ("repeats", "i4"), ("outcome", "i2"),
        ("end_step", "i2"), ("promises_kept", "i2"), ("promises_broken", "i2"),
        ("over_tolerance", "i2"), ("found_by_customer", "i2"), ("never_noticed", "i2"),
        ("poor", "i2"), ("stuck", "i2"),
    ],
    align=True,
)  # fmt: skip
PROMISE = np.dtype(
    [
        ("replication", "i4"), ("promise", "i2"), ("fate", "i2"), ("case", "i8"),
        ("opened", "f8"), ("shut", "f8"),
    ],
    align=True,
)  # fmt: skip

# What the process says. A destination is a step, or a sister way w as -2 - w, or NONE; a
# number of a list or law is NONE where nothing is said.
PLACE = np.dtype(  # a step as one segment meets it
    [
        ("stream", "u8"), ("verb", "i8"), ("outcome", "i8"), ("join_all", "i1"),
        ("passed", "i1"),  # for other customers only
        ("beside", "i1"),  # a touch the case does not wait for
        ("has_ways", "i1"), ("carries", "i1"), ("notices", "i1"), ("wakes", "i1"),
        ("first_view", "i8"), ("ways", "i8"), ("way_shares", "i8"),
        ("arrivals", "i8"),  # the column that counts them, NONE if nobody asks
        ("most", "i8"), ("most_to", "i8"), ("most_arc", "i8"),
        ("onward", "i8"), ("onwards", "i8"), ("onward_arc", "i8"),
        ("shutting", "i8"), ("shuttings", "i8"), ("opening", "i8"), ("openings", "i8"),
        ("incoming", "i8"), ("incomings", "i8"), ("block", "i8"), ("blocks", "i8"),
        ("pieces", "i8"),  # the first branch of `some of`
        ("ends", "i1"),  # everything
        ("calls", "i8"), ("calls_arc", "i8"),
        ("least_runs", "i8"), ("most_runs", "i8"), ("at_once", "i8"),
        ("limit", "i8"), ("limit_to", "i8"), ("limit_arc", "i8"), ("limit_stream", "u8"),
    ],
    align=True,
)  # fmt: skip
VIEW = np.dtype(  # a step in one of its ways
    [
        ("way", "i8"), ("channel", "i8"), ("part", "i8"), ("person", "i8"), ("verb", "i8"),
        ("encounter", "i1"), ("live", "i1"), ("at_home", "i1"), ("queues", "i1"), ("pauses", "i1"),
        ("meets", "i1"),  # do, touch, tell: on the path, and what the customer last completed
        ("tells", "i1"),  # its served end is news
        ("asks", "i1"),  # for the customer's person, before all else
        ("calls_on", "i1"),  # takes the customer's person when the service begins
        ("obstructed", "i1"),  # by lines, overflow, or who balks
        ("varies", "i1"),  # how long it takes: by who serves, and whether they did before
        ("eventful", "i1"),  # its start: tolerance, no show, or a memory
        ("interrupts", "i1"), ("batch", "i8"), ("batch_after", "i8"),  # how many, or how long
        ("booked", "i1"), ("tried_at_own", "i1"), ("full_sight", "i1"), ("joins_unheld", "i1"),
        ("straight_in", "i1"),  # a customer who arrives is at once in the queue,
        ("straight_through", "i1"),  # or has already chosen
        ("straight_on", "i1"),  # whoever was served goes on to one next step at once
        ("queue_class", "i8"), ("service_class", "i8"), ("pace_class", "i8"),
        ("contact", "i8"),  # the reason's column, NONE if it is no contact
        ("rank", "i8"),  # of its priorities, among the ranks of a queue
        ("pause", "i8"), ("own", "i8"), ("own_last", "i8"), ("takes", "i8"),
        ("wrap_up", "i8"), ("after", "i8"), ("waits", "i8"),
        ("patience", "i8"), ("through", "i8"), ("through_arc", "i8"),
        ("fails", "i8"), ("failures", "i8"), ("go", "i8"), ("branches", "i8"), ("pieces", "i8"),
        ("retries", "i8"), ("retry_after", "i8"), ("calls_back", "i8"), ("call_within", "i8"),
        ("takes_again", "i8"), ("begun", "i8"),  # a column
        ("needs", "i8"), ("crew", "i8"),  # a skill; how many people at once
        ("balks", "i8"), ("balks_at", "i8"), ("balks_to", "i8"), ("balks_arc", "i8"),
        ("no_shows", "i8"), ("left_to", "i8"), ("left_arc", "i8"), ("closed_to", "i8"),
        ("closed_arc", "i8"), ("no_show_to", "i8"), ("no_show_arc", "i8"),
        ("retry_chance", "f8"), ("call_chance", "f8"), ("no_show_chance", "f8"),
        ("tolerates", "f8"), ("cost", "f8"),
    ],
    align=True,
)  # fmt: skip
LAW = np.dtype(
    [("kind", "i1"), ("working", "i1"), ("table", "i8"), ("a", "f8"), ("b", "f8"), ("c", "f8")],
    align=True,
)
BRANCH = np.dtype([("upto", "f8"), ("to", "i8"), ("arc", "i8"), ("code", "i8")], align=True)
PIECE = np.dtype(  # a runner of a race, a branch of `some of`: with luck of its own
    [("stream", "u8"), ("law", "i8"), ("share", "i8")],  # a place among the floats; NONE: the rest
    align=True,
)
FAILURE = np.dtype(
    [
        ("upto", "f8"), ("mode", "i8"), ("noticed_at", "i8"), ("until", "i8"), ("to", "i8"),
        ("arc", "i8"), ("first", "i8"), ("by_customer", "i1"),
    ],
    align=True,
)  # fmt: skip
VOW = np.dtype([("within", "i8"), ("step", "i8"), ("present", "i1")], align=True)
ACT = np.dtype(
    [
        ("stream", "u8"), ("step", "i8"), ("window", "i8"), ("kind", "i8"), ("passed", "i8"),
        ("silence", "i8"), ("again", "i8"), ("random", "i8"), ("most", "i8"),
        ("chance", "f8"), ("present", "i1"),
    ],
    align=True,
)  # fmt: skip
ACTS = np.dtype([("first", "i8"), ("count", "i8")], align=True)  # of one window
CLOCKWORK = np.dtype(  # repeats after so many seconds: a week, or a year
    [("total", "f8"), ("first", "i8"), ("count", "i8"), ("period", "i8")], align=True
)

# What exists.
TOKEN = np.dtype(
    [
        ("case", "i8"), ("next", "i8"), ("previous", "i8"), ("step", "i8"), ("manner", "i8"),
        ("way", "i8"), ("arc", "i8"), ("caller", "i8"), ("run", "i8"), ("split", "i8"),
        ("job", "i8"), ("rest", "i8"), ("queue", "i8"), ("queue_next", "i8"),
        ("queue_previous", "i8"), ("run_next", "i8"), ("run_previous", "i8"), ("limbo", "i8"),
        ("retries", "i8"), ("call_backs", "i8"), ("attempt", "i8"), ("holds", "i8"),
        ("line", "i8"),  # the part one of whose lines it is on
        ("state", "i8"), ("op", "i8"), ("row", "i8"), ("called_by", "i8"), ("beside", "i1"),
        ("anybody", "i1"), ("in_sight", "i1"), ("no_show", "i1"), ("trying", "i1"),
        ("time_class", "i8"), ("gone", "i1"),
        ("trying_since", "f8"), ("timer", "i8"), ("patience", "i8"), ("within", "i8"),
        ("won", "i8"),  # which runner of a race comes in first
        ("limit", "i8"), ("runs_out", "i8"), ("runs_left", "i8"),
        ("batch", "i8"), ("batch_next", "i8"), ("batch_previous", "i8"),
    ],
    align=True,
)  # fmt: skip
OPEN_CASE = np.dtype(
    [
        ("number", "i8"), ("customer", "i8"), ("start", "f8"), ("end", "f8"), ("since", "f8"),
        ("cost", "f8"), ("moves_at", "f8"), ("path", "u8"), ("engaged", "u8"), ("mix", "u8"),
        ("segment", "i8"), ("places", "i8"), ("vows", "i8"), ("acts", "i8"),
        ("first", "i8"), ("last", "i8"), ("tokens", "i8"), ("on_the_way", "i8"),
        ("asking_first", "i8"), ("asking_last", "i8"), ("resting", "i8"), ("carried", "i8"),
        ("splits", "i8"), ("before", "i8"), ("in_sight", "i8"), ("moves", "i8"),
        ("visits", "i8"), ("contacts", "i8"), ("repeats", "i8"), ("outcome", "i8"),
        ("end_step", "i8"), ("promises_kept", "i8"), ("promises_broken", "i8"),
        ("over_tolerance", "i8"), ("found_by_customer", "i8"), ("never_noticed", "i8"),
        ("top", "i8"), ("next", "i8"),
        ("ended", "i1"), ("stuck", "i1"), ("counted", "i1"), ("done", "i1"), ("used", "i1"),
    ],
    align=True,
)  # fmt: skip
SPLIT = np.dtype(
    [
        ("case", "i8"), ("step", "i8"), ("missing", "i8"), ("outer", "i8"), ("next", "i8"),
        ("trying", "i8"),        ("trying_since", "f8"), ("limit", "i8"),
    ],
    align=True,
)  # fmt: skip
RUN = np.dtype(  # one run of an act
    [("act", "i8"), ("window", "i8"), ("last_piece", "i8"), ("tokens", "i8"), ("next", "i8")],
    align=True,
)
BATCH = np.dtype(  # cases that are served together; the luck is that of the first
    [
        ("step", "i8"), ("first", "i8"), ("last", "i8"), ("count", "i8"), ("segment", "i8"),
        ("customer", "i8"), ("visit", "i8"), ("timer", "i8"), ("next", "i8"),
    ],
    align=True,
)  # fmt: skip
CARRIED = np.dtype(  # a failure on its way to where it is noticed
    [("failure", "i8"), ("step", "i8"), ("next", "i8")], align=True
)
KEPT_PROMISE = np.dtype(
    [
        ("opened", "f8"), ("timer", "i8"), ("tries", "i8"), ("passed", "i1"), ("held", "i1"),
        ("falls", "i1"),  # was held, and falls due at this very instant
    ],
    align=True,
)  # fmt: skip
WINDOW = np.dtype(
    [("tries", "i8"), ("runs_first", "i8"), ("runs_last", "i8"), ("is_open", "i8")], align=True
)
ACT_CLOCK = np.dtype(
    [
        ("due", "f8"), ("left", "f8"), ("timer", "i8"), ("begun", "i8"), ("starts", "i8"),
        ("draws", "i8"), ("held", "i8"), ("working", "i8"),
    ],
    align=True,
)  # fmt: skip
JOB = np.dtype(
    [
        ("piece_since", "f8"), ("due", "f8"), ("left", "f8"), ("case", "i8"), ("customer", "i8"),
        ("token", "i8"), ("person", "i8"), ("step", "i8"), ("visit", "i8"), ("segment", "i8"),
        ("wrap_up", "i8"), ("next", "i8"), ("needs", "i8"), ("batch", "i8"), ("pauses", "i1"),
        ("wrapping", "i1"),
        ("rank", "i8"), ("joined", "f8"),  # its place in the queue, where work is interrupted
    ],
    align=True,
)  # fmt: skip
PERSON = np.dtype(
    [
        ("idle_since", "f8"), ("off_since", "f8"), ("timer", "i8"), ("part", "i8"),
        ("number", "i8"), ("job", "i8"), ("paused", "i8"), ("bound", "i8"), ("next", "i8"),
        ("previous", "i8"), ("on_duty", "i8"), ("on_shift", "i8"), ("shifts", "i8"),
        ("stream", "u8"),
    ],
    align=True,
)  # fmt: skip
PART_AT_WORK = np.dtype(
    [
        ("busy_seconds", "f8"), ("overtime_seconds", "f8"), ("joined", "i8"), ("left", "i8"),
        ("closed", "i8"), ("away_share", "f8"), ("staffed", "i8"), ("own_customers", "i8"),
        ("away_part", "i8"), ("within", "i8"), ("column", "i8"), ("moments", "i8"),
        ("moment_count", "i8"), ("people", "i8"), ("people_count", "i8"), ("level", "i8"),
        ("waiting", "i8"), ("idle_first", "i8"), ("idle_last", "i8"), ("orphans_first", "i8"),
        ("orphans_last", "i8"), ("dirty", "i8"),
        ("picky", "i8"),  # own customers, skills, or
        ("interrupted", "i8"),  # its work is put aside for customers, or is a crew's
        ("period", "i8"),
        ("skills", "i8"), ("absent", "i8"),  # places among the floats, or NONE
        ("lines", "i8"), ("free_lines", "i8"), ("overflow_at", "i8"), ("overflow_part", "i8"),
    ],
    align=True,
)  # fmt: skip
QUEUE = np.dtype([("first", "i8"), ("last", "i8")], align=True)
SEGMENT = np.dtype(
    [
        ("epoch", "f8"), ("next_arrival", "f8"), ("number", "i8"), ("clockwork", "i8"),
        ("first", "i8"), ("starts", "i8"), ("start_count", "i8"), ("start_shares", "i8"),
        ("start_stream", "u8"),
    ],
    align=True,
)  # fmt: skip
DUE = np.dtype([("time", "f8"), ("key", "u8"), ("tail", "u8"), ("what", "i8")], align=True)
PENDING = np.dtype([("op", "i8"), ("token", "i8"), ("a", "i8"), ("b", "i8")], align=True)

# The arrays a world knows, by the names of its addresses; with each the type of its records.
FACTS = {  # what the process says: shared by all replications
    "places": PLACE, "views": VIEW, "templates": STEP, "laws": LAW, "branches": BRANCH,
    "pieces": PIECE, "failures": FAILURE, "vows": VOW, "acts": ACT, "windows_acts": ACTS,
    "clockworks": CLOCKWORK, "floats": np.dtype("f8"), "integers": np.dtype("i4"),
}  # fmt: skip
BEGINNINGS = {"parts": PART_AT_WORK, "people": PERSON, "segments": SEGMENT}  # copied by each
STATE = {  # grows with work in progress
    "agenda": DUE, "tokens": TOKEN, "rows": STEP, "cases": OPEN_CASE, "splits": SPLIT, "runs": RUN,
    "carried": CARRIED, "promises": KEPT_PROMISE, "windows": WINDOW, "clocks": ACT_CLOCK,
    "jobs": JOB, "queues": QUEUE, "pending": PENDING, "counts": np.dtype("i4"),
    "contacted": np.dtype("f8"), "spent": np.dtype("f8"), "dirty": np.dtype("i4"),
    "bins": np.dtype("f8"), "keys": np.dtype("u8"), "batches": BATCH,
    "filling": np.dtype("i4"),  # the batch that fills at each step
    "given_times": np.dtype("f8"), "given_segments": np.dtype("i4"),
    "given_steps": np.dtype("i4"),
    "cases_out": CASE, "steps_out": STEP, "promises_out": PROMISE,
}  # fmt: skip

WORLD = np.dtype(
    [(name, "i8") for name in (*FACTS, *BEGINNINGS, *STATE)]
    + [
        # the run
        ("now", "f8"), ("limit", "f8"), ("window_start", "f8"), ("window_end", "f8"),
        ("bin_seconds", "f8"), ("bin_end", "f8"), ("counted_at", "f8"), ("next_arrival", "f8"),
        ("stopped_at", "f8"),
        ("status", "i8"), ("phase", "i8"),
        ("replication", "i8"), ("serial", "i8"), ("given", "i8"), ("given_count", "i8"),
        ("next_segment", "i8"), ("log", "i8"), ("where", "i8"), ("told", "i8"),
        # the process
        ("segment_count", "i8"), ("part_count", "i8"), ("people_count", "i8"),
        ("step_count", "i8"), ("vow_count", "i8"), ("window_count", "i8"), ("act_count", "i8"),
        ("rank_count", "i8"), ("count_columns", "i8"), ("reason_count", "i8"),
        ("working", "i8"), ("has_touches", "i8"),  # or else that calls on a customer
        ("has_crews", "i8"),  # that call on a customer
        ("poor_mask", "i8"), ("most_contacts", "f8"),
        # rooms and fillings
        ("agenda_room", "i8"), ("agenda_count", "i8"), ("agenda_mark", "i8"),
        ("hole", "i8"),  # the first entry of the agenda has fallen due and is still there
        ("token_mark", "i8"), ("case_mark", "i8"), ("job_mark", "i8"),
        ("token_room", "i8"), ("token_count", "i8"),
        ("case_room", "i8"), ("case_count", "i8"), ("job_room", "i8"), ("job_count", "i8"),
        ("split_room", "i8"), ("split_count", "i8"), ("run_room", "i8"), ("run_count", "i8"),
        ("carried_room", "i8"), ("carried_count", "i8"), ("pending_room", "i8"),
        ("batch_room", "i8"), ("batch_count", "i8"), ("free_batch", "i8"),
        ("pending_count", "i8"), ("dirty_count", "i8"), ("bin_count", "i8"), ("bin", "i8"),
        ("cases_out_room", "i8"), ("cases_out_count", "i8"), ("steps_out_room", "i8"),
        ("steps_out_count", "i8"), ("promises_out_room", "i8"), ("promises_out_count", "i8"),
        ("cases_out_mark", "i8"), ("steps_out_mark", "i8"), ("promises_out_mark", "i8"),
        # free lists
        ("free_token", "i8"), ("free_case", "i8"), ("free_job", "i8"), ("free_split", "i8"),
        ("free_run", "i8"), ("free_carried", "i8"), ("limbo", "i8"), ("done_cases", "i8"),
        # the token on its way at this instant, beside the agenda
        ("soon", "i8"), ("soon_key", "u8"), ("soon_tail", "u8"),
        # what a function of the flow leaves for the next: token, and two numbers
        ("at", "i8"), ("a", "i8"), ("b", "i8"),
        # what could start now
        ("start_job", "i8"), ("start_token", "i8"), ("start_person", "i8"),
        # counts
        ("events", "i8"), ("arrived", "i8"), ("all_arrived", "i8"), ("open", "i8"),
        ("counted_open", "i8"), ("under_way", "i8"), ("stuck", "i8"),
    ],
    align=True,
)  # fmt: skip

# --- Where things are kept -------------------------------------------------------------------

_together = Together()
compiled, rare = _together.part, _together.rare
inlined, entry = _together.inlined, _together.whole


def _load_for_good(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Load a field of the world that nothing changes while the kernel runs.

    The optimiser cannot know: it would load the field again after every store.
    """
    world, name = signature.args
    kind = context.get_value_type(world.typeof(name.literal_value))
    place = cgutils.get_record_member(builder, arguments[0], world.offset(name.literal_value), kind)
    loaded = builder.load(place, align=8)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


@intrinsic(prefer_literal=True)
def pointer(typing_context: Any, world: Any, name: Any) -> Any:  # noqa: ARG001
    """Return the address in a field of the world, as a pointer to records."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _load_for_good(context, builder, signature, arguments)
        return builder.inttoptr(address, context.get_value_type(signature.return_type))

    return types.voidptr(world, name), build


@intrinsic(prefer_literal=True)
def fixed(typing_context: Any, world: Any, name: Any) -> Any:  # noqa: ARG001
    """Return a field of the world that nothing changes while the kernel runs."""
    return world.typeof(name.literal_value)(world, name), _load_for_good


@inlined
def wide(number: int) -> int:
    """Return a number read from a narrow field as an int64."""
    return np.int64(number)  # type: ignore[return-value]


@inlined
def place_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "places"), (1,), PLACE)[np.uint64(k)]


@inlined
def view_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "views"), (1,), VIEW)[np.uint64(k)]


@inlined
def template_at(w: Any, k: int) -> Any:
    """Return the record of a visit that has not begun, by view."""
    return carray(pointer(w, "templates"), (1,), STEP)[np.uint64(k)]


@inlined
def law_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "laws"), (1,), LAW)[np.uint64(k)]


@inlined
def branch_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "branches"), (1,), BRANCH)[np.uint64(k)]


@inlined
def piece_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "pieces"), (1,), PIECE)[np.uint64(k)]


@inlined
def failure_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "failures"), (1,), FAILURE)[np.uint64(k)]


@inlined
def vow_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "vows"), (1,), VOW)[np.uint64(k)]


@inlined
def act_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "acts"), (1,), ACT)[np.uint64(k)]


@inlined
def acts_of(w: Any, window: int) -> Any:
    return carray(pointer(w, "windows_acts"), (1,), ACTS)[np.uint64(window)]


@inlined
def clockwork_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "clockworks"), (1,), CLOCKWORK)[np.uint64(k)]


@inlined
def floats(w: Any) -> Any:
    return carray(pointer(w, "floats"), (1,), np.float64)


@inlined
def integer(w: Any, k: int) -> int:
    return wide(carray(pointer(w, "integers"), (1,), np.int32)[np.uint64(k)])


@inlined
def part_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "parts"), (1,), PART_AT_WORK)[np.uint64(k)]


@inlined
def person_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "people"), (1,), PERSON)[np.uint64(k)]


@inlined
def segment_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "segments"), (1,), SEGMENT)[np.uint64(k)]


@inlined
def due_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "agenda"), (1,), DUE)[np.uint64(k)]


@inlined
def token_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "tokens"), (1,), TOKEN)[np.uint64(k)]


@inlined
def row_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "rows"), (1,), STEP)[np.uint64(k)]


@inlined
def case_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "cases"), (1,), OPEN_CASE)[np.uint64(k)]


@inlined
def split_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "splits"), (1,), SPLIT)[np.uint64(k)]


@inlined
def run_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "runs"), (1,), RUN)[np.uint64(k)]


@inlined
def carried_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "carried"), (1,), CARRIED)[np.uint64(k)]


@inlined
def promise_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "promises"), (1,), KEPT_PROMISE)[np.uint64(k)]


@inlined
def window_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "windows"), (1,), WINDOW)[np.uint64(k)]


@inlined
def clock_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "clocks"), (1,), ACT_CLOCK)[np.uint64(k)]


@inlined
def job_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "jobs"), (1,), JOB)[np.uint64(k)]


@inlined
def batch_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "batches"), (1,), BATCH)[np.uint64(k)]


@inlined
def filling_of(w: Any) -> Any:
    return carray(pointer(w, "filling"), (1,), np.int32)


@inlined
def queue_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "queues"), (1,), QUEUE)[np.uint64(k)]


@inlined
def pending_at(w: Any, k: int) -> Any:
    return carray(pointer(w, "pending"), (1,), PENDING)[np.uint64(k)]


@inlined
def counts_of(w: Any) -> Any:
    """Return the counts of all cases: visits by step, then arrivals, then who is bound to whom."""
    return carray(pointer(w, "counts"), (1,), np.int32)


@inlined
def contacted_of(w: Any) -> Any:
    """Return when each case last made contact, by reason."""
    return carray(pointer(w, "contacted"), (1,), np.float64)


@inlined
def spent_of(w: Any) -> Any:
    """Return the seconds each case spent in each class: so far, then up to its end."""
    return carray(pointer(w, "spent"), (1,), np.float64)


@inlined
def dirty_of(w: Any) -> Any:
    return carray(pointer(w, "dirty"), (1,), np.int32)


@inlined
def bins_of(w: Any) -> Any:
    return carray(pointer(w, "bins"), (1,), np.float64)


@inlined
def place_of(w: Any, token: Any) -> Any:
    """Return the step a token is at, as its customer meets it."""
    return place_at(w, case_at(w, token.case).places + token.step)


@inlined
def doing(w: Any, token: Any) -> Any:
    """Return the step a token is at, in the way it does it."""
    return view_at(w, token.manner)


# --- Draws -----------------------------------------------------------------------------------

_WORD = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_EIGHT, _ELEVEN = np.uint64(8), np.uint64(11)


@compiled
def uniform(w: Any, segment: int, customer: int, stream: int, visit: int, purpose: int) -> float:
    """Return the uniform of one quantity: Philox4x32-10, as in ``draws``."""
    c0 = (np.uint64(fixed(w, "replication")) << _EIGHT | np.uint64(segment)) & _WORD
    c1 = np.uint64(customer) & _WORD
    c2 = np.uint64(stream)
    c3 = (np.uint64(visit) << _EIGHT | np.uint64(purpose)) & _WORD
    keys = carray(pointer(w, "keys"), (1,), np.uint64)
    for k in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _HALF) ^ c1 ^ keys[2 * k]
        c1 = p1 & _WORD
        c2 = (p0 >> _HALF) ^ c3 ^ keys[2 * k + 1]
        c3 = p0 & _WORD
    return np.int64((c0 << _HALF | c1) >> _ELEVEN) * 2.0**-53 + 2.0**-54


@rare
def normal_quantile(u: float) -> float:
    """Return the quantile of the standard normal law (Wichura, AS 241), as in ``draws``."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = 2.5090809287301226727e3
        top = top * r + 3.3430575583588128105e4
        top = top * r + 6.7265770927008700853e4
        top = top * r + 4.5921953931549871457e4
        top = top * r + 1.3731693765509461125e4
        top = top * r + 1.9715909503065514427e3
        top = top * r + 1.3314166789178437745e2
        top = top * r + 3.3871328727963666080e0
        bottom = 5.2264952788528545610e3
        bottom = bottom * r + 2.8729085735721942674e4
        bottom = bottom * r + 3.9307895800092710610e4
        bottom = bottom * r + 2.1213794301586595867e4
        bottom = bottom * r + 5.3941960214247511077e3
        bottom = bottom * r + 6.8718700749205790830e2
        bottom = bottom * r + 4.2313330701600911252e1
        return q * (top / (bottom * r + 1.0))
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        top = 7.74545014278341407640e-4
        top = top * r + 2.27238449892691845833e-2
        top = top * r + 2.41780725177450611770e-1
        top = top * r + 1.27045825245236838258e0
        top = top * r + 3.64784832476320460504e0
        top = top * r + 5.76949722146069140550e0
        top = top * r + 4.63033784615654529590e0
        top = top * r + 1.42343711074968357734e0
        bottom = 1.05075007164441684324e-9
        bottom = bottom * r + 5.47593808499534494600e-4
        bottom = bottom * r + 1.51986665636164571966e-2
        bottom = bottom * r + 1.48103976427480074590e-1
        bottom = bottom * r + 6.89767334985100004550e-1
        bottom = bottom * r + 1.67638483018380384940e0
        bottom = bottom * r + 2.05319162663775882187e0
    else:
        r -= 5.0
        top = 2.01033439929228813265e-7
        top = top * r + 2.71155556874348757815e-5
        top = top * r + 1.24266094738807843860e-3
        top = top * r + 2.65321895265761230930e-2
        top = top * r + 2.96560571828504891230e-1
        top = top * r + 1.78482653991729133580e0
        top = top * r + 5.46378491116411436990e0
        top = top * r + 6.65790464350110377720e0
        bottom = 2.04426310338993978564e-15
        bottom = bottom * r + 1.42151175831644588870e-7
        bottom = bottom * r + 1.84631831751005468180e-5
        bottom = bottom * r + 7.86869131145613259100e-4
        bottom = bottom * r + 1.48753612908506148525e-2
        bottom = bottom * r + 1.36929880922735805310e-1
        bottom = bottom * r + 5.99832206555887937690e-1
    x = top / (bottom * r + 1.0)
    return -x if q < 0.0 else x


@rare
def look_up(w: Any, table: int, u: float) -> float:
    """Return the quantile at u from a table of ``gamma``, by linear interpolation."""
    half = GAMMA_CELLS * 53 + 1
    start = table if u <= 0.5 else table + half
    p = u if u <= 0.5 else 1.0 - u
    mantissa, exponent = math.frexp(p)
    if mantissa == 0.5:
        mantissa, exponent = 1.0, exponent - 1
    spot = (-exponent - 1) * GAMMA_CELLS + (1.0 - mantissa) * 2.0 * GAMMA_CELLS
    cell = min(int(spot), half - 2)
    share = min(spot - cell, 1.0)
    below = floats(w)[start + cell]
    above = floats(w)[start + cell + 1]
    return below + (above - below) * share


@rare
def other_quantile(w: Any, law: Any, u: float) -> float:
    """Return the duration a uniform stands for, of the laws that are less common."""
    if law.kind == TRIANGULAR:
        low, mode, high = law.a, law.b, law.c
        if high == low:
            return low
        if u < (mode - low) / (high - low):
            return low + math.sqrt(u * (high - low) * (mode - low))
        return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))
    if law.kind == NORMAL:
        return max(0.0, law.a + law.b * normal_quantile(u))
    if law.kind == LOGNORMAL:
        return math.exp(law.a + law.b * normal_quantile(u))
    return law.a * look_up(w, law.table, u)


@inlined
def quantile(w: Any, law: Any, u: float) -> float:
    """Return the duration, in seconds of the law's clock, that a uniform stands for."""
    if law.kind == EXPONENTIAL:
        return -law.a * math.log(1.0 - u)
    if law.kind == CONSTANT:
        return law.a
    if law.kind == UNIFORM:
        return law.a + (law.b - law.a) * u
    return other_quantile(w, law, u)


# --- Clocks that do not always run -----------------------------------------------------------


@rare
def up_to(w: Any, clockwork: Any, time: float) -> float:
    """Return the area from time 0 to ``time``."""
    moments, levels = clockwork.first, clockwork.first + clockwork.count
    weeks = math.floor(time / clockwork.period)
    second = time - weeks * clockwork.period
    k = clockwork.count - 1
    while floats(w)[moments + k] > second:
        k -= 1
    before = floats(w)[levels + clockwork.count + k]
    return (
        weeks * clockwork.total + before + (second - floats(w)[moments + k]) * floats(w)[levels + k]
    )


@rare
def halving(w: Any, sums: int, k: int, rest: float) -> int:
    """Return the last of many sums, up to one, that is below the rest."""
    low = 0
    while k - low > 1:
        middle = (low + k) // 2
        if floats(w)[sums + middle] < rest:
            low = middle
        else:
            k = middle
    return k


@compiled
def when(w: Any, clockwork: Any, area: float) -> float:
    """Return the first time at which the area from time 0 reaches ``area`` > 0."""
    moments, levels = clockwork.first, clockwork.first + clockwork.count
    sums = levels + clockwork.count
    weeks = math.floor(area / clockwork.total)
    rest = area - weeks * clockwork.total
    if rest <= 0.0:
        weeks -= 1
        rest = clockwork.total
    k = clockwork.count - 1
    if k > 200:  # a year
        k = halving(w, sums, k, rest)
    while floats(w)[sums + k] >= rest:
        k -= 1
    return (
        weeks * clockwork.period
        + floats(w)[moments + k]
        + (rest - floats(w)[sums + k]) / floats(w)[levels + k]
    )


@rare
def add_working(w: Any, time: float, seconds: float) -> float:
    """Return the time at which a clock of working days has run ``seconds`` from ``time``."""
    if seconds <= 0.0:
        return time
    clockwork = clockwork_at(w, fixed(w, "working"))
    return when(w, clockwork, up_to(w, clockwork, time) + seconds)


@inlined
def end_of(w: Any, number: int, u: float, start: float) -> float:
    """Return when a duration that starts at a time ends, by the law's own clock."""
    law = law_at(w, number)
    seconds = quantile(w, law, u)
    if law.working:
        return add_working(w, start, seconds)
    return start + seconds


@compiled
def delay(w: Any, t: int, number: int, purpose: int) -> float:
    """Draw how long something takes a token from now."""
    return delay_of(w, t, number, purpose)


@inlined
def delay_of(w: Any, t: int, number: int, purpose: int) -> float:
    token = token_at(w, t)
    case = case_at(w, token.case)
    u = 0.5
    if law_at(w, number).kind != CONSTANT:
        stream = place_of(w, token).stream
        u = uniform(w, case.segment, case.customer, stream, wide(row_at(w, t).visit), purpose)
    return end_of(w, number, u, w.now) - w.now


@inlined
def luck(w: Any, t: int, purpose: int) -> float:
    """Return the uniform of one quantity of a token's visit."""
    token = token_at(w, t)
    case = case_at(w, token.case)
    stream = place_of(w, token).stream
    return uniform(w, case.segment, case.customer, stream, wide(row_at(w, t).visit), purpose)


@rare
def moment_before(w: Any, part: Any, second: float) -> int:
    """Return which of a part's moments of the week holds at a second of it."""
    k = part.moment_count - 1
    while floats(w)[part.moments + k] > second:
        k -= 1
    return k


@rare
def level_at(w: Any, part: Any, time: float) -> int:
    """Return how many people are on duty at a time, and from it on."""
    k = moment_before(w, part, time % part.period)
    return int(floats(w)[part.moments + part.moment_count + k])


@rare
def next_change(w: Any, part: Any, time: float) -> float:
    """Return the first moment after ``time`` at which the level changes; inf if never."""
    if part.moment_count == 1:
        return math.inf
    second = time % part.period
    start = math.floor((time - second) / part.period + 0.5) * part.period
    k = moment_before(w, part, second) + 1
    if k < part.moment_count:
        return start + floats(w)[part.moments + k]
    levels = part.moments + part.moment_count
    if floats(w)[levels] != floats(w)[levels + part.moment_count - 1]:
        return start + part.period
    return start + part.period + floats(w)[part.moments + 1]


@rare
def next_opening(w: Any, part: Any, time: float) -> float:
    """Return the first moment at or after ``time`` with people on duty; inf if never."""
    if part.people_count == 0:
        return math.inf
    while level_at(w, part, time) <= 0:
        time = next_change(w, part, time)
    return time


# --- The agenda ------------------------------------------------------------------------------

_RANK, _CASE, _VISIT = np.uint64(56), np.uint64(16), np.uint64(40)
_WHAT = code(40)
_SERIAL = np.uint64(2**40 - 1)
_INDEX = code(2**40 - 1)


@inlined
def key_of(rank: int, case: int, position: int) -> Any:
    """Return the order of what is due at one instant: rank, case, step's position."""
    return np.uint64(rank) << _RANK | np.uint64(case) << _CASE | np.uint64(position)


@inlined
def tail_of(visit: int, serial: int) -> Any:
    """Return the rest of the order: visit, then first come first."""
    return np.uint64(visit) << _VISIT | np.uint64(serial)


@inlined
def is_before(due: Any, time: float, key: Any, tail: Any) -> bool:
    """Whether an entry comes before another."""
    if due.time != time:
        return due.time < time
    if due.key != key:
        return due.key < key
    return due.tail < tail


@compiled
def insert(w: Any, time: float, key: Any, tail: Any, what: int) -> None:
    """Put an entry on the agenda, a heap in one array."""
    if w.hole:
        w.hole = 0
        sink(w, w.agenda_count, time, key, tail, what)
        return
    k = w.agenda_count
    if k >= fixed(w, "agenda_room"):
        w.status = TOO_SMALL
        return
    w.agenda_count = k + 1
    while k > 0:
        parent = (k - 1) >> 1
        above = due_at(w, parent)
        if is_before(above, time, key, tail):
            break
        here = due_at(w, k)
        here.time, here.key, here.tail, here.what = above.time, above.key, above.tail, above.what
        k = parent
    here = due_at(w, k)
    here.time, here.key, here.tail, here.what = time, key, tail, what


@inlined
def sink(w: Any, count: int, time: float, key: Any, tail: Any, what: int) -> None:
    """Put an entry in the place of the first of so many, and the first of all in front."""
    k = 0
    while True:
        child = 2 * k + 1
        if child >= count:
            break
        below = due_at(w, child)
        if child + 1 < count:
            right = due_at(w, child + 1)
            if right.time == below.time:
                child += is_before(right, below.time, below.key, below.tail)
            else:
                child += right.time < below.time  # a sum: no branch to foresee
            below = due_at(w, child)
        if not is_before(below, time, key, tail):
            break
        here = due_at(w, k)
        here.time, here.key, here.tail, here.what = below.time, below.key, below.tail, below.what
        k = child
    here = due_at(w, k)
    here.time, here.key, here.tail, here.what = time, key, tail, what


@compiled
def take_first(w: Any) -> None:
    """Take the first entry off the agenda."""
    w.hole = 0
    count = w.agenda_count - 1
    w.agenda_count = count
    if count > 0:
        last = due_at(w, count)
        sink(w, count, last.time, last.key, last.tail, last.what)


@inlined
def fill_hole(w: Any) -> None:
    """The first entry has fallen due, and nothing was put in its place: take it off."""
    if w.hole:
        take_first(w)


@inlined
def nothing_is_due(w: Any) -> bool:
    """Whether nothing on the agenda is due at this instant."""
    count = w.agenda_count
    if not w.hole:
        return bool(count == 0 or due_at(w, 0).time > w.now)
    if count > 1 and due_at(w, 1).time <= w.now:
        return False
    return bool(count < 3 or due_at(w, 2).time > w.now)


@inlined
def schedule(
    w: Any, time: float, rank: int, case: int, position: int, visit: int, kind: int, index: int
) -> int:
    """Put something on the agenda; return the serial by which it can be told from a stale one."""
    serial = w.serial + 1
    w.serial = serial
    insert(w, time, key_of(rank, case, position), tail_of(visit, serial), kind << _WHAT | index)
    return serial


@compiled
def after(w: Any, t: int, wait: float, op: int) -> None:
    """Let a token go on after a while; the entry dies with the token."""
    token = token_at(w, t)
    number = case_at(w, token.case).number
    visit = wide(row_at(w, t).visit)
    token.op = op
    token.timer = schedule(w, w.now + wait, DONE, number, token.step, visit, TOKEN_DUE, t)


@compiled
def is_alive(w: Any, due: Any) -> bool:
    """Whether an entry still counts: serials never repeat, so a reused record is told apart."""
    kind, index = due.what >> _WHAT, due.what & _INDEX
    serial = np.int64(due.tail & _SERIAL)
    if kind in (TOKEN_DUE, LOOK_DUE):
        return token_at(w, index).timer == serial
    if kind == JOB_DUE:
        return person_at(w, index).timer == serial
    if kind == PATIENCE_DUE:
        return token_at(w, index).patience == serial
    if kind == WITHIN_DUE:
        return token_at(w, index).within == serial
    if kind == CLOCK_DUE:
        return clock_at(w, index).timer == serial
    if kind == PROMISE_DUE:
        return promise_at(w, index).timer == serial
    if kind == CHANGE_DUE:
        return True
    if kind == LIMIT_DUE:
        return token_at(w, index).limit == serial
    if kind == BLOCK_LIMIT_DUE:
        return split_at(w, index).limit == serial
    if kind in (BATCH_DUE, BATCH_SERVED):
        return batch_at(w, index).timer == serial
    number = np.int64((due.key >> _CASE) & _SERIAL)
    slot = index if kind == GRANT_DUE else index // fixed(w, "vow_count")
    return case_at(w, slot).used != 0 and case_at(w, slot).number == number


@inlined
def is_alive_at_once(w: Any, due: Any) -> bool:
    """As ``is_alive``, for the end of a job without a call."""
    if due.what >> _WHAT == JOB_DUE:
        return bool(person_at(w, due.what & _INDEX).timer == np.int64(due.tail & _SERIAL))
    return is_alive(w, due)


@rare
def weed(w: Any) -> None:
    """Take every stale entry off the agenda, and make it a heap again."""
    kept = 0
    for k in range(w.agenda_count):
        due = due_at(w, k)
        if is_alive(w, due):
            here = due_at(w, kept)
            here.time, here.key, here.tail, here.what = due.time, due.key, due.tail, due.what
            kept += 1
    w.agenda_count = 0
    for k in range(kept):
        due = due_at(w, k)
        insert(w, due.time, due.key, due.tail, due.what)
    if kept * 2 > fixed(w, "agenda_mark"):
        w.status = TIGHT


@inlined
def push(w: Any, op: int, t: int, a: int, b: int) -> None:
    """Remember what a token does when all that comes before is done."""
    if w.pending_count >= fixed(w, "pending_room"):
        w.status = TOO_SMALL
        return
    later = pending_at(w, w.pending_count)
    w.pending_count += 1
    later.op, later.token, later.a, later.b = op, t, a, b


# --- Where a case's time goes ----------------------------------------------------------------

_MIX_BITS = np.uint64(10)
_MIX = np.uint64(1023)
_NO_MIX = np.uint64(0)


@compiled
def foremost(mix: Any) -> int:
    """Return the first class that any token of a case is in."""
    if mix == _NO_MIX:
        return BETWEEN_TRIES
    k = 0
    while mix & _MIX == _NO_MIX:
        mix >>= _MIX_BITS
        k += 1
    return k


@inlined
def spend(w: Any, slot: int) -> None:
    """Add the time since the last change to the class that held."""
    case = case_at(w, slot)
    passed = w.now - case.since
    if passed > 0.0:
        spent_of(w)[slot * 14 + case.top] += passed
        case.since = w.now


@inlined
def enter(w: Any, t: int, time_class: int) -> None:
    """From now on a token's time is of this class; NONE: of no class."""
    token = token_at(w, t)
    if token.time_class == time_class:
        return
    if case_at(w, token.case).tokens > 1 or time_class == NONE:
        enter_among_others(w, t, time_class)
        return
    case = case_at(w, token.case)
    spend(w, token.case)
    case.top, case.mix = time_class, np.uint64(1) << _MIX_BITS * np.uint64(time_class)
    token.time_class = time_class


@compiled
def enter_among_others(w: Any, t: int, time_class: int) -> None:
    """As ``enter``, where the case has more tokens or the token no class from now on."""
    token = token_at(w, t)
    case = case_at(w, token.case)
    spend(w, token.case)
    one = np.uint64(1)
    if case.tokens == 1:
        case.mix = _NO_MIX
    elif token.time_class != NONE:
        case.mix -= one << _MIX_BITS * np.uint64(token.time_class)
    if time_class != NONE:
        case.mix += one << _MIX_BITS * np.uint64(time_class)
    token.time_class = time_class
    case.top = foremost(case.mix)


# --- Tokens and cases come and go ------------------------------------------------------------


@inlined
def lacks_tokens(w: Any, need: int) -> bool:
    """Whether a case cannot have so many tokens more; then the run is begun again, larger."""
    if w.token_count + need <= fixed(w, "token_room"):
        return False
    w.status = TOO_SMALL
    return True


@compiled
def new_token(w: Any, slot: int, step: int, run: int, beside: int) -> int:
    """Return a token of a case, the last of its tokens."""
    t = w.free_token
    token = token_at(w, t)
    w.free_token = token.next
    w.token_count += 1
    case = case_at(w, slot)
    token.case, token.step, token.run, token.beside = slot, step, run, beside
    token.next, token.previous = NONE, case.last
    if case.last == NONE:
        case.first = t
    else:
        token_at(w, case.last).next = t
    case.last = t
    case.tokens += 1
    if case.tokens > MOST_TOKENS_IN_A_CLASS:
        w.status, w.where = TOO_MANY_TOKENS, step
    case.on_the_way += run == NONE and not beside
    token.manner = token.arc = token.caller = token.split = token.job = token.rest = NONE
    token.way = token.queue = token.holds = token.line = token.batch = token.time_class = NONE
    token.retries = token.call_backs = token.attempt = 0
    token.state, token.row, token.called_by = MOVING, NO_ROW, NOT_CALLED
    token.anybody = token.in_sight = token.no_show = token.trying = token.gone = 0
    token.timer = token.patience = token.within = token.limit = 0
    if run != NONE:
        join_run(w, t, run)
    return t


@rare
def join_run(w: Any, t: int, run: int) -> None:
    """A token belongs to a run of an act: it is dropped when the window shuts."""
    token = token_at(w, t)
    of = run_at(w, run)
    of.tokens += 1
    window = window_at(w, of.window)
    token.run_next, token.run_previous = NONE, window.runs_last
    if window.runs_last == NONE:
        window.runs_first = t
    else:
        token_at(w, window.runs_last).run_next = t
    window.runs_last = t


@rare
def leave_run(w: Any, t: int) -> None:
    """A token of a run of an act is gone; what follows it in the list can still be asked for."""
    token = token_at(w, t)
    of = run_at(w, token.run)
    window = window_at(w, of.window)
    if token.run_previous == NONE:
        window.runs_first = token.run_next
    else:
        token_at(w, token.run_previous).run_next = token.run_next
    if token.run_next == NONE:
        window.runs_last = token.run_previous
    else:
        token_at(w, token.run_next).run_previous = token.run_previous
    of.tokens -= 1
    if of.tokens == 0:
        of.next = w.free_run
        w.free_run = token.run
        w.run_count -= 1


@compiled
def take_out(w: Any, t: int) -> None:
    """Take a token out of its case; its record is used again when this event is over."""
    token = token_at(w, t)
    if token.gone:
        return
    enter(w, t, NONE)
    case = case_at(w, token.case)
    if token.previous == NONE:
        case.first = token.next
    else:
        token_at(w, token.previous).next = token.next
    if token.next == NONE:
        case.last = token.previous
    else:
        token_at(w, token.next).previous = token.previous
    case.tokens -= 1
    case.on_the_way -= token.run == NONE and not token.beside
    case.resting -= token.state == RESTING
    if token.run != NONE:
        leave_run(w, t)
    token.timer = token.patience = token.within = token.limit = 0
    token.gone = 1
    token.limbo = w.limbo
    w.limbo = t


@compiled
def remove(w: Any, t: int) -> None:
    """Take a token that has nothing under way out of its case."""
    token = token_at(w, t)
    token.timer = token.patience = token.within = token.limit = 0
    leave_sight(w, t)
    take_out(w, t)
    note_done(w, token.case)


@compiled
def note_done(w: Any, slot: int) -> None:
    """A case without tokens that has ended is told and forgotten when this event is over."""
    case = case_at(w, slot)
    if (case.ended or case.stuck) and case.tokens == 0 and not case.done:
        case.done = 1
        case.next = w.done_cases
        w.done_cases = slot


@compiled
def empty_limbo(w: Any) -> None:
    """The event is over: records of tokens and cases that are gone are free."""
    while w.limbo != NONE:
        t = w.limbo
        token = token_at(w, t)
        w.limbo = token.limbo
        token.next = w.free_token
        w.free_token = t
        w.token_count -= 1
    while w.done_cases != NONE:
        slot = w.done_cases
        w.done_cases = case_at(w, slot).next
        tell_case(w, slot)
        forget_case(w, slot)


@compiled
def forget_case(w: Any, slot: int) -> None:
    """Free what a case has held."""
    case = case_at(w, slot)
    while case.carried != NONE:
        drop_carried(w, case)
    while case.splits != NONE:
        split = split_at(w, case.splits)
        split.limit = 0
        following = split.next
        split.next = w.free_split
        w.free_split = case.splits
        w.split_count -= 1
        case.splits = following
    for k in range(fixed(w, "vow_count")):
        promise_at(w, slot * fixed(w, "vow_count") + k).timer = 0
    for k in range(fixed(w, "act_count")):
        clock_at(w, slot * fixed(w, "act_count") + k).timer = 0
    w.counted_open -= case.counted
    case.used = 0
    case.next = w.free_case
    w.free_case = slot
    w.case_count -= 1


@rare
def drop_carried(w: Any, case: Any) -> None:
    """Free the oldest failure a case carries."""
    k = case.carried
    carried = carried_at(w, k)
    case.carried = carried.next
    carried.next = w.free_carried
    w.free_carried = k
    w.carried_count -= 1


@compiled
def tell_case(w: Any, slot: int) -> None:
    """Write a case down, if it counts."""
    case = case_at(w, slot)
    if not case.counted:
        return
    w.stuck += case.stuck
    w.under_way += not case.ended and not case.stuck
    if not fixed(w, "log"):
        return
    if w.cases_out_count >= fixed(w, "cases_out_room"):
        w.status = TOO_SMALL
        return
    told = carray(pointer(w, "cases_out"), (1,), CASE)[np.uint64(w.cases_out_count)]
    w.cases_out_count += 1
    told.replication, told.segment = fixed(w, "replication"), case.segment
    told.case, told.customer, told.start = case.number, case.customer, case.start
    told.end = case.end if case.ended else math.nan
    first = slot * 14 + (7 if case.ended or case.stuck else 0)
    for k in range(7):
        told.seconds[k] = spent_of(w)[first + k]
    told.cost, told.path, told.visits = case.cost, case.path, case.visits
    told.contacts, told.repeats = case.contacts, case.repeats
    told.outcome = case.outcome if case.ended else NONE
    told.end_step = case.end_step if case.ended and case.outcome != NONE else NONE
    told.promises_kept, told.promises_broken = case.promises_kept, case.promises_broken
    told.over_tolerance = case.over_tolerance
    told.found_by_customer, told.never_noticed = case.found_by_customer, case.never_noticed
    told.poor = poor(w, case) if case.ended and case.outcome == OUTCOME_SERVED else 0
    told.stuck = case.stuck


@rare
def poor(w: Any, case: Any) -> int:
    """Return the reasons for which a served case was poorly served, a bit each."""
    found = 0
    if case.promises_broken:
        found |= PROMISE_BROKEN
    if case.contacts > fixed(w, "most_contacts"):
        found |= TOO_MANY_CONTACTS
    if case.over_tolerance:
        found |= OVER_TOLERANCE
    if case.found_by_customer:
        found |= CUSTOMER_FOUND
    return found & fixed(w, "poor_mask")


@compiled
def count_open(w: Any, change: int) -> None:
    """The number of open cases changes: add up what it was, by bin."""
    while w.bin_end <= w.now and w.bin < fixed(w, "bin_count") - 1:
        bins_of(w)[w.bin] += w.open * (w.bin_end - w.counted_at)
        w.counted_at = w.bin_end
        w.bin += 1
        w.bin_end = (w.bin + 1) * fixed(w, "bin_seconds")
    bins_of(w)[w.bin] += w.open * (w.now - w.counted_at)
    w.counted_at = w.now
    w.open += change


# --- Arrivals --------------------------------------------------------------------------------


@compiled
def draw_arrival(w: Any, k: int) -> None:
    """Draw when the next customer of a segment arrives: unit-rate epochs, mapped by its rate."""
    segment = segment_at(w, k)
    if segment.clockwork == NONE:
        segment.next_arrival = math.inf
        return
    segment.epoch -= math.log(1.0 - uniform(w, k, segment.number, np.uint64(0), NO, ARRIVAL))
    segment.next_arrival = when(w, clockwork_at(w, segment.clockwork), segment.epoch)


@compiled
def look_for_arrival(w: Any) -> None:
    """Find who arrives next."""
    if fixed(w, "given_count") >= 0:
        w.next_arrival = math.inf
        if w.given < fixed(w, "given_count"):
            w.next_arrival = carray(pointer(w, "given_times"), (1,), np.float64)[np.uint64(w.given)]
            segments = carray(pointer(w, "given_segments"), (1,), np.int32)
            w.next_segment = segments[np.uint64(w.given)]
        return
    w.next_segment = 0
    for k in range(1, fixed(w, "segment_count")):
        if segment_at(w, k).next_arrival < segment_at(w, w.next_segment).next_arrival:
            w.next_segment = k
    w.next_arrival = segment_at(w, w.next_segment).next_arrival


@compiled
def begin_case(w: Any) -> None:
    """A customer arrives: one token goes to the first step."""
    if w.case_count >= fixed(w, "case_room") or lacks_tokens(w, YES):
        w.status = TOO_SMALL
        return
    count_open(w, YES)
    slot = w.free_case
    case = case_at(w, slot)
    w.free_case = case.next
    w.case_count += 1
    number = w.next_segment
    segment = segment_at(w, number)
    case.number, case.customer, case.segment = w.all_arrived, segment.number, number
    case.places, case.vows = number * fixed(w, "step_count"), number * fixed(w, "vow_count")
    case.acts = number * fixed(w, "act_count")
    case.start = case.since = w.now
    case.end, case.cost, case.moves_at = math.nan, 0.0, -1.0
    case.path = case.engaged = case.mix = np.uint64(0)
    case.first = case.last = case.asking_first = case.asking_last = NONE
    case.carried = case.splits = case.before = case.outcome = case.end_step = NONE
    case.tokens = case.on_the_way = case.resting = case.in_sight = case.moves = 0
    case.visits = case.contacts = case.repeats = 0
    case.promises_kept = case.promises_broken = case.over_tolerance = 0
    case.found_by_customer = case.never_noticed = 0
    case.top, case.used = BETWEEN_TRIES, 1
    case.ended = case.stuck = case.done = 0
    case.counted = fixed(w, "given_count") >= 0 or fixed(w, "window_start") <= w.now < fixed(
        w, "window_end"
    )
    clear_case(w, slot)
    w.events += 1
    w.all_arrived += 1
    w.arrived += case.counted
    w.counted_open += case.counted
    segment.number += 1
    first = segment.first
    if segment.start_count > 1:
        first = draw_start(w, segment, number, case.customer)
    if fixed(w, "given_count") >= 0:
        at = wide(carray(pointer(w, "given_steps"), (1,), np.int32)[np.uint64(w.given)])
        first = first if at == NONE else at
        w.given += 1
    else:
        draw_arrival(w, number)
    look_for_arrival(w)
    t = new_token(w, slot, first, NONE, NO)
    route(w, t, first, NO)


@rare
def draw_start(w: Any, segment: Any, number: int, customer: int) -> int:
    """Return at which of several starts a customer arrives."""
    u = uniform(w, number, customer, segment.start_stream, NO, WHICH_START)
    k = 0
    while u >= floats(w)[segment.start_shares + k]:
        k += 1
    return integer(w, segment.starts + k)


@compiled
def clear_case(w: Any, slot: int) -> None:
    """Set a new case's counts to zero, its promises and windows all shut."""
    for k in range(slot * fixed(w, "count_columns"), (slot + 1) * fixed(w, "count_columns")):
        counts_of(w)[np.uint64(k)] = 0
    for k in range(slot * fixed(w, "reason_count"), (slot + 1) * fixed(w, "reason_count")):
        contacted_of(w)[np.uint64(k)] = -math.inf
    for k in range(slot * 14, slot * 14 + 14):
        spent_of(w)[np.uint64(k)] = 0.0
    for k in range(slot * fixed(w, "vow_count"), (slot + 1) * fixed(w, "vow_count")):
        promise = promise_at(w, k)
        promise.opened, promise.timer, promise.tries = math.nan, 0, 0
        promise.passed = promise.held = promise.falls = 0
    for k in range(slot * fixed(w, "window_count"), (slot + 1) * fixed(w, "window_count")):
        window = window_at(w, k)
        window.tries = window.is_open = 0
        window.runs_first = window.runs_last = NONE
    for k in range(slot * fixed(w, "act_count"), (slot + 1) * fixed(w, "act_count")):
        clock = clock_at(w, k)
        clock.due, clock.left, clock.timer = 0.0, math.nan, 0
        clock.begun = clock.starts = clock.draws = clock.held = clock.working = 0


# --- Between two steps: promises, what a customer may do meanwhile, news ----------------------


@compiled
def begin_trying(w: Any, t: int) -> None:
    """A visit begins: what falls due in spans that shut here is held."""
    token = token_at(w, t)
    place = place_of(w, token)
    if place.shuttings == 0 or token.trying:
        return
    token.trying, token.trying_since = 1, w.now
    count_tries(w, token.case, place, YES)


@rare
def count_tries(w: Any, slot: int, place: Any, change: int) -> None:
    for k in range(place.shutting, place.shutting + place.shuttings):
        span = integer(w, k)
        if span < fixed(w, "vow_count"):
            promise_at(w, slot * fixed(w, "vow_count") + span).tries += change
        else:
            window_at(
                w, slot * fixed(w, "window_count") + span - fixed(w, "vow_count")
            ).tries += change


@compiled
def end_trying_unserved(w: Any, t: int) -> None:
    """A visit is over and was not served: what was held falls due.

    Apart from the served end, which may drop tokens, so that nothing here calls itself: Numba
    cannot load a compiled recursion from its cache.
    """
    token = token_at(w, t)
    slot = token.case
    place = place_of(w, token)
    if not token.trying or case_at(w, slot).ended:
        return
    token.trying = 0
    stop_trying(w, slot, place)


@rare
def stop_trying(w: Any, slot: int, place: Any) -> None:
    """A step is tried no more by one token, and was not served."""
    count_tries(w, slot, place, NONE)
    for k in range(place.shutting, place.shutting + place.shuttings):
        release(w, slot, integer(w, k))


@compiled
def end_trying_served(w: Any, t: int) -> None:
    """A visit was served: spans shut and open."""
    token = token_at(w, t)
    slot = token.case
    place = place_of(w, token)
    if place.shuttings + place.openings == 0 or case_at(w, slot).ended:
        return
    trying, since = token.trying, token.trying_since
    if trying:
        token.trying = 0
        count_tries(w, slot, place, NONE)
    for k in range(place.shutting, place.shutting + place.shuttings):
        shut(w, slot, integer(w, k), since if trying else w.now)
    for k in range(place.opening, place.opening + place.openings):
        open_span(w, slot, integer(w, k))


@rare
def passed_by(w: Any, slot: int, place: Any) -> None:
    """A step passed because it is for other customers: a span shuts, none opens."""
    for k in range(place.shutting, place.shutting + place.shuttings):
        shut(w, slot, integer(w, k), w.now)


@rare
def open_span(w: Any, slot: int, span: int) -> None:
    if span < fixed(w, "vow_count"):
        open_promise(w, slot, span)
    else:
        open_window(w, slot, span - fixed(w, "vow_count"))


@rare
def shut(w: Any, slot: int, span: int, time: float) -> None:
    if span < fixed(w, "vow_count"):
        shut_promise(w, slot, span, time)
    else:
        shut_window(w, slot, span - fixed(w, "vow_count"))


@rare
def release(w: Any, slot: int, span: int) -> None:
    """Nobody tries the last step any more and it was not served: what was held falls due."""
    case = case_at(w, slot)
    if span < fixed(w, "vow_count"):
        index = slot * fixed(w, "vow_count") + span
        promise = promise_at(w, index)
        if promise.tries == 0 and promise.held:
            promise.held, promise.falls = 0, 1
            step = vow_at(w, case.vows + span).step
            schedule(w, w.now, DEADLINE, case.number, step, NO, RELEASED_DUE, index)
        return
    number = span - fixed(w, "vow_count")
    if window_at(w, slot * fixed(w, "window_count") + number).tries:
        return
    acts = acts_of(w, number)
    for k in range(acts.first, acts.first + acts.count):
        clock = clock_at(w, slot * fixed(w, "act_count") + k)
        if clock.held:
            clock.held = 0
            set_clock(w, slot, k, w.now)


@rare
def open_promise(w: Any, slot: int, k: int) -> None:
    case = case_at(w, slot)
    index = slot * fixed(w, "vow_count") + k
    promise = promise_at(w, index)
    vow = vow_at(w, case.vows + k)
    if not math.isnan(promise.opened) and promise.passed:
        tell_promise(w, case, k, promise.opened, math.nan, BROKEN)
    promise.opened = w.now
    promise.passed = promise.held = promise.falls = 0
    deadline = end_of(w, vow.within, 0.5, w.now)
    promise.timer = schedule(w, deadline, DEADLINE, case.number, vow.step, NO, PROMISE_DUE, index)


@rare
def promise_due(w: Any, index: int) -> None:
    """The deadline: broken, unless the last step is being tried."""
    slot, k = index // fixed(w, "vow_count"), index % fixed(w, "vow_count")
    case = case_at(w, slot)
    promise = promise_at(w, index)
    if math.isnan(promise.opened) or case.ended:
        return
    promise.falls = 0
    if promise.tries:
        promise.held = 1
        return
    promise.passed = 1
    case.promises_broken += 1
    for j in range(fixed(w, "act_count")):
        act = act_at(w, case.acts + j)
        is_open = window_at(w, slot * fixed(w, "window_count") + act.window).is_open
        if act.present and act.kind == PASSED and act.passed == k and is_open:
            set_clock(w, slot, j, w.now)


@rare
def shut_promise(w: Any, slot: int, k: int, time: float) -> None:
    case = case_at(w, slot)
    promise = promise_at(w, slot * fixed(w, "vow_count") + k)
    if math.isnan(promise.opened):
        return
    promise.timer = 0
    case.promises_kept += promise.passed == 0
    tell_promise(w, case, k, promise.opened, time, BROKEN if promise.passed else KEPT)
    promise.opened = math.nan
    promise.held = promise.falls = 0


@rare
def tell_promise(w: Any, case: Any, k: int, opened: float, time: float, fate: int) -> None:
    """Write down what became of a promise, if its case counts."""
    if not case.counted or not fixed(w, "log"):
        return
    if w.promises_out_count >= fixed(w, "promises_out_room"):
        w.status = TOO_SMALL
        return
    told = carray(pointer(w, "promises_out"), (1,), PROMISE)[np.uint64(w.promises_out_count)]
    w.promises_out_count += 1
    told.replication, told.case = fixed(w, "replication"), case.number
    told.promise, told.fate = vow_at(w, case.vows + k).step, fate
    told.opened, told.shut = opened, time


@rare
def open_window(w: Any, slot: int, number: int) -> None:
    case = case_at(w, slot)
    window_at(w, slot * fixed(w, "window_count") + number).is_open = 1
    acts = acts_of(w, number)
    for k in range(acts.first, acts.first + acts.count):
        act = act_at(w, case.acts + k)
        if not act.present:
            continue
        clock = clock_at(w, slot * fixed(w, "act_count") + k)
        clock.held = 0
        clock.begun = 0
        stop_clock(clock)
        if act.kind == AT_RANDOM:
            start_clock(w, slot, k, act.random)
        elif act.kind == NO_NEWS:
            start_clock(w, slot, k, act.silence)
        elif act.passed != NONE:
            promise = promise_at(w, slot * fixed(w, "vow_count") + act.passed)
            if promise.passed and not math.isnan(promise.opened):
                set_clock(w, slot, k, w.now)


@rare
def shut_window(w: Any, slot: int, number: int) -> None:
    window = window_at(w, slot * fixed(w, "window_count") + number)
    window.is_open = 0
    acts = acts_of(w, number)
    for k in range(acts.first, acts.first + acts.count):
        clock = clock_at(w, slot * fixed(w, "act_count") + k)
        clock.held = 0
        stop_clock(clock)
    t = window.runs_first
    last = window.runs_last
    while t != NONE:
        token = token_at(w, t)
        following = NONE if t == last else token.run_next
        if not token.gone:
            if token.state in (IN_OWN, IN_SERVICE):
                run_at(w, token.run).last_piece = 1
            elif token.state != IN_THROUGH or not is_busy_below(w, t):
                drop_run(w, t)
        t = following


@rare
def is_busy_below(w: Any, t: int) -> bool:
    """Whether a token that this one called is in its own effort or in service."""
    k = case_at(w, token_at(w, t).case).first
    while k != NONE:
        token = token_at(w, k)
        if token.caller == t and token.state in (IN_OWN, IN_SERVICE):
            return True
        k = token.next
    return False


@rare
def drop_run(w: Any, t: int) -> int:
    """Drop a token of an act and its callers; return the one that stood for the act."""
    while True:
        caller = token_at(w, t).caller
        drop(w, t)
        if caller == NONE:
            return t
        t = caller


@inlined
def stop_clock(clock: Any) -> None:
    clock.timer = 0
    clock.left = math.nan


@rare
def start_clock(w: Any, slot: int, k: int, law: int) -> None:
    """Start an act's clock anew; the latest start replaces the earlier."""
    if law == NONE:
        return
    case = case_at(w, slot)
    clock = clock_at(w, slot * fixed(w, "act_count") + k)
    stream = act_at(w, case.acts + k).stream
    u = 0.5
    if law_at(w, law).kind != CONSTANT:
        u = uniform(w, case.segment, case.customer, stream, clock.starts, CLOCK)
    clock.starts += 1
    clock.working = law_at(w, law).working
    set_clock(w, slot, k, end_of(w, law, u, w.now))


@rare
def what_is_left(w: Any, clock: Any) -> float:
    """Return what is left of a clock, in seconds of its own time."""
    if not clock.working:
        return clock.due - w.now
    clockwork = clockwork_at(w, fixed(w, "working"))
    return up_to(w, clockwork, clock.due) - up_to(w, clockwork, w.now)


@rare
def set_clock(w: Any, slot: int, k: int, due: float) -> None:
    case = case_at(w, slot)
    act = act_at(w, case.acts + k)
    clock = clock_at(w, slot * fixed(w, "act_count") + k)
    stop_clock(clock)
    if not window_at(w, slot * fixed(w, "window_count") + act.window).is_open:
        return
    if act.most != NONE and clock.begun >= act.most:
        return
    clock.due = due
    if act.kind == NO_NEWS and case.in_sight:
        clock.left = what_is_left(w, clock)
        return
    clock.timer = schedule(
        w, due, TRIGGER, case.number, act.step, NO, CLOCK_DUE, slot * fixed(w, "act_count") + k
    )


@rare
def fire(w: Any, index: int) -> None:
    """A trigger falls due: held while the last step is tried, else its chance is drawn."""
    slot, k = index // fixed(w, "act_count"), index % fixed(w, "act_count")
    case = case_at(w, slot)
    clock = clock_at(w, index)
    act = act_at(w, case.acts + k)
    clock.timer = 0
    window = slot * fixed(w, "window_count") + act.window
    if window_at(w, window).tries:
        clock.held = 1
        return
    if act.kind != AT_RANDOM:
        u = uniform(w, case.segment, case.customer, act.stream, clock.draws, CHANCE)
        clock.draws += 1
        if u >= act.chance:
            if act.again != NONE:
                start_clock(w, slot, k, act.again)
            else:
                look_for_stuck(w, slot)
            return
    if w.run_count >= fixed(w, "run_room") or lacks_tokens(w, YES):
        w.status = TOO_SMALL
        return
    clock.begun += 1
    run = w.free_run
    of = run_at(w, run)
    w.free_run = of.next
    w.run_count += 1
    of.act, of.window, of.last_piece, of.tokens = k, window, 0, 0
    t = new_token(w, slot, act.step, run, NO)
    route(w, t, act.step, NO)


@inlined
def is_last_piece(w: Any, token: Any) -> bool:
    """Whether the window of a token's act has shut: the act ends with the piece it is in."""
    return token.run != NONE and run_at(w, token.run).last_piece != 0


@rare
def end_act(w: Any, slot: int, k: int) -> None:
    """An act has ended and changes nothing else; its clock starts anew."""
    case = case_at(w, slot)
    act = act_at(w, case.acts + k)
    if window_at(w, slot * fixed(w, "window_count") + act.window).is_open:
        if act.kind == AT_RANDOM:
            start_clock(w, slot, k, act.random)
        elif act.again != NONE:
            start_clock(w, slot, k, act.again)
        elif act.kind == NO_NEWS:
            start_clock(w, slot, k, act.silence)
    look_for_stuck(w, slot)


@rare
def anything_due(w: Any, slot: int) -> bool:
    """Whether an act may still begin: a clock runs, or a promise that starts one is open."""
    case = case_at(w, slot)
    for k in range(fixed(w, "act_count")):
        act = act_at(w, case.acts + k)
        if (
            not act.present
            or not window_at(w, slot * fixed(w, "window_count") + act.window).is_open
        ):
            continue
        clock = clock_at(w, slot * fixed(w, "act_count") + k)
        if clock.timer or not math.isnan(clock.left) or clock.held:
            return True
        if act.kind == PASSED and act.passed != NONE:
            promise = promise_at(w, slot * fixed(w, "vow_count") + act.passed)
            if not math.isnan(promise.opened) and not promise.passed:
                return True
    return False


@rare
def news(w: Any, slot: int) -> None:
    """The customer heard from the organisation: the clocks of silence start anew."""
    case = case_at(w, slot)
    for k in range(fixed(w, "act_count")):
        act = act_at(w, case.acts + k)
        if not act.present or act.kind != NO_NEWS:
            continue
        if window_at(w, slot * fixed(w, "window_count") + act.window).is_open:
            clock_at(w, slot * fixed(w, "act_count") + k).held = 0
            start_clock(w, slot, k, act.silence)


@rare
def come_into_sight(w: Any, t: int) -> None:
    """At a step that shows everything, the clocks of silence stand still."""
    token = token_at(w, t)
    case = case_at(w, token.case)
    token.in_sight = 1
    case.in_sight += 1
    if case.in_sight > 1:
        return
    for k in range(fixed(w, "act_count")):
        act = act_at(w, case.acts + k)
        clock = clock_at(w, token.case * fixed(w, "act_count") + k)
        if act.present and act.kind == NO_NEWS and clock.timer:
            clock.timer = 0
            clock.left = what_is_left(w, clock)


@compiled
def leave_sight(w: Any, t: int) -> None:
    """The token moves on: clocks that stood still run again."""
    token = token_at(w, t)
    if not token.in_sight:
        return
    token.in_sight = 0
    slot = token.case
    case = case_at(w, slot)
    case.in_sight -= 1
    if case.in_sight:
        return
    for k in range(fixed(w, "act_count")):
        clock = clock_at(w, slot * fixed(w, "act_count") + k)
        if not math.isnan(clock.left):
            left = clock.left
            set_clock(w, slot, k, add_working(w, w.now, left) if clock.working else w.now + left)


@rare
def close_spans(w: Any, slot: int) -> None:
    """The case is over: clocks stop; a promise is broken only if already passed, else void."""
    case = case_at(w, slot)
    for k in range(fixed(w, "window_count")):
        window_at(w, slot * fixed(w, "window_count") + k).is_open = 0
    for k in range(fixed(w, "act_count")):
        stop_clock(clock_at(w, slot * fixed(w, "act_count") + k))
    for k in range(fixed(w, "vow_count")):
        promise = promise_at(w, slot * fixed(w, "vow_count") + k)
        if math.isnan(promise.opened):
            continue
        promise.timer = 0
        case.promises_broken += promise.falls  # the case ends at the instant it falls due
        fate = BROKEN if promise.passed or promise.falls else VOID
        tell_promise(w, case, k, promise.opened, math.nan, fate)
        promise.opened = math.nan


# --- The customer's persons ------------------------------------------------------------------


@inlined
def is_engaged(case: Any, person: int) -> bool:
    return (case.engaged >> np.uint64(person)) & np.uint64(1) != np.uint64(0)


@inlined
def take_person(w: Any, t: int) -> None:
    """The person is in this encounter from now on."""
    token = token_at(w, t)
    token.holds = doing(w, token).person
    case_at(w, token.case).engaged |= np.uint64(1) << np.uint64(token.holds)
    if fixed(w, "has_crews"):
        look_behind_crews(w)


@rare
def look_behind_crews(w: Any) -> None:
    """A person of the customer is busy: whoever stands behind a crew for them may start."""
    for number in range(fixed(w, "part_count")):
        if part_at(w, number).interrupted:
            mark_dirty(w, number)


@compiled
def release_person(w: Any, t: int) -> None:
    """The encounter is over: the next that asks for the person begins, touches may start."""
    token = token_at(w, t)
    if token.holds == NONE:
        return
    slot = token.case
    case = case_at(w, slot)
    case.engaged &= ~(np.uint64(1) << np.uint64(token.holds))
    token.holds = NONE
    first = case.asking_first
    if first != NONE:
        asking = token_at(w, first)
        visit = wide(row_at(w, first).visit)
        schedule(w, w.now, ROUTING, case.number, asking.step, visit, GRANT_DUE, slot)
    if fixed(w, "has_touches"):
        look_at_touches(w, slot)


@rare
def look_at_touches(w: Any, slot: int) -> None:
    """A person of the customer is free: touches that were passed over may start."""
    number = case_at(w, slot).number
    t = case_at(w, slot).first
    while t != NONE:
        token = token_at(w, t)
        if token.state == IN_QUEUE_OF and calls_on(token, doing(w, token)):
            part = wide(row_at(w, t).part)
            if part != NONE and part_at(w, part).staffed:
                mark_dirty(w, part)
            else:
                visit = wide(row_at(w, t).visit)
                token.timer = schedule(w, w.now, START, number, token.step, visit, LOOK_DUE, t)
        t = token.next


@inlined
def calls_on(token: Any, view: Any) -> bool:
    """Whether the customer's person is taken only when the service begins."""
    return bool(view.calls_on and (view.verb == TOUCH or token.called_by != BY_THROUGH))


@rare
def ask(w: Any, t: int) -> None:
    """Wait for the customer's person, behind those who already do."""
    token = token_at(w, t)
    case = case_at(w, token.case)
    token.state = ASKING
    enter(w, t, FOR_THEMSELVES)
    token.queue_next, token.queue_previous = NONE, case.asking_last
    if case.asking_last == NONE:
        case.asking_first = t
    else:
        token_at(w, case.asking_last).queue_next = t
    case.asking_last = t


@rare
def stop_asking(w: Any, t: int) -> None:
    token = token_at(w, t)
    case = case_at(w, token.case)
    if token.queue_previous == NONE:
        case.asking_first = token.queue_next
    else:
        token_at(w, token.queue_previous).queue_next = token.queue_next
    if token.queue_next == NONE:
        case.asking_last = token.queue_previous
    else:
        token_at(w, token.queue_next).queue_previous = token.queue_previous
    token.state = MOVING


@rare
def grant(w: Any, slot: int) -> None:
    """Begin every encounter that asks for a person who is free, first come first."""
    t = case_at(w, slot).asking_last
    while t != NONE:
        push(w, GRANTED, t, NO, NO)
        t = token_at(w, t).queue_previous


@rare
def granted(w: Any, t: int) -> int:
    token = token_at(w, t)
    if token.state != ASKING or is_engaged(case_at(w, token.case), doing(w, token).person):
        return NOTHING
    stop_asking(w, t)
    take_person(w, t)
    return began(w, t)


# --- Parts at work ---------------------------------------------------------------------------


@inlined
def mark_dirty(w: Any, number: int) -> None:
    """Something about a part has changed: it may have something to start."""
    part = part_at(w, number)
    if not part.dirty:
        part.dirty = 1
        dirty_of(w)[w.dirty_count] = number
        w.dirty_count += 1


@inlined
def look_at_queue(w: Any, number: int) -> None:
    """Somebody is free, or somebody has joined: mark the part if both are so."""
    part = part_at(w, number)
    if (
        part.idle_first != NONE and (part.waiting > 0 or part.orphans_first != NONE)
    ) or part.interrupted:
        mark_dirty(w, number)


@inlined
def overlap(w: Any, start: float, end: float) -> float:
    """Return how much of a stretch lies within the window."""
    return max(min(end, fixed(w, "window_end")) - max(start, fixed(w, "window_start")), 0.0)


@inlined
def in_window(w: Any) -> bool:
    return fixed(w, "window_start") <= w.now < fixed(w, "window_end")


@inlined
def go_idle(w: Any, number: int) -> None:
    """A person has nothing to do from now on; who is idle longest is first, then who is lowest."""
    person = person_at(w, number)
    part = part_at(w, person.part)
    person.idle_since = w.now
    behind = part.idle_last
    while behind != NONE:
        other = person_at(w, behind)
        if other.idle_since < w.now or other.number < person.number:
            break
        behind = other.previous
    person.previous = behind
    if behind == NONE:
        person.next = part.idle_first
        part.idle_first = number
    else:
        person.next = person_at(w, behind).next
        person_at(w, behind).next = number
    if person.next == NONE:
        part.idle_last = number
    else:
        person_at(w, person.next).previous = number


@compiled
def stop_idling(w: Any, number: int) -> None:
    person = person_at(w, number)
    part = part_at(w, person.part)
    if person.previous == NONE:
        part.idle_first = person.next
    else:
        person_at(w, person.previous).next = person.next
    if person.next == NONE:
        part.idle_last = person.previous
    else:
        person_at(w, person.next).previous = person.previous


@inlined
def take_the_first(w: Any, part: Any) -> None:
    """Whoever is idle longest has something to do from now on."""
    following = person_at(w, part.idle_first).next
    part.idle_first = following
    if following == NONE:
        part.idle_last = NONE
    else:
        person_at(w, following).previous = NONE


@inlined
def count_piece(w: Any, person: Any, job: Any) -> None:
    """Add a finished piece of work to the part's busy time, and what lay beyond the shift."""
    part = part_at(w, person.part)
    part.busy_seconds += overlap(w, job.piece_since, w.now)
    if not person.on_duty:
        part.overtime_seconds += overlap(w, max(person.off_since, job.piece_since), w.now)


@rare
def schedule_change(w: Any, number: int) -> None:
    part = part_at(w, number)
    time = next_change(w, part, w.now)
    if math.isinf(time):
        return
    rank = CLOSING if level_at(w, part, time) < level_at(w, part, w.now) else OPENING
    schedule(w, time, rank, NO, number, NO, CHANGE_DUE, number)


@rare
def set_level(w: Any, number: int, level: int) -> None:
    """Change how many people of a part are on duty."""
    part = part_at(w, number)
    old, part.level = part.level, level
    for k in range(part.people, part.people + part.people_count):
        person = person_at(w, k)
        if person.on_shift and person.number > level:
            person.on_shift = 0
            if person.on_duty:
                person.on_duty, person.off_since = 0, w.now
                if person.job == NONE:
                    stop_idling(w, k)
            if level > 0:
                orphan_job(w, k)
        if level == 0:
            pause_job(w, k)
    for k in range(part.people, part.people + part.people_count):
        person = person_at(w, k)
        if not person.on_shift and person.number <= level:
            come_on_shift(w, k)
    if old == 0 and level > 0:
        orphan_jobs(w, number)
    if old > 0 and level == 0:
        close_queue(w, number)
    mark_dirty(w, number)


@rare
def pause_job(w: Any, number: int) -> None:
    """Put work aside, at closing or for who interrupts; a live service goes on."""
    person = person_at(w, number)
    if person.job == NONE:
        return
    job = job_at(w, person.job)
    if not job.pauses:
        return
    person.timer = 0
    job.left = job.due - w.now
    count_piece(w, person, job)
    person.job, person.paused = NONE, person.job


@rare
def come_on_shift(w: Any, number: int) -> None:
    """A shift begins for a person: they come, unless they are absent until it ends."""
    person = person_at(w, number)
    part = part_at(w, person.part)
    shift = person.shifts
    person.on_shift, person.shifts = 1, shift + 1
    absent = False
    if part.absent != NONE:
        u = uniform(w, NO_SEGMENT, NO, person.stream, shift, ABSENT)
        absent = u < floats(w)[part.absent]
    if not absent or person.job != NONE:
        come_on_duty(w, number)


@rare
def come_on_duty(w: Any, number: int) -> None:
    person = person_at(w, number)
    person.on_duty = 1
    if person.job != NONE:
        since = max(person.off_since, job_at(w, person.job).piece_since)
        part_at(w, person.part).overtime_seconds += overlap(w, since, w.now)
    elif person.paused != NONE:
        job, person.paused = person.paused, NONE
        resume(w, job, number)
    else:
        go_idle(w, number)


@inlined
def go_to_work(w: Any, j: int, number: int) -> None:
    """A person works on a job from now on."""
    job = job_at(w, j)
    person = person_at(w, number)
    job.person, person.job = number, j
    job.piece_since, job.due = w.now, w.now + job.left
    person.timer = schedule(w, job.due, DONE, job.case, job.step, job.visit, JOB_DUE, number)


@compiled
def resume(w: Any, j: int, number: int) -> None:
    """A person takes up a job again."""
    go_to_work(w, j, number)
    job = job_at(w, j)
    person = person_at(w, number)
    if job.token != NONE and not job.wrapping:
        row_at(w, job.token).person = person.number
    if job.batch != NONE and not job.wrapping:
        is_served_by(w, job.batch, person.number)


@rare
def orphan_jobs(w: Any, number: int) -> None:
    """Opening: paused work of people who are off shift goes to the first free, in its order."""
    part = part_at(w, number)
    while True:
        found = NONE
        for k in range(part.people, part.people + part.people_count):
            person = person_at(w, k)
            if person.paused == NONE or person.on_duty:
                continue
            if found == NONE or comes_first(w, person.paused, person_at(w, found).paused):
                found = k
        if found == NONE:
            return
        orphan_job(w, found)


@rare
def orphan_job(w: Any, number: int) -> None:
    """The paused work of somebody off shift goes to the first who is free."""
    person = person_at(w, number)
    part = part_at(w, person.part)
    j, person.paused = person.paused, NONE
    if j == NONE:
        return
    job_at(w, j).next = NONE
    if part.orphans_last == NONE:
        part.orphans_first = j
    else:
        job_at(w, part.orphans_last).next = j
    part.orphans_last = j


@rare
def comes_first(w: Any, one: int, other: int) -> bool:
    """Whether a job comes before another: by case, step, visit."""
    a, b = job_at(w, one), job_at(w, other)
    if a.case != b.case:
        return a.case < b.case
    if a.step != b.step:
        return a.step < b.step
    return a.visit < b.visit


@rare
def close_queue(w: Any, number: int) -> None:
    """Live customers still in the queue at closing find it closed, by case, step and visit."""
    start = w.pending_count
    for rank in range(fixed(w, "rank_count")):
        t = queue_at(w, number * fixed(w, "rank_count") + rank).last
        while t != NONE:
            if doing(w, token_at(w, t)).live:
                push(w, FOUND_CLOSED, t, number, NO)
                k = w.pending_count - 1
                while k > start and token_comes_first(w, pending_at(w, k - 1).token, t):
                    pending_at(w, k).token = pending_at(w, k - 1).token
                    pending_at(w, k - 1).token = t
                    k -= 1
            t = token_at(w, t).queue_previous


@compiled
def token_comes_first(w: Any, one: int, other: int) -> bool:
    a, b = token_at(w, one), token_at(w, other)
    if a.case != b.case:
        return case_at(w, a.case).number < case_at(w, b.case).number
    if a.step != b.step:
        return a.step < b.step
    return row_at(w, one).visit < row_at(w, other).visit


@rare
def found_closed(w: Any, t: int, number: int) -> int:
    token = token_at(w, t)
    if token.state != IN_QUEUE_OF:
        return NOTHING
    part_at(w, number).closed += in_window(w)
    leave_queue(w, t)
    w.a = CLOSED
    return NOT_SERVED


@compiled
def join(w: Any, t: int) -> int:
    """The customer is ready for the service: join a queue, find it closed, or begin at once."""
    token = token_at(w, t)
    row = row_at(w, t)
    view = doing(w, token)
    number = view.part
    if view.batch:
        return wait_for_batch(w, t, view)
    if view.live and number != NONE:
        part = part_at(w, number)
        if part.staffed and part.away_part != NONE and luck(w, t, AWAY) < part.away_share:
            number = part.away_part
            row.part = number
        if view.obstructed:
            op = look_for_obstacles(w, t, view)
            if op != JOIN:
                return op
            number = wide(row.part)
    if view.at_home:
        release_person(w, t)
    if number == NONE or not view.queues or not part_at(w, number).staffed:
        return serve_unheld(w, t)
    part = part_at(w, number)
    if view.live and part.level == 0:
        return find_closed(w, t, number)
    queue_or_start(w, t, number)
    return NOTHING


@compiled
def find_closed(w: Any, t: int, number: int) -> int:
    row_at(w, t).joined = w.now
    part = part_at(w, number)
    part.joined += in_window(w)
    part.closed += in_window(w)
    w.a = CLOSED
    return NOT_SERVED


# Work done for several cases at once: they wait for each other, then one service serves all.


@rare
def wait_for_batch(w: Any, t: int, view: Any) -> int:
    """A case joins those that wait at a step; the last one needed, or time, sets them going."""
    token = token_at(w, t)
    row = row_at(w, t)
    row.own_started, token.state = math.nan, BATCHING
    enter(w, t, FOR_ORGANISATION)
    b = wide(filling_of(w)[token.step])
    if b == NONE:
        if w.batch_count >= fixed(w, "batch_room"):
            w.status = TOO_SMALL
            return NOTHING
        b = w.free_batch
        begin_batch(w, t, b)
        if view.batch_after != NONE:
            time = w.now + delay(w, t, view.batch_after, WAITING)
            number = case_at(w, token.case).number
            visit = wide(row.visit)
            batch_at(w, b).timer = schedule(
                w, time, DONE, number, token.step, visit, BATCH_DUE, b
            )  # fmt: skip
    batch = batch_at(w, b)
    token.batch, token.batch_next, token.batch_previous = b, NONE, batch.last
    if batch.last == NONE:
        batch.first = t
    else:
        token_at(w, batch.last).batch_next = t
    batch.last = t
    batch.count += 1
    if batch.count >= doing(w, token_at(w, batch.first)).batch:
        return batch_goes(w, b)
    return NOTHING


@rare
def begin_batch(w: Any, t: int, b: int) -> None:
    token = token_at(w, t)
    case = case_at(w, token.case)
    batch = batch_at(w, b)
    w.free_batch = batch.next
    w.batch_count += 1
    batch.step, batch.first, batch.last, batch.count = token.step, NONE, NONE, 0
    batch.segment, batch.customer, batch.visit = case.segment, case.customer, row_at(w, t).visit
    batch.timer = 0
    filling_of(w)[token.step] = b


@rare
def batch_goes(w: Any, b: int) -> int:
    """The batch is complete: it joins the queue, or is served at once where nobody is held."""
    batch = batch_at(w, b)
    batch.timer = 0
    filling_of(w)[batch.step] = NONE
    t = batch.first
    while t != NONE:
        row_at(w, t).joined, token_at(w, t).state = w.now, IN_QUEUE_OF
        t = token_at(w, t).batch_next
    first = wide(batch.first)
    token = token_at(w, first)
    view = doing(w, token)
    if view.part != NONE and part_at(w, view.part).staffed:
        line_up(w, first, view.part)
        return NOTHING
    u = uniform(w, batch.segment, batch.customer, place_of(w, token).stream, batch.visit, TAKES)
    ended = end_of(w, law_of_service(w, token), u, w.now)
    start_batch(w, b)
    number = case_at(w, token.case).number
    visit = wide(row_at(w, first).visit)
    batch.timer = schedule(w, ended, DONE, number, token.step, visit, BATCH_SERVED, b)
    return NOTHING


@rare
def start_batch(w: Any, b: int) -> None:
    """One service begins for all of them."""
    t = wide(batch_at(w, b).first)
    while t != NONE:
        service_started(w, t)
        t = wide(token_at(w, t).batch_next)


@rare
def is_served_by(w: Any, b: int, number: int) -> None:
    t = batch_at(w, b).first
    while t != NONE:
        row_at(w, t).person = number
        t = token_at(w, t).batch_next


@rare
def end_batch(w: Any, b: int) -> None:
    """The service is over: each goes on by itself, the first first."""
    t = wide(batch_at(w, b).last)
    while t != NONE:
        push(w, SERVICE_ENDED, t, NO, NO)
        token_at(w, t).batch = NONE
        t = wide(token_at(w, t).batch_previous)
    forget_batch(w, b)


@rare
def forget_batch(w: Any, b: int) -> None:
    batch = batch_at(w, b)
    batch.timer, batch.first, batch.last = 0, NONE, NONE
    batch.next = w.free_batch
    w.free_batch = b
    w.batch_count -= 1


@rare
def leave_batch(w: Any, t: int) -> None:
    """A case is dropped: the others are served without it, the next in the place of the first."""
    token = token_at(w, t)
    b, following = wide(token.batch), wide(token.batch_next)
    batch = batch_at(w, b)
    token.batch = NONE
    batch.count -= 1
    if token.batch_previous == NONE:
        batch.first = following
    else:
        token_at(w, token.batch_previous).batch_next = following
    if following == NONE:
        batch.last = token.batch_previous
    else:
        token_at(w, following).batch_previous = token.batch_previous
    if token.queue != NONE and following != NONE:
        stand_behind(w, following, t)
    if batch.first == NONE and token.state != IN_SERVICE:
        if token.state == BATCHING:
            filling_of(w)[batch.step] = NONE
        forget_batch(w, b)


@rare
def stand_behind(w: Any, t: int, before: int) -> None:
    """Join a queue just behind another token."""
    token, ahead = token_at(w, t), token_at(w, before)
    token.queue, token.queue_previous, token.queue_next = ahead.queue, before, ahead.queue_next
    if ahead.queue_next == NONE:
        queue_at(w, ahead.queue).last = t
    else:
        token_at(w, ahead.queue_next).queue_previous = t
    ahead.queue_next = t
    part_at(w, ahead.queue // fixed(w, "rank_count")).waiting += 1


# What stands between a live customer and the queue: closed hours, lines, who is passed on.


@rare
def look_for_obstacles(w: Any, t: int, view: Any) -> int:
    """Let a live customer through to the queue of the part they asked, or of another: JOIN.

    Else the customer goes elsewhere, and what the token does next is returned.
    """
    row = row_at(w, t)
    number = wide(row.part)
    asked = part_at(w, number)
    passes_on = (
        asked.overflow_part != NONE
        and asked.staffed
        and number == view.part
        and is_open(w, asked.overflow_part)
    )
    closed = asked.staffed and asked.level == 0
    if closed and not passes_on:
        return find_closed(w, t, number)
    if not take_line(w, t, number):
        return hear_busy(w, t)
    if passes_on and (closed or so_many_wait(w, number, asked.overflow_at)):
        number = wide(asked.overflow_part)
        row.part = number
    if view.balks == NONE or not part_at(w, number).staffed:
        return JOIN
    if not so_many_wait(w, number, view.balks_at):
        return JOIN
    chance = floats(w)[view.balks]
    if not math.isnan(chance) and luck(w, t, BALKS) >= chance:
        return JOIN
    leave_at_once(w, t)
    if view.balks_to == NONE:
        w.a = LEFT
        return NOT_SERVED
    return balk(w, t, view)


@rare
def balk(w: Any, t: int, view: Any) -> int:
    """The customer goes to another step or way at once, without trying again."""
    token = token_at(w, t)
    close_row(w, t, LEFT)
    end_trying_unserved(w, t)
    release_person(w, t)
    if token.gone:
        return NOTHING
    if is_last_piece(w, token):
        return END_LAST_PIECE
    w.a, w.b = view.balks_to, view.balks_arc
    return LEAD


@rare
def is_open(w: Any, number: int) -> bool:
    part = part_at(w, number)
    return part.staffed == 0 or part.level > 0


@rare
def so_many_wait(w: Any, number: int, most: int) -> bool:
    """Whether live customers wait, less the people free to take them, to such a number."""
    left = most
    k = part_at(w, number).idle_first
    while k != NONE:
        left += 1
        k = person_at(w, k).next
    for rank in range(fixed(w, "rank_count")):
        t = queue_at(w, number * fixed(w, "rank_count") + rank).first
        while t != NONE and left > 0:
            left -= doing(w, token_at(w, t)).live
            t = token_at(w, t).queue_next
    return left <= 0


@rare
def hear_busy(w: Any, t: int) -> int:
    """No line is free: the customer counts as having joined and left at once."""
    leave_at_once(w, t)
    w.a = LEFT
    return NOT_SERVED


@rare
def leave_at_once(w: Any, t: int) -> None:
    row = row_at(w, t)
    row.joined = w.now
    part = part_at(w, wide(row.part))
    if part.staffed:
        part.joined += in_window(w)
        part.left += in_window(w)


@rare
def take_line(w: Any, t: int, number: int) -> bool:
    """Take one of a part's lines, or have it already; False if all are busy.

    Who asks another part than before gives the first one's line back. Who is visited by
    `through` goes over the caller's line.
    """
    token = token_at(w, t)
    if token.line == number:
        return True
    if token.called_by == BY_THROUGH and token_at(w, token.caller).line == number:
        return True
    give_line(w, t)
    part = part_at(w, number)
    if part.lines == NONE:
        return True
    if part.free_lines == 0:
        return False
    part.free_lines -= 1
    token.line = number
    return True


@rare
def give_line(w: Any, t: int) -> None:
    """The customer is off the line."""
    token = token_at(w, t)
    if token.line != NONE:
        part_at(w, token.line).free_lines += 1
        token.line = NONE


@inlined
def is_quiet(w: Any) -> bool:
    """Whether nothing else is due at this instant, apart from services that may start."""
    if w.next_arrival <= w.now or w.soon != NONE or w.pending_count:
        return False
    return nothing_is_due(w)


@inlined
def queue_or_start(w: Any, t: int, number: int) -> None:
    """Join a queue; if nobody waits, somebody is free and nothing else is due, start at once."""
    part = part_at(w, number)
    token = token_at(w, t)
    view = doing(w, token)
    person = part.idle_first
    if (
        person == NONE
        or part.waiting
        or part.orphans_first != NONE
        or part.picky
        or view.calls_on
        or w.dirty_count
        or not is_quiet(w)
    ):
        enqueue(w, t, number)
        return
    if w.job_count >= fixed(w, "job_room"):
        w.status = TOO_SMALL
        return
    token.anybody = 0
    row_at(w, t).joined = w.now
    if token.time_class != view.queue_class:
        spend(w, token.case)
    if view.live:
        part.joined += in_window(w)
    take_the_first(w, part)
    serve(w, t, person)


@compiled
def serve_unheld(w: Any, t: int) -> int:
    """Nobody need be free; who calls on the customer still waits until their person is."""
    token = token_at(w, t)
    row = row_at(w, t)
    view = doing(w, token)
    if view.joins_unheld:
        row.joined = w.now
    if calls_on(token, view):
        if is_engaged(case_at(w, token.case), view.person):
            token.state = IN_QUEUE_OF
            enter(w, t, view.queue_class)
            return NOTHING
        take_person(w, t)
    law = law_of_service(w, token) if view.varies else wide(view.takes)
    if view.joins_unheld:
        service_started(w, t)
    if law != NONE:
        token.state = IN_SERVICE
        after(w, t, delay(w, t, law, TAKES), SERVICE_ENDED)
        return NOTHING
    if not view.joins_unheld:
        case_at(w, token.case).cost += view.cost
    return SERVICE_ENDED


@compiled
def enqueue(w: Any, t: int, number: int) -> None:
    """Join a queue: by priorities and kind, then time of joining, case, step, visit."""
    token = token_at(w, t)
    row = row_at(w, t)
    view = doing(w, token)
    part = part_at(w, number)
    token.state, token.anybody, row.joined = IN_QUEUE_OF, 0, w.now
    enter(w, t, view.queue_class)
    if view.live:
        part.joined += in_window(w)
    line_up(w, t, number)
    if view.patience != NONE:
        time = w.now + delay(w, t, view.patience, PATIENCE)
        case = case_at(w, token.case)
        token.patience = schedule(
            w, time, GIVING_UP, case.number, token.step, wide(row.visit), PATIENCE_DUE, t
        )
    if part.within != NONE:
        time = w.now + delay(w, t, part.within, WITHIN)
        case = case_at(w, token.case)
        token.within = schedule(
            w, time, DONE, case.number, token.step, wide(row.visit), WITHIN_DUE, t
        )


@compiled
def line_up(w: Any, t: int, number: int) -> None:
    """Stand in a queue from now on, behind all who come first."""
    token = token_at(w, t)
    view = doing(w, token)
    part = part_at(w, number)
    part.waiting += 1
    token.queue = number * fixed(w, "rank_count") + view.rank
    queue = queue_at(w, token.queue)
    behind = queue.last
    while behind != NONE:
        if row_at(w, behind).joined < w.now or token_comes_first(w, behind, t):
            break
        behind = token_at(w, behind).queue_previous
    token.queue_previous = behind
    if behind == NONE:
        token.queue_next = queue.first
        queue.first = t
    else:
        token.queue_next = token_at(w, behind).queue_next
        token_at(w, behind).queue_next = t
    if token.queue_next == NONE:
        queue.last = t
    else:
        token_at(w, token.queue_next).queue_previous = t
    look_at_queue(w, number)


@compiled
def leave_queue(w: Any, t: int) -> None:
    token = token_at(w, t)
    queue = queue_at(w, token.queue)
    number = token.queue // fixed(w, "rank_count")
    part_at(w, number).waiting -= 1
    if part_at(w, number).interrupted:
        mark_dirty(w, number)
    if token.queue_previous == NONE:
        queue.first = token.queue_next
    else:
        token_at(w, token.queue_previous).queue_next = token.queue_next
    if token.queue_next == NONE:
        queue.last = token.queue_previous
    else:
        token_at(w, token.queue_next).queue_previous = token.queue_previous
    token.timer = token.patience = token.within = 0
    token.queue, token.state = NONE, MOVING


@rare
def leave_unserved(w: Any, t: int) -> None:
    token = token_at(w, t)
    if doing(w, token).live:
        part_at(w, token.queue // fixed(w, "rank_count")).left += in_window(w)
    leave_queue(w, t)


@rare
def give_up(w: Any, t: int) -> int:
    leave_unserved(w, t)
    w.a = LEFT
    return NOT_SERVED


@compiled
def next_start(w: Any, number: int) -> bool:
    """Find what a part would start now: paused work, or a token and who serves it."""
    part = part_at(w, number)
    w.start_job = w.start_token = NONE
    w.start_person = part.idle_first
    if part.idle_first == NONE or part.interrupted:
        return part.interrupted != 0 and next_start_interrupting(w, number)
    if part.orphans_first != NONE:
        if part.skills == NONE:
            w.start_job = part.orphans_first
            return True
        if may_resume(w, part):
            return True
    if part.waiting == 0:
        return False
    for rank in range(number * fixed(w, "rank_count"), (number + 1) * fixed(w, "rank_count")):
        t = queue_at(w, rank).first
        while t != NONE:
            if may_start(w, t, part):
                w.start_token = t
                return True
            t = token_at(w, t).queue_next
    return False


@compiled
def may_start(w: Any, t: int, part: Any) -> bool:
    """Whether somebody who is free serves a token; own customers first where said."""
    if not fixed(w, "has_touches") and not part.picky:
        return True
    token = token_at(w, t)
    case = case_at(w, token.case)
    view = doing(w, token)
    if view.calls_on and is_engaged(case, view.person) and calls_on(token, view):
        return False
    if not part.picky:
        return True
    return may_be_served(w, token, part, view.needs)


@rare
def may_be_served(w: Any, token: Any, part: Any, needs: int) -> bool:
    """Whether somebody who is free and able serves a token; own customers first where said."""
    w.start_person = k = first_able(w, part, part.idle_first, needs)
    if k == NONE or not part.own_customers:
        return k != NONE
    bound = counts_of(w)[token.case * fixed(w, "count_columns") + part.column]
    if bound == 0:
        while k != NONE:
            person, best = person_at(w, k), person_at(w, w.start_person)
            if person.bound < best.bound or (
                person.bound == best.bound and person.number < best.number
            ):
                w.start_person = k
            k = first_able(w, part, person.next, needs)
        return True
    if math.isnan(speed_of(w, part, bound, needs)):
        return True
    while k != NONE:
        if person_at(w, k).number == bound:
            w.start_person = k
            return True
        k = person_at(w, k).next
    return token.anybody != 0


@rare
def first_able(w: Any, part: Any, k: int, needs: int) -> int:
    """Return the first of the idle from one on who has a skill, and no work put aside."""
    while k != NONE:
        person = person_at(w, k)
        if person.paused == NONE and not math.isnan(speed_of(w, part, person.number, needs)):
            break
        k = person.next
    return k


@rare
def speed_of(w: Any, part: Any, number: int, needs: int) -> float:
    """Return how fast a person does what needs a skill; NaN: not at all."""
    if part.skills == NONE:
        return 1.0
    return floats(w)[part.skills + needs * part.people_count + number - 1]


@rare
def may_resume(w: Any, part: Any) -> bool:
    """Find the first paused work that somebody who is free can take up."""
    j = part.orphans_first
    while j != NONE:
        k = first_able(w, part, part.idle_first, job_at(w, j).needs)
        if k != NONE:
            w.start_job, w.start_person = j, k
            return True
        j = job_at(w, j).next
    return False


# Live customers for whom work that can wait is put aside, and who puts it aside.


@rare
def next_start_interrupting(w: Any, number: int) -> bool:
    """As ``next_start``, at a part where work is put aside for customers."""
    part = part_at(w, number)
    if part.idle_first != NONE:
        if may_resume(w, part):
            return True
        k = part.idle_first
        while k != NONE:
            if person_at(w, k).paused != NONE and not is_wanted(w, number, k):
                w.start_job, w.start_person = person_at(w, k).paused, k
                return True
            k = person_at(w, k).next
    for rank in range(number * fixed(w, "rank_count"), (number + 1) * fixed(w, "rank_count")):
        t = queue_at(w, rank).first
        while t != NONE:
            token = token_at(w, t)
            if not is_passed_over(w, token):
                if lacks_crew(w, token, part):
                    return False
                needs = doing(w, token).needs
                if may_be_served(w, token, part, needs) or may_interrupt(w, t, part):
                    w.start_token = t
                    return True
            t = token_at(w, t).queue_next
    return False


@rare
def lacks_crew(w: Any, token: Any, part: Any) -> bool:
    """Whether a token waits for its crew: the idle could serve it, were they enough."""
    view = doing(w, token)
    missing = wide(view.crew)
    if missing == 1 or not may_be_served(w, token, part, view.needs):
        return False
    k = first_able(w, part, part.idle_first, view.needs)
    while k != NONE and missing > 0:
        missing -= 1
        k = first_able(w, part, person_at(w, k).next, view.needs)
    return missing > 0


@rare
def has_room_for_crew(w: Any) -> bool:
    t = w.start_token
    crew = 1 if t == NONE else wide(doing(w, token_at(w, t)).crew)
    return w.job_count + crew <= fixed(w, "job_room")


@rare
def bring_mates(w: Any, t: int, first: int) -> None:
    """The others of a crew serve as long as its first person, each with a job of their own."""
    token = token_at(w, t)
    view = doing(w, token)
    part = part_at(w, person_at(w, first).part)
    for _ in range(1, view.crew):
        k = first_able(w, part, part.idle_first, view.needs)
        stop_idling(w, k)
        j = w.free_job
        job, of = job_at(w, j), job_at(w, token.job)
        w.free_job = job.next
        w.job_count += 1
        job.token, job.batch, job.wrapping = NONE, NONE, 0
        job.case, job.customer, job.segment = of.case, of.customer, of.segment
        job.step, job.visit, job.pauses, job.wrap_up = of.step, of.visit, of.pauses, of.wrap_up
        job.needs, job.rank, job.joined, job.left = of.needs, of.rank, of.joined, of.left
        go_to_work(w, j, k)


@rare
def is_passed_over(w: Any, token: Any) -> bool:
    """Whether a service cannot begin as the customer's person is in another encounter."""
    view = doing(w, token)
    return calls_on(token, view) and is_engaged(case_at(w, token.case), view.person)


@rare
def is_wanted(w: Any, number: int, k: int) -> bool:
    """Whether a customer who interrupts waits for a person."""
    part = part_at(w, number)
    for rank in range(number * fixed(w, "rank_count"), (number + 1) * fixed(w, "rank_count")):
        t = queue_at(w, rank).first
        while t != NONE:
            token = token_at(w, t)
            if not is_passed_over(w, token):
                if lacks_crew(w, token, part):
                    return False
                if may_take(w, t, part, k):
                    return True
            t = token_at(w, t).queue_next
    return False


@rare
def may_take(w: Any, t: int, part: Any, k: int) -> bool:
    """Whether a person on duty can serve a customer who interrupts."""
    token = token_at(w, t)
    view = doing(w, token)
    person = person_at(w, k)
    if not view.interrupts or not person.on_duty:
        return False
    if math.isnan(speed_of(w, part, person.number, view.needs)):
        return False
    if not part.own_customers or token.anybody:
        return True
    bound = counts_of(w)[token.case * fixed(w, "count_columns") + part.column]
    if bound in (0, person.number):
        return True
    return math.isnan(speed_of(w, part, bound, view.needs))


@rare
def may_interrupt(w: Any, t: int, part: Any) -> bool:
    """Find who serves an interrupting customer when nobody is idle.

    First somebody who has just become free of another such customer, longest idle first; else
    whoever works on what comes last in the order of who is next, then the highest number.
    """
    if not doing(w, token_at(w, t)).interrupts:
        return False
    k = part.idle_first
    while k != NONE:
        if person_at(w, k).paused != NONE and may_take(w, t, part, k):
            w.start_person = k
            return True
        k = person_at(w, k).next
    last = NONE
    for k in range(part.people, part.people + part.people_count):
        j = person_at(w, k).job
        if j == NONE or not job_at(w, j).pauses or not may_take(w, t, part, k):
            continue
        if is_behind(w, j, t) and (last == NONE or not job_is_behind(w, last, j)):
            last, w.start_person = wide(j), k
    return last != NONE


@rare
def is_behind(w: Any, j: int, t: int) -> bool:
    """Whether a job comes after a token in the order of who is next."""
    token, job = token_at(w, t), job_at(w, j)
    rank, joined = wide(doing(w, token).rank), row_at(w, t).joined
    if job.rank != rank:
        return job.rank > rank
    if job.joined != joined:
        return job.joined > joined
    case = case_at(w, token.case)
    if job.case != case.number:
        return job.case > case.number
    if job.step != token.step:
        return job.step > token.step
    return job.visit > row_at(w, t).visit


@rare
def job_is_behind(w: Any, one: int, other: int) -> bool:
    """Whether a job comes after another in the order of who is next."""
    a, b = job_at(w, one), job_at(w, other)
    if a.rank != b.rank:
        return a.rank > b.rank
    if a.joined != b.joined:
        return a.joined > b.joined
    return comes_first(w, other, one)


@inlined
def start_one(w: Any) -> None:
    """Start one service: of all that could start now, the first by case, step and visit.

    A part that cannot start anything is let go of: whatever changes that marks it again.
    """
    if w.dirty_count == 1:
        number = wide(dirty_of(w)[0])
        part = part_at(w, number)
        if next_start(w, number):
            start(w, number)
            if part.idle_first != NONE and (part.waiting or part.orphans_first != NONE):
                return
            if part.interrupted or w.dirty_count > 1:
                return
        part.dirty, w.dirty_count = 0, 0
        return
    start_first_of_all(w)


@compiled
def start_first_of_all(w: Any) -> None:
    """Start the first by case, step and visit of what several parts could start."""
    best = best_job = best_token = best_person = NONE
    kept = 0
    for k in range(w.dirty_count):
        number = wide(dirty_of(w)[k])
        if not next_start(w, number):
            part_at(w, number).dirty = 0
            continue
        dirty_of(w)[kept] = number
        kept += 1
        if best == NONE or starts_first(w, number, best, best_job, best_token):
            best, best_job, best_token = number, w.start_job, w.start_token
            best_person = w.start_person
    w.dirty_count = kept
    if best != NONE:
        w.start_job, w.start_token, w.start_person = best_job, best_token, best_person
        start(w, best)


@rare
def starts_first(w: Any, number: int, best: int, best_job: int, best_token: int) -> bool:
    """Whether what was just found starts before the best so far."""
    case, step, visit = start_key(w, w.start_job, w.start_token)
    other_case, other_step, other_visit = start_key(w, best_job, best_token)
    if case != other_case:
        return case < other_case
    if step != other_step:
        return step < other_step
    if visit != other_visit:
        return visit < other_visit
    return number < best


@rare
def start_key(w: Any, j: int, t: int) -> Any:
    if j != NONE:
        job = job_at(w, j)
        return wide(job.case), wide(job.step), wide(job.visit)
    token = token_at(w, t)
    number = wide(case_at(w, token.case).number)
    return number, wide(token.step), wide(row_at(w, t).visit)


@compiled
def start(w: Any, number: int) -> None:
    """A person takes up paused work, or the next in the queue."""
    part = part_at(w, number)
    if w.job_count >= fixed(w, "job_room") or (part.interrupted and not has_room_for_crew(w)):
        w.status = TOO_SMALL
        return
    if w.start_person == part.idle_first:
        take_the_first(w, part)
    elif person_at(w, w.start_person).job != NONE:
        pause_job(w, w.start_person)
    else:
        stop_idling(w, w.start_person)
    if w.start_job != NONE:
        j = w.start_job
        if person_at(w, w.start_person).paused == j:
            person_at(w, w.start_person).paused = NONE
        else:
            take_orphan(w, part, j)
        resume(w, j, w.start_person)
        return
    t = w.start_token
    leave_queue(w, t)
    token = token_at(w, t)
    if part.own_customers and not case_at(w, token.case).ended:
        person = person_at(w, w.start_person)
        k = token.case * fixed(w, "count_columns") + part.column
        if counts_of(w)[k] == 0:
            counts_of(w)[k] = person.number
            person.bound += 1
    if calls_on(token, doing(w, token)):
        take_person(w, t)
    serve(w, t, w.start_person)
    if part.interrupted:
        bring_mates(w, t, w.start_person)


@rare
def take_orphan(w: Any, part: Any, j: int) -> None:
    """Paused work is no longer without a person."""
    before, k = NONE, part.orphans_first
    while k != j:
        before, k = k, job_at(w, k).next
    following = job_at(w, j).next
    if before == NONE:
        part.orphans_first = following
    else:
        job_at(w, before).next = following
    if following == NONE:
        part.orphans_last = before


@inlined
def serve(w: Any, t: int, number: int) -> None:
    """A person who is free serves a token from now on."""
    token = token_at(w, t)
    view = doing(w, token)
    case = case_at(w, token.case)
    row = row_at(w, t)
    row.person = person_at(w, number).number
    j = w.free_job
    job = job_at(w, j)
    w.free_job = job.next
    w.job_count += 1
    job.token, job.case, job.customer, job.segment = t, case.number, case.customer, case.segment
    job.step, job.visit, job.pauses = token.step, row.visit, view.pauses
    job.wrap_up, job.wrapping = view.wrap_up, 0
    token.job = j
    if view.varies:
        job.left = unusual_delay(w, t, number)
        job.needs, job.rank, job.joined = view.needs, view.rank, row.joined
        if token.batch != NONE:
            serve_batch(w, token, j, number)
            return
    else:
        job.left = delay_of(w, t, view.takes, TAKES)
    service_started(w, t)
    go_to_work(w, j, number)


@rare
def serve_batch(w: Any, first: Any, j: int, number: int) -> None:
    """A person serves all of a batch from now on."""
    job = job_at(w, j)
    b = wide(first.batch)
    batch = batch_at(w, b)
    job.token, job.batch, first.job = NONE, b, NONE
    job.customer, job.segment, job.visit = batch.customer, batch.segment, batch.visit
    is_served_by(w, b, person_at(w, number).number)
    start_batch(w, b)
    go_to_work(w, j, number)


@rare
def batch_job_done(w: Any, j: int) -> int:
    """A service is over of nobody: it was of a batch, or the case was dropped meanwhile."""
    job = job_at(w, j)
    b, job.batch = wide(job.batch), NONE
    if b != NONE:
        end_batch(w, b)
    return NOTHING


@rare
def unusual_delay(w: Any, t: int, number: int) -> float:
    """Draw how long a service takes a person, by their speed and what the case had before."""
    token = token_at(w, t)
    law = law_of_service(w, token)
    u = luck(w, t, TAKES)
    if token.batch != NONE:
        of = batch_at(w, token.batch)
        u = uniform(w, of.segment, of.customer, place_of(w, token).stream, of.visit, TAKES)
    view = doing(w, token)
    person = person_at(w, number)
    part = part_at(w, person.part)
    seconds = quantile(w, law_at(w, law), u) / speed_of(w, part, person.number, view.needs)
    if law_at(w, law).working:
        return add_working(w, w.now, seconds) - w.now
    return w.now + seconds - w.now


@rare
def law_of_service(w: Any, token: Any) -> int:
    """Return how long a service takes: by another law where the case was served before."""
    view = doing(w, token)
    if view.takes_again == NONE:
        return wide(view.takes)
    begun = counts_of(w)[token.case * fixed(w, "count_columns") + view.begun]
    return wide(view.takes_again if begun else view.takes)


@inlined
def job_done(w: Any, number: int) -> int:
    """A service or its wrap-up ends."""
    person = person_at(w, number)
    j = person.job
    job = job_at(w, j)
    count_piece(w, person, job)
    person.job = NONE
    person.timer = 0
    t = wide(job.token)
    if not job.wrapping and job.wrap_up != NONE:
        wrap_up(w, j, number)
    else:
        if person.on_duty:
            go_idle(w, number)
            look_at_queue(w, person.part)
        elif person.paused != NONE:
            no_longer_here(w, number)
        job.next = w.free_job
        w.free_job = j
        w.job_count -= 1
    if t == NONE:
        return batch_job_done(w, j)
    token = token_at(w, t)
    token.job = NONE
    w.at = t
    if not doing(w, token).straight_on or token.run != NONE or token.caller != NONE:
        return SERVICE_ENDED
    case = case_at(w, token.case)
    if case.carried != NONE or case.resting or case.asking_first != NONE:
        return SERVICE_ENDED
    if token.no_show or token.in_sight:
        return SERVICE_ENDED
    return go_straight_on(w, t)


@rare
def no_longer_here(w: Any, number: int) -> None:
    """Somebody off shift is done with a customer: the work put aside goes to another."""
    part = person_at(w, number).part
    if part_at(w, part).level > 0:
        orphan_job(w, number)
        mark_dirty(w, part)


@rare
def wrap_up(w: Any, j: int, number: int) -> None:
    job = job_at(w, j)
    stream = place_at(w, job.segment * fixed(w, "step_count") + job.step).stream
    u = uniform(w, job.segment, job.customer, stream, job.visit, WRAP_UP)
    job.left = end_of(w, job.wrap_up, u, w.now) - w.now
    job.token, job.wrapping = NONE, 1
    resume(w, j, number)


# --- Inside a step ---------------------------------------------------------------------------


@compiled
def count_move(w: Any, t: int) -> bool:
    """Refuse a case that moves for ever without time passing."""
    token = token_at(w, t)
    case = case_at(w, token.case)
    if case.moves_at != w.now:
        case.moves_at, case.moves = w.now, 0
    case.moves += 1
    if case.moves < MOST_MOVES_AT_ONE_INSTANT:
        return True
    w.status, w.where = LOOP_WITHOUT_TIME, token_at(w, case.first).step
    return False


@compiled
def route(w: Any, t: int, to: int, arc: int) -> None:
    """Send a token to a step; it arrives at this instant, in its turn."""
    token = token_at(w, t)
    leave_sight(w, t)
    token.step, token.state, token.row, token.arc = to, MOVING, NO_ROW, arc
    token.op, token.limit = ARRIVE, 0
    case = case_at(w, token.case)
    visit = wide(counts_of(w)[token.case * fixed(w, "count_columns") + to])
    w.serial += 1
    token.timer = w.serial
    key, tail = key_of(ROUTING, case.number, to), tail_of(visit, w.serial)
    if w.soon == NONE:
        w.soon, w.soon_key, w.soon_tail = t, key, tail
    else:
        insert(w, w.now, key, tail, TOKEN_DUE << _WHAT | t)


@compiled
def arrive(w: Any, t: int) -> int:
    """A token comes to a step: it joins, passes by, or begins its first try."""
    token = token_at(w, t)
    if not count_move(w, t):
        return NOTHING
    slot = token.case
    place = place_of(w, token)
    if place.join_all and not joined(w, t):
        return NOTHING
    if place.passed:
        passed_by(w, slot, place)
        return GO_ON
    if place.arrivals != NONE:
        k = slot * fixed(w, "count_columns") + place.arrivals
        counts_of(w)[k] += 1
        if place.most != NONE and counts_of(w)[k] > place.most:
            route(w, t, place.most_to, place.most_arc)
            return NOTHING
        if place.limit != NONE:
            begin_limit(w, t, place)
    if place.carries:
        forget_carried(w, slot, token.step)
    token.retries = token.call_backs = token.attempt = 0
    token.way = NONE
    if place.beside:
        if lacks_tokens(w, YES):
            return NOTHING
        push(w, GO_ON, t, NO, NO)
        w.at = new_token(w, slot, token.step, NONE, YES)
        return BEGIN_TRY
    if place.verb <= FIRST_OF:
        view = view_at(w, place.first_view)
        if (view.straight_in or view.straight_through) and token.run == token.caller == NONE:
            return begin_straight(w, t, place)
        return begin_try(w, t)
    return pass_through(w, t, place)


@rare
def forget_carried(w: Any, slot: int, step: int) -> None:
    """A token arrives at a failing step again: failures that arose there are forgotten."""
    case = case_at(w, slot)
    k, kept = case.carried, NONE
    while k != NONE:
        carried = carried_at(w, k)
        following = carried.next
        if carried.step == step:
            if kept == NONE:
                case.carried = following
            else:
                carried_at(w, kept).next = following
            carried.next = w.free_carried
            w.free_carried = k
            w.carried_count -= 1
        else:
            kept = k
        k = following


@compiled
def pass_through(w: Any, t: int, place: Any) -> int:
    """A start, an end, a block or a call: no visit of its own."""
    token = token_at(w, t)
    if place.verb in (BEGINNING, ENDING):
        begin_trying(w, t)
        end_trying_served(w, t)
        if token.gone:
            return NOTHING
        if place.verb == BEGINNING:
            return GO_ON
        reach_end(w, t, place.outcome, token.step, place.ends)
        return NOTHING
    begin_trying(w, t)
    if place.verb == TOGETHER:
        divide(w, t, place)
        return NOTHING
    if place.verb == SOME_OF:
        return divide_into_some(w, t, place)
    return call(w, t, place)


@rare
def call(w: Any, t: int, place: Any) -> int:
    """Run a shared step, once or as often as drawn, one after another or all at once."""
    token = token_at(w, t)
    token.state = IN_THROUGH
    enter(w, t, NONE)
    count = wide(place.least_runs)
    if place.most_runs > count:
        case = case_at(w, token.case)
        arrival = counts_of(w)[token.case * fixed(w, "count_columns") + place.arrivals] - 1
        u = uniform(w, case.segment, case.customer, place.stream, arrival, INSTANCE)
        count += int(u * (place.most_runs - count + 1))
    token.runs_out, token.runs_left = 0, count
    if count == 0:
        return PASS_ON
    if lacks_tokens(w, count):
        return NOTHING
    for _ in range(count if place.at_once else YES):
        run_again(w, t, place)
    return NOTHING


@rare
def run_again(w: Any, t: int, place: Any) -> None:
    token = token_at(w, t)
    token.runs_left -= 1
    token.runs_out += 1
    spawn(w, t, place.calls, place.calls_arc, BY_CALL)


@rare
def came_back(w: Any, t: int) -> int:
    """A run of the shared step is done: the next begins, or all are done."""
    token = token_at(w, t)
    token.runs_out -= 1
    if token.runs_left:
        run_again(w, t, place_of(w, token))
        return NOTHING
    return NOTHING if token.runs_out else PASS_ON


# How long a case stays at a step at most, and what happens when that time is over.


@rare
def begin_limit(w: Any, t: int, place: Any) -> None:
    """The clock of a step's limit runs until the case goes on; that of a block is its own."""
    if place.verb in (TOGETHER, SOME_OF):
        return
    token = token_at(w, t)
    token.limit = schedule_limit(w, token, place, LIMIT_DUE, t)


@rare
def schedule_limit(w: Any, token: Any, place: Any, kind: int, index: int) -> int:
    case = case_at(w, token.case)
    arrival = counts_of(w)[token.case * fixed(w, "count_columns") + place.arrivals] - 1
    u = uniform(w, case.segment, case.customer, place.limit_stream, arrival, WAITING)
    due = end_of(w, place.limit, u, w.now)
    return schedule(w, due, LIMIT, case.number, token.step, arrival, kind, index)


@rare
def limit_due(w: Any, t: int) -> int:
    """What goes on at a step is cut short, and the case goes where the limit leads."""
    token = token_at(w, t)
    token.limit = 0
    cut_short(w, t)
    return past_limit(w, t, token.step)


@rare
def block_limit_due(w: Any, s: int) -> int:
    """Every branch of a block is dropped; one token goes where the limit leads."""
    if lacks_tokens(w, YES):
        return NOTHING
    split = split_at(w, s)
    split.limit = 0
    slot = wide(split.case)
    last = wide(case_at(w, slot).last)
    t = new_token(w, slot, split.step, NONE, NO)
    token_at(w, t).split = split.outer
    k = wide(case_at(w, slot).first)
    while k != NONE:
        following = NONE if k == last else wide(token_at(w, k).next)
        if not token_at(w, k).gone and is_within(w, k, s):
            drop_below(w, k, LEFT)
            cut_off(w, k, LEFT)
        k = following
    return past_limit(w, t, split.step)


@rare
def past_limit(w: Any, t: int, step: int) -> int:
    token = token_at(w, t)
    w.at = t
    if is_last_piece(w, token):
        return END_LAST_PIECE
    place = place_at(w, case_at(w, token.case).places + step)
    return jump(w, t, place.limit_to, place.limit_arc)


@rare
def is_within(w: Any, t: int, s: int) -> bool:
    """Whether a token is in a block, or in one within it."""
    around = token_at(w, t).split
    while around != NONE:
        if around == s:
            return True
        around = split_at(w, around).outer
    return False


@rare
def cut_short(w: Any, t: int) -> None:
    """The case leaves queue or effort; a service under way is finished by the part without it."""
    drop_below(w, t, LEFT)
    token = token_at(w, t)
    if token.state == ASKING:
        stop_asking(w, t)
    if token.batch != NONE:
        leave_batch(w, t)
    if token.queue != NONE:
        leave_unserved(w, t)
    if token.job != NONE:
        job_at(w, token.job).token = NONE
        token.job = NONE
    if token.state == RESTING:
        case_at(w, token.case).resting -= 1
    token.state = MOVING
    token.timer = token.patience = token.within = 0
    if token.row == OPEN_ROW:
        close_row(w, t, LEFT)
    end_trying_unserved(w, t)
    release_person(w, t)
    token.no_show = 0


@rare
def drop_below(w: Any, t: int, how: int) -> None:
    """Drop what runs through shared steps for a token."""
    while True:
        child = first_below(w, t)
        if child == NONE:
            return
        deeper = first_below(w, child)
        while deeper != NONE:
            child = deeper
            deeper = first_below(w, child)
        cut_off(w, child, how)


@rare
def first_below(w: Any, t: int) -> int:
    """Return the first token that runs through a shared step for another."""
    k = wide(case_at(w, token_at(w, t).case).first)
    while k != NONE and token_at(w, k).caller != t:
        k = wide(token_at(w, k).next)
    return k


@rare
def any_limit_runs(w: Any, slot: int) -> bool:
    """Whether a limit of the case will still fall due."""
    t = case_at(w, slot).first
    while t != NONE:
        if token_at(w, t).limit:
            return True
        around = token_at(w, t).split
        while around != NONE:
            if split_at(w, around).limit:
                return True
            around = split_at(w, around).outer
        t = token_at(w, t).next
    return False


@rare
def divide(w: Any, t: int, place: Any) -> None:
    """A block begins: a token for each branch."""
    s = new_split(w, t, place.blocks)
    if s == NONE:
        return
    for k in range(place.blocks):
        branch = t if k == 0 else twin_of(w, t)
        token_at(w, branch).split = s
        route(w, branch, integer(w, place.block + 2 * k), integer(w, place.block + 2 * k + 1))


@rare
def new_split(w: Any, t: int, branches: int) -> int:
    """Return a split of a token into so many, NONE if there is no room."""
    if w.split_count >= fixed(w, "split_room") or lacks_tokens(w, branches):
        w.status = TOO_SMALL
        return NONE
    token = token_at(w, t)
    case = case_at(w, token.case)
    s = w.free_split
    split = split_at(w, s)
    w.free_split = split.next
    w.split_count += 1
    split.step, split.missing, split.outer = token.step, branches, token.split
    split.trying, split.trying_since = token.trying, token.trying_since
    token.trying = 0
    split.case, split.limit = token.case, 0
    place = place_of(w, token)
    if place.limit != NONE:
        split.limit = schedule_limit(w, token, place, BLOCK_LIMIT_DUE, s)
    split.next = case.splits
    case.splits = s
    return int(s)


@rare
def divide_into_some(w: Any, t: int, place: Any) -> int:
    """Branches are drawn one by one; the rest is taken if no other is, or the token goes on."""
    token = token_at(w, t)
    case = case_at(w, token.case)
    arrival = counts_of(w)[token.case * fixed(w, "count_columns") + place.arrivals] - 1
    count, rest = 0, NONE
    for k in range(place.pieces, place.pieces + place.blocks):
        piece = piece_at(w, k)
        if piece.share == NONE:
            rest = k - place.pieces
            continue
        u = uniform(w, case.segment, case.customer, piece.stream, arrival, GO)
        if u < floats(w)[piece.share]:
            push(w, NOTHING, t, k - place.pieces, NO)
            count += 1
    if count == 0 and rest != NONE:
        push(w, NOTHING, t, rest, NO)
        count = 1
    if count == 0:
        return PASS_ON
    s = new_split(w, t, count)
    first = w.pending_count - count
    w.pending_count = first
    if s == NONE or w.status != RUNNING:
        return NOTHING
    for k in range(count):
        branch = t if k == 0 else twin_of(w, t)
        token_at(w, branch).split = s
        block = place.block + 2 * pending_at(w, first + k).a
        route(w, branch, integer(w, block), integer(w, block + 1))
    return NOTHING


@rare
def twin_of(w: Any, t: int) -> int:
    """Return a new token of the same case, in the same split, act and caller."""
    token = token_at(w, t)
    other = new_token(w, token.case, token.step, token.run, NO)
    twin = token_at(w, other)
    twin.caller, twin.called_by, twin.split = token.caller, token.called_by, token.split
    return other


@rare
def spawn(w: Any, caller: int, step: int, arc: int, called_by: int) -> None:
    """Send a token of its own through a shared step; the caller waits for it."""
    if lacks_tokens(w, YES):
        return
    token = token_at(w, caller)
    child = new_token(w, token.case, step, token.run, NO)
    token_at(w, child).caller, token_at(w, child).called_by = caller, called_by
    route(w, child, step, arc)


@compiled
def begin_try(w: Any, t: int) -> int:
    """Begin a try: draw the way at the first, then the customer's own pace."""
    if not count_move(w, t):
        return NOTHING
    token = token_at(w, t)
    slot = token.case
    case = case_at(w, slot)
    place = place_of(w, token)
    row = row_at(w, t)
    visit = count_visit(w, token)
    if place.has_ways and token.way == NONE:
        row.visit = visit
        token.way = draw_way(w, t, place)
    token.manner = place.first_view + max(token.way, 0)
    view = doing(w, token)
    open_row(w, t, token, case, visit)
    if token.called_by == BY_THROUGH:
        row.caller = token_at(w, token.caller).step
    row.attempt = token.attempt
    if view.full_sight and not token.in_sight:
        come_into_sight(w, t)
    if place.shuttings and view.verb >= CHOOSE:
        begin_trying(w, t)
    if view.pause != NONE:
        token.state = PAUSING
        enter(w, t, view.pace_class)
        after(w, t, delay(w, t, view.pause, PAUSE), PAUSED)
        return NOTHING
    return paused(w, t)


@inlined
def count_visit(w: Any, token: Any) -> int:
    """Return how often the case has visited the step of a token before."""
    k = np.uint64(token.case * fixed(w, "count_columns") + token.step)
    visit = counts_of(w)[k]
    counts_of(w)[k] = visit + 1
    return wide(visit)


@inlined
def open_row(w: Any, t: int, token: Any, case: Any, visit: int) -> None:
    """Begin the record of a visit."""
    carray(pointer(w, "rows"), (1,), STEP)[np.uint64(t)] = template_at(w, token.manner)
    row = row_at(w, t)
    row.replication, row.case, row.customer = fixed(w, "replication"), case.number, case.customer
    row.visit, row.before, row.ready = visit, case.before, w.now
    token.row = OPEN_ROW


@compiled
def begin_straight(w: Any, t: int, place: Any) -> int:
    """Begin a try of which nothing comes before the queue, or before the choice.

    What ``begin_try``, ``paused``, ``began``, ``own_ended`` and ``join`` do, where it can be
    said beforehand that most of it is nothing.
    """
    token = token_at(w, t)
    case = case_at(w, token.case)
    view = view_at(w, place.first_view)
    if view.straight_through:
        if case.carried != NONE or case.resting:
            return begin_try(w, t)
    else:
        part = part_at(w, view.part)
        if view.live and part.level == 0:
            return begin_try(w, t)
        if view.encounter and is_engaged(case, view.person):
            return begin_try(w, t)
    if not count_move(w, t):
        return NOTHING
    token.manner = place.first_view
    open_row(w, t, token, case, count_visit(w, token))
    row = row_at(w, t)
    row.pause_ended = row.began = row.own_started = w.now
    if view.straight_through:
        return go_straight_on(w, t)
    if view.encounter:
        token.holds = view.person
        case.engaged |= np.uint64(1) << np.uint64(view.person)
        if fixed(w, "has_crews"):
            look_behind_crews(w)
    if view.contact != NONE:
        count_contact(w, t, view.contact)
    queue_or_start(w, t, view.part)
    return NOTHING


@rare
def draw_way(w: Any, t: int, place: Any) -> int:
    if place.ways == 1:
        return NO
    u = luck(w, t, WAY)
    k = NO
    while u >= floats(w)[place.way_shares + k]:
        k += 1
    return k


@compiled
def paused(w: Any, t: int) -> int:
    """The customer's own pace is over: an encounter needs the customer's person."""
    token = token_at(w, t)
    row = row_at(w, t)
    view = doing(w, token)
    row.pause_ended = w.now
    if view.verb >= WAIT:
        row.began = w.now
        token.state = IN_AFTER
        enter(w, t, view.service_class)
        wait = race(w, t, view) if view.verb == FIRST_OF else delay(w, t, view.waits, WAITING)
        after(w, t, wait, CONCLUDE)
        return NOTHING
    if view.asks and token.called_by != BY_THROUGH:
        if is_engaged(case_at(w, token.case), view.person):
            ask(w, t)
            return NOTHING
        take_person(w, t)
    return began(w, t)


@rare
def race(w: Any, t: int, view: Any) -> float:
    """Let the runners run; return how long the first of them takes."""
    token = token_at(w, t)
    case = case_at(w, token.case)
    first = math.inf
    for k in range(view.branches):
        piece = piece_at(w, view.pieces + k)
        visit = wide(row_at(w, t).visit)
        u = uniform(w, case.segment, case.customer, piece.stream, visit, RACE)
        time = end_of(w, piece.law, u, w.now)
        if time < first:
            token.won, first = k, time
    return first - w.now


@compiled
def began(w: Any, t: int) -> int:
    """The encounter begins: a contact is counted, a shared step comes first."""
    token = token_at(w, t)
    view = doing(w, token)
    row_at(w, t).began = w.now
    if view.contact != NONE and token.called_by != BY_THROUGH:
        count_contact(w, t, view.contact)
    if view.through != NONE:
        if view.obstructed and not finds_line(w, t, wide(view.part)):
            return hear_busy(w, t)
        token.state = IN_THROUGH
        enter(w, t, NONE)
        spawn(w, t, view.through, view.through_arc, BY_THROUGH)
        return NOTHING
    return through_ended(w, t)


@rare
def finds_line(w: Any, t: int, number: int) -> bool:
    """Whether a line is free at the start of `through`; one of a closed part is not asked for."""
    part = part_at(w, number)
    return (part.staffed and part.level == 0) or take_line(w, t, number)


@compiled
def count_contact(w: Any, t: int, reason: int) -> None:
    token = token_at(w, t)
    row = row_at(w, t)
    case = case_at(w, token.case)
    k = token.case * fixed(w, "reason_count") + reason
    row.contact = 1
    row.repeat = w.now - contacted_of(w)[k] <= REPEAT_SECONDS
    contacted_of(w)[k] = w.now
    case.contacts += 1
    case.repeats += row.repeat


@compiled
def through_ended(w: Any, t: int) -> int:
    """The shared step is behind: now the customer's own effort."""
    token = token_at(w, t)
    view = doing(w, token)
    if not view.booked:
        row_at(w, t).own_started = w.now
    if is_last_piece(w, token):
        return END_LAST_PIECE
    if view.own != NONE:
        if view.tried_at_own:
            begin_trying(w, t)
        token.state = IN_OWN
        enter(w, t, OWN_EFFORT)
        after(w, t, delay(w, t, view.own, OWN), OWN_ENDED)
        return NOTHING
    return own_ended(w, t)


@compiled
def own_ended(w: Any, t: int) -> int:
    token = token_at(w, t)
    view = doing(w, token)
    if is_last_piece(w, token) and (view.queues or view.takes != NONE):
        return END_LAST_PIECE
    if view.verb == CHOOSE:
        return SERVICE_ENDED
    return join(w, t)


@inlined
def service_started(w: Any, t: int) -> None:
    """The service begins: spans that shut here hold what falls due from now on."""
    token = token_at(w, t)
    row = row_at(w, t)
    view = doing(w, token)
    token.state = IN_SERVICE
    row.started = w.now
    token.no_show = 0
    if view.eventful:
        look_at_start(w, t, view)
    if token.no_show:
        enter(w, t, FOR_ORGANISATION)
    else:
        case_at(w, token.case).cost += view.cost
        enter(w, t, view.service_class)
    if view.verb <= TOUCH and place_of(w, token).shuttings:
        begin_trying(w, t)


@rare
def look_at_start(w: Any, t: int, view: Any) -> None:
    """A service begins: perhaps too late, perhaps of nobody; remember it where it matters."""
    token = token_at(w, t)
    if view.begun != NONE:
        counts_of(w)[token.case * fixed(w, "count_columns") + view.begun] = 1
    check_tolerance(w, t, view)
    if view.no_shows:
        token.no_show = luck(w, t, NO_SHOW_CHANCE) < view.no_show_chance


@rare
def check_tolerance(w: Any, t: int, view: Any) -> None:
    row = row_at(w, t)
    if math.isnan(view.tolerates) or math.isnan(row.joined):
        return
    until = row.ended if math.isnan(row.started) else row.started
    row.over_tolerance = until - row.joined > view.tolerates
    case_at(w, token_at(w, t).case).over_tolerance += row.over_tolerance


@compiled
def service_ended(w: Any, t: int) -> int:
    """The service is over; of a booked one the customer's own effort follows."""
    token = token_at(w, t)
    view = doing(w, token)
    if token.line != NONE:
        give_line(w, t)
    if view.own_last != NONE and not token.no_show and not is_last_piece(w, token):
        row_at(w, t).own_started = w.now
        token.state = IN_OWN
        enter(w, t, OWN_EFFORT)
        after(w, t, delay(w, t, view.own_last, OWN), ENCOUNTER_ENDED)
        return NOTHING
    return encounter_ended(w, t)


@compiled
def encounter_ended(w: Any, t: int) -> int:
    """The customer's person is free, then clock time passes."""
    token = token_at(w, t)
    row = row_at(w, t)
    view = doing(w, token)
    row.ended = w.now
    release_person(w, t)
    if token.no_show:
        return after_no_show(w, t, view)
    if view.after != NONE and not is_last_piece(w, token):
        token.state = IN_AFTER
        enter(w, t, FOR_ORGANISATION)
        after(w, t, delay(w, t, view.after, AFTER), CONCLUDE)
        return NOTHING
    return conclude(w, t)


@rare
def after_no_show(w: Any, t: int, view: Any) -> int:
    """Nobody was served: promises stay open, the token goes where the no show leads."""
    token = token_at(w, t)
    token.no_show = 0
    close_row(w, t, NO_SHOW)
    end_trying_unserved(w, t)
    if is_last_piece(w, token):
        return END_LAST_PIECE
    w.a, w.b = view.no_show_to, view.no_show_arc
    return LEAD


@compiled
def conclude(w: Any, t: int) -> int:
    """The visit is over: an earlier failure is noticed, or it fails itself, or it was served."""
    token = token_at(w, t)
    row = row_at(w, t)
    case = case_at(w, token.case)
    if math.isnan(row.ended):
        row.ended = w.now
    if is_last_piece(w, token):
        return served(w, t)
    if case.carried != NONE:
        k = notice(w, token.case, token.step)
        if k != NONE:
            return fail(w, t, k)
    view = doing(w, token)
    if view.failures == 0:
        return served(w, t)
    k = own_failure(w, t, view)
    if k == NONE:
        return served(w, t)
    failure = failure_at(w, k)
    if failure.noticed_at != NONE:
        row.arose = failure.mode
        carry(w, token.case, token.step, k)
        return served(w, t)
    if failure.until != NONE:
        rest(w, t, k)
        return NOTHING
    return fail(w, t, k)


@rare
def notice(w: Any, slot: int, step: int) -> int:
    """Return the oldest failure that is noticed at a step, and forget all that are."""
    case = case_at(w, slot)
    oldest = NONE
    k, kept = case.carried, NONE
    while k != NONE:
        carried = carried_at(w, k)
        following = carried.next
        if failure_at(w, carried.failure).noticed_at == step:
            if oldest == NONE:
                oldest = carried.failure
            if kept == NONE:
                case.carried = following
            else:
                carried_at(w, kept).next = following
            carried.next = w.free_carried
            w.free_carried = k
            w.carried_count -= 1
        else:
            kept = k
        k = following
    return oldest


@rare
def carry(w: Any, slot: int, step: int, failure: int) -> None:
    """Let a failure travel with its case until a later step notices it."""
    if w.carried_count >= fixed(w, "carried_room"):
        w.status = TOO_SMALL
        return
    case = case_at(w, slot)
    k = w.free_carried
    carried = carried_at(w, k)
    w.free_carried = carried.next
    w.carried_count += 1
    carried.failure, carried.step, carried.next = failure, step, NONE
    if case.carried == NONE:
        case.carried = k
        return
    last = case.carried
    while carried_at(w, last).next != NONE:
        last = carried_at(w, last).next
    carried_at(w, last).next = k


@rare
def own_failure(w: Any, t: int, view: Any) -> int:
    u = luck(w, t, FAILS)
    for k in range(view.fails, view.fails + view.failures):
        if u < failure_at(w, k).upto:
            return k
    return NONE


@rare
def rest(w: Any, t: int, k: int) -> None:
    """The failure is found when the case ends a visit of another step; until then it rests."""
    token = token_at(w, t)
    token.state, token.rest = RESTING, failure_at(w, k).first
    case_at(w, token.case).resting += 1
    enter(w, t, FOR_ORGANISATION)
    row_at(w, t).mode = failure_at(w, k).mode
    end_trying_unserved(w, t)
    look_for_stuck(w, token.case)


@rare
def fail(w: Any, t: int, k: int) -> int:
    """A failure acts at the end of this visit."""
    token = token_at(w, t)
    failure = failure_at(w, k)
    case = case_at(w, token.case)
    case.found_by_customer += failure.by_customer
    row_at(w, t).mode = failure.mode
    close_row(w, t, FAILED)
    if case.resting and place_of(w, token).wakes:
        push(w, FAILED_ON, t, k, NO)
        wake_resting(w, token.case, token.step)
        return NOTHING
    return failed_on(w, t, k)


@rare
def failed_on(w: Any, t: int, k: int) -> int:
    end_trying_unserved(w, t)
    w.a, w.b = failure_at(w, k).to, failure_at(w, k).arc
    return LEAD


@rare
def wake_resting(w: Any, slot: int, step: int) -> None:
    """A visit of a step has ended: the failures that waited for it lead on."""
    t = case_at(w, slot).last
    while t != NONE:
        token = token_at(w, t)
        if token.state == RESTING:
            push(w, WOKEN, t, step, NO)
        t = token.previous


@rare
def woken(w: Any, t: int, step: int) -> int:
    token = token_at(w, t)
    if token.state != RESTING or failure_at(w, token.rest).until != step:
        return NOTHING
    failure = failure_at(w, token.rest)
    case = case_at(w, token.case)
    token.state = MOVING
    case.resting -= 1
    case.found_by_customer += failure.by_customer
    close_row(w, t, FAILED)
    w.a, w.b = failure.to, failure.arc
    if case.resting and place_of(w, token).wakes:
        push(w, LEAD, t, w.a, w.b)
        wake_resting(w, token.case, token.step)
        return NOTHING
    return LEAD


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_TWENTY_NINE = np.uint64(29)


@compiled
def close_row(w: Any, t: int, how: int) -> None:
    """Write a visit down."""
    if token_at(w, t).line != NONE:
        give_line(w, t)
    write_down(w, t, how)


@inlined
def write_down(w: Any, t: int, how: int) -> None:
    token = token_at(w, t)
    row = row_at(w, t)
    view = doing(w, token)
    case = case_at(w, token.case)
    row.how = how
    if how != UNDER_WAY:
        w.events += 1
        if math.isnan(row.ended):
            row.ended = w.now
        if view.meets and row.caller == NONE:
            word = (case.path ^ np.uint64(token.step * HOWS + how + 1)) * _GOLDEN
            case.path = word ^ (word >> _TWENTY_NINE)
    row.finished = w.now
    token.row = CLOSED_ROW
    if how in (LEFT, CLOSED) and math.isnan(row.started):
        check_tolerance(w, t, view)
    case.visits += 1
    if case.counted and fixed(w, "log"):
        tell_row(w, row)


@inlined
def tell_row(w: Any, row: Any) -> None:
    if w.steps_out_count >= fixed(w, "steps_out_room"):
        w.status = TOO_SMALL
        return
    carray(pointer(w, "steps_out"), (1,), STEP)[np.uint64(w.steps_out_count)] = row
    w.steps_out_count += 1


@compiled
def served(w: Any, t: int) -> int:
    """Nothing failed: spans shut and open, news reaches the customer, the token goes on."""
    token = token_at(w, t)
    view = doing(w, token)
    case = case_at(w, token.case)
    branch = NONE
    if view.branches and not is_last_piece(w, token):
        branch = view.go + token.won if view.verb == FIRST_OF else draw_branch(w, t, view)
        row_at(w, t).branch = branch_at(w, branch).code
    close_row(w, t, SERVED)
    if case.resting and place_of(w, token).wakes:
        push(w, SERVED_ON, t, branch, NO)
        wake_resting(w, token.case, token.step)
        return NOTHING
    return served_on(w, t, branch)


@inlined
def draw_branch(w: Any, t: int, view: Any) -> int:
    if view.branches == 1:
        return view.go
    u = luck(w, t, GO)
    k = view.go
    while u >= branch_at(w, k).upto:
        k += 1
    return k


@compiled
def served_on(w: Any, t: int, branch: int) -> int:
    token = token_at(w, t)
    view = doing(w, token)
    seen = view.meets and token.called_by != BY_THROUGH
    if seen:
        case_at(w, token.case).before = token.step
    token.retries = token.call_backs = token.attempt = 0
    end_trying_served(w, t)
    if token.gone:
        return NOTHING
    if seen and view.tells and fixed(w, "act_count"):
        news(w, token.case)
    if is_last_piece(w, token):
        return END_LAST_PIECE
    if token.beside:
        remove(w, t)
        return NOTHING
    if branch == NONE:
        return go_on(w, t)
    w.a, w.b = branch_at(w, branch).to, branch_at(w, branch).arc
    return jump(w, t, w.a, w.b)


@compiled
def go_straight_on(w: Any, t: int) -> int:
    """A visit is over: it was served, nothing can come of it, and one step follows.

    What ``service_ended``, ``conclude``, ``served``, ``served_on`` and ``jump`` or ``go_on`` do,
    where it can be said beforehand that most of it is nothing.
    """
    token = token_at(w, t)
    view = doing(w, token)
    case = case_at(w, token.case)
    place = place_of(w, token)
    row = row_at(w, t)
    row.ended = w.now
    if token.holds != NONE:
        case.engaged &= ~(np.uint64(1) << np.uint64(token.holds))
        token.holds = NONE
    if view.branches:
        branch = branch_at(w, draw_branch(w, t, view))
        row.branch = branch.code
        to, arc = branch.to, branch.arc
    else:
        to, arc = integer(w, place.onward), place.onward_arc
    write_down(w, t, SERVED)
    if view.meets:
        case.before = token.step
    if not is_quiet(w):
        route(w, t, to, arc)
        return NOTHING
    token.step, token.state, token.row, token.arc = to, MOVING, NO_ROW, arc
    w.at = t
    return ARRIVE


@compiled
def go_on(w: Any, t: int) -> int:
    """Follow `next`, or fall through to the following step, or come to an edge."""
    token = token_at(w, t)
    place = place_of(w, token)
    if place.onwards == 0:
        w.a = YES
        return AT_EDGE
    arc = place.onward_arc
    is_act = token.run != NONE and token.caller == NONE
    if is_act and token.step == act_at(w, run_at(w, token.run).act).step:
        take_over(w, t, integer(w, place.onward), arc)
        return NOTHING
    if lacks_tokens(w, place.onwards):
        return NOTHING
    for k in range(place.onwards):
        branch = t if k == 0 else twin_of(w, t)
        route(w, branch, integer(w, place.onward + k), arc)
    return NOTHING


@rare
def lead(w: Any, t: int, to: int, arc: int) -> int:
    """Send a token that was not served to a sister way, a step, its caller or its act's end."""
    token = token_at(w, t)
    if to == NONE:
        w.a = NO
        return AT_EDGE
    release_person(w, t)
    if to >= 0:
        return jump(w, t, to, arc)
    token.way, token.retries, token.call_backs = -2 - to, 0, 0
    token.attempt += 1
    leave_sight(w, t)
    return BEGIN_TRY


@compiled
def jump(w: Any, t: int, to: int, arc: int) -> int:
    """Send a token to a step; out of a shared step its callers end, out of an act it takes over."""
    while token_at(w, t).caller != NONE:
        caller = wide(token_at(w, t).caller)
        remove(w, t)
        t = caller
        drop_below(w, t, UNDER_WAY)
        if token_at(w, t).row == OPEN_ROW:
            close_row(w, t, LEFT)
            release_person(w, t)
        end_trying_unserved(w, t)
    if token_at(w, t).run != NONE:
        take_over(w, t, to, arc)
    else:
        route(w, t, to, arc)
    return NOTHING


@rare
def take_over(w: Any, t: int, to: int, arc: int) -> None:
    """An act with a way on: every other token of the case is dropped, one goes there."""
    if lacks_tokens(w, YES):
        return
    slot = token_at(w, t).case
    step = token_at(w, t).step
    k = case_at(w, slot).first
    while k != NONE:
        other = token_at(w, k)
        following = other.next
        if k != t and not other.beside:
            drop(w, k)
        k = following
    remove(w, t)
    route(w, new_token(w, slot, step, NONE, NO), to, arc)


@rare
def drop(w: Any, t: int) -> None:
    """Drop a token because its case or act is over."""
    cut_off(w, t, UNDER_WAY)


@rare
def cut_off(w: Any, t: int, how: int) -> None:
    """Cut a token short: it leaves its queue, a service under way is finished without it."""
    token = token_at(w, t)
    if token.gone:
        return
    if token.state == ASKING:
        stop_asking(w, t)
    if token.batch != NONE:
        leave_batch(w, t)
    if token.queue != NONE and how == LEFT:
        leave_unserved(w, t)
    if token.queue != NONE:
        leave_queue(w, t)
    if token.job != NONE:
        job_at(w, token.job).token = NONE
        token.job = NONE
    remove(w, t)
    end_trying_unserved(w, t)
    if token.split != NONE:
        stop_trying_blocks(w, token.case, token.split)
    if token.row == OPEN_ROW:
        close_row(w, t, how)
    release_person(w, t)


@compiled
def at_edge(w: Any, t: int, came_through: int) -> int:
    """Nothing follows: back to the caller, out of the act, or to where the branches meet."""
    token = token_at(w, t)
    if token.caller != NONE:
        caller, called_by = token.caller, token.called_by
        remove(w, t)
        w.at = caller
        if called_by == BY_CALL:
            return came_back(w, caller)
        if came_through:
            return THROUGH_ENDED
        row = row_at(w, caller)
        if token_at(w, caller).row != NO_ROW and math.isnan(row.ended):
            row.ended = w.now
        w.a = LEFT
        return NOT_SERVED
    if token.run != NONE:
        slot, act = token.case, run_at(w, token.run).act
        remove(w, t)
        end_act(w, slot, act)
        return NOTHING
    if token.split != NONE:
        return meet(w, t)
    reach_end(w, t, NONE, NONE, NO)
    return NOTHING


@rare
def end_last_piece(w: Any, t: int) -> None:
    """The window shut while this act was in the piece that has ended now."""
    token = token_at(w, t)
    slot, act = token.case, run_at(w, token.run).act
    drop_run(w, t)
    end_act(w, slot, act)


@rare
def meet(w: Any, t: int) -> int:
    """A branch of a block is done; the last one goes on."""
    token = token_at(w, t)
    slot = token.case
    s = token.split
    split = split_at(w, s)
    split.missing -= 1
    token.limit = 0
    leave_sight(w, t)
    enter(w, t, NONE)
    if split.missing:
        token.state = JOINING
        look_for_stuck(w, slot)
        return NOTHING
    case = case_at(w, slot)
    k = case.first
    while k != NONE:
        other = token_at(w, k)
        following = other.next
        if k != t and other.split == s:
            take_out(w, k)
        k = following
    token.split, token.step = split.outer, split.step
    token.trying, token.trying_since = split.trying, split.trying_since
    token.state = MOVING
    forget_split(w, case, s)
    return PASS_ON


@rare
def pass_on(w: Any, t: int) -> int:
    """A block or a call is behind: spans shut and open here, the token goes on."""
    end_trying_served(w, t)
    return NOTHING if token_at(w, t).gone else GO_ON


@rare
def stop_trying_blocks(w: Any, slot: int, s: int) -> None:
    """A branch is cut short: a block whose branches are all gone was not served."""
    while s != NONE and not is_under_way(w, slot, s):
        split = split_at(w, s)
        split.limit = 0
        if split.trying and not case_at(w, slot).ended:
            split.trying = 0
            stop_trying(w, slot, place_at(w, case_at(w, slot).places + split.step))
        s = split.outer


@rare
def is_under_way(w: Any, slot: int, s: int) -> bool:
    """Whether any token is in a block, or in one within it."""
    t = wide(case_at(w, slot).first)
    while t != NONE:
        if is_within(w, t, s):
            return True
        t = wide(token_at(w, t).next)
    return False


@rare
def forget_split(w: Any, case: Any, s: int) -> None:
    """A block is over."""
    split = split_at(w, s)
    split.limit = 0
    before, k = NONE, case.splits
    while k != NONE:
        other = split_at(w, k)
        if other.outer == s:
            other.outer = split.outer
        if other.next == s:
            before = k
        k = other.next
    if before == NONE:
        case.splits = split.next
    else:
        split_at(w, before).next = split.next
    split.next = w.free_split
    w.free_split = s
    w.split_count -= 1


@rare
def joined(w: Any, t: int) -> bool:
    """A step that waits for every incoming flow: take one token of each, or wait."""
    token = token_at(w, t)
    slot = token.case
    place = place_of(w, token)
    token.state = JOINING
    enter(w, t, NONE)
    case = case_at(w, slot)
    complete = case.first != NONE
    for k in range(place.incoming, place.incoming + place.incomings):
        complete = complete and first_by(w, slot, token.step, integer(w, k)) != NONE
    k = case.first
    while k != NONE and complete:
        other = token_at(w, k)
        if other.step == token.step and other.state == JOINING:
            complete = is_incoming(w, place, other.arc)
        k = other.next
    if not complete:
        look_for_stuck(w, slot)
        return False
    for k in range(place.incoming, place.incoming + place.incomings):
        other_t = first_by(w, slot, token.step, integer(w, k))
        if other_t != NONE and other_t != t:
            take_out(w, other_t)
    token.state = MOVING
    return True


@rare
def first_by(w: Any, slot: int, step: int, arc: int) -> int:
    """Return the first token that came to a join by one of its incoming flows."""
    k = int(case_at(w, slot).first)
    while k != NONE:
        token = token_at(w, k)
        if token.step == step and token.state == JOINING and token.arc == arc:
            return k
        k = int(token.next)
    return k


@rare
def is_incoming(w: Any, place: Any, arc: int) -> bool:
    for k in range(place.incoming, place.incoming + place.incomings):
        if integer(w, k) == arc:
            return True
    return False


@rare
def not_served(w: Any, t: int, how: int) -> int:
    """The customer gave up, or found it closed: try again later, or go elsewhere."""
    token = token_at(w, t)
    view = doing(w, token)
    close_row(w, t, how)
    end_trying_unserved(w, t)
    release_person(w, t)
    if token.gone:
        return NOTHING
    if is_last_piece(w, token):
        return END_LAST_PIECE
    again = again_after_closed(w, t, view) if how == CLOSED else retry(w, t, view)
    if again >= 0.0:
        token.state = BETWEEN
        token.attempt += 1
        enter(w, t, NONE)
        after(w, t, again - w.now, BEGIN_TRY)
        return NOTHING
    w.a, w.b = view.left_to, view.left_arc
    if how == CLOSED:
        w.a, w.b = view.closed_to, view.closed_arc
    return LEAD


@rare
def retry(w: Any, t: int, view: Any) -> float:
    """Return when the customer tries again after giving up, or -1."""
    token = token_at(w, t)
    if token.retries >= view.retries or luck(w, t, RETRY) >= view.retry_chance:
        return -1.0
    token.retries += 1
    return w.now + delay(w, t, view.retry_after, RETRY_AFTER)


@rare
def again_after_closed(w: Any, t: int, view: Any) -> float:
    """Return when the customer calls back after finding it closed, or -1."""
    token = token_at(w, t)
    if not view.calls_back or token.call_backs >= CALL_BACKS:
        return -1.0
    if not math.isnan(view.call_chance) and luck(w, t, CLOSED_CHANCE) >= view.call_chance:
        return -1.0
    opening = next_opening(w, part_at(w, wide(row_at(w, t).part)), w.now)
    if math.isinf(opening):
        return -1.0
    token.call_backs += 1
    u = luck(w, t, CALL_BACK)
    return end_of(w, view.call_within, u, opening)


@compiled
def reach_end(w: Any, t: int, outcome: int, step: int, ends: int) -> None:
    """A token ends; an end `lost` or one that ends everything, or the last token, ends the case."""
    slot = token_at(w, t).case
    case = case_at(w, slot)
    if outcome > case.outcome:
        case.outcome, case.end_step = outcome, step
    remove(w, t)
    if case.outcome == OUTCOME_LOST or ends or case.on_the_way == 0:
        end_case(w, slot)
    else:
        look_for_stuck(w, slot)


@rare
def look_for_stuck(w: Any, slot: int) -> None:
    """End a case whose tokens can never move again."""
    case = case_at(w, slot)
    if case.ended or case.stuck:
        return
    t = case.first
    while t != NONE:
        token = token_at(w, t)
        waits = token.state in (JOINING, RESTING, IN_THROUGH)
        if not token.beside and not waits:
            return
        t = token.next
    if anything_due(w, slot) or any_limit_runs(w, slot):
        return
    case.stuck = 1
    end_case(w, slot)
    case.ended = 0


@compiled
def end_case(w: Any, slot: int) -> None:
    """The case is over: acts are dropped, open promises are judged, touches are still made."""
    case = case_at(w, slot)
    spend(w, slot)
    for k in range(7):
        spent_of(w)[slot * 14 + 7 + k] = spent_of(w)[slot * 14 + k]
    if not case.ended:
        count_open(w, NONE)
    case.end, case.ended = w.now, 1
    t = case.first
    while t != NONE:
        token = token_at(w, t)
        following = token.next
        if not token.beside or case.outcome == OUTCOME_LOST:
            drop(w, t)
        t = following
    close_spans(w, slot)
    k = case.carried
    while k != NONE:
        case.never_noticed += 1
        k = carried_at(w, k).next
    for number in range(fixed(w, "part_count")):
        part = part_at(w, number)
        if part.own_customers:
            bound = slot * fixed(w, "count_columns") + part.column
            if counts_of(w)[bound]:
                person_at(w, part.people + counts_of(w)[bound] - 1).bound -= 1
                counts_of(w)[bound] = 0
                mark_dirty(w, number)
    note_done(w, slot)


# --- One instant after another ---------------------------------------------------------------


@rare
def carry_on(w: Any, op: int) -> None:
    """Let a token go on, and then whatever waits for it, until this event is over."""
    while True:
        t = w.at
        if op == NOTHING:
            if w.pending_count == 0 or w.status != RUNNING:
                return
            w.pending_count -= 1
            later = pending_at(w, w.pending_count)
            op, t, w.a, w.b = wide(later.op), wide(later.token), later.a, later.b
            w.at = t
            if token_at(w, t).gone:
                op = NOTHING
        elif op == ARRIVE:
            op = arrive(w, t)
        elif op == SERVICE_ENDED:
            op = service_ended(w, t)
        elif op == GO_ON:
            op = go_on(w, t)
        elif op == BEGIN_TRY:
            op = begin_try(w, t)
        elif op == CONCLUDE:
            op = conclude(w, t)
        elif op == PAUSED:
            op = paused(w, t)
        elif op == OWN_ENDED:
            op = own_ended(w, t)
        elif op == THROUGH_ENDED:
            op = through_ended(w, t)
        elif op == LEAD:
            op = lead(w, t, w.a, w.b)
        elif op == AT_EDGE:
            op = at_edge(w, t, w.a)
        elif op == NOT_SERVED:
            op = not_served(w, t, w.a)
        elif op == END_LAST_PIECE:
            end_last_piece(w, t)
            op = NOTHING
        elif op == SERVED_ON:
            op = served_on(w, t, w.a)
        elif op == FAILED_ON:
            op = failed_on(w, t, w.a)
        elif op == ENCOUNTER_ENDED:
            op = encounter_ended(w, t)
        elif op == PASS_ON:
            op = pass_on(w, t)
        elif op == GRANTED:
            op = granted(w, t)
        elif op == WOKEN:
            op = woken(w, t, w.a)
        else:
            op = found_closed(w, t, w.a)


@rare
def fall_due(w: Any, kind: int, index: int) -> int:
    """Do what is due, apart from the end of a job; return what its token does next."""
    w.at = index
    if kind == TOKEN_DUE:
        token = token_at(w, index)
        token.timer = 0
        return wide(token.op)
    if kind == PATIENCE_DUE:
        return give_up(w, index)
    if kind == CHANGE_DUE:
        set_level(w, index, level_at(w, part_at(w, index), w.now))
        schedule_change(w, index)
    elif kind == CLOCK_DUE:
        fire(w, index)
    elif kind == PROMISE_DUE:
        promise_at(w, index).timer = 0
        promise_due(w, index)
    elif kind == RELEASED_DUE:
        promise_due(w, index)
    elif kind == WITHIN_DUE:
        token = token_at(w, index)
        token.within, token.anybody = 0, 1
        mark_dirty(w, token.queue // fixed(w, "rank_count"))
    elif kind == GRANT_DUE:
        grant(w, index)
    elif kind == LIMIT_DUE:
        return limit_due(w, index)
    elif kind == BATCH_DUE:
        return batch_goes(w, index)
    elif kind == BATCH_SERVED:
        end_batch(w, index)
    elif kind == BLOCK_LIMIT_DUE:
        return block_limit_due(w, index)
    elif token_at(w, index).state == IN_QUEUE_OF:
        token_at(w, index).timer = 0
        return serve_unheld(w, index)
    return NOTHING


@inlined
def is_tight(w: Any) -> bool:
    """Whether the arrays had better be made larger before the next customer arrives."""
    return bool(
        w.token_count > fixed(w, "token_mark")
        or w.case_count > fixed(w, "case_mark")
        or w.job_count > fixed(w, "job_mark")
    )


@inlined
def next_due(w: Any) -> int:
    """Take the next arrival or entry of the agenda; at the end of the run, stop."""
    fill_hole(w)
    if w.agenda_count >= fixed(w, "agenda_mark"):
        weed(w)
        if w.status != RUNNING:
            return NOTHING
    first = due_at(w, NO)
    while w.agenda_count > 0 and not is_alive_at_once(w, first):
        take_first(w)
    time = first.time if w.agenda_count > 0 else math.inf
    rank = np.int64(first.key >> _RANK)
    arrival = w.next_arrival
    if arrival < time or (arrival == time and rank > DONE):
        if ends_before(w, arrival):
            return NOTHING
        if is_tight(w):
            w.status = TIGHT
            return NOTHING
        w.now = arrival
        begin_case(w)
        return NOTHING
    if ends_before(w, time):
        return NOTHING
    w.now = time
    what = first.what
    w.hole = 1
    if what >> _WHAT == JOB_DUE:
        return job_done(w, what & _INDEX)
    return fall_due(w, what >> _WHAT, what & _INDEX)


@inlined
def ends_before(w: Any, time: float) -> bool:
    """Whether the run is over before the next thing is due."""
    if time <= w.now:
        return False
    if fixed(w, "given_count") >= 0:
        if w.given < fixed(w, "given_count") or w.case_count > 0 or w.job_count > 0:
            if time <= fixed(w, "limit"):
                return False
            w.now = fixed(w, "limit")
    elif time >= fixed(w, "window_end") and w.counted_open == 0:
        w.now = max(w.now, fixed(w, "window_end"))
    elif time > fixed(w, "limit"):
        w.now = fixed(w, "limit")
    else:
        return False
    stop(w)
    return True


@rare
def stop(w: Any) -> None:
    """The run is over: count what people are still working on."""
    w.phase, w.stopped_at, w.told = TELLING, w.now, 0
    count_open(w, NO)
    for k in range(fixed(w, "people_count")):
        person = person_at(w, k)
        if person.job != NONE:
            count_piece(w, person, job_at(w, person.job))


@inlined
def is_due_now(w: Any) -> bool:
    """Whether something on the agenda is due at this instant; what is stale goes."""
    if nothing_is_due(w):
        return False
    fill_hole(w)
    while w.agenda_count > 0 and due_at(w, NO).time <= w.now:
        if is_alive(w, due_at(w, NO)):
            return True
        take_first(w)
    return False


@inlined
def is_urgent(w: Any) -> bool:
    """Whether something is due now that comes before any start of a service."""
    if w.next_arrival <= w.now:
        return True
    if not is_due_now(w):
        return False
    return bool(np.int64(due_at(w, NO).key >> _RANK) < START)


@inlined
def soon_is_next(w: Any) -> bool:
    """Whether the token on its way comes before all else that is due now."""
    if w.next_arrival <= w.now:
        return False
    if not is_due_now(w):
        return True
    return not is_before(due_at(w, NO), w.now, w.soon_key, w.soon_tail)


@inlined
def is_nearly_full(w: Any) -> bool:
    """Whether the records written so far had better be handed on first."""
    return bool(
        w.steps_out_count >= fixed(w, "steps_out_mark")
        or w.cases_out_count >= fixed(w, "cases_out_mark")
        or w.promises_out_count >= fixed(w, "promises_out_mark")
    )


@compiled
def simulate(w: Any) -> None:
    """Do one thing after another, always the lowest of what is due."""
    while w.status == RUNNING and w.phase == SIMULATING:
        op = NOTHING
        if w.soon != NONE and soon_is_next(w):
            op = arrive_soon(w)
        elif w.soon == NONE and w.dirty_count > 0 and not is_urgent(w):
            start_one(w)
        else:
            empty_limbo(w)
            if is_nearly_full(w):
                w.status = FULL
                return
            op = next_due(w)
        if op == ARRIVE:
            op = arrive(w, w.at)
        if op != NOTHING or w.pending_count:
            carry_on(w, op)


@inlined
def arrive_soon(w: Any) -> int:
    """The token on its way arrives, if nothing has stopped it."""
    t = w.soon
    w.at, w.soon = t, NONE
    token = token_at(w, t)
    if token.timer != np.int64(w.soon_tail & _SERIAL):
        return NOTHING
    token.timer = 0
    return arrive(w, t)


@rare
def tell_the_rest(w: Any) -> None:
    """Write down the cases and visits that are still under way."""
    while w.told < fixed(w, "case_room"):
        if is_nearly_full(w):
            w.status = FULL
            return
        slot = w.told
        w.told += 1
        case = case_at(w, slot)
        if not case.used or not case.counted:
            continue
        spend(w, slot)
        t = case.first
        while t != NONE:
            if token_at(w, t).row == OPEN_ROW:
                close_row(w, t, UNDER_WAY)
            t = token_at(w, t).next
        tell_case(w, slot)
    w.status = OVER


@rare
def begin(w: Any) -> None:
    """Put the people to work at time 0, and find the first arrival."""
    for number in range(fixed(w, "part_count")):
        part = part_at(w, number)
        if part.staffed:
            set_level(w, number, level_at(w, part, 0.0))
            schedule_change(w, number)
    if fixed(w, "given_count") < 0:
        for k in range(fixed(w, "segment_count")):
            draw_arrival(w, k)
    look_for_arrival(w)
    w.phase, w.bin_end = SIMULATING, fixed(w, "bin_seconds")


@entry
def run(world: Any) -> int:
    """Run a replication until it is over, a buffer is full or an array too small.

    ``world`` holds one record WORLD, whose addresses the caller keeps alive. Returns FULL (empty
    the buffers of records and call again), TIGHT (make the arrays larger, keep what is in them,
    and call again), TOO_SMALL (make them larger and begin again), LOOP_WITHOUT_TIME or
    TOO_MANY_TOKENS (at step ``where``), or OVER.
    """
    w = world[0]
    w.status = RUNNING
    if w.phase == STARTING:
        begin(w)
    if w.phase == SIMULATING:
        simulate(w)
    if w.phase == TELLING and w.status == RUNNING:
        tell_the_rest(w)
    return w.status

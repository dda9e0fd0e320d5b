"""The examples are read with the right values, fit on a page's width, and are not overloaded."""

from pathlib import Path
from typing import Any

import pytest

from outsidein.document import read_text
from outsidein.model.behaviour import AtMost, Closed, Law, Patience, Retry, Trigger
from outsidein.model.process import Process, Source, Step
from outsidein.simulation.load import offered_loads

EXAMPLES = Path(__file__).parents[2] / "examples"
MIN, HOUR, DAY = 60.0, 3600.0, 86400.0
NAMES = ["order", "loan", "bank-account", "claim", "appointment", "broadband", "permit"]
NAMES += ["executives"]
LATER = {"first of", "some of"}  # verbs that are read but cannot be simulated yet


def example(name: str) -> Process:
    path = EXAMPLES / name / f"{name}.yaml"
    return read_text(path.read_text(encoding="utf-8"), path.name)


def every_step(process: Process) -> dict[str, Step]:
    """All steps by id: shared ones, acts and branches included."""
    found: dict[str, Step] = {}
    waiting = [*process.shared, *process.steps]
    while waiting:
        step = waiting.pop()
        found[step.id] = step
        waiting += [*step.acts, *(inner for block in step.blocks for inner in block.steps)]
    return found


def lognormal(mean: float, sd: float, unit: str = "min") -> Law:
    return Law(kind="lognormal", parameters=(mean, sd), unit=unit)


def constant(seconds: float, unit: str = "min") -> Law:
    return Law(kind="constant", parameters=(seconds,), unit=unit)


@pytest.fixture(scope="module")
def order() -> Process:
    return example("order")


@pytest.fixture(scope="module")
def loan() -> Process:
    return example("loan")


@pytest.mark.parametrize("name", NAMES)
def test_lines_are_at_most_100_characters(name: str) -> None:
    """An example is read by people: no line is longer than 100 characters."""
    files = [f for f in (EXAMPLES / name).iterdir() if f.suffix in {".yaml", ".py"}]
    assert files
    long = [
        f"{file.name}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 100
    ]
    assert long == []


@pytest.mark.parametrize("name", NAMES)
def test_an_example_can_be_simulated_now(name: str) -> None:
    """Nothing in an example is of a kind that is read but not simulated yet."""
    process = example(name)
    verbs = {step.verb for step in every_step(process).values()}
    assert verbs.isdisjoint(LATER)
    assert "booked" not in process.channels.values()
    assert not any(part.skills for part in process.parts)
    assert process.drawn_in is None


@pytest.mark.parametrize("name", NAMES)
def test_names_fit_in_two_lines_of_a_node(name: str) -> None:
    """A step's name has at most 24 characters, two lines of a node."""
    long = [s.name for s in every_step(example(name)).values() if len(s.name) > 24]
    assert long == []


LOADS = {
    "order": {"call-centre": 0.507, "sales": 0.480, "billing": 0.790, "warehouse": 0.831},
    "loan": {"loan-desk": 0.561, "validation": 0.646},
    "bank-account": {
        "video-desk": 0.432,
        "branches": 0.418,
        "helpline": 0.021,
        "compliance": 0.803,
        "back-office": 0.643,
    },
    "claim": {
        "claims-line": 0.319,
        "case-handlers": 0.815,
        "assessors": 0.810,
        "complaints": 0.734,
        "payments": 0.681,
    },
    "appointment": {
        "booking-office": 0.270,
        "clinic": 0.712,
        "blood-room": 0.200,
        "imaging": 0.470,
        "laboratory": 0.401,
    },
    "broadband": {
        "first-line": 0.578,
        "second-line": 0.838,
        "dispatch": 0.533,
        "technicians": 0.790,
        "complaints": 0.0,
    },
    "permit": {
        "front-desk": 0.188,
        "building-desk": 0.552,
        "land-registry": 0.200,
        "cash-desk": 0.119,
        "planning": 0.789,
        "inspectors": 0.578,
    },
    "executives": {"desk": 0.634},
}


@pytest.mark.parametrize("name", NAMES)
def test_every_part_has_room(name: str) -> None:
    """Each part's offered load is the one of the README's table, and below 0.9."""
    loads = {part: a / b for part, (a, b) in offered_loads(example(name)).items()}
    assert loads == pytest.approx(LOADS[name], abs=0.005)
    assert max(loads.values()) < 0.9


def test_the_order_has_every_part_behind_it(order: Process) -> None:
    """Eight parts from the web shop down to the courier, with their kind, people and cost."""
    assert [part.id for part in order.parts] == [
        "web-shop",
        "answering-menu",
        "call-centre",
        "sales",
        "billing",
        "warehouse",
        "order-system",
        "courier",
    ]
    parts = {part.id: part for part in order.parts}
    assert [parts[p].kind for p in ("web-shop", "call-centre", "courier")] == [
        "system",
        "department",
        "partner",
    ]
    assert (parts["call-centre"].people, parts["call-centre"].cost_per_hour) == (2, 32.0)
    assert [hours.start_seconds for hours in parts["call-centre"].open] == [9 * HOUR]
    shifts = parts["warehouse"].people
    assert isinstance(shifts, tuple)
    assert [n for _, n in shifts] == [2, 1, 1]


def test_the_order_has_shoppers_and_businesses(order: Process) -> None:
    """Six in seven are shoppers; a business has three persons and goes first."""
    shopper, business = order.customers
    assert (shopper.share, business.share) == (0.85, None)
    assert business.people == ("buyer", "approver", "goods-in")
    assert business.priority == 1
    assert business.worth == {"served": 210.0, "lost": -40.0}
    assert order.arrivals is not None
    assert order.arrivals.per_second == pytest.approx(120 / DAY)
    assert [weight for _, weight in order.arrivals.profile] == [3, 1, 1]


def test_the_order_is_found_on_the_web_or_by_phone(order: Process) -> None:
    """Research has two ways; the phone goes through the menu, and a business asks Sales."""
    find = every_step(order)["find"]
    web, phone = find.ways
    assert (web.part, web.share, web.own) == ("web-shop", None, lognormal(6 * MIN, 4 * MIN))
    assert [(f.mode, f.chance, f.to, f.by) for f in web.fails] == [
        ("found nothing", 0.06, "phone", "customer")
    ]
    assert (phone.share, phone.through, phone.part) == (0.2, "menu", "call-centre")
    assert phone.takes == lognormal(6 * MIN, 3 * MIN)
    assert phone.patience == Patience(
        law=Law(kind="exponential", parameters=(4 * MIN,), unit="min"), to="web"
    )
    assert phone.closed == Closed(to="web")
    assert (("ways", "phone", "part"), "sales") in find.overrides["business"]
    assert (("ways", "phone", "share"), 0.6) in find.overrides["business"]
    menu = every_step(order)["menu"]
    assert [(f.mode, f.chance, f.to) for f in menu.fails] == [("gave up", 0.04, None)]


def test_the_order_can_be_asked_about_revised_and_enquired_at_any_time(order: Process) -> None:
    """Questions are retried; acts are triggered by chance or by silence, each a few times."""
    steps = every_step(order)
    ask = steps["ask"]
    assert ask.retry == Retry(chance=0.7, after=constant(2 * HOUR, "h"), most=3)
    assert ask.closed == Closed(chance=0.6, call_back=True, to="lost")
    assert steps["options"].at_most == AtMost(visits=4, to="left")
    assert steps["enquire"].trigger == Trigger(
        kind="no news", silence=constant(2 * DAY, "day"), chance=0.35, most=3
    )
    assert steps["revise"].trigger == Trigger(kind="at random", chance=0.04, per="day", most=1)
    assert steps["revise"].next == ("credit",)
    assert steps["cancel"].next == ("undone",)
    assert steps["chase"].shows == "status"


def test_the_order_is_received_exchanged_or_sent_back(order: Process) -> None:
    """A wrong item shows at the door; what is kept by a business is paid later."""
    steps = every_step(order)
    (wrong,) = steps["pick"].fails
    assert (wrong.chance, wrong.noticed_at, wrong.to) == (0.03, "receive", "swap")
    assert [(b.label, b.share, b.to) for b in steps["keep"].go] == [
        ("yes", 0.91, "pay"),
        ("exchange", 0.04, "swap"),
        ("return", None, "send-back"),
    ]
    assert (steps["pay"].only, steps["pay"].next) == ("business", ("done",))
    assert steps["pay"].pause == lognormal(6 * DAY, 3 * DAY, "day")
    assert steps["swap"].next == ("prepare",)
    ends = {s.id: s.outcome for s in steps.values() if s.verb == "end"}
    assert ends == {"done": "served", "undone": "not served", "left": "not served", "lost": "lost"}


def test_the_order_has_its_scenarios(order: Process) -> None:
    """Five what-ifs; the executives are for businesses, above Sales, with their own customers."""
    named = {scenario.name: scenario for scenario in order.scenarios}
    assert list(named) == [
        "better descriptions",
        "status by e-mail",
        "no answering menu",
        "account executives",
        "executives for sales",
    ]
    executives = named["account executives"]
    assert executives.for_customer == "business"
    assert named["executives for sales"].on_top_of == "account executives"
    part: Any = next(c.elements for c in executives.changes if hasattr(c, "elements"))
    assert (part.people, part.cost_per_hour, part.place) == (2, 48.0, ("above", "sales"))
    assert part.own_customers.within == constant(2 * MIN)
    assert (part.away.share, part.away.part) == (0.15, "sales")


def test_the_loan_has_the_numbers_of_its_log(loan: Process) -> None:
    """Rates, shares, laws and people as measured, each with its count and period."""
    steps = every_step(loan)
    assert loan.arrivals is not None
    assert loan.arrivals.per_second == pytest.approx(683 / (7 * DAY))
    assert steps["explain"].takes == lognormal(3.7 * MIN, 5.6 * MIN)
    assert steps["remind"].takes == lognormal(58, 136, "s")
    assert [(b.label, b.share, b.to) for b in steps["coming"].go] == [
        ("yes", 0.54, "gather"),
        ("later", pytest.approx(0.193), "reconsider"),
        ("no", None, "quiet"),
    ]
    assert steps["missing"].after == Law(kind="gamma", parameters=(121_680.0, 62 * HOUR), unit="h")
    assert steps["laid-aside"].wait is not None
    desk, validation = loan.parts[1:3]
    assert isinstance(desk.people, tuple)
    assert [n for _, n in desk.people] == [6, 7, 5, 5, 3, 4, 1]
    assert isinstance(validation.people, tuple)
    assert [n for _, n in validation.people] == [3, 6, 5]
    assert loan.sources["coming.go.yes"] == Source(
        kind="observed", n=4415, period="2016-06-20/2016-07-31"
    )
    assert sum(source.kind == "observed" for source in loan.sources.values()) == 36


def test_the_applicant_waits_for_each_call(loan: Process) -> None:
    """A touch that names what follows holds its customer; without it, it would run beside."""
    calls = [step for step in every_step(loan).values() if step.verb == "touch"]
    assert {step.id: step.next for step in calls} == {
        "complete-it": ("all-told",),
        "lead": ("complete-it",),
        "explain": ("at-once",),
        "remind": ("coming",),
        "ask-for-them": ("at-hand",),
    }


def test_what_the_loan_assumes_is_not_called_observed(loan: Process) -> None:
    """Patience, worth, own time, enquiries and the decision have no source of their own."""
    for address in ("enquire.chance", "enquire.patience", "gather.own", "decide.go.yes"):
        assert address not in loan.sources
    assert loan.numbers == "assumed"
    assert loan.customers[0].worth == {"served": 400.0, "not served": 0.0, "lost": 0.0}


def test_the_loan_asks_whether_executives_pay(loan: Process) -> None:
    """Executives make the calls after the offer and for papers; what they change is proposed."""
    named = {scenario.name: scenario for scenario in loan.scenarios}
    assert list(named) == ["account executives", "papers listed by case", "called the same day"]
    changes: list[Any] = list(named["account executives"].changes)
    set_to = {change.address: change.value for change in changes if hasattr(change, "address")}
    for step in ("explain.by", "remind.by", "ask-for-them.by", "enquire.with"):
        assert set_to[step] == "account-executive"
    assert [n for _, n in set_to["loan-desk.people"]] == [4, 4, 3, 3, 2, 3, 1]
    source = loan.sources["scenarios.account-executives.set.coming.go.yes"]
    assert source.kind == "proposed"

"""Faults planted into clean processes, each with the finding it has to lead to.

A plant takes a clean draft and returns the faulty one, the same mended by hand, and what must be
found: its code, its address, and whether, by construction, mending serves more customers well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planted_findings.clean import clean
from planted_findings.drafts import ALWAYS, Draft, Keys

DESK = "Help desk"


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A process with one fault in it, the same without, and the finding the fault must lead to."""

    draft: Draft
    mended: Draft
    code: str
    at: str
    kind: str  # which plant it was
    matters: bool = True  # by construction, mending it serves more customers well


Plant = Callable[[Draft], Planted]


def _desk(draft: Draft, people: int = 12, hours: str = ALWAYS) -> None:
    draft.parts[DESK] = {"people": people, "open": hours}


def _call(**keys: object) -> Keys:
    """Return an encounter by phone with the desk."""
    return {"do": "Phone the desk", "with": DESK, "via": "phone", "takes": "4 min"} | keys


def _allow_contacts(draft: Draft, more: int = 0) -> None:
    """Let customers be content with the contacts of the process as it is, and some more."""
    process = draft.process()
    contacts = sum(
        process.channels.get(s.channel or "") in ("live", "left") and s.verb == "do"
        for s in process.steps
    )
    draft.poor_when = ["promise broken", f"more than {contacts + more} contacts"]


def _load_desk(draft: Draft, step: str, load: float) -> None:
    """Set how long a step takes so that the desk has the load asked for."""
    keys = draft.steps[step]
    keys["takes"] = "1 min"
    minutes = load / draft.load(DESK)
    law = draft.random.choice(("exponential {:.3f} min", "lognormal {:.3f} min sd {:.3f} min"))
    keys["takes"] = law.format(minutes, minutes / 2)


def _spot(draft: Draft) -> int:
    """Return a place behind the first step, and not between a check and what it repeats."""
    ids, steps = list(draft.steps), list(draft.steps.values())
    first = ids.index("step-1") + 1
    places = range(first, len(steps) + 1)
    return draft.random.choice(
        [k for k in places if k == len(steps) or "check" not in steps[k]] or [len(steps)]
    )


# -- failures


def failure_that_loses(draft: Draft) -> Planted:
    """A step fails for good and all."""
    mended = draft.copy()
    chance = draft.random.randint(10, 30)
    able = [i for i, k in draft.steps.items() if {"do", "hidden"} & set(k) and "only" not in k]
    step = draft.random.choice(able)
    draft.steps[step]["fails"] = [f"{chance}% Gone astray -> lost"]
    at = f"{step}.fails.gone-astray"
    return Planted(draft=draft, mended=mended, code="failure", at=at, kind="failure that loses")


def failure_found_by_customer(draft: Draft) -> Planted:
    """Work goes wrong, and the customer finds out at the end."""
    chance = draft.random.randint(10, 30)
    fails = [f"{chance}% wrong item noticed at unpack by customer -> pack"]
    draft.append({
        "pack": {"hidden": "Pack it", "by": "Courier", "takes": "10 min", "fails": fails},
        "unpack": {"do": "Unpack it", "own": "2 min"},
    })  # fmt: skip
    mended = draft.copy()
    del mended.steps["pack"]["fails"]
    at = "pack.fails.wrong-item"
    return Planted(
        draft=draft, mended=mended, code="failure", at=at, kind="failure found by the customer"
    )


def failure_of_a_way(draft: Draft) -> Planted:
    """One of two ways of doing a step fails often."""
    chance = draft.random.randint(30, 60)
    app: Keys = {"via": "web", "share": "40%", "own": "2 min"}
    web = {"via": "web", "share": "rest", "own": "3 min"}
    keys = {"do": "Log in", "with": "Courier", "ways": {"app": app, "web": web}}
    draft.insert(_spot(draft), {"log-in": keys})
    mended = draft.copy()
    app["fails"] = [f"{chance}% crash by customer -> lost"]
    at = "log-in.fails.crash"
    return Planted(draft=draft, mended=mended, code="failure", at=at, kind="failure of a way")


def failure_of_one_customer(draft: Draft) -> Planted:
    """Only one segment's work fails."""
    chance = draft.random.randint(40, 60)
    draft.customers = {"Shopper": {"share": "rest"}, "Business": {"share": "40%"}}
    keys: Keys = {"hidden": "Write the contract", "by": "Courier", "takes": "20 min"}
    draft.insert(_spot(draft), {"contract": keys})
    mended = draft.copy()
    keys["for Business"] = {"fails": [f"{chance}% lost paper -> lost"]}
    at = "contract.fails.lost-paper"
    return Planted(draft=draft, mended=mended, code="failure", at=at, kind="failure of a customer")


# -- waits


def queue(draft: Draft) -> Planted:
    """So few people that customers hang up."""
    _allow_contacts(draft, 1)
    _desk(draft, people=draft.random.choice((1, 1, 2, 3)))
    patience = f"exponential {draft.random.randint(2, 5)} min -> lost"
    draft.insert(_spot(draft), {"ask": _call(patience=patience)})
    _load_desk(draft, "ask", 0.9)
    mended = draft.copy()
    mended.parts[DESK]["people"] = 60
    at = "help-desk.people"
    return Planted(draft=draft, mended=mended, code="wait", at=at, kind="queue")


def after_that_breaks_a_promise(draft: Draft) -> Planted:
    """Transport takes longer than was promised."""
    days = draft.random.randint(3, 6)
    draft.append({
        "ask-for-it": {"do": "Ask for it", "own": "2 min"},
        "ship": {"hidden": "Carry it", "by": "Courier", "after": f"{days - 2}..{days} days"},
        "promised": {"promise": "ask-for-it to done", "within": f"{days - 1} days"},
    })  # fmt: skip
    mended = draft.copy()
    mended.steps["ship"]["after"] = "0 min"
    return Planted(draft=draft, mended=mended, code="wait", at="ship.after", kind="after")


def wait_that_breaks_a_promise(draft: Draft) -> Planted:
    """A time that passes is longer than was promised."""
    law = draft.random.choice(("2..4 days", "exponential 3 days"))
    draft.append({
        "ask-for-it": {"do": "Ask for it", "own": "2 min"},
        "cool-off": {"wait": law},
        "promised": {"promise": "ask-for-it to done", "within": "3 days"},
    })  # fmt: skip
    mended = draft.copy()
    mended.steps["cool-off"]["wait"] = "0 min"
    return Planted(draft=draft, mended=mended, code="wait", at="cool-off.wait", kind="wait")


# -- contacts


def contact_meanwhile(draft: Draft) -> Planted:
    """Customers ring while they wait."""
    _allow_contacts(draft)
    _desk(draft)
    when = draft.random.choice((
        {"when": "at random", "chance": "30% per h"},
        {"when": "no news for 1 h", "chance": "50%", "max": 1},
    ))  # fmt: skip
    act = _call(do="Ask where it is", reason="where is it") | when
    draft.append({"work": {"hidden": "Work long on it", "by": "Courier", "takes": "2 h"}})
    mended = draft.copy()
    draft.append({"meantime": {"meanwhile": "step-1 to done", "may": [{"enquire": act}]}})
    del mended.parts[DESK]
    at = "enquire.reason"
    return Planted(draft=draft, mended=mended, code="contact", at=at, kind="contact meanwhile")


def contact_of_an_answer(draft: Draft) -> Planted:
    """Who does not understand must ask."""
    _allow_contacts(draft)
    _desk(draft)
    decision: Keys = draft.random.choice((
        {"choose": "Is it clear"},
        {"check": "Is anything missing", "by": "Courier", "takes": "5 min"},
    ))  # fmt: skip
    share = draft.random.randint(60, 85)
    draft.insert(_spot(draft), {"clear": decision, "ask": _call(reason="how does it work")})
    ahead = draft.after("ask")
    decision["go"] = [f"{share}% fine -> {ahead}", "else -> ask"]
    mended = draft.copy()
    mended.steps["clear"]["go"] = [f"100% fine -> {ahead}", "else -> ask"]
    at = "ask.reason"
    return Planted(draft=draft, mended=mended, code="contact", at=at, kind="contact of an answer")


def contact_of_a_way(draft: Draft) -> Planted:
    """Some phone what others do on the web."""
    _allow_contacts(draft)
    _desk(draft)
    phone = {"share": "30%", "with": DESK, "via": "phone", "takes": "5 min"}
    web = {"share": "rest", "with": "Courier", "via": "web", "own": "4 min"}
    keys = {"do": "Place it", "reason": "place it", "ways": {"web": web, "phone": phone}}
    draft.insert(_spot(draft), {"place": keys})
    mended = draft.copy()
    mended.steps["place"]["ways"]["phone"]["share"] = "0%"
    at = "place.reason"
    return Planted(draft=draft, mended=mended, code="contact", at=at, kind="contact of a way")


def contact_on_the_way(draft: Draft) -> Planted:
    """Everybody has to confirm by phone."""
    _allow_contacts(draft)
    mended = draft.copy()
    _desk(draft)
    draft.insert(_spot(draft), {"confirm": _call(do="Confirm it", reason="confirm it")})
    at = "confirm.reason"
    return Planted(draft=draft, mended=mended, code="contact", at=at, kind="contact on the way")


# -- the other detectors


def split_encounter(draft: Draft) -> Planted:
    """Two queues where one would do: the desk is busy with long files, so each costs patience."""
    _allow_contacts(draft, 2)
    _desk(draft, people=1)
    call = _call(takes="30 s", patience="exponential 5 min -> lost")
    at = _spot(draft)
    draft.append({"file": {"hidden": "File it", "by": DESK}})
    draft.insert(at, {"register": call | {"do": "Register"}})
    mended = draft.copy()
    advise = call | {"do": "Get advice", "own": "10..30 min"}  # else the desk is theirs still
    draft.insert(list(draft.steps).index("register") + 1, {"advise": advise})
    _load_desk(draft, "file", 0.7)
    mended.steps["file"]["takes"] = draft.steps["file"]["takes"]
    mended.steps["register"] |= {"takes": "1 min", "own": advise["own"]}
    return Planted(draft=draft, mended=mended, code="merge", at="advise", kind="split encounter")


def encounter_too_many(draft: Draft) -> Planted:
    """Two calls where customers expect one."""
    _allow_contacts(draft, 1)
    _desk(draft)
    draft.insert(_spot(draft), {"register": _call(do="Register")})
    mended = draft.copy()
    advise = _call(do="Get advice", takes="3 min")
    draft.insert(list(draft.steps).index("register") + 1, {"advise": advise})
    mended.steps["register"]["takes"] = "7 min"
    return Planted(draft=draft, mended=mended, code="merge", at="advise", kind="encounter too many")


def _add_silence(draft: Draft, steps: dict[str, Keys], silence: str) -> None:
    draft.steps.pop("in-time", None)  # a promise of two days would be broken
    _allow_contacts(draft)
    _desk(draft)
    end = draft.random.choice(("receive", "receive", "done"))
    act = _call(do="Ask where it is", when=f"no news for {silence}", chance="80%", max=1)
    draft.append({
        "place": {"do": "Place it", "with": "Courier", "via": "web", "own": "2 min"},
        "delivery": {"promise": f"place to {end}", "within": "12 days"},
        "meantime": {"meanwhile": "place to done", "may": [{"enquire": act}]},
        **steps,
        "receive": {"do": "Receive it", "own": "2 min"},
    })  # fmt: skip


def silence_in_two_steps(draft: Draft) -> Planted:
    """Two hidden steps without a word; a message between them would spare the calls."""
    days = draft.random.choice((1.2, 1.5, 2.0, 2.5))
    after = f"{0.95 * days:.3f}..{1.05 * days:.3f} days"
    steps: dict[str, Keys] = {
        "make": {"hidden": "Make it", "by": "Courier", "after": after},
        "ship": {"hidden": "Carry it", "by": "Courier", "after": after},
    }
    _add_silence(draft, steps, f"{1.3 * days:.3f} days")
    mended = draft.copy()
    word = {"tell": "Say it is under way", "by": "Web shop", "via": "e-mail"}
    mended.insert(list(mended.steps).index("ship"), {"word": word})
    at = "delivery"
    return Planted(draft=draft, mended=mended, code="silence", at=at, kind="silence in two steps")


def silence_in_one_step(draft: Draft) -> Planted:
    """One long hidden step without a word; to follow it would spare the calls."""
    days = draft.random.randint(3, 6)
    make: Keys = {"hidden": "Make it", "by": "Courier", "after": f"{days - 1}..{days} days"}
    _add_silence(draft, {"make": make}, "1.5 days")
    mended = draft.copy()
    mended.steps["make"]["shows"] = "full"
    at = "delivery"
    return Planted(draft=draft, mended=mended, code="silence", at=at, kind="silence in one step")


def asked_twice_in_a_queue(draft: Draft) -> Planted:
    """The desk asks again what the form has asked, and has no time for it."""
    _allow_contacts(draft, 1)
    _desk(draft, people=1)
    form = {"do": "Fill in the form", "own": "3 min", "asks for": ["customer number", "voucher"]}
    asked = draft.random.choice(([], ["age"]))
    ask = _call(patience="exponential 3 min -> lost") | {"asks for": [*asked, "customer number"]}
    draft.append({"form": form, "ask": ask})
    _load_desk(draft, "ask", 0.95)
    mended = draft.copy()
    things = len(asked) + 1
    takes = mended.steps["ask"].pop("takes")
    mended.steps["ask"]["asks for"] = list(asked)
    mended.steps["ask"]["takes"] = " ".join(
        f"{float(word) * things / (things + 1):.3f}" if word[0].isdigit() else word
        for word in takes.split()
    )
    at = "ask.asks-for"
    return Planted(
        draft=draft, mended=mended, code="asked twice", at=at, kind="asked twice in a queue"
    )


def asked_twice_alone(draft: Draft) -> Planted:
    """A second form asks again what the first has asked: minutes, nothing else."""
    first = {"do": "Fill in the form", "own": "3 min", "asks for": ["customer number"]}
    second = {"do": "Fill in the other form", "with": "Courier", "via": "web", "own": "9 min"}
    draft.insert(_spot(draft), {"form": first})
    draft.append({"again": second | {"asks for": ["customer number", "voucher"]}})
    mended = draft.copy()
    mended.steps["again"] |= {"own": "6 min", "asks for": ["voucher"]}
    at = "again.asks-for"
    return Planted(
        draft=draft, mended=mended, code="asked twice", at=at, kind="asked twice alone",
        matters=False,
    )  # fmt: skip


def cut_hours(draft: Draft) -> Planted:
    """A third of the callers find the desk closed."""
    _allow_contacts(draft, 9)
    draft.arrivals["profile"] = "Mon-Fri 08:00-20:00 x1"
    draft.arrivals["rate"] = f"{draft.random.randint(45, 60)} per day"
    _desk(draft, hours="Mon-Fri 08:00-16:00")
    closed = draft.random.choice(("-> lost", "40% call back at opening -> lost"))
    draft.insert(list(draft.steps).index("step-1") + 1, {"ask": _call(closed=closed)})
    mended = draft.copy()
    mended.parts[DESK]["open"] = ALWAYS
    at = "help-desk.open"
    return Planted(draft=draft, mended=mended, code="closed", at=at, kind="cut hours")


PLANTS: dict[str, tuple[Plant, ...]] = {
    "failure": (
        failure_that_loses, failure_found_by_customer, failure_of_a_way, failure_of_one_customer,
    ),
    "queue": (queue,),
    "passing time": (after_that_breaks_a_promise, wait_that_breaks_a_promise),
    "contact": (contact_meanwhile, contact_of_an_answer, contact_of_a_way, contact_on_the_way),
    "merge": (split_encounter, encounter_too_many),
    "silence": (silence_in_two_steps, silence_in_one_step),
    "asked twice": (asked_twice_in_a_queue, asked_twice_alone),
    "closed": (cut_hours,),
}  # fmt: skip


def planted(detector: str, seed: int) -> Planted:
    """Return a random clean process with one of a detector's faults in it."""
    kinds = PLANTS[detector]
    return kinds[seed % len(kinds)](clean(seed))

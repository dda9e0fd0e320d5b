"""Random processes in which there is nothing to put right that matters.

Nobody waits long, gives up, finds anything closed or is asked twice; nothing fails; no contact
has a reason that could be spared; no promise is broken or followed by silence.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from planted_findings.drafts import ALWAYS, Draft, Keys

Option = TypeVar("Option")

OFFICES = ("Call centre", "Warehouse", "Billing office")
THINGS = ("address", "payment", "size", "date of birth", "account number", "colour")
WORK = (
    "4 min", "lognormal 6 min sd 3 min", "exponential 5 min", "gamma 8 min sd 5 min", "2..9 min",
    "triangular 2..4..9 min", "normal 7 min sd 2 min",
)  # fmt: skip
EFFORT = ("3 min", "lognormal 5 min sd 3 min", "2..6 min", "exponential 4 min")
MEAN_MINUTES = 6.5  # of WORK, from above
DAY_HOURS = "Mon-Fri 06:00-24:00"
DAY_PROFILE = "Mon-Fri 08:00-14:00 x1"


class _Maker:
    """Throws the dice for one process."""

    def __init__(self, seed: int, *, weekly: bool, chain: bool) -> None:
        self.random = random.Random(f"clean {seed}")
        self.weekly, self.chain = weekly, chain
        self.things = list(THINGS)
        self.random.shuffle(self.things)
        self.last_part: str | None = None  # of the step before, if it was an encounter
        self.contacts = 0
        self.paused = False
        self.identity = ""  # of the step being made
        self.draft = Draft(self.random)

    def dice(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, options: Sequence[Option]) -> Option:
        return self.random.choice(options)

    # -- steps

    def web(self) -> Keys:
        if self.last_part == "nobody":
            return self.hidden()
        keys: Keys = {"do": "Look around", "own": self.pick(EFFORT)}
        if self.last_part != "Web shop":
            keys |= {"do": "Fill in the form", "with": "Web shop", "via": "web"}
            self.asks(keys)
        self.last_part = keys.get("with", "nobody")
        if self.identity != "step-1" and not self.paused and self.dice(0.2):
            keys["pause"], self.paused = "1..3 h", True
        if len(self.draft.customers) > 1 and self.dice(0.25):
            keys["for Business"] = {"own": self.pick(EFFORT)}
        elif len(self.draft.customers) > 1 and self.identity != "step-1" and self.dice(0.2):
            keys["only"] = "Business"
        return keys

    def live(self) -> Keys:
        part = self.pick(self.offices)
        if self.contacts == 2 or part == self.last_part:
            return self.hidden()
        self.contacts += 1
        self.last_part = part
        keys: Keys = {
            "do": "Talk it over", "with": part, "via": self.pick(("phone", "counter")),
            "takes": self.pick(WORK),
        }  # fmt: skip
        if not self.chain and self.dice(0.6):
            keys["patience"] = "exponential 3 h -> lost"
        if self.weekly:
            keys["closed"] = "call back at opening -> lost"
        if self.draft.shared and self.dice(0.5):
            keys["through"] = "menu"
        self.asks(keys)
        return keys

    def left(self) -> Keys:
        part = self.pick(self.offices)
        if self.contacts == 2 or part == self.last_part:
            return self.hidden()
        self.contacts += 1
        self.last_part = part
        return {
            "do": "Write to them", "with": part, "via": "e-mail", "own": self.pick(EFFORT),
            "takes": self.pick(WORK),
        }  # fmt: skip

    def hidden(self) -> Keys:
        self.last_part = None
        part = self.pick(("Courier", *self.offices))
        takes = "20..50 min" if part == "Courier" else self.pick(WORK)
        keys: Keys = {"hidden": "Work on it", "by": part, "takes": takes}
        if self.dice(0.3):
            keys["shows"] = self.pick(("status", "full"))
        return keys

    def tell(self) -> Keys:
        self.last_part = None
        return {"tell": "Say how it stands", "by": "Web shop", "via": "e-mail"}

    def touch(self) -> Keys:
        if self.chain:
            return self.tell()
        self.last_part = None
        return {
            "touch": "Call to hear how it is", "by": self.pick(self.offices), "via": "phone",
            "takes": self.pick(WORK),
        }  # fmt: skip

    def choice(self) -> Keys:
        self.last_part = None
        go = [f"{self.random.randint(80, 95)}% yes -> NEXT", "no -> undone"]
        self.random.shuffle(go)
        return {"choose": "Is it worth it", "go": go}

    def loop(self) -> Keys:
        """A check that sends back to the step before, if that is no contact."""
        before, keys = list(self.draft.steps.items())[-1]
        part = self.pick(self.offices)
        if keys.get("via", "web") != "web" or not {"do", "hidden"} & set(keys) or "only" in keys:
            return self.hidden()
        self.last_part = None
        keys["at most"] = "3 visits -> undone"
        go = [f"{self.random.randint(80, 95)}% complete -> NEXT", f"incomplete -> {before}"]
        return {"check": "Is it complete", "by": part, "takes": self.pick(WORK), "go": go}

    def together(self) -> Keys:
        if self.chain:
            return self.hidden()
        self.last_part = None
        goods = {"hidden": "Prepare the goods", "by": "Courier", "takes": "20..50 min"}
        papers = {"hidden": "Prepare the papers", "by": self.pick(self.offices), "takes": "5 min"}
        first, second = {f"{self.identity}-goods": goods}, {f"{self.identity}-papers": papers}
        return {"together": {"goods": [first], "papers": [second]}}

    def asks(self, keys: Keys) -> None:
        if self.things and self.dice(0.4):
            keys["asks for"] = [self.things.pop() for _ in range(min(2, len(self.things)))]

    # -- the whole

    def make(self) -> Draft:
        self.surround()
        size = self.random.randint(4, 9)
        makers: list[Callable[[], Keys]] = [
            self.web, self.web, self.live, self.live, self.left, self.hidden, self.hidden,
            self.tell, self.touch, self.choice, self.loop, self.together,
        ]  # fmt: skip
        for number in range(1, size + 1):
            self.identity = f"step-{number}"
            make = self.web if number == 1 else self.pick(makers)
            self.draft.steps[self.identity] = make()
        self.lead_on()
        self.with_promise()
        self.with_look()
        self.staff()
        return self.draft

    def surround(self) -> None:
        draft = self.draft
        draft.customers = {"Shopper": {"share": "rest"}}
        if self.dice(0.5):
            draft.customers["Business"] = {"share": f"{self.random.randint(20, 50)}%"}
        self.offices = OFFICES[: self.random.randint(1, 3)]
        draft.parts = {"Web shop": {"kind": "system"}, "Courier": {"kind": "partner"}}
        hours = DAY_HOURS if self.weekly else ALWAYS
        draft.parts |= {name: {"people": 1, "open": hours} for name in self.offices}
        if self.weekly:
            rate = f"{self.random.randint(45, 60)} per day"
            draft.arrivals = {"rate": rate, "profile": DAY_PROFILE}
        else:
            draft.arrivals = {"rate": f"{self.random.randint(100, 400)} per day"}
        if self.dice(0.3):
            menu: Keys = {"do": "Get through the menu", "with": "Web shop", "via": "phone"}
            draft.shared = {"menu": menu | {"own": "1 min"}}

    def lead_on(self) -> None:
        for identity, keys in self.draft.steps.items():
            if "go" in keys:
                ahead = self.draft.after(identity)
                keys["go"] = [answer.replace("NEXT", ahead) for answer in keys["go"]]
        if not any("through" in keys for keys in self.draft.steps.values()):
            self.draft.shared = {}

    def with_promise(self) -> None:
        ids = list(self.draft.steps)
        if self.dice(0.4) and not self.chain:
            span = f"{self.pick(ids[:2])} to done"
            at = self.random.randint(0, len(ids))
            self.draft.insert(at, {"in-time": {"promise": span, "within": "2 days"}})

    def with_look(self) -> None:
        if self.dice(0.2) and not self.chain:
            act = {
                "do": "Look it up", "with": "Web shop", "via": "web", "own": "1 min",
                "when": "at random", "chance": "30% per day", "max": 1,
            }  # fmt: skip
            keys = {"meanwhile": "step-1 to done", "may": [{"look": act}]}
            self.draft.insert(len(self.draft.steps), {"anytime": keys})

    def staff(self) -> None:
        """Give every office so many people that hardly anybody ever waits."""
        peak = 7 * 24 / (5 * 6) if self.weekly else 1.0
        used = str(self.draft.steps)
        for name in self.offices:
            keys = self.draft.parts[name]
            if f"'{name}'" not in used:
                del self.draft.parts[name]
                continue
            hours = 18 * 5 / (24 * 7) if self.weekly else 1.0
            busy = self.draft.load(name) * hours * peak
            keys["people"] = math.ceil(2 * busy + 4 * math.sqrt(busy)) + 3


def clean(seed: int, *, weekly: bool = False, chain: bool = False) -> Draft:
    """Return a random process with nothing to put right; the same seed gives the same one.

    Parameters
    ----------
    weekly : people have hours and customers come on working days in the morning.
    chain : nothing that an absorbing chain cannot follow.
    """
    return _Maker(seed, weekly=weekly, chain=chain).make()

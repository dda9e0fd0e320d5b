"""Stories in, a process out: nothing guessed in silence, nothing told that is not drawn."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsidein.chart import draw
from outsidein.document.checking import check_document
from outsidein.document.opening import Document
from outsidein.document.story.reading import open_story
from outsidein.document.story.start import new_story
from outsidein.model.process import Process, Step

TWO = """\
Order a product

# Research
Shopper: looks for shoes on the Web shop (6 min)
Shopper: phones Call centre, asks about size
# Order
Shopper: orders on Web shop
Web shop: confirms the order by e-mail
Warehouse: packs the goods
Courier: tells Shopper when it comes
Shopper: receives the goods from Courier
Shopper: has the goods

Shopper: looks for shoes on the Web shop
Shopper: phones Call centre, asks about size
Shopper: leaves for a competitor
"""


def opened(text: str) -> Document:
    return open_story(text.encode(), "shop.story")


def process_of(text: str) -> Process:
    document = opened(text)
    assert [f for f in document.faults if f.severity == "error"] == []
    assert document.process is not None
    return document.process


def steps_of(text: str) -> dict[str, Step]:
    return {step.id: step for step in process_of(text).steps}


def one_step(line: str) -> Step:
    """Return the step that a line becomes, between a first and a last one."""
    steps = process_of(f"Shopper: wakes up\n{line}\nWarehouse: packs\nShopper: is happy\n").steps
    return steps[1]


def test_two_stories_are_one_process() -> None:
    """What they share is told once; where they part somebody decides, by shares not yet known."""
    process = process_of(TWO)
    assert process.name == "Order a product"
    assert [s.id for s in process.steps] == [
        "looks-for-shoes", "asks-about-size", "after-asks-about-size", "orders-on-web-shop",
        "confirms-the-order-by-e-mail", "packs-the-goods", "tells-shopper-when-it-comes",
        "receives-the-goods", "has-the-goods", "leaves-for-a-competitor",
    ]  # fmt: skip
    assert [s.verb for s in process.steps] == [
        "do", "do", "choose", "do", "tell", "hidden", "tell", "do", "end", "end",
    ]  # fmt: skip
    assert [b.share for b in process.steps[2].go] == [None, None]
    assert [p.name for p in process.parts] == ["Web shop", "Warehouse", "Courier", "Call centre"]
    assert process.channels == {"web": "self", "phone": "live", "e-mail": "left", "door": "live"}
    assert [s.phase for s in process.steps[:4]] == ["Research", "Research", "Research", "Order"]
    own = process.steps[0].own
    assert own is not None
    assert own.mean_seconds == 360
    assert process.steps[1].reason == "size"


def test_it_draws_at_once_and_lists_what_is_missing() -> None:
    """A picture needs no numbers; each missing one stands at its line."""
    document = opened(TWO)
    missing = [f for f in check_document(document) if f.code == "missing-number"]
    assert not any(f.severity == "error" for f in check_document(document))
    assert {"shop.story:7:1", "shop.story:16:1"} <= {f.where for f in missing}
    assert document.process is not None
    for view in ("company", "departments"):
        assert "Asks about size" in draw(document.process, view).svg()


def test_what_was_guessed_is_said_at_its_line() -> None:
    """Who is the customer, which word stands for which channel, where stories part."""
    notes = [str(f) for f in opened(TWO).faults]
    assert any(n.startswith("shop.story:4:1 Shopper is taken for a customer") for n in notes)
    assert any(n.startswith('shop.story:5:1 "phones" is taken for phone (live)') for n in notes)
    assert any(n.startswith("shop.story:5:1 the stories part here in 2 ways") for n in notes)
    assert all(f.severity == "warning" for f in opened(TWO).faults)


@pytest.mark.parametrize(
    ("line", "verb", "part", "channel"),
    [
        ("Shopper: phones Call centre, asks about size", "do", "call-centre", "phone"),
        ("Shopper: calls the Call centre again", "do", "call-centre", "phone"),
        ("Shopper: writes to Sales, asks for an offer", "do", "sales", "e-mail"),
        ("Shopper: e-mails Sales about the bill", "do", "sales", "e-mail"),
        ("Shopper: writes a letter to Sales", "do", "sales", "letter"),
        ("Shopper: visits the Town hall to sign", "do", "town-hall", "counter"),
        ("Shopper: goes to the Bank", "do", "bank", "counter"),
        ("Shopper: orders on the Web shop", "do", "web-shop", "web"),
        ("Shopper: looks it up in the app", "do", "app", "app"),
        ("Shopper: receives the goods from Courier", "do", "courier", "door"),
        ("Shopper: asks Warehouse by phone where it is", "do", "warehouse", "phone"),
        ("Shopper: collects the parcel at the Post office", "do", "post-office", "counter"),
        ("Shopper: thinks it over", "do", None, None),
        ("Sales: thinks it over", "hidden", "sales", None),
        ("Sales: asks Warehouse what is there", "hidden", "sales", None),
        ("Sales: phones Supplier", "hidden", "sales", None),
        ("Sales: phones the customer", "touch", "sales", "phone"),
        ("Sales: calls back", "touch", "sales", "phone"),
        ("Sales: tells Shopper that it takes longer", "tell", "sales", "e-mail"),
        ("Sales: sends a letter with the offer", "tell", "sales", "letter"),
        ("Courier: delivers the goods", "touch", "courier", "door"),
    ],
)
def test_words_say_what_a_line_means(line, verb, part, channel) -> None:
    """The verb before the name stands for the channel; the organisation's own work is hidden."""
    step = one_step(line)
    assert (step.verb, step.part, step.channel) == (verb, part, channel)


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("Shopper: gives up", "not served"),
        ("gives up", "not served"),
        ("Shopper: leaves for a competitor", "lost"),
        ("Shopper: buys elsewhere", "lost"),
        ("Shopper: has the goods", "served"),
        ("Shopper: has no goods", "not served"),
        ("Shopper: is happy", "served"),
        ("Shopper: sighs => lost", "lost"),
        ("Shopper: sighs", None),
    ],
)
def test_the_last_line_says_how_a_story_ends(line: str, outcome: str | None) -> None:
    """What does not say so has an end whose outcome is missing."""
    process = process_of(f"Shopper: phones Sales\n{line}\n")
    assert process.steps[-1].verb == "end"
    assert process.steps[-1].outcome == outcome


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1 no story is told"),
        ("A: b\nA phones Sales\nA: c\n", '2:1 "A phones Sales" does not say who - write A: phones'),
        ("A phones Sales\nA: c\n", '1:1 "A phones Sales" does not say who - write A: phones Sales'),
        ("A: b\nwhat now\nA: c\n", '2:1 "what now" does not say who - write WHO: WHAT THEY DO'),
        ("A:\n", "1:1 A does nothing"),
        (": b\n", "1:1 nobody acts in this line"),
        ("A: b => won\n", '1:1 "won" is no outcome - one of: served, not served, lost'),
        ("A: b (4 mins)\n", '1:1 time: "4 mins" is not a duration - write min'),
        ("A: b\nB: c\n\nB: c\nA: b\n", '4:1 a story begins with the customer, "B" is a part'),
        ("A: b => lost\nA: c\n", "1:1 the story goes on after its end"),
        ("A: b\x07\n", "1:1 contains U+0007"),
        ("A: b\n" * 1_001, "1001:1 has more than 1,000 lines"),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(text: str, fault: str) -> None:
    """And with what to write instead."""
    errors = [str(f) for f in opened(text).faults if f.severity == "error"]
    assert any(e.startswith(f"shop.story:{fault}") for e in errors), errors


def test_names_that_are_almost_alike_are_pointed_out() -> None:
    """Two lanes, or a slip of the finger: only who tells the story knows."""
    notes = [str(f) for f in opened("A: phones Call centre\nA: phones Call center\n").faults]
    assert any('"Call center" is taken for another part than "Call centre"' in n for n in notes)


def test_bytes_that_are_no_text_are_refused() -> None:
    """A picture under the name of a story."""
    (fault,) = open_story(b"\x89PNG\r\n\x1a\n\xff", "a.txt").faults
    assert fault.code == "not-utf-8"


def test_the_start_is_a_story_without_faults() -> None:
    """What `new shop.story` writes."""
    assert {s.verb for s in process_of(new_story()).steps} == {
        "do", "choose", "tell", "hidden", "end",
    }  # fmt: skip


# -- no way through that nobody told, and every one that somebody told

LINES = st.sampled_from(["A: looks", "A: phones Sales", "B: packs", "A: waits"])
STORIES = st.lists(
    st.tuples(st.lists(LINES, max_size=4), st.sampled_from(["gives up", "has it", "is lost"])),
    min_size=1, max_size=6,
)  # fmt: skip


def ways(process: Process) -> Iterator[tuple[str, ...]]:
    """Return what happens on every way through a process, decisions left out."""
    by_id = {s.id: s for s in process.steps}
    order = [s.id for s in process.steps]
    waiting: list[tuple[str, tuple[str, ...]]] = [(order[0], ())]
    while waiting:
        at, so_far = waiting.pop()
        step = by_id[at]
        done = so_far if step.verb in {"choose", "check"} else (*so_far, step.name)
        if step.verb == "end":
            yield done
            continue
        following = [b.to for b in step.go] or list(step.next) or [order[order.index(at) + 1]]
        waiting += [(one, done) for one in following]


@settings(max_examples=40)
@given(STORIES)
def test_the_process_tells_exactly_the_stories(stories: list[tuple[list[str], str]]) -> None:
    """As a set: merging what begins and ends alike adds no way through and loses none."""
    texts = ["\n".join(["A: begins", *lines, f"A: {end}"]) for lines, end in stories]
    process = process_of("\n\n".join(texts) + "\n")
    told = {
        tuple(line.partition(": ")[2].capitalize() for line in text.splitlines()) for text in texts
    }
    drawn = [tuple(name.capitalize() for name in way) for way in ways(process)]
    assert set(drawn) == told
    assert len(drawn) == len(set(drawn))


def test_what_ends_alike_is_told_once() -> None:
    """Two stories that differ in one line share all the others."""
    first, other = ["A: begins", "A: looks", "B: packs", "A: is happy"], "A: phones Sales"
    text = "\n".join([*first, "", first[0], other, *first[2:]])
    ids = [s.id for s in process_of(text).steps]
    assert sorted(ids) == [
        "after-begins", "begins", "is-happy", "looks", "packs", "phones-sales",
    ]  # fmt: skip


@pytest.mark.parametrize(("names", "lines"), [(150, 450), (999, 999)])
def test_a_thousand_lines_with_many_names_are_read_soon(names: int, lines: int) -> None:
    """However many parts there are, each line is searched for all of them at once."""
    started = time.process_time()
    document = opened("\n".join(f"A: phones Part {k % names}" for k in range(lines)))
    assert (document.process is None) is (names > 200)  # more parts than a document may have
    assert time.process_time() - started < 2


BOOK = """\
Get a book

Reader: reserves the book on the Web catalogue (3 min)
Friend: brings the book back (3 weeks)
Reader: fetches the book at Desk (4 min)
Reader: has the book

Reader: reserves the book on the Web catalogue
Van: carries the book
Reader: fetches the book at Desk
Reader: has the book

Reader: phones Desk, asks for the book

Reader: visits Desk, asks for the book
"""


def test_a_time_told_in_one_of_several_stories_stays() -> None:
    """The first story tells the times of what the second one shares with it, front and back."""
    steps = steps_of(BOOK)
    times = [steps["reserves-the-book"].own, steps["fetches-the-book"].takes]
    assert [time and time.mean_seconds for time in times] == [180, 240]


def test_what_comes_back_does_not_come_to_the_customer() -> None:
    """Another's bringing back is out of sight; a catalogue on the web is a part."""
    steps = steps_of(BOOK)
    assert steps["brings-the-book-back"].verb == "hidden"
    assert steps["reserves-the-book"].part == "web-catalogue"


def test_where_stories_part_the_answers_tell_them_apart() -> None:
    """Two that differ in their channel alone say it; what parts do is not the customer's choice."""
    first, *_, later = [s for s in process_of(BOOK).steps if s.verb == "choose"]
    assert [branch.label for branch in first.go][1:] == [
        "asks for the book", "asks for the book at the counter",
    ]  # fmt: skip
    assert later.name == "What happens next"


def test_a_heading_is_no_comment() -> None:
    """In a story # is a phase, which is carried over; a remark behind // is not."""
    assert not opened(TWO).has_comments
    assert opened(f"// mine\n{TWO}").has_comments

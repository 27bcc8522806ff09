"""Any moves, by anybody, in any order, over any time: what is promised holds after each of them."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.model.claims import Consent
from bot.model.ids import Number
from bot.model.outcome import Outcome
from bot.model.policy import Kind
from bot.model.requests import Request, Status
from bot.rules.claims import free_places
from bot.rules.rooms import token_of
from bot.usecases.catalogue import MOVES, typed
from tests.doubles.databases import Databases
from tests.doubles.traces import traces_of
from tests.doubles.village import Village
from tests.people import HOUR, actor

T = TypeVar("T")
PEOPLE = ("Ana", "Ben", "Chi", "Dee")
VALUES = {
    "contact": ("today", "tomorrow", "by"),
    "check_in": ("yes", "partly", "in touch", "nobody", "someone new", "not sure"),
    "consent": tuple(Consent),
    "claim": ("", "1", "2", "3", "with my bicycle"),
    "part": ("", "1", "2", "3"),
    "series": ("", "7 2", "14 12", "once"),
    "how_ended": ("signposted", "unmet"),
}
VERBS = ("assign", "merge", "pause", "resume", "release", "close", "hide", "show")
people = st.sampled_from(PEOPLE)
moves = st.sampled_from(sorted(set(MOVES) - {"edit", "withdraw"}))


class AnyOrder(RuleBasedStateMachine):
    databases: Databases
    kind: str

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.store, self.clock = self.wait(self.databases.fresh(self.kind))
        self.village = self.wait(Village(self.store, self.clock).open(frozenset(Kind)))
        self.numbers: list[Number] = []
        self.withdrawn: dict[Number, int] = {}

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.wait(self.store.close())
            self.runner.close()

    @rule(
        person=people,
        kind=st.sampled_from(("practical", "financial")),
        when=st.sampled_from(("today", "tomorrow", "this week", "no rush")),
        wanted=st.sampled_from(("1", "1", "3")),
    )
    @precondition(lambda self: len(self.numbers) < 4)
    def ask(self, person: str, kind: str, when: str, wanted: str) -> None:
        what = f"a ride for {person}" if wanted == "1" else f"a feast for {person}:\n- soup\n- bread\n- chairs"
        number = self.wait(self.village.ask(person, what=what, kind=kind, when=when, wanted=wanted))
        assert number == len(self.numbers) + 1
        self.numbers.append(number)

    @rule(data=st.data(), person=people, move=moves)
    @precondition(lambda self: self.numbers)
    def move(self, data: st.DataObject, person: str, move: str) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        value = data.draw(st.sampled_from(VALUES[move])) if move in VALUES else ""
        self.check(self.wait(self.village.do(person, move, number, value)), number)

    @rule(data=st.data(), consents=st.lists(st.sampled_from(VALUES["consent"]), min_size=4, max_size=4))
    @precondition(lambda self: self.numbers)
    def everybody_says_it_is_done(self, data: st.DataObject, consents: list[str]) -> None:
        """Rare by chance alone: whoever may say so does, and then some answer about thanks."""
        number = data.draw(st.sampled_from(self.numbers))
        for person in PEOPLE:
            self.wait(self.village.do(person, "claim", number))
            self.wait(self.village.do(person, "done", number))
        for person, consent in zip(PEOPLE[: data.draw(st.integers(0, 4))], consents, strict=False):
            self.wait(self.village.do(person, "consent", number, consent))

    @rule(data=st.data(), person=people)
    @precondition(lambda self: self.numbers)
    def withdraw(self, data: st.DataObject, person: str) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        if self.wait(self.village.do(person, "withdraw", number)).result == "withdraw":
            self.wait(self.village.delivery.deliver_all())
            self.withdrawn[number] = len(self.village.chat.messages)

    @rule(data=st.data(), person=people)
    @precondition(lambda self: self.numbers)
    def somebody_else_please(self, data: st.DataObject, person: str) -> None:
        """Of all that were ever on it: only who is on it now can be meant."""
        number = data.draw(st.sampled_from(self.numbers))
        before = self.wait(self.village.request(number))
        token = data.draw(st.sampled_from([*map(token_of, before.claims), "long ago"]))
        outcome = self.wait(self.village.do(person, "decline_yes", number, token))
        self.check(outcome, number)
        if outcome.result == "reopen":
            (let_go,) = [claim.helper_id for claim in before.active if token_of(claim) == token]
            assert let_go not in {claim.helper_id for claim in self.wait(self.village.request(number)).active}

    @rule(data=st.data(), person=people)
    @precondition(lambda self: self.numbers)
    def the_same_event_arrives_twice(self, data: st.DataObject, person: str) -> None:
        command = self.village.command(person, data.draw(st.sampled_from(self.numbers)))
        self.check(self.wait(self.store.write(MOVES["claim"], command)), command.number)
        before = self.requests()
        assert self.wait(self.store.write(MOVES["claim"], command)).is_silent
        assert self.requests() == before

    @rule(data=st.data(), person=people, verb=st.sampled_from(VERBS))
    @precondition(lambda self: self.numbers)
    def moderate(self, data: st.DataObject, person: str, verb: str) -> None:
        """By somebody who is part of nothing, and by those who may be; whoever is thought of is not bound by it."""
        number = data.draw(st.sampled_from(self.numbers))
        by = data.draw(st.sampled_from(("Mo", *PEOPLE)))
        about = {
            "assign": person,
            "merge": str(data.draw(st.sampled_from(self.numbers))),
            "pause": data.draw(st.sampled_from(("1", "3", ""))),
        }
        text = f"/helpmod {verb} {number} {about.get(verb, '')} for a reason"
        carried = typed(actor(by, moderator=True), self.village.community_id, self.village.origin(), text)
        assert carried is not None
        before = self.wait(self.village.request(number))
        outcome = self.wait(self.store.write(*carried))
        self.check(outcome, number)
        assert outcome.wording is not None
        assert not [name for name in PEOPLE if name in outcome.wording.text], "moderators learn of nobody"
        if outcome.result == "propose":
            after = self.wait(self.village.request(number))
            assert (after.status, after.active, after.taken) == (before.status, before.active, before.taken)

    @rule(person=people, kinds=st.sampled_from(((Kind.PRACTICAL,), (Kind.FINANCIAL, Kind.PRACTICAL))))
    def somebody_volunteers(self, person: str, kinds: tuple[Kind, ...]) -> None:
        self.wait(self.village.enlist(person, kinds=frozenset(kinds)))

    @rule(person=people)
    @precondition(lambda self: self.numbers)
    def somebody_is_forgotten(self, person: str) -> None:
        """Whatever they did before: no table holds their account, their name or what they typed."""
        self.wait(self.village.say(person, f"a word from {person}"))
        self.wait(self.village.press(person, "forget_me|0|yes"))
        assert self.wait(traces_of(self.store, person)) == []

    @rule(hours=st.sampled_from((1, 5, 24, 72)))
    def time_passes(self, hours: int) -> None:
        self.wait(self.village.pass_time(hours * HOUR))

    @rule(days=st.sampled_from((1, 3)))
    def the_bot_is_off(self, days: int) -> None:
        self.wait(self.village.sleep(timedelta(days=days)))

    @rule()
    def everything_is_delivered(self) -> None:
        self.wait(self.village.settle())
        for request in self.requests():
            self.card_is_true(request)
        announced = [request for request in self.requests() if request.announced_at is not None]
        assert len(self.village.chat.at("thanks")) == len(announced)

    def check(self, outcome: Outcome, number: Number) -> None:
        assert outcome.wording is not None or outcome.form is not None
        if outcome.result == "undo":
            self.withdrawn.pop(number, None)
        if outcome.result == "again":
            assert outcome.wording is not None
            self.numbers.append(outcome.wording.choices[0].number)

    def requests(self) -> list[Request]:
        return [self.wait(self.village.request(number)) for number in self.numbers]

    def card_is_true(self, request: Request) -> None:
        about = [said for said in self.village.chat.at("help") if f"#{request.number} " in said.text]
        cards = [said for said in about if "still looks for somebody" not in said.text]
        if request.is_hidden:
            assert cards == []
            return
        (card,) = cards
        is_kept = request.status is Status.OPEN and free_places(request, None) <= 0
        is_up = not request.is_paused
        assert card.offers("claim") == (is_up and request.status is Status.OPEN and not is_kept)
        assert card.offers("backup") == (is_up and (request.status is Status.CLAIMED or is_kept))

    @invariant()
    def never_more_helpers_than_wanted(self) -> None:
        for request in self.requests() if hasattr(self, "store") else []:
            assert request.taken <= request.wanted
            assert all(claim.helper_id != request.asker_id for claim in request.claims)
            if request.status in (Status.OPEN, Status.CLAIMED):
                assert (request.taken == request.wanted) == (request.status is Status.CLAIMED)

    @invariant()
    def nothing_is_silent_for_ever_and_nothing_nags_for_ever(self) -> None:
        for request in self.requests() if hasattr(self, "store") else []:
            assert (request.follow_up_at is None) == (request.status is Status.CLOSED)
            assert all(claim.nudges <= 2 for claim in request.claims)
            if request.status is Status.CLOSED:
                dues = [claim.nudge_at or claim.check_at or claim.release_at for claim in request.claims]
                assert dues == [None] * len(dues)

    @invariant()
    def on_hold_nothing_is_due_and_the_hold_ends(self) -> None:
        for request in self.requests() if hasattr(self, "store") else []:
            if request.is_paused:
                assert request.follow_up_at == request.paused_until
                dues = [request.unclaimed_at, request.warn_at, request.expires_at]
                dues += [due for claim in request.claims for due in (claim.nudge_at, claim.release_at, claim.check_at)]
                assert request.paused_until is not None
                assert all(due >= request.paused_until for due in dues if due is not None)

    @invariant()
    def nobody_carries_too_much(self) -> None:
        carried = [claim.helper_id for request in (self.requests() if hasattr(self, "store") else [])
                   for claim in request.active]  # fmt: skip
        assert all(carried.count(helper) <= 2 + len(self.numbers) for helper in carried)

    @invariant()
    def announced_only_with_everybodys_yes(self) -> None:
        for request in self.requests() if hasattr(self, "store") else []:
            if request.announced_at is not None:
                was_helped = request.reason is not None and request.reason.was_helped
                assert request.status is Status.DONE or was_helped
                assert request.kind is not Kind.FINANCIAL or was_helped
                answers = [request.consent, *(claim.consent for claim in request.finished)]
                assert len(answers) > 1
                assert not {None, Consent.NOTHING} & set(answers)

    @invariant()
    def after_a_withdrawal_nothing_more_is_sent(self) -> None:
        for number, count in (self.withdrawn if hasattr(self, "store") else {}).items():
            later = list(self.village.chat.messages.values())[count:]
            about = [said for said in later if f"#{number}" in said.text and said.place != "thanks"]
            assert all(len(said.wording.paragraphs) > 1 or not said.wording.choices for said in about), about


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_every_promise_holds_in_any_order(kind: str, databases: Databases) -> None:
    machine = type("AnyOrderOn" + kind.title(), (AnyOrder,), {"databases": databases, "kind": kind})
    many = 25 if kind == "sqlite" else 8
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=many, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

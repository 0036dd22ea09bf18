"""Votes are counted as the sentences of docs/domains/groups.md say, on 20,000 rolls drawn at random: leavers, proxies,
joint owners, people who go early, ties."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from anju.domains.groups.meetings.data import (
    MAJORITIES,
    Ballot,
    Base,
    Outcome,
    Proxy,
    Quorum,
    Voter,
)
from anju.domains.groups.meetings.rules import count

CLOSES = datetime(2026, 11, 1, 20, tzinfo=UTC)
ROLLS = 20_000


def oracle(voters, proxies, ballots, quorum, majority, options):
    """The same from the sentences: sentence by sentence, over lists and fractions."""
    # 1. Who left the group by the moment of closing is not on the roll.
    members = [v for v in voters if not (v.left_at and v.left_at <= CLOSES)]
    ids = [v.id for v in members]

    # 2. There in person: came and has not gone, or cast an own ballot.
    def voted_alone(number):
        return any(b.voter == number and b.by == number for b in ballots)

    def in_person(voter):
        if voted_alone(voter.id):
            return True
        if voter.came is None or voter.came > CLOSES:
            return False
        return not (voter.went is not None and voter.went <= CLOSES)

    persons = [v.id for v in members if in_person(v)]
    # 3. A proxy counts whose giver is on the roll and not there, and whose holder is; of those one
    #    holds, the first ones accepted, as many as are allowed.
    stands_for = {}
    for holder in persons:
        mine = [
            p for p in proxies if p.holder == holder and p.giver in ids and p.accepted_at <= CLOSES
        ]
        mine.sort(key=lambda p: (p.accepted_at, p.giver))
        for place, p in enumerate(mine):
            if place < quorum.proxies and p.giver not in persons:
                stands_for[p.giver] = holder
    # 4. Each vote: what its owners stated, in person or by the holder of their proxy.
    homes = sorted({u for v in members for u in v.units})
    stated, present = {}, 0
    for home in homes:
        owners = [v for v in members if home in v.units]
        if any(o.id in persons or o.id in stands_for for o in owners):
            present += 1
        words = set()
        for owner in owners:
            speaker = owner.id if voted_alone(owner.id) else stands_for.get(owner.id)
            words |= {b.choice for b in ballots if b.voter == owner.id and b.by == speaker}
        stated[home] = words
    # 5. Owners who disagree make the vote void.
    void = sum(len(w) > 1 for w in stated.values())
    votes = [next(iter(w)) for w in stated.values() if len(w) == 1]
    # 6. Quorum.
    part = Fraction(quorum.numerator, quorum.denominator)
    share = Fraction(present, len(homes)) if homes else None
    quorate = share is not None and (share > part if quorum.more else share >= part)
    # 7. The decision.
    if options:
        best = sorted(options, key=lambda o: -votes.count(o))
        top = votes.count(best[0])
        first = [o for o in options if votes.count(o) == top]
        outcome = (
            Outcome.NOBODY if top == 0 else Outcome.CHOSEN if len(first) == 1 else Outcome.RUNOFF
        )
        leading = tuple(first) if top else ()
    else:
        yes, no = votes.count("yes"), votes.count("no")
        base = {Base.CAST: yes + no, Base.PRESENT: present, Base.ALL: len(homes)}[majority.base]
        wanted = base * Fraction(majority.numerator, majority.denominator)
        enough = yes > wanted if majority.more else yes >= wanted
        if yes > 0 and enough:
            outcome, leading = Outcome.CARRIED, ("yes",)
        else:
            outcome, leading = (Outcome.EQUAL if yes and yes == no else Outcome.LOST), ()
    if not quorate:
        outcome, leading = Outcome.NOT_QUORATE, ()
    return (
        len(homes),
        present,
        quorate,
        {c: votes.count(c) for c in set(votes)},
        void,
        outcome,
        leading,
    )


def drawn(chance: random.Random):
    """A roll with all that can happen to one."""
    people = range(1, chance.randrange(1, 13))
    homes = [f"home:{n}" for n in range(1, chance.randrange(2, 10))]
    by_member = chance.random() < 0.4

    def moment(odds):
        hours = timedelta(hours=chance.randrange(-5, 3))
        return CLOSES + hours if chance.random() < odds else None

    voters = []
    for n in people:
        owned = (
            {f"member:{n}"}
            if by_member
            else set(chance.sample(homes, min(len(homes), chance.choice((0, 1, 1, 2, 3)))))
        )
        voters.append(Voter(n, frozenset(owned), moment(0.15), moment(0.7), moment(0.15)))
    proxies = []
    for giver in people:
        if chance.random() < 0.4:
            holder = chance.choice(people)
            if holder != giver:
                proxies.append(Proxy(giver, holder, moment(1.0)))
    options = () if chance.random() < 0.6 else tuple("甲乙丙丁"[: chance.randrange(2, 5)])
    words = (*options, "abstain") if options else ("yes", "yes", "no", "no", "abstain")
    ballots = {}
    for voter in people:
        if chance.random() < 0.6:
            ballots[voter, voter] = chance.choice(words)
        for p in proxies:
            if p.giver == voter and chance.random() < 0.8:
                ballots[voter, p.holder] = chance.choice(words)
        if chance.random() < 0.05:
            ballots[voter, chance.choice(people)] = chance.choice(words)
    cast = [Ballot(v, by, c) for (v, by), c in ballots.items()]
    quorum = Quorum(
        *chance.choice(((1, 2), (1, 3), (2, 3), (0, 1), (1, 1))),
        chance.random() < 0.5,
        chance.randrange(4),
    )
    return voters, proxies, cast, quorum, chance.choice(list(MAJORITIES.values())), options


def test_twenty_thousand_rolls_are_counted_as_the_sentences_say():
    chance, outcomes = random.Random(83), set()
    for turn in range(ROLLS):
        voters, proxies, ballots, quorum, majority, options = drawn(chance)
        shuffled = [chance.sample(x, len(x)) for x in (voters, proxies, ballots)]
        found = count(*shuffled, quorum=quorum, majority=majority, options=options, closes=CLOSES)
        expected = oracle(voters, proxies, ballots, quorum, majority, options)
        got = (
            found.units,
            found.present,
            found.quorate,
            dict(found.tally),
            found.void,
            found.outcome,
            found.leading,
        )
        assert got == expected, (turn, voters, proxies, ballots, quorum, majority, options)
        outcomes.add(found.outcome)
        assert sum(found.tally.values()) + found.void <= found.present <= found.units
    assert outcomes == set(Outcome), "every outcome was drawn"


HALF = Quorum(1, 2, more=True, proxies=1)
CAME = CLOSES - timedelta(hours=1)


def counted(voters, ballots, proxies=(), *, majority="simple", options=(), quorum=HALF):
    return count(
        voters, proxies, ballots, quorum=quorum, majority=MAJORITIES[majority], options=options, closes=CLOSES
    )  # fmt: skip


def person(number, *units, **more):
    return Voter(number, frozenset(units or (f"member:{number}",)), **{"came": CAME} | more)


def own(number, choice):
    return Ballot(number, number, choice)


def test_a_tie_carries_nothing():
    found = counted([person(1), person(2)], [own(1, "yes"), own(2, "no")])
    assert (found.outcome, found.leading) == (Outcome.EQUAL, ())


def test_a_home_has_one_vote_whoever_owns_it():
    both = [person(1, "h1"), person(2, "h1")]
    assert counted(both, [own(1, "yes"), own(2, "yes")]).tally == {"yes": 1}
    assert counted(both, [own(1, "yes")]).tally == {"yes": 1}, "one owner speaks for the home"
    apart = counted(both, [own(1, "yes"), own(2, "no")])
    assert (apart.void, apart.present, dict(apart.tally)) == (1, 1, {})


def test_who_owns_three_homes_has_three_votes():
    voters = [person(1, "h1", "h2", "h3"), person(2, "h4")]
    found = counted(voters, [own(1, "yes"), own(2, "no")])
    assert found.tally == {"yes": 3, "no": 1} and found.outcome is Outcome.CARRIED


def test_half_is_no_quorum_where_more_than_half_is_asked():
    away = {"came": None}
    voters = [person(1), person(2, **away)]
    assert counted(voters, [own(1, "yes")]).outcome is Outcome.NOT_QUORATE
    assert counted([*voters, person(3)], [own(1, "yes")]).outcome is Outcome.CARRIED


def test_who_left_the_group_is_neither_counted_nor_waited_for():
    voters = [person(1), person(2, left_at=CLOSES), person(3, left_at=CAME)]
    found = counted(voters, [own(1, "yes"), own(2, "no"), own(3, "no")])
    assert (found.units, dict(found.tally), found.outcome) == (1, {"yes": 1}, Outcome.CARRIED)


def test_a_proxy_counts_while_its_giver_is_away_and_its_holder_there():
    voters = [person(1), person(2, came=None), person(3, came=None)]
    given = [Proxy(2, 1, CAME), Proxy(3, 1, CAME + timedelta(minutes=1))]
    cast = [own(1, "yes"), Ballot(2, 1, "no"), Ballot(3, 1, "no")]
    found = counted(voters, cast, given)
    assert (found.present, dict(found.tally)) == (2, {"yes": 1, "no": 1}), "one proxy may be held"
    came = [person(1), person(2), person(3, came=None)]
    assert counted(came, cast, given).tally == {"yes": 1}, "a giver who is there votes alone"
    beside = [person(1, came=None), person(2, came=None)]
    assert counted(beside, [Ballot(2, 1, "yes")], given).present == 0


def test_the_first_is_chosen_and_equals_go_to_a_second_vote():
    voters = [person(n) for n in range(1, 6)]
    cast = [own(1, "甲"), own(2, "甲"), own(3, "乙"), own(4, "乙"), own(5, "丙")]
    found = counted(voters, cast, options=("甲", "乙", "丙"))
    assert (found.outcome, found.leading) == (Outcome.RUNOFF, ("甲", "乙"))
    assert counted(voters, cast[:3], options=("甲", "乙")).leading == ("甲",)
    assert counted(voters, [own(1, "abstain")], options=("甲", "乙")).outcome is Outcome.NOBODY

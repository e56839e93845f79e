"""Signing in: who is let in, whose a workshop is, sharing and handing it over, and the passphrase in its place."""

import time
from dataclasses import replace

import pytest
from people import a_plan

from across.room.application import MOST_FAILED_ATTEMPTS
from across.room.signing_in import SIGNED_IN_SECONDS, person_of
from across.room.starting import Starter
from across.settings import SettingsError, SignIn, read
from across.store.tables import facilitator, signed_in_key
from across.workshop.errors import NotAllowedHere, NotYourWorkshop, TooManyTries
from across.workshop.facilitators import NotLetIn, Person, SignInFirst, WrongPassphrase

ANN, BEN, CARA = (Person(name * 21, f"{name}@example.org") for name in ("ann", "ben", "car"))
NOW = 1_800_000_000.0
RULES = SignIn(
    "https://provider.example/.well-known/openid-configuration",
    "client",
    "secret",
    domains=frozenset({"example.org"}),
    groups=frozenset({"leads"}),
)
CLAIMS = {
    "is_logged_in": True,
    "iss": "https://provider.example",
    "sub": "1",
    "iat": NOW,
    "email": "Ann@example.org",
    "email_verified": True,
}
ENVIRONMENT = {
    "ACROSS_PUBLIC_URL": "https://workshop.example.org",
    "ACROSS_SIGN_IN_PROVIDER": RULES.provider,
    "ACROSS_SIGN_IN_CLIENT": "client",
    "ACROSS_SIGN_IN_SECRET": "secret",
    "ACROSS_SIGN_IN_ALLOWED": "example.org",
}


@pytest.fixture
def signing(application):
    return replace(application, settings=replace(application.settings, sign_in=RULES))


def started(application, person=ANN):
    return application.start(a_plan(), by=Starter(person))


def codes(application, person):
    return [held.workshop.code for held in application.facilitators.held_by(person)]


def shared(application, code, person):
    application.facilitators.ask(ANN, code, person.address)
    [request] = application.facilitators.asked_of(person)
    application.facilitators.accept(person, request.id)
    return application.facilitators.open(person, code)


def test_a_workshop_from_before_people_signed_in_is_claimed_once_with_its_link(signing):
    before = replace(signing, settings=replace(signing.settings, sign_in=None))
    code, link = before.start(a_plan())
    assert signing.facilitators.unowned([code]) == {code}
    with pytest.raises(NotYourWorkshop):
        signing.facilitators.claim(ANN, "made up")

    signing.facilitators.claim(ANN, link)

    assert codes(signing, ANN) == [code]
    assert signing.facilitators.unowned([code]) == set()
    for claim in (lambda: signing.facilitators.claim(BEN, link), lambda: signing.facilitator(link)):
        with pytest.raises(NotYourWorkshop):
            claim()


def test_a_workshop_that_somebody_owns_is_nobody_elses_by_its_link(signing):
    code, key = started(signing)
    link = signing.facilitator(key).make_link()

    for held in (link, key):
        with pytest.raises(NotAllowedHere):
            signing.facilitators.claim(BEN, held)

    assert signing.facilitator(link).code == code
    assert codes(signing, BEN) == []


def test_one_who_leaves_a_workshop_keeps_no_link_to_it(signing):
    code, _ = started(signing)
    theirs = shared(signing, code, BEN)
    link = signing.facilitator(theirs).make_link()

    signing.facilitators.leave(BEN, code)

    for dead in (theirs, link):
        with pytest.raises(NotYourWorkshop):
            signing.facilitator(dead)


def test_what_the_owner_before_has_asked_ends_with_a_hand_over(signing):
    code, _ = started(signing)
    signing.facilitators.ask(ANN, code, CARA.address)
    [left_over] = signing.facilitators.asked_of(CARA)
    signing.facilitators.ask(ANN, code, BEN.address, owns=True)
    [request] = signing.facilitators.asked_of(BEN)

    signing.facilitators.accept(BEN, request.id)

    assert signing.facilitators.asked_of(CARA) == []
    with pytest.raises(NotAllowedHere):
        signing.facilitators.accept(CARA, left_over.id)
    assert [row.address for row in signing.facilitators.sharing(BEN, code)] == [BEN.address]


def test_an_address_that_is_somebody_elses_by_now_is_theirs(signing):
    code, _ = started(signing)
    now = replace(ANN, address="ann.new@example.org")
    newcomer = Person("new" * 21, ANN.address)
    assert codes(signing, newcomer) == []
    with pytest.raises(NotYourWorkshop):
        signing.facilitators.open(newcomer, code)

    signing.facilitators.ask(now, code, ANN.address, owns=True)

    [request] = signing.facilitators.asked_of(newcomer)
    assert request.by == now.address
    signing.facilitators.accept(newcomer, request.id)
    assert (codes(signing, now), codes(signing, newcomer)) == ([], [code])


def test_one_who_is_asked_under_a_new_address_is_listed_once(signing):
    code, _ = started(signing)
    shared(signing, code, BEN)
    now = replace(BEN, address="ben.new@example.org")
    signing.facilitators.ask(ANN, code, now.address)

    signing.facilitators.open(now, code)

    assert signing.facilitators.asked_of(now) == []
    assert [row.address for row in signing.facilitators.sharing(ANN, code)] == [ANN.address, now.address]


@pytest.mark.parametrize("end", ["removed", "left", "handed over", "signed out", "claimed"])
def test_screens_hear_when_a_workshop_is_closed_to_somebody(signing, end):
    code, _ = started(signing)
    theirs = shared(signing, code, BEN)
    before = signing.workshop(code).picture
    sharing = signing.facilitators.sharing(ANN, code)
    if end == "removed":
        signing.facilitators.remove(ANN, code, next(row.id for row in sharing if row.address == BEN.address))
    elif end == "left":
        signing.facilitators.leave(BEN, code)
    elif end == "handed over":
        signing.facilitators.ask(ANN, code, BEN.address, owns=True)
        signing.facilitators.accept(BEN, signing.facilitators.asked_of(BEN)[0].id)
    elif end == "signed out":
        signing.facilitators.sign_out([theirs])
    else:
        code, link = replace(signing, settings=replace(signing.settings, sign_in=None)).start(a_plan())
        before = signing.workshop(code).picture
        signing.facilitators.claim(ANN, link)

    assert signing.workshop(code).picture > before


def test_a_key_by_signing_in_that_has_ended_says_so(signing):
    _, key = started(signing)
    signing.facilitators.sign_out([key])

    with pytest.raises(NotYourWorkshop, match="once you sign in"):
        signing.facilitator(key)


def test_a_person_is_who_the_provider_says_by_its_subject():
    first, again = (
        person_of(CLAIMS | {"email": address}, RULES, NOW) for address in ("a@example.org", "b@example.org")
    )

    assert first.id == again.id != person_of(CLAIMS | {"sub": "2"}, RULES, NOW).id
    assert person_of(CLAIMS, RULES, NOW).address == "ann@example.org"


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "ann@evil.example"},
        {"email": "ann@not.example.org"},
        {"email": "ann@example.org@evil.example"},
        {"email": "ann@evil.example, b@example.org"},
        {"email": "ann@e\u212aample.org"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": 1},
        {"email": None},
        {"email": ["ann@example.org"]},
        {"email": "ann@evil-example.org"},
        {"email": "ann@example.org.evil"},
        {"email": "ann@example.org."},
        {"email": "example.org"},
        {"email": "@example.org"},
        {"email": '"ann@evil.example"@example.org'},
        {"email": "ann@evil.example\x00@example.org"},
        {"email": "ann@evil.example\n@example.org"},
        {"email": "ann@evil.example", "emails": ["ann@example.org"]},
        {"email": None, "preferred_username": "ann@example.org", "upn": "ann@example.org"},
        {"email": "ann@evil.example", "groups": None},
        {"email": "ann@evil.example", "groups": "leads, others"},
        {"email": "ann@evil.example", "groups": ["LEADS"]},
        {"email": "ann@evil.example", "groups": [["leads"]]},
        {"email": "ann@evil.example", "groups": ["others"]},
        {"email": "ann@evil.example", "groups": {"leads": 1}},
    ],
)
def test_whom_the_list_does_not_name_is_not_let_in(changes):
    with pytest.raises(NotLetIn):
        person_of(CLAIMS | changes, RULES, NOW)


@pytest.mark.parametrize("issuer", ["https://accounts.google.com", "accounts.google.com"])
def test_a_domain_counts_at_google_only_where_an_organisation_looks_after_the_account(issuer):
    google = CLAIMS | {"iss": issuer}
    at_gmail = replace(RULES, domains=frozenset({"gmail.com"}))

    for nobodys in ({}, {"hd": ""}, {"hd": True}):
        with pytest.raises(NotLetIn, match="Google"):
            person_of(google | nobodys, RULES, NOW)
    assert person_of(google | {"hd": "example.org"}, RULES, NOW)
    assert person_of(google, replace(RULES, addresses=frozenset({"ann@example.org"})), NOW)
    assert person_of(google | {"email": "ann@gmail.com"}, at_gmail, NOW)


@pytest.mark.parametrize("left_out", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}])
def test_too_many_groups_to_name_let_nobody_in_and_say_so(left_out):
    with pytest.raises(NotLetIn, match="so many groups"):
        person_of(CLAIMS | {"email": "z@other.example"} | left_out, RULES, NOW)
    assert person_of(CLAIMS | left_out, RULES, NOW)


def test_an_address_that_is_said_to_be_unconfirmed_counts_nowhere():
    with pytest.raises(NotLetIn):
        person_of(CLAIMS | {"email_verified": False}, replace(RULES, trusts_addresses=True, everybody=True), NOW)


@pytest.mark.parametrize("changes", [{"is_logged_in": False}, {"iss": ""}, {"sub": None}, {"iat": "now"}, {}])
def test_nobody_is_signed_in_without_claims_or_when_their_time_is_over(changes):
    with pytest.raises(SignInFirst):
        person_of(CLAIMS | changes if changes else CLAIMS, RULES, NOW + (0 if changes else SIGNED_IN_SECONDS))


def test_a_group_lets_in():
    assert person_of(CLAIMS | {"email": "z@other.example", "groups": ["x", "leads"]}, RULES, NOW)


@pytest.mark.parametrize("missing", ENVIRONMENT)
def test_a_setting_that_is_missing_is_named(missing):
    with pytest.raises(SettingsError, match=missing):
        read({name: value for name, value in ENVIRONMENT.items() if name != missing})


def test_no_secret_is_in_what_settings_say_of_themselves():
    assert "'secret'" not in repr(read(ENVIRONMENT))
    assert "a few words do" not in repr(read({"ACROSS_START_PASSPHRASE": "a few words do"}))


def test_where_people_sign_in_nobody_else_starts_a_workshop(signing):
    with pytest.raises(SignInFirst):
        signing.start(a_plan())


def test_a_workshop_is_its_owners_on_every_device_and_nobody_elses(signing):
    code, key = started(signing)

    elsewhere = signing.facilitators.open(ANN, code)

    assert signing.facilitator(key).code == signing.facilitator(elsewhere).code == code
    assert (codes(signing, ANN), codes(signing, BEN)) == ([code], [])
    with pytest.raises(NotYourWorkshop):
        signing.facilitators.open(BEN, code)


def test_who_is_added_facilitates_until_they_are_removed(signing):
    code, key = started(signing)
    theirs = shared(signing, code, BEN)
    here = signing.facilitator(theirs)
    [row] = [row for row in signing.facilitators.sharing(ANN, code) if row.address == BEN.address]

    with pytest.raises(NotYourWorkshop):
        signing.facilitators.ask(BEN, code, CARA.address)
    signing.facilitators.remove(ANN, code, row.id)

    for deed in (lambda: here.move_to("results"), here.workshop, lambda: signing.facilitator(theirs)):
        with pytest.raises(NotYourWorkshop):
            deed()
    assert codes(signing, BEN) == []
    assert signing.facilitator(key).code == code


def test_who_takes_a_workshop_over_has_it_alone_and_its_link_is_dead(signing):
    code, key = started(signing)
    link = signing.facilitator(key).make_link()
    signing.facilitators.ask(ANN, code, BEN.address, owns=True)
    [request] = signing.facilitators.asked_of(BEN)
    with pytest.raises(NotAllowedHere):
        signing.facilitators.accept(CARA, request.id)
    assert codes(signing, ANN) == [code]

    signing.facilitators.accept(BEN, request.id)

    assert (codes(signing, ANN), codes(signing, BEN)) == ([], [code])
    for dead in (key, link):
        with pytest.raises(NotYourWorkshop):
            signing.facilitator(dead)
    assert [row.owns for row in signing.facilitators.sharing(BEN, code)] == [True]


def test_a_request_is_taken_back_or_declined_and_is_nobodys_then(signing):
    code, _ = started(signing)
    for end in (lambda request: signing.facilitators.remove(ANN, code, request), None):
        signing.facilitators.ask(ANN, code, BEN.address)
        [request] = signing.facilitators.asked_of(BEN)
        end(request.id) if end else signing.facilitators.decline(BEN, request.id)
        with pytest.raises(NotAllowedHere):
            signing.facilitators.accept(BEN, request.id)


def test_a_key_by_signing_in_ends_by_signing_out_and_by_time(signing):
    code, key = started(signing)
    later = replace(signing, calendar=lambda: time.time() + SIGNED_IN_SECONDS + 1)
    with pytest.raises(NotYourWorkshop):
        later.facilitator(key)

    signing.facilitators.sign_out([key])

    assert signing.held([key]) == {}
    assert codes(signing, ANN) == [code]


def test_deleting_a_workshop_deletes_who_facilitated_it(signing):
    code, key = started(signing)
    shared(signing, code, BEN)
    signing.facilitators.ask(ANN, code, CARA.address)

    signing.facilitator(key).delete()

    with signing.store.read() as connection:
        left = [connection.execute(table.select()).all() for table in (facilitator, signed_in_key)]
    assert left == [[], []]


def test_the_passphrase_is_needed_and_guessing_it_is_slowed_down_even_for_the_right_one(sqlite_application):
    settings = replace(sqlite_application.settings, start_passphrase="a few words do")
    application = replace(sqlite_application, settings=settings)
    right = Starter(passphrase="a few words do")
    assert application.start(a_plan(), "10.0.0.1", right)

    for guess in range(MOST_FAILED_ATTEMPTS):
        with pytest.raises(WrongPassphrase):
            application.start(a_plan(), "10.0.0.1", Starter(passphrase=f"guess {guess}"))

    with pytest.raises(TooManyTries):
        application.start(a_plan(), "10.0.0.1", right)
    assert application.start(a_plan(), "10.0.0.2", right)

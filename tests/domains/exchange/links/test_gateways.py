"""Messages by older gateways: what each scheme proves is noted with the message, and what needs more is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from anju.demo import gateway_simulator
from anju.demo.gateway_simulator import Simulator
from anju.domains.exchange.api import gateway, links, messages
from anju.domains.exchange.api.signing import HttpMessage
from anju.domains.exchange.links.models import LogEntry, Message, Peer
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.interfaces.jobs.peer_http import PeerHttp
from tests.factories.exchange import OWN_URL, THERE, linked
from tests.factories.register import HERE, PLATFORM, Street, clerk

CALLER, SERVICE, SECRET = "r_510823000000_1", "s_430181000000_7", "a-secret-of-theirs"


@pytest.fixture(scope="module")
def there(once):
    return once(linked)


@pytest.fixture(scope="module")
def street(once, there):
    return once(Street.built)


@pytest.fixture
def national(there):
    entered("headers")
    return there


@pytest.fixture
def older(there):
    entered("md5")
    return there


def entered(scheme, *, caller=CALLER, secret=SECRET, outgoing=False, until=None, code=THERE):
    with acting(PLATFORM):
        links.set_secret(
            *(code, scheme, caller, SERVICE if scheme == "headers" else "", secret),
            outgoing=outgoing,
            until=until,
            actor=PLATFORM,
            at=now() - timedelta(minutes=1),
        )


def request(scheme, *sent, at=None, **more):
    by = {"caller": CALLER, "service": SERVICE, "secret": SECRET, **more}
    body = json.dumps(list(sent)).encode()
    headers, content = gateway.written(scheme, **by, body=body, at=at or now())
    return HttpMessage(content, headers, "POST", OWN_URL)


def answered(sent, at=None):
    reply = links.receive(sent, at=at or now())
    return reply.status, json.loads(reply.body)


def outcome(sent, at=None):
    status, body = answered(sent, at)
    if status != 200:
        return body["code"]
    return [
        r["errors"][0]["code"] if r["class"] == "rejection" else r["class"] for r in body["results"]
    ]


def test_the_signature_strings_are_those_of_the_fact_sheet():
    text = f"{SERVICE}{CALLER}1764460800000".encode()
    expected = base64.b64encode(hmac.new(SECRET.encode(), text, hashlib.sha256).digest()).decode()
    assert gateway.signature("headers", SERVICE + CALLER, SECRET, 1764460800000) == expected
    older = hashlib.md5(f"app{SECRET}1764460800000".encode()).hexdigest()  # noqa: S324
    assert gateway.signature("md5", "app", SECRET, 1764460800000) == older
    at = now()
    headers, _body = gateway.written("headers", CALLER, SERVICE, SECRET, b"{}", at)
    assert set(headers) == {
        *("content-type", "gjgxjhpt_rid", "gjgxjhpt_sid", "gjgxjhpt_rtime", "gjgxjhpt_sign")
    }


def test_a_message_bears_how_much_was_proved_of_it_on_file_and_in_the_log(national):
    assert outcome(request("headers", national.message("enquiry"))) == ["receipt"]
    national.send(national.message("enquiry"))
    with acting(PLATFORM):
        assert list(Message.objects.order_by("id").values_list("assurance", flat=True)) == [
            "headers",
            "signed",
        ]
        noted = [json.loads(e.content)["assurance"] for e in LogEntry.objects.order_by("id")]
    assert noted == ["headers", "signed"]


@pytest.mark.parametrize("kind", messages.CLASSES)
@pytest.mark.parametrize("scheme", ["headers", "md5"])
def test_what_needs_more_than_the_way_proves_is_refused(there, scheme, kind):
    entered(scheme)
    (found,) = outcome(request(scheme, there.message(kind)))
    enough = gateway.suffices(scheme, gateway.least_for(kind))
    assert (found == "assurance_too_low") is not enough


HOSTILE = {
    "signature_wrong": lambda r: replace(r, headers={**r.headers, "gjgxjhpt_sign": "AAAA"}),
    "signature_key_unknown": lambda r: replace(r, headers={**r.headers, "gjgxjhpt_sid": "s_other"}),
    "signature_malformed": lambda r: replace(
        r, headers={**r.headers, "gjgxjhpt_rtime": "yesterday"}
    ),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_forged_call_is_refused_under_its_code(national, code):
    assert outcome(HOSTILE[code](request("headers", national.message("enquiry")))) == code


def test_the_moment_is_checked_and_a_call_is_taken_once_whatever_it_brings(national):
    at = now()
    assert outcome(request("headers", at=at - timedelta(minutes=6))) == "signature_expired"
    assert outcome(request("headers", at=at + timedelta(minutes=2))) == "signature_from_future"
    first = request("headers", national.message("enquiry"), at=at)
    assert outcome(first) == ["receipt"]
    other = request("headers", national.message("enquiry"), at=at)
    assert outcome(replace(first, body=other.body)) == "nonce_used"


def test_hyphens_that_a_server_makes_of_underscores_are_read(national):
    sent = request("headers", national.message("enquiry"))
    headers = {k.replace("_", "-"): v for k, v in sent.headers.items()}
    assert outcome(replace(sent, headers=headers)) == ["receipt"]


def test_the_form_of_the_older_gateway_is_read_and_its_forgeries_are_not(older):
    sent = request("md5", older.message("left_behind_notice"), service="")
    assert outcome(sent) == ["receipt"]
    assert outcome(sent) == "nonce_used"
    assert outcome(request("md5", service="", secret="another-secret")) == "signature_wrong"
    for body in (b"", b"%%%", b"appKey=x", urlencode({"appKey": CALLER, "sign": "1"}).encode()):
        assert outcome(replace(sent, body=body)) == "signature_malformed"


def test_a_secret_that_has_ended_opens_nothing(national):
    with acting(PLATFORM):
        links.end_secret(THERE, "headers", CALLER, actor=PLATFORM, at=now())
    assert outcome(request("headers", national.message("enquiry"))) == "signature_key_ended"


def test_a_name_belongs_to_one_place_and_a_secret_is_whole(there):
    with acting(PLATFORM):
        links.add_peer("520102", "南明区", "http://x.example", actor=PLATFORM, at=now())
    entered("md5")
    with pytest.raises(Conflict, match="gateway_taken"):
        entered("md5", code="520102")
    with pytest.raises(Refused, match="gateway_incomplete"):
        entered("md5", secret="short")
    with pytest.raises(Refused, match="gateway_incomplete"):
        entered("signed")
    actor = clerk(7, HERE)[1]
    with acting(actor), pytest.raises(NotAllowed):
        links.end_secret(THERE, "md5", CALLER, actor=actor, at=now())


class TestSending:
    """By an older gateway, to the simulator over real HTTP."""

    @pytest.fixture
    def simulator(self, there, street):
        found = Simulator(THERE, "headers", CALLER, SERVICE, SECRET, delay=0.0)
        with gateway_simulator.served(found) as url:
            with acting(PLATFORM):
                Peer.objects.filter(code=THERE).update(url=url)
                entered("headers", outgoing=True)
                links.ask(
                    *(THERE, street.resident),
                    questions=["lives_here"],
                    why="核对",
                    purpose="care",
                    grade="urgent",
                    actor=PLATFORM,
                    at=now(),
                )
            yield found

    def carried(self, at=None):
        at = at or now()
        (peer,) = links.due_peers(at=at)
        with PeerHttp(timeout=5) as transport:
            sent = links.send_due(peer, transport, at=at)
        with acting(PLATFORM):
            return sent.failure, Message.objects.get(direction="out").state

    def test_a_message_goes_out_by_the_header_fields(self, simulator):
        assert self.carried() == ("", "sent")
        assert len(simulator.taken) == 1
        with acting(PLATFORM):
            assert Message.objects.get(direction="out").assurance == "headers"

    @pytest.mark.parametrize(
        ("mode", "failure", "state"),
        [
            ("slow", "", "sent"),
            ("down", "answer_unreadable", "queued"),
            ("expired", "signature_expired", "queued"),
            ("wrong", "", "rejected"),
            ("silent", "", "queued"),
        ],
    )
    def test_whatever_it_does_nothing_is_lost(self, simulator, mode, failure, state):
        simulator.mode = mode
        assert self.carried() == (failure, state)
        if state == "queued":
            later = now() + timedelta(minutes=3)
            simulator.mode, simulator.clock = "right", lambda: later
            assert self.carried(later) == ("", "sent")
            assert len(simulator.taken) == 1

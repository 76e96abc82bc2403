"""The figures are for the machine itself, and for whom the setting names; never through a proxy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.operation.access import may_read, networks

LOCAL = networks("")


def scope(client="127.0.0.1", host="localhost:8501", **headers):
    pairs = {"host": host, **headers}
    raw = [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in pairs.items()]
    return {"type": "http", "headers": raw, "client": (client, 1) if client else None}


@pytest.mark.parametrize(
    ("asked", "setting", "allowed"),
    [
        (scope(), "", True),
        (scope("::1", "[::1]:8501"), "", True),
        (scope("::ffff:127.0.0.1"), "", True),
        (scope("10.0.0.7", "10.0.0.1:8501"), "", False),
        (scope("10.0.0.7", "10.0.0.1:8501"), "10.0.0.7", True),
        (scope("172.18.0.5", "172.18.0.2"), "10.0.0.7, 172.18.0.0/16", True),
        (scope("172.19.0.5", "172.18.0.2"), "172.18.0.0/16", False),
        (scope(), "10.0.0.7", True),
        (scope(), "off", False),
        (scope(x_forwarded_for="127.0.0.1"), "", False),
        (scope(forwarded="for=127.0.0.1"), "", False),
        (scope(via="1.1 caddy"), "", False),
        (scope(host="learn.example"), "", False),  # a proxy that says nothing, or a name led here
        (scope(host=""), "", False),
        (scope(client=None), "", False),
        (scope("testclient"), "", False),
    ],
)
def test_who_may_read(asked, setting, allowed):
    assert may_read(asked, networks(setting)) is allowed


@pytest.mark.parametrize("setting", ["everybody", "10.0.0.0/99", "localhost"])
def test_half_a_rule_is_none_so_the_server_does_not_start(setting):
    with pytest.raises(ValueError, match="LEARNSCOPE_METRICS"):
        networks(setting)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40).filter(lambda one: one.isascii()))
def test_no_address_and_no_host_raises(client, host):
    assert may_read(scope(client, host), LOCAL) in (True, False)

"""A link to a page finds the server at once, also where a proxy has taken a path off."""

import pytest

from core.playgrounds import names
from tests.e2e.live import LivePage

ASKED = ("health", "host-config")


def answers(page):
    """A function that gives (path, status) of each answer to the first look for the server."""
    found = []
    page.on(
        "response",
        lambda got: found.append(
            (got.url.partition("127.0.0.1:")[2].partition("/")[2], got.status)
        ),
    )
    return lambda: [one for one in found if one[0].partition("_stcore/")[2] in ASKED]


@pytest.mark.breadth(2)
@pytest.mark.parametrize("path", [f"{names()[0]}/", *names()])
def test_a_link_asks_nothing_that_is_not_there(page, path):
    heard = answers(page)
    LivePage(page).open(f"/{path}")
    assert sorted(heard()) == [(f"_stcore/{one}", 200) for one in ASKED]


@pytest.mark.view(expect_errors="WebSocket|Failed to load resource")
def test_a_path_that_a_proxy_takes_off_is_kept(page, server):
    def forward(route):
        route.fulfill(response=route.fetch(url=route.request.url.replace("/far/away", "")))

    page.route("**/far/away/**", forward)
    heard = answers(page)
    health, config = (f"**/_stcore/{one}" for one in ASKED)  # they are asked for at once
    with page.expect_response(health), page.expect_response(config):
        page.goto("/far/away/mlp")
    assert {path for path, _ in heard()} == {f"far/away/_stcore/{one}" for one in ASKED}
    assert {status for _, status in heard()} == {200}
    page.unroute_all(behavior="ignoreErrors")  # the page goes on asking

"""Where a server may stand, and what a page says when it doesn't hear from it."""

import re

import pytest

from tests.e2e.conftest import running
from tests.e2e.live import ROOT, LivePage
from tests.e2e.places import certificate, example, framing, free_port, nginx

OFFLINE = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def proxy(server, port, tls, path=""):
    """README's example for nginx with this test's addresses; below a `path` as README says."""
    text = example("nginx")
    ours = {
        "443": f"127.0.0.1:{port}",
        "learn.example;": "127.0.0.1;",
        "/etc/ssl/learn.example.pem": str(tls[0]),
        "/etc/ssl/learn.example.key": str(tls[1]),
        "location /": f"location {path}/",
        "http://127.0.0.1:8501": server + "/" * bool(path),
    }
    for theirs, mine in ours.items():
        assert text.count(theirs) == 1, theirs
        text = text.replace(theirs, mine)
    return text


@pytest.fixture
def tls(tmp_path):
    return certificate(tmp_path)


def framed(page):
    """The frame's own live view, once it has drawn something."""
    frame = page.wait_for_selector("iframe").content_frame()
    live = LivePage(frame)
    live.until("+d.frames > 0")
    return live


@pytest.mark.breadth(2)
@pytest.mark.parametrize("path", ["mlp", "", "mlp/"])
@pytest.mark.parametrize("prefix", ["/course/lab", ""])
def test_behind_readmes_nginx_all_is_as_without_it(browser, server, tmp_path, tls, path, prefix):
    port = free_port()
    with (
        nginx(tmp_path, proxy(server, port, tls, prefix), port),
        browser.new_context(ignore_https_errors=True) as context,
    ):
        page = context.new_page()
        live = LivePage(page)
        page.goto(f"https://127.0.0.1:{port}{prefix}/{path}")
        if not path:
            page.get_by_role("link", name=re.compile("network", re.I)).first.click()
        live.until("+d.frames > 0")
        live.click("step", "+d.step === 1")
        page.reload()
        live.until("+d.step === 1")  # the cookie holds here too
        assert page.url.startswith(f"https://127.0.0.1:{port}{prefix}/mlp")


@pytest.mark.view(expect_errors="localhost")
def test_in_a_frame_of_another_site_a_page_has_its_own_run_without_a_cookie(page, server):
    heard = []
    page.on("websocket", lambda socket: heard.append(socket.url))
    with framing(f"{server}/mlp?mlp.upload=") as course:
        page.goto(course)
        live = framed(page)
        live.click("step", "+d.step === 1")
        assert page.context.cookies() == []
        assert [url for url in heard if "/live/" in url]
        assert all(re.search(r"\?lang=\w+$", url) for url in heard if "/live/" in url)
        assert "token" not in live.page.url


@pytest.mark.view(expect_errors="localhost")
def test_a_file_is_taken_in_a_frame_of_another_site(page, server, tmp_path):
    table = tmp_path / "series.csv"
    table.write_text("t,y\n" + "\n".join(f"{k},{k % 7}" for k in range(200)))
    with framing(f"{server}/gan?gan.dataset=upload") as course:
        page.goto(course)
        live = framed(page)
        live.page.locator("[data-testid=stFileUploaderDropzoneInput]").first.set_input_files(table)
        live.page.wait_for_function("document.body.innerText.includes('series.csv')")
        live.page.wait_for_function("/gan.upload=[0-9a-f]{16}/.test(location.search)")


def test_under_https_a_reloaded_frame_finds_its_run_by_a_partitioned_cookie(
    browser, server, tmp_path, tls
):
    port = free_port()
    with (
        nginx(tmp_path, proxy(server, port, tls, "/course/lab"), port),
        framing(f"https://127.0.0.1:{port}/course/lab/mlp") as course,
        browser.new_context(ignore_https_errors=True) as context,
    ):
        page = context.new_page()
        page.goto(course)
        live = framed(page)
        live.click("step", "+d.step === 1")
        held = {one["name"]: one for one in context.cookies()}
        assert {one["partitionKey"] for one in held.values()} == {"http://localhost"}
        assert held["learnscope_viewer"]["httpOnly"]
        live.page.evaluate("location.reload()")
        framed(page).until("+d.step === 1")
        # Where the cookie goes nevertheless, a tab of its own is offered.
        context.clear_cookies()
        page.route_web_socket(re.compile("/live/"), lambda socket: socket.close(code=4401))
        live = LivePage(page.wait_for_selector("iframe").content_frame())
        live.page.evaluate("location.reload()")
        own = live.page.locator(f"{ROOT} [data-action=own-tab]")
        own.wait_for()
        with context.expect_page() as opened:
            own.click()
        LivePage(opened.value).until("+d.frames > 0")


@pytest.mark.view(expect_errors="null|ERR_FAILED|localhost")
def test_a_sandbox_that_lets_nothing_through_offers_a_tab(page, server):
    with framing(f"{server}/mlp?mlp.lr=0.5", 'sandbox="allow-scripts allow-popups"') as course:
        page.goto(course)
        frame = page.frame_locator("iframe")
        assert f"{server}/mlp?mlp.lr=0.5" in frame.locator("main").inner_text()
        with page.expect_popup() as opened:
            frame.get_by_role("link", name="Open in a tab of its own").click()
        assert opened.value.url == f"{server}/mlp?mlp.lr=0.5"


@pytest.mark.view(expect_errors="ERR_INTERNET_DISCONNECTED|WebSocket")
def test_a_silent_network_is_spoken_of_and_no_click_acts_later(page):
    live = LivePage(page).open("/mlp?play=true&gear=smooth")
    live.until("d.status === 'running' && +d.step > 20")
    page.wait_for_function(f"document.querySelector('{ROOT} .ls-silence')")
    rate = page.locator("[class*='st-key-mlp-lr'] input")
    rate.wait_for()
    page.wait_for_load_state("networkidle")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {**OFFLINE, "offline": True})
    page.wait_for_timeout(300)
    live.click("pause")  # nobody has noticed yet: it lies in the line
    live.until("d.silent === 'true'")
    badge = page.locator(f"{ROOT} .ls-silence")
    page.wait_for_function(f"/ 5 s/.test(document.querySelector('{ROOT} .ls-silence').innerText)")
    assert badge.is_visible()
    live.until("d.rate === '0'")
    assert live.page.locator(f"{ROOT} [data-metric=rate]").text_content().endswith("–")
    before = live.step
    live.click("reset")
    page.locator(f"{ROOT} .ls-banner", has_text="not heard").wait_for()
    page.locator(".st-key-head [data-testid=stPopoverButton]").click()
    had = rate.input_value()
    for key in ("End", "5", "ArrowUp", "Backspace", "Enter"):
        rate.press(key)
    assert rate.input_value() == had
    network.send("Network.emulateNetworkConditions", {**OFFLINE, "offline": False})
    live.until("d.silent === 'false'")
    page.locator(f"{ROOT} .ls-banner", has_text="held your click back").wait_for()
    live.until(f"d.status === 'running' && +d.step > {before} && +d.rate > 0")
    assert not badge.is_visible()
    assert page.locator(".st-key-menu").count() == 0


@pytest.mark.view(
    expect_errors="ERR_CONNECTION|WebSocket|not responding|server endpoint|fetch|disconnected|timed out"
)
def test_a_server_that_is_gone_and_comes_back_is_spoken_of(page, tmp_path):
    gone = page.locator("#learnscope-gone")
    home = page.context.new_page()
    with running(tmp_path / "first.log") as address:
        live = LivePage(page).open(f"{address}/mlp?play=true")
        home.goto(address)
        home.get_by_role("link").first.wait_for()
        live.until("+d.step > 20")
        page.wait_for_function(f"document.querySelector('{ROOT} .ls-silence')")
        page.wait_for_timeout(700)
        live.settle()
    for one in (page, home):
        one.locator("#learnscope-gone", has_text="keeps trying").wait_for()
        assert one.locator("[data-testid=stDialog]").count() == 0
        assert "Streamlit" not in one.locator("body").inner_text()
    with running(tmp_path / "second.log", port=int(address.rpartition(":")[2])):
        live.until("+d.build > 1 && d.connection === 'open'")
        gone.wait_for(state="hidden")
        anew = page.locator(f"{ROOT} .ls-anew", has_text="Training began anew")
        anew.wait_for()
        live.click("step")
        page.wait_for_timeout(9000)  # longer than any other notice stays
        assert anew.is_visible()
        anew.locator("[data-action=dismiss]").click()
        assert not anew.is_visible()

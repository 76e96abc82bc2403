"""What a person does on /mlp, in a real browser."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage

SLOW = "/mlp?mlp.preset=circle&gear=slow"


@pytest.fixture
def live(page):
    return LivePage(page)


def sidebar_number(live, label):
    return live.page.get_by_label(label, exact=False).first


def test_an_untrained_picture_at_step_0_then_play_learns(live):
    live.open("/mlp?mlp.preset=circle")
    assert (live.status, live.step) == ("ready", 0)
    before = live.picture()
    live.click("play", "d.status === 'running' && +d.step > 200 && +d.frames > 10")
    live.until_picture_differs(before)
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-metric=test_accuracy]').textContent.includes('100')"
        f" || parseFloat(document.querySelector('{ROOT} [data-metric=test_accuracy]').textContent) > 97"
    )


def test_pause_holds_and_a_step_is_one_minibatch_an_epoch_one_pass(live):
    live.open("/mlp?mlp.preset=tf-playground&play=true")
    live.until("+d.step > 50")
    live.pause()
    held = live.step
    live.page.wait_for_timeout(300)
    assert live.step == held
    live.click("step", f"+d.step === {held + 1}")
    live.click("epoch", f"d.status === 'paused' && +d.step > {held + 1} && +d.step % 25 === 0")
    assert live.step - held <= 26


def test_the_learning_rate_changes_live_and_leaves_a_stamp(live):
    live.open("/mlp?mlp.preset=tf-playground&play=true&gear=smooth")
    live.until("+d.step > 100")
    build, before = live.data("build"), live.step
    field = live.page.get_by_role("textbox", name=re.compile("Learning rate"))
    field.fill("0.1")
    field.press("Enter")
    live.page.wait_for_function("location.search.includes('mlp.lr=0.1')")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} .ls-stamp')?.textContent.includes('0.1')"
    )
    assert live.data("build") == build
    assert live.step >= before
    assert live.status == "running"
    live.pause()
    before = live.step
    live.page.reload()  # its address still says play=true
    live.until("+d.frames > 0")
    live.page.wait_for_timeout(500)
    assert (live.step, live.status) == (before, "paused")


def test_the_address_holds_the_setting_and_brings_it_back(live):
    live.open("/mlp?mlp.preset=spiral&mlp.noise=10&mlp.hidden=5,3")
    live.settle()
    assert live.page.locator("[data-panel=network] .ls-neuron[data-layer='1']").count() == 5
    live.click("add-layer")
    live.page.wait_for_function("location.search.includes('mlp.hidden=5%2C3%2C3')")
    address = live.page.url
    assert "mlp.noise=10" in address
    assert "mlp.preset=spiral" in address
    other = LivePage(live.page.context.new_page()).open(address)
    assert other.page.locator("[data-panel=network] .ls-neuron[data-layer='3']").count() == 3
    other.page.close()


def test_plus_and_minus_on_the_drawing_rebuild_and_undo_brings_the_run_back(live):
    live.open("/mlp?mlp.preset=tf-playground&play=true&gear=smooth")
    live.until("+d.step > 100")
    live.pause()
    step, build = live.step, live.data("build")
    live.page.locator("[data-action=add-neuron][data-layer='1']").click()
    live.until(f"d.build !== '{build}' && +d.step === 0")
    assert live.page.locator("[data-panel=network] .ls-neuron[data-layer='1']").count() == 5
    live.click("undo", f"+d.step === {step}")
    assert live.page.locator("[data-panel=network] .ls-neuron[data-layer='1']").count() == 4
    live.page.wait_for_function("!location.search.includes('mlp.hidden')")


@pytest.mark.breadth(0)
def test_an_input_is_switched_on_the_drawing(live):
    live.open("/mlp?mlp.preset=tf-playground")
    build = live.data("build")
    live.page.locator("[data-input=x1sq]").click()
    live.until(f"d.build !== '{build}'")
    live.page.wait_for_function("location.search.includes('mlp.inputs=x1%2Cx2%2Cx1sq')")


def test_pointing_at_a_neuron_turns_the_large_map_into_its_function(live):
    live.open("/mlp?mlp.preset=tf-playground")
    before = live.picture()
    title = live.page.locator("[data-panel=map] .ls-title")
    words = title.inner_text()
    live.page.locator("[data-panel=network] .ls-neuron[data-layer='1'][data-neuron='2']").hover()
    live.until_picture_differs(before)
    assert title.inner_text() != words
    live.page.mouse.move(5, 5)
    live.page.wait_for_function(
        "(words) => document.querySelector('[data-panel=map] .ls-title').innerText === words",
        arg=words,
    )


def test_a_weight_is_typed_by_hand(live):
    live.open("/mlp?mlp.preset=tf-playground")
    before = live.picture()
    live.page.locator("[data-panel=network] .ls-neuron[data-layer='3'][data-neuron='0']").click()
    field = live.page.locator(".ls-neuron-card input").first
    field.fill("5")
    field.press("Enter")
    live.page.keyboard.press("Escape")
    live.page.mouse.move(5, 5)
    live.until_picture_differs(before)
    live.page.wait_for_function(
        f"[...document.querySelectorAll('{ROOT} .ls-stamp')].some(e => e.textContent.includes('5'))"
    )


def test_reload_finds_the_same_run(live):
    live.open("/mlp?mlp.preset=tf-playground&play=true")
    live.until("+d.step > 500")
    before = live.step
    live.page.reload()
    live.until("+d.frames > 0")
    assert live.step >= before
    assert live.status == "running"


# Closes the live view's socket, and is done when the page has said that it tries again: for a moment.
BREAK = """() => new Promise((done) => {
  const root = document.querySelector('[data-learnscope]');
  const said = () => root.dataset.connection === 'reconnecting' && done();
  new MutationObserver(said).observe(root, { attributes: true });
  window.sockets.filter((one) => one.url.includes('/live/')).at(-1).close();
})"""


def test_a_lost_connection_comes_back_by_itself_with_the_picture_intact(live):
    live.page.add_init_script(
        "const S = WebSocket; window.sockets = []; window.WebSocket = class extends S {"
        " constructor(...a) { super(...a); window.sockets.push(this); } };"
    )
    live.open("/mlp?mlp.preset=tf-playground&play=true")
    live.until("+d.step > 200")
    live.page.evaluate(BREAK)
    assert live.page.locator("[data-panel=map] canvas").first.is_visible()
    step = live.step
    live.until(f"d.connection === 'open' && +d.step > {step}")


def test_everything_by_keyboard(live):
    live.open("/mlp?mlp.preset=tf-playground&gear=smooth")
    live.settle()
    live.press("Space", "d.status === 'running' && +d.step > 0")
    live.press("Space", "d.status === 'paused'")
    step = live.step
    live.press("ArrowRight", f"+d.step === {step + 1}")
    live.press("Shift+ArrowRight", f"+d.step > {step + 1} && +d.step % 25 === 0")
    live.press("r", "+d.step === 0")
    neuron = live.page.locator("[data-panel=network] .ls-neuron[data-layer='1'][data-neuron='0']")
    neuron.focus()
    live.page.keyboard.press("Enter")
    field = live.page.locator(".ls-neuron-card input").first
    field.wait_for()
    live.page.keyboard.press("Escape")
    live.page.wait_for_function("!document.querySelector('.ls-neuron-card input')?.offsetParent")
    gear = live.page.locator("[data-gear=crawl]")
    gear.focus()
    live.page.keyboard.press("Enter")
    live.page.wait_for_function(
        "document.querySelector('[data-gear=crawl]').getAttribute('aria-pressed') === 'true'"
    )


@pytest.mark.breadth(0)
def test_shortcuts_leave_typing_alone(live):
    live.open("/mlp?mlp.preset=tf-playground")
    field = live.page.get_by_role("textbox", name=re.compile("Learning rate"))
    field.click()
    live.page.keyboard.press("ArrowRight")
    live.page.keyboard.press("Space")
    live.page.wait_for_timeout(400)
    assert (live.status, live.step) == ("ready", 0)


def test_gears_set_the_pace(live):
    live.open("/mlp?mlp.preset=tf-playground&play=true&gear=crawl")
    live.until("+d.step >= 2")
    assert live.step < 20
    live.page.locator("[data-gear=flat]").click()
    live.until("+d.rate > 500")


def test_divergence_says_where_and_why_and_offers_a_way_on(live):
    address = "/mlp?mlp.dataset=plane&mlp.loss=mse&mlp.activation=linear&mlp.lr=10&play=true"
    live.open(address)
    live.until("d.status === 'diverged'")
    banner = live.page.locator(f"{ROOT} .ls-banner:not(.ls-anew)")
    assert re.search(r"step \d+", banner.inner_text())
    live.settle()
    field = live.page.get_by_role("textbox", name="Learning rate")
    field.fill("0.01")
    field.press("Enter")
    banner.get_by_text("Learning rate is 0.01 now").wait_for()
    banner.locator("[data-action=reset]").click()
    live.until("d.status === 'ready' && +d.step === 0")
    live.click("play", "+d.step > 200")
    assert live.status == "running"


@pytest.mark.breadth(0)
@pytest.mark.view(theme="dark", size=(1024, 768))
def test_dark_theme_at_1024_cuts_nothing_off(live):
    live.open("/mlp?mlp.preset=spiral&play=true")
    live.until("+d.frames > 5")
    background = live.page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert max(map(int, re.findall(r"\d+", background)[:3])) < 80
    overflow = live.page.evaluate(
        f"(() => {{ const r = document.querySelector('{ROOT}'); return r.scrollWidth - r.clientWidth; }})()"
    )
    assert overflow <= 0
    for panel in ("network", "map", "loss", "score", "confusion"):
        box = live.page.locator(f"[data-panel={panel}]").bounding_box()
        assert box["width"] > 100
        assert box["x"] + box["width"] <= 1024


def test_bad_addresses_get_sentences(live):
    live.open(
        "/mlp?mlp.lr=1000&mlp.dataset=cirle&mlp.nonsense=1&mlp.preset=spi&gear=warp&mlp.points"
    )
    live.settle()
    said = live.page.locator("[data-testid=stAlert]").all_inner_texts()
    assert any("1e-05–10" in text for text in said)
    assert any("circle" in text for text in said)
    assert any("nonsense" in text for text in said)
    assert any("spiral" in text for text in said)
    assert any("crawl" in text for text in said)


def test_a_contradiction_is_named_and_the_wish_waits(live):
    live.open("/mlp?mlp.dataset=plane")
    live.settle()
    assert any(
        "cross_entropy" in text
        for text in live.page.locator("[data-testid=stAlert]").all_inner_texts()
    )
    assert live.page.locator("[data-metric=test_r2]").is_visible()


def test_another_viewer_has_a_run_of_their_own_and_may_not_touch_this_one(live, browser, server):
    live.open("/mlp?mlp.preset=tf-playground&play=true")
    live.until("+d.step > 100")
    stranger = browser.new_context(base_url=server)
    other = LivePage(stranger.new_page()).open("/mlp?mlp.preset=tf-playground")
    assert other.step == 0
    url = live.page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).find(n => n.includes('/live/')) || ''"
    )
    stranger.close()
    assert live.status == "running"
    assert "run=" not in live.page.url
    assert url is not None


def test_a_hidden_view_costs_no_frames(live):
    live.open("/mlp?mlp.preset=tf-playground&play=true")
    live.until("+d.step > 100")
    live.page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    frames = None
    for _ in range(10):  # what was on its way may still be drawn
        before, frames = frames, live.data("frames")
        if frames == before:
            break
        live.page.wait_for_timeout(700)
    assert frames == before
    live.page.evaluate(
        "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))"
    )
    live.until(f"+d.frames > {frames}")


@pytest.mark.breadth(1)
@pytest.mark.parametrize("address", ["/", "/mlp"])
def test_a_deep_link_to_a_fresh_server_shows_the_whole_navigation(browser, start_server, address):
    context = browser.new_context(base_url=start_server())
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name=re.compile("Learnscope|Home")).first.wait_for()
    page.locator("[data-testid=stTopNavSection]", has_text="Networks").click()
    page.locator("a", has_text="Neural network").first.wait_for()
    context.close()


@pytest.mark.breadth(0)
def test_the_server_ends_in_time_while_somebody_watches(browser, start_server):
    """The fixture sends SIGTERM and waits; this page is still open and its run is training then."""
    live = LivePage(browser.new_context().new_page())
    live.open(f"{start_server()}/mlp?mlp.preset=tf-playground&play=true")
    live.until("d.status === 'running' && +d.step > 100")


@pytest.mark.breadth(0)
def test_it_works_under_a_base_path(browser, start_server):
    address = start_server("--server.baseUrlPath=lab")
    context = browser.new_context()
    live = LivePage(context.new_page()).open(f"{address}/mlp?mlp.preset=tf-playground&play=true")
    live.until("+d.step > 100")
    context.close()


def test_the_home_page_leads_to_every_playground(page):
    page.goto("/")
    page.get_by_role("link", name=re.compile("Neural network")).last.click()
    LivePage(page).until("+d.frames > 0")


@pytest.mark.breadth(1)
@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1024, 768)])
def test_a_neurons_card_leaves_the_loss_in_sight(live, size):
    live.page.set_viewport_size({"width": size[0], "height": size[1]})
    live.open("/mlp?mlp.preset=spiral-features")
    live.page.locator(".ls-neuron:not(.ls-input)").first.click()
    card = live.page.locator(".ls-neuron-card")
    card.wait_for()
    live.page.wait_for_timeout(300)
    card, loss = card.bounding_box(), live.page.locator("[data-panel=loss]").bounding_box()
    beside = loss["x"] + loss["width"] <= card["x"]
    assert beside or loss["y"] + loss["height"] <= card["y"]
    assert live.page.locator(f"{ROOT} .ls-neuron-card input").evaluate_all(
        "(fields) => fields.every((one) => one.scrollWidth <= one.clientWidth)"
    )

"""What a person does on /ddpg, in a real browser."""

import math

import pytest

from tests.e2e.live import ROOT, LivePage
from tests.e2e.test_component import LAYOUT

STAGE = f"{ROOT} .ls-stage"
WORLD = f"{ROOT} [data-panel=world]"
# Lets a test ask the run itself: `await probe("q", {...})` → the answer's value.
ASK = """
const say = WebSocket.prototype.send;
window.asked = [];
WebSocket.prototype.send = function (text) {
  if (this.url.includes('/learnscope/live/')) {
    window.socket = this;
    window.asked.push(JSON.parse(text));
  }
  say.call(this, text);
};
window.probe = (name, args) => new Promise((done) => {
  const id = 1e9 + Math.floor(1e6 * Math.random());
  const hear = ({ data }) => {
    const length = new DataView(data).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
    if (header.id !== id) return;
    window.socket.removeEventListener('message', hear);
    done(header.value ?? { refused: header.text });
  };
  window.socket.addEventListener('message', hear);
  say.call(window.socket, JSON.stringify({ type: 'probe', id, name, args }));
});
"""


@pytest.fixture
def live(page):
    page.add_init_script(ASK)
    return LivePage(page)


def tab(live, name):
    live.page.locator(f"{ROOT} [data-tab={name}]").click()
    live.page.locator(f"{ROOT} [data-panel={name}]").wait_for()


def surface(live):
    """The colours of the critic's surface."""
    live.page.wait_for_selector(f"{ROOT} [data-panel=surface] .ls-map-base:not([hidden])")
    return live.picture("surface")


def pause(live):
    live.rest()


def until(live, condition, argument=None):
    """Wait for a JavaScript condition on `s`, the dataset of the world's picture, and `old`."""
    live.page.wait_for_function(
        f"(old) => {{ const s = document.querySelector('{STAGE}').dataset; return {condition}; }}",
        arg=argument,
    )


def test_the_critic_changes_while_it_learns(live):
    live.open("/ddpg")
    assert (live.status, live.step) == ("ready", 0)
    before = surface(live)
    live.click("play", "+d.step > 80")
    live.until_picture_differs(before, "surface")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-metric=eval_return_mean]').textContent.includes('±')"
    )


def test_the_untrained_agent_shows_itself_while_training_rests(live):
    live.open("/ddpg")
    until(live, "+s.episodeStep > 5")
    first = live.page.locator(STAGE).get_attribute("data-body")
    frames = int(live.data("frames"))
    until(live, "s.body !== old", first)
    live.until(f"+d.frames > {frames + 5}")
    assert live.step == 0
    assert "Episode" in live.page.locator(f"{WORLD} .ls-stage-read").inner_text()


@pytest.mark.breadth(1)
@pytest.mark.parametrize("how", ["drag", "button", "key"])
def test_a_push_changes_the_motion(live, how):
    """Without gravity and learning the untrained pendulum would go on as slowly as it began."""
    live.open("/ddpg?ddpg.gravity=0")
    until(live, "+s.episodeStep > 3 && +s.episodeStep < 60")
    box = live.page.locator(STAGE).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if how == "drag":
        # Along the way of the bob, as far as the rod is long.
        angle = float(live.page.locator(STAGE).get_attribute("data-body").split(",")[0])
        reach = min(box["width"], box["height"]) / 2
        live.page.mouse.move(x, y)
        live.page.mouse.down()
        far = x - reach * math.cos(angle), y + reach * math.sin(angle)
        live.page.mouse.move(*far, steps=4)
        live.page.mouse.up()
    elif how == "button":
        live.click("push-left")
    else:
        live.page.locator(STAGE).focus()
        live.page.keyboard.press("ArrowLeft")
    until(live, "s.pushes === '1'")
    until(live, "+s.body.split(',')[1] > 1.2")  # counter-clockwise
    assert live.step == 0  # the arrow key was the picture's own


def test_the_training_world_is_pushed_where_it_is_shown(live):
    live.open("/ddpg?ddpg.gravity=0&play=true&gear=slow")
    live.page.select_option("[data-action=stage-view]", "training")
    until(live, "+s.episodeStep > 2")
    live.click("push-left")
    live.page.wait_for_function(
        f"[...document.querySelectorAll('{ROOT} .ls-stamp')].some((one) => one.textContent.includes('push'))"
    )


def test_taking_control_by_keys_and_comparing_returns(live):
    live.open("/ddpg?ddpg.gravity=0")
    live.click("take-control")
    panel = live.page.locator(f"{ROOT} .ls-panel-world")
    live.page.wait_for_selector(f"{WORLD}[data-duel=on][data-mine]:not([data-mine=''])")
    live.page.keyboard.down("ArrowLeft")
    live.page.wait_for_selector(f"{WORLD} .ls-steer-row[data-value='2']")
    live.page.keyboard.up("ArrowLeft")
    live.page.wait_for_selector(f"{WORLD} .ls-steer-row[data-value='0']")
    assert live.step == 0
    live.page.wait_for_selector(f"{WORLD}[data-duel=over]", timeout=60_000)
    mine, its = (float(panel.get_attribute(f"data-{whose}")) for whose in ("mine", "its"))
    assert mine < 0
    assert its < 0
    said = panel.locator(".ls-stage-read").inner_text()
    assert said.startswith("You win" if mine > its else "The agent wins")
    live.click("duel-again")
    live.page.wait_for_selector(f"{WORLD}[data-duel=on]")
    live.page.keyboard.press("Escape")
    live.page.wait_for_selector(f"{WORLD}[data-duel=off]")
    assert live.page.locator("[data-action=take-control]").is_visible()


@pytest.mark.breadth(0)
def test_both_begin_where_the_other_does(live):
    """Two hands that do the same get the same: the start is one and the same."""
    live.open("/ddpg")
    same = live.page.evaluate(
        """async () => {
          await probe('show', { steps: 1, restart: true });
          const once = await probe('play', { steps: 5, restart: true, action: [1] });
          const again = await probe('play', { steps: 5, restart: true, action: [1] });
          return [once, again];
        }"""
    )
    assert same[0] == same[1]
    assert same[0]["step"] == 5


@pytest.mark.breadth(0)
def test_the_marked_action_is_the_policys(live):
    live.open("/ddpg?ddpg.preset=pendulum&play=true&gear=flat")
    live.until("+d.step > 120")
    pause(live)
    curve = f"{ROOT} [data-panel=action] canvas[data-chosen]"
    live.page.locator("[data-panel=action]").scroll_into_view_if_needed()
    live.page.wait_for_selector(curve)
    live.click("slow-motion")  # its first stage has the state of the step that follows
    live.page.wait_for_selector(".ls-story:not([hidden])")
    live.page.keyboard.press("Escape")
    live.page.locator("[data-panel=action]").scroll_into_view_if_needed()
    live.page.wait_for_timeout(500)
    chosen, value = map(float, live.page.locator(curve).get_attribute("data-chosen").split(","))
    asked = live.page.evaluate(
        """async () => {
          const { here } = document.querySelector('[data-panel=surface]').dataset;
          const [angle, speed] = here.split(',').map(Number);
          const state = [Math.cos(angle), Math.sin(angle), speed];
          const { policy } = await probe('q', { state, action: [0] });
          return [policy[0], (await probe('q', { state, action: policy })).q];
        }"""
    )
    assert [chosen, value] == pytest.approx(asked, abs=0.02, rel=0.02)


@pytest.mark.breadth(0)
def test_other_axes_give_another_surface(live):
    live.open("/ddpg?ddpg.env=LunarLanderContinuous-v3")
    before = surface(live)
    across = live.page.locator("[data-panel=surface] [data-action=axis-across]")
    across.select_option("4")
    live.until_picture_differs(before, "surface")
    assert "velocity" in live.page.locator(f"{ROOT} .ls-held").inner_text()
    up = live.page.locator("[data-panel=surface] [data-action=axis-up]")
    up.select_option("4")  # taken: both change places
    assert (across.input_value(), up.input_value()) == ("1", "4")
    tab(live, "replay")
    assert live.page.locator("[data-panel=replay] [data-action=axis-up]").input_value() == "4"


@pytest.mark.breadth(0)
def test_the_policy_is_shown_in_place_of_the_critic(live):
    live.open("/ddpg?ddpg.preset=pendulum")
    before = surface(live)
    live.page.select_option("[data-action=surface-of]", "policy 0")
    live.until_picture_differs(before, "surface")
    legend = live.page.locator("[data-panel=surface] .ls-map-legend").get_attribute("aria-label")
    assert "−2" in legend
    assert "blue" in legend
    live.page.locator("[data-panel=surface] .ls-plane-stage").focus()
    live.page.keyboard.press("Enter")
    live.page.keyboard.press("ArrowRight")
    live.page.wait_for_function(
        "document.querySelector('[data-panel=surface] .ls-plane-read').textContent.includes('π =')"
    )
    assert live.step == 0


def test_pictures_of_the_lander_arrive(live):
    live.open("/ddpg?ddpg.env=LunarLanderContinuous-v3")
    frames = int(live.data("frames"))
    live.until(f"+d.frames > {frames + 10}")
    shades = live.page.evaluate(
        f"""() => {{
          const canvas = document.querySelector('{STAGE} canvas');
          const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const seen = new Set();
          for (let i = 0; i < data.length; i += 4) seen.add(data[i] >> 5);
          return seen.size;
        }}"""
    )
    assert shades > 2  # sky, ground, lander
    assert live.step == 0


@pytest.mark.breadth(0)
def test_the_memory_is_emptied_at_the_second_click(live):
    live.open("/ddpg?play=true&gear=flat")
    live.until("+d.step > 60")
    pause(live)
    tab(live, "replay")
    filled = f"{ROOT} .ls-filled"
    live.page.wait_for_function(f"+document.querySelector('{filled}').dataset.filled > 60")
    live.click("forget-replay")
    live.page.wait_for_selector("[data-action=forget-replay][data-sure=true]")
    assert live.page.locator(filled).get_attribute("data-filled") != "0"
    live.click("forget-replay")
    live.page.wait_for_selector(f"{filled}[data-filled='0']")


@pytest.mark.breadth(0)
def test_wandering_noise_is_told_from_independent_noise(live):
    live.open("/ddpg?ddpg.noise_kind=ou&ddpg.noise_memory=50&ddpg.warm_up=0&play=true&gear=flat")
    live.until("+d.step > 250")
    tab(live, "noise")
    kept = "[data-panel=noise] canvas"
    live.page.wait_for_function(f"+document.querySelector('{kept}').dataset.kept > 0.8")


@pytest.mark.breadth(1)
@pytest.mark.parametrize(
    ("n", "target"), [(1, ["sample", "target"]), (3, ["sample", "ahead", "target_n"])]
)
def test_slow_motion_walks_through_one_step(live, n, target):
    live.open(f"/ddpg?ddpg.warm_up=20&ddpg.batch_size=8&ddpg.n_step={n}&play=true&gear=flat")
    stages = ["observe", "act", "world", *target, "critic", "actor", "soft_update"]
    live.until("+d.step > 40")
    live.click("slow-motion")
    seen = []
    while len(seen) < len(stages):
        live.page.wait_for_selector(".ls-story:not([hidden])")
        stage = live.page.locator(".ls-story").get_attribute("data-told")
        seen.append(stage)
        words = live.page.locator(".ls-story-words").inner_text()
        assert "{" not in words
        assert "–" not in words, words  # a number that was not there
        if stage == "sample":
            assert live.page.locator("[data-panel=replay]").is_visible()
        if len(seen) < len(stages):
            live.click("story-next")
    assert seen == stages
    live.until("d.status === 'paused'")
    live.page.keyboard.press("Escape")
    assert not live.page.locator(".ls-story").is_visible()


@pytest.mark.breadth(0)
def test_without_drawing_only_curves_and_numbers_go_on(live):
    live.open("/ddpg?play=true&gear=flat")
    live.click("draw")
    live.page.wait_for_function(
        "Object.keys(window.asked.findLast((one) => one.type === 'watch').panels).join() === 'curves'"
    )
    live.page.wait_for_timeout(300)
    frames, step = int(live.data("frames")), live.step
    live.until(f"+d.step > {step + 50}")
    asked = live.page.evaluate("window.asked.filter((one) => one.type === 'probe').length")
    live.page.wait_for_timeout(500)
    assert int(live.data("frames")) == frames
    assert live.page.evaluate("window.asked.filter((one) => one.type === 'probe').length") == asked
    live.click("draw", f"+d.frames > {frames + 3}")


@pytest.mark.breadth(1)
@pytest.mark.parametrize(
    ("env", "said"),
    [("CartPole-v1", "discrete"), ("NoSuchWorld-v7", "no such environment")],
)
def test_an_unsuited_environment_is_named_and_the_page_lives(live, env, said):
    live.open(f"/ddpg?ddpg.env={env}")
    words = live.page.locator(".st-key-complaints").inner_text()
    assert env in words
    assert said in words
    assert live.status == "ready"


@pytest.mark.breadth(0)
def test_a_missing_extra_is_named_and_the_page_lives(live):
    live.page.goto("/ddpg?ddpg.env=HalfCheetah-v5")
    live.page.wait_for_selector(f"{ROOT}")
    live.page.wait_for_function(
        "document.querySelector('[data-testid=stMain]').innerText.includes('requirements-mujoco.txt')"
        f" || +document.querySelector('{ROOT}')?.dataset.frames > 0"
    )
    live.page.goto("/ddpg?ddpg.env=Pendulum-v1")
    live.until("+d.frames > 0")


@pytest.mark.breadth(1)
@pytest.mark.parametrize(
    "setting", ["ddpg.preset=td3", "ddpg.env=LunarLanderContinuous-v3", "ddpg.env=BipedalWalker-v3"]
)
@pytest.mark.view(theme="dark", size=(1024, 768))
def test_nothing_is_cut_at_any_width(live, setting):
    live.open(f"/ddpg?{setting}&play=true&gear=slow")
    for width, height in [(1024, 768), (390, 844), (1440, 900)]:
        live.page.set_viewport_size({"width": width, "height": height})
        for pair in [("surface", "action"), ("replay", "noise"), ("surface", "duel")]:
            for name in pair:
                if name == "duel":
                    live.click("take-control")
                else:
                    tab(live, name)
            live.page.mouse.move(5, 5)  # no tooltip
            for _ in range(60):  # charts follow their boxes a moment later
                live.page.wait_for_timeout(200)
                found = live.page.evaluate(LAYOUT)
                if not found["cut"] and (width < 1440 or found["bottom"] <= 900):
                    break
            assert found["smallest"] >= 14, (width, pair)
            assert not found["cut"], (width, pair)
            assert not found["nameless"], (width, pair)
            assert found["sideways"] <= 0, (width, pair)
            assert width < 1440 or found["bottom"] <= 900, pair
        live.click("duel-end")


def test_levels_are_named_in_the_legend_and_nothing_is_written_over_the_curves(live):
    live.open("/ddpg?ddpg.preset=pendulum")
    live.page.wait_for_selector("[data-panel=returns] .js-plotly-plot")
    panel = live.page.locator("[data-panel=returns]")
    named = panel.locator("[data-level]").all_inner_texts()
    assert [text.split()[0] for text in named] == ["random", "published", "optimum"]
    assert panel.locator(".annotation-text").all_inner_texts() == []

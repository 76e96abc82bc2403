"""What a person does on /qlearning, in a real browser."""

import json

import pytest

from tests.e2e.live import ROOT, LivePage
from tests.e2e.test_component import LAYOUT

STAGE = f"{ROOT} .ls-world-stage"
SENT = (
    "window.asked = []; const say = WebSocket.prototype.send;"
    "WebSocket.prototype.send = function (text) {"
    " if (String(text).includes('watch')) window.asked.push(JSON.parse(text)); say.call(this, text); }"
)
# A corridor: start, three cells, goal; below it a row of floor that leads there too.
CORRIDOR = "5x2-sooogooooo"


class World(LivePage):
    """The live view with its board."""

    def at(self, row: int, column: int) -> tuple[float, float]:
        """The middle of a cell, px of the window."""
        box = self.page.locator(".ls-world-canvas").bounding_box()
        cell = self.page.locator(".ls-world-cursor").bounding_box()["width"]
        rows = round((box["height"] - 7) / cell)
        top = box["y"] + box["height"] - 4 - rows * cell  # wind is drawn above the board
        return box["x"] + 3 + (column + 0.5) * cell, top + (row + 0.5) * cell

    def touch(self, row: int, column: int) -> None:
        self.page.mouse.click(*self.at(row, column))

    def drag(self, start: tuple[float, float], *ways: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        for way in ways:
            self.page.mouse.move(*way, steps=4)
        self.page.mouse.up()

    def until_map(self, part: str) -> None:
        """Wait until the address holds this part of a map."""
        self.page.wait_for_url(f"**qlearning.map=*{part}*")

    def read(self) -> dict[str, str]:
        """Q of the cell with the cursor as the line below the board says it."""
        return self.page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.ls-world-read [data-q]')]"
            ".map((node) => [node.dataset.q, node.textContent]))"
        )

    def terms(self) -> dict[str, float]:
        return self.page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('[data-panel=update] [data-term]')]"
            ".map((node) => [node.dataset.term, +node.dataset.value]))"
        )


@pytest.fixture
def live(page):
    return World(page)


def test_the_board_follows_what_is_learned(live):
    live.open("/qlearning")
    assert (live.status, live.step) == ("ready", 0)
    before = live.picture("world")
    live.click("show-optimal")
    live.until_picture_differs(before, "world")
    live.click("show-optimal")
    live.page.locator(STAGE).focus()
    live.page.keyboard.press("ArrowRight")
    assert set(live.read().values()) == {"0.00"}
    live.press("Space", "+d.step > 500 && d.status === 'running'")
    live.until_picture_differs(before, "world")
    live.page.wait_for_function(
        "[...document.querySelectorAll('.ls-world-read [data-q]')].some((b) => b.textContent !== '0.00')"
    )
    live.page.keyboard.press("ArrowDown")
    live.page.wait_for_function(
        "document.querySelector('.ls-read-place').textContent === 'row 3, column 3'"
    )


@pytest.mark.breadth(1)
@pytest.mark.parametrize("look", ["actions", "visits", "distance"])
def test_the_board_shows_other_things(live, look):
    live.open(f"/qlearning?qlearning.map={CORRIDOR}&play=true")
    live.until("+d.step > 2000")
    live.rest()
    before = live.picture("world")
    live.page.select_option("[data-action=show-world]", look)
    live.until_picture_differs(before, "world")


def test_a_wall_built_while_it_learns_turns_the_policy(live):
    live.open(f"/qlearning?qlearning.map={CORRIDOR}&play=true")
    live.page.wait_for_function("document.querySelector('[data-q=right][data-best=true]')")
    best = "document.querySelector('.ls-world-read [data-best=true]')?.dataset.q"
    live.page.wait_for_function(f"{best} === 'right' || {best} === 'down'")
    step = live.step
    live.click("tool-wall")
    live.touch(0, 1)
    live.until_map("5x2-swoogooooo")
    live.page.locator(STAGE).focus()
    live.page.keyboard.press("ArrowLeft")
    live.page.wait_for_function(f"{best} === 'down'")
    assert live.data("build") == "1"
    assert live.step > step
    live.click("undo-edit")
    live.until_map(CORRIDOR)
    assert live.status == "running"


def test_cells_are_painted_by_dragging_and_set_by_keys(live):
    live.open(f"/qlearning?qlearning.map={CORRIDOR}")
    live.click("tool-pit")
    live.drag(live.at(1, 1), live.at(1, 2), live.at(1, 3))
    live.until_map("sooogopppo")
    live.click("tool-floor")
    live.page.locator(STAGE).focus()
    live.page.keyboard.press("Enter")
    live.until_map("sooogooppo")  # where the stroke began
    live.click("wider")
    live.until_map("6x2-")
    assert live.step == 0


@pytest.mark.breadth(0)
def test_a_stroke_goes_on_behind_the_last_start(live):
    live.open(f"/qlearning?qlearning.map={CORRIDOR}")
    live.click("tool-wall")
    live.drag(live.at(1, 2), live.at(1, 1), live.at(1, 0), live.at(0, 0), live.at(0, 1))
    live.until_map("5x2-sooogwwwoo")
    live.page.locator(".ls-world-said", has_text="the last start").wait_for()


def test_a_reward_is_dragged_typed_and_pressed(live):
    live.open(f"/qlearning?qlearning.map={CORRIDOR}")
    live.click("tool-reward")
    x, y = live.at(1, 2)
    live.drag((x, y), (x, y - 60))
    live.until_map("-7p50")
    field = live.page.locator("[data-action=cell-reward]")
    assert field.input_value() == "0.5"
    field.fill("-7")
    field.press("Escape")
    assert field.input_value() == "0.5"
    field.fill("-0.3")
    field.press("Enter")
    live.until_map("-7m30")
    live.page.locator(STAGE).focus()
    live.page.keyboard.press("+")
    live.page.keyboard.press("+")
    live.until_map("-7m10")


def test_edits_that_make_no_sense_are_refused_with_a_sentence(live):
    live.open("/qlearning?qlearning.map=3x1-sog")
    before = live.picture("world")
    said = live.page.locator(".ls-world-said")
    for tool, column, word in [("wall", 1, "reached"), ("floor", 2, "goal"), ("pit", 0, "start")]:
        live.click(f"tool-{tool}")
        live.touch(0, column)
        said.wait_for()
        assert word in said.inner_text()
    live.click("lower")
    assert "on a side" in said.inner_text()
    field = live.page.locator("[data-action=cell-reward]")
    field.fill("99")
    field.press("Enter")
    assert "10" in said.inner_text()
    live.page.wait_for_timeout(500)
    assert "3x1-sog" in live.page.url
    assert live.picture("world") == before


def test_playing_by_keys_reaches_the_goal_and_shows_the_return(live):
    live.open(f"/qlearning?qlearning.map={CORRIDOR}&play=true&gear=slow")
    live.click("play-world")
    score = live.page.locator(".ls-play-score")
    live.page.wait_for_selector(".ls-play-score[data-steps='0']")
    for step in range(1, 5):
        live.page.keyboard.press("ArrowRight")
        live.page.wait_for_selector(f".ls-play-score[data-steps='{step}']")
    live.page.wait_for_selector(".ls-play-score[data-over=terminal]")
    assert float(score.get_attribute("data-return")) == pytest.approx(1 - 4 * 0.04)
    assert "0.84" in score.inner_text()
    live.page.locator("[data-action=move-right]").click()  # begins again
    live.page.wait_for_selector(".ls-play-score[data-over='']")
    live.page.keyboard.press("Escape")
    assert not score.is_visible()
    assert live.status == "running"
    live.press("Space", "d.status === 'paused'")


def test_the_numbers_of_the_update_hold(live):
    live.open("/qlearning?play=true")
    live.until("+d.step > 300")
    live.rest()
    for _ in range(3):
        step = live.step
        live.click("step", f"+d.step > {step}")
        live.still()
        u = live.terms()
        assert u["target"] == pytest.approx(u["r"] + u["gamma"] * u["bootstrap"])
        assert u["error"] == pytest.approx(u["target"] - u["before"])
        assert u["after"] == pytest.approx(u["before"] + u["alpha"] * u["error"])


@pytest.mark.breadth(2)
@pytest.mark.parametrize(
    ("setting", "stages"),
    [
        ("", ["observe", "choose", "act", "target", "update"]),
        (
            "qlearning.trace_decay=0.5&qlearning.planning=5",
            ["observe", "choose", "act", "target", "update", "trace", "plan"],
        ),
        ("qlearning.n_step=2", ["observe", "choose", "act", "wait"]),
        ("qlearning.preset=value-iteration", ["sweep"]),
    ],
)
def test_slow_motion_walks_through_one_step(live, setting, stages):
    live.open(f"/qlearning?{setting}")
    live.touch(7, 9)
    live.click("slow-motion")
    seen = []
    for _ in stages:
        live.page.wait_for_selector(".ls-story:not([hidden])")
        seen.append(live.page.locator(".ls-story").get_attribute("data-told"))
        words = live.page.locator(".ls-story-words").inner_text()
        assert "{" not in words
        assert "–" not in words, words  # a number that was not there
        if len(seen) < len(stages):
            live.click("story-next")
    assert seen == stages
    if "observe" in stages:  # the cursor went where it happened
        live.page.wait_for_function(
            "document.querySelector('.ls-read-place').textContent === 'row 2, column 2'"
        )
    live.until("+d.step === 1 && d.status === 'paused'")
    live.page.keyboard.press("Escape")
    assert not live.page.locator(".ls-story").is_visible()


@pytest.mark.breadth(0)
def test_the_update_of_several_steps_is_spelled_out(live):
    live.open("/qlearning?qlearning.n_step=3&qlearning.method=sarsa&play=true&gear=flat")
    live.until("+d.step > 300")
    live.pause()
    live.page.wait_for_function(
        "document.querySelector('.ls-update-who').innerText.includes('m = ')"
    )
    terms = live.terms()
    target = terms["r"] + terms["gamma"] * terms["bootstrap"]
    assert terms["target"] == pytest.approx(target)
    assert terms["after"] == pytest.approx(terms["before"] + terms["alpha"] * terms["error"])
    words = live.page.locator("[data-panel=update]").inner_text()
    assert "Σ γᵏ rₖ" in words
    assert "γᵐ" in words
    assert "n-step SARSA" in words
    seen: list[str] = []
    live.click("slow-motion")
    while seen[-1:] != ["update"]:
        live.page.wait_for_selector(".ls-story:not([hidden])")
        seen.append(live.page.locator(".ls-story").get_attribute("data-told"))
        assert "{" not in live.page.locator(".ls-story-words").inner_text()
        assert seen[-1] != "wait" or len(seen) < 20
        if seen[-1] == "wait":  # an episode has just begun
            live.page.keyboard.press("Escape")
            live.click("slow-motion")
        elif seen[-1] != "update":
            live.click("story-next")
    assert "target_n" in seen


@pytest.mark.breadth(0)
def test_the_taxis_layers_are_chosen_followed_and_played(live):
    live.page.add_init_script(SENT)
    live.open("/qlearning?qlearning.preset=taxi")
    asked = "window.asked.at(-1).panels.world"
    live.page.wait_for_function(f"{asked}.follow === true")
    assert "→" in live.page.locator(".ls-beside").inner_text()
    before = live.picture("world")
    live.page.select_option("[data-action=layer]", "17")
    live.page.wait_for_function(f"{asked}.layer === 17 && {asked}.follow === false")
    live.until_picture_differs(before, "world")
    assert live.page.locator(".ls-beside").inner_text() == ""
    live.click("play-world")
    live.page.wait_for_selector(".ls-play-score[data-steps='0']")
    live.page.keyboard.press("d")  # nobody to be dropped: it costs
    live.page.wait_for_selector(".ls-play-score[data-steps='1'][data-return='-10']")
    live.page.locator("[data-action=move-pickup]").click()
    live.page.wait_for_selector(".ls-play-score[data-steps='2']")


@pytest.mark.breadth(0)
def test_without_drawing_no_pictures_come_while_steps_go_on(live):
    live.page.add_init_script(SENT)
    live.open("/qlearning?play=true")
    live.until("+d.frames > 3")
    live.click("draw")
    live.page.wait_for_function(
        "JSON.stringify(Object.keys(window.asked.at(-1).panels)) === '[\"curves\"]'"
    )
    live.page.wait_for_timeout(300)
    frames, step = live.data("frames"), live.step
    assert live.page.locator(".ls-undrawn-words").is_visible()
    live.until(f"+d.step > {step} + 1000")
    assert live.data("frames") == frames
    assert float(live.page.locator("[data-metric=episodes]").get_attribute("data-value")) > 0
    live.click("draw", f"+d.frames > {frames}")
    assert not live.page.locator(".ls-undrawn-words").is_visible()


@pytest.mark.breadth(0)
def test_wind_and_slip_are_shown_on_the_board(live):
    live.open("/qlearning?qlearning.wind=0.3&qlearning.slip=0.2")
    said = live.page.locator(".ls-beside").inner_text()
    assert "0.3" in said
    assert "0.2" in said
    live.touch(1, 1)
    assert live.page.locator(".ls-read-place").inner_text() == "row 2, column 2"


@pytest.mark.breadth(0)
def test_the_page_says_what_was_measured(live):
    live.open("/qlearning?qlearning.preset=cliff&play=true")
    live.page.wait_for_function(
        "document.querySelector('[data-metric=eval_return_mean]').dataset.value === '-13'"
    )
    assert live.metric("optimal_return") == "−13.00"
    said = live.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-panel=diagnosis] [data-metric]')]"
        ".map((node) => [node.dataset.metric, node.dataset.value]))"
    )
    assert set(said) >= {"q_distance", "episodes", "epsilon", "alpha"}
    assert all(json.loads(value) >= 0 for name, value in said.items() if "return" not in name)


@pytest.mark.breadth(1)
@pytest.mark.parametrize("preset", ["grid", "cliff", "taxi", "frozenlake8x8"])
@pytest.mark.view(theme="dark", size=(1024, 768))
def test_nothing_is_cut_at_any_width(live, preset):
    live.open(f"/qlearning?qlearning.preset={preset}")
    for width, height in [(1024, 768), (390, 844), (1440, 900)]:
        live.page.set_viewport_size({"width": width, "height": height})
        for _ in range(25):  # a resize reaches the charts a moment later
            live.page.wait_for_timeout(200)
            found = live.page.evaluate(LAYOUT)
            if not found["cut"] and found["sideways"] <= 0:
                break
        assert found["smallest"] >= 14, width
        assert not found["cut"], width
        assert not found["nameless"], width
        assert found["sideways"] <= 0, width
    assert found["bottom"] <= 900


@pytest.mark.breadth(1)
@pytest.mark.parametrize("preset", ["grid", "cliff", "taxi"])
def test_what_moves_fits_one_screen(live, preset):
    live.open(f"/qlearning?qlearning.preset={preset}&play=true&gear=smooth")
    live.page.wait_for_selector("[data-panel=returns] .js-plotly-plot", state="attached")
    live.page.wait_for_timeout(500)
    assert live.page.evaluate(LAYOUT)["bottom"] <= 900
    inside = live.page.evaluate(
        "() => { const end = (q) => document.querySelector(q).getBoundingClientRect().bottom;"
        " const under = end('[data-learnscope]'); return ['.ls-panel-world', '.ls-panel-more']"
        ".map((q) => end(q) - under); }"
    )
    assert max(inside) <= 1


@pytest.mark.breadth(1)
@pytest.mark.parametrize("place", [".ls-world-read", ".ls-update-next"])
def test_each_actions_number_lies_on_its_side(live, place):
    live.open("/qlearning?qlearning.env=Taxi-v4")
    live.page.wait_for_selector(f"{place} .ls-compass b")
    at = live.page.evaluate(
        """(place) => Object.fromEntries([...document.querySelectorAll(`${place} .ls-compass > *`)].map(
          (node) => [node.style.gridArea.split(' ')[0], node.getBoundingClientRect().toJSON()]))""",
        place,
    )
    assert set(at) == {"up", "left", "right", "down", "pickup", "dropoff"}
    assert at["up"]["bottom"] <= at["left"]["top"] + 1
    assert at["left"]["right"] <= at["right"]["left"]
    assert abs(at["left"]["top"] - at["right"]["top"]) < 1
    assert at["left"]["bottom"] <= at["down"]["top"] + 1

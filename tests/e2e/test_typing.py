"""Numbers and lists as a person at a German keyboard types them, in a browser that speaks German."""

import json
import re
from pathlib import Path

import pytest

from tests.e2e.live import OURS, LivePage

TABLE = json.loads(
    (Path(__file__).parents[1] / "params" / "numerals.json").read_text(encoding="utf-8")
)
pytestmark = pytest.mark.view(locale="de-DE")


@pytest.fixture
def live(page):
    return LivePage(page)


def field(live, label):
    return live.page.get_by_role("textbox", name=re.compile(label))


def enter(live, label, text):
    field(live, label).fill(text)
    field(live, label).press("Enter")


def until_shown(live, label, text):
    """Wait until the field holds `text` and Streamlit rests."""
    live.page.wait_for_function(
        "([label, text]) => [...document.querySelectorAll('.stTextInput input')]"
        ".some((one) => one.ariaLabel.startsWith(label) && one.value === text)",
        arg=[label, text],
    )
    live.settle()


def sentence(live, text):
    return live.page.locator("[data-testid=stCaptionContainer]", has_text=text)


def test_the_browser_reads_numbers_as_the_server_does(live):
    live.open("/mlp")
    found = live.page.evaluate(
        "async (texts) => {"
        + OURS
        + """
          const { readings } = await ours('live/web/numerals.js');
          return texts.map(readings);
        }""",
        list(TABLE),
    )
    assert dict(zip(TABLE, found, strict=True)) == TABLE


def test_a_learning_rate_with_a_comma_is_one_and_an_emptied_field_gets_it_back(live):
    live.open("/mlp?mlp.preset=tf-playground&mlp.lr=1")
    enter(live, "Learning rate", "0,03")
    live.page.wait_for_function("!location.search.includes('mlp.lr=')")  # as the preset has it
    until_shown(live, "Learning rate", "0.03")
    enter(live, "Learning rate", "0,05")
    live.page.wait_for_function("location.search.includes('mlp.lr=0.05')")
    enter(live, "Learning rate", "")
    sentence(live, "Learning rate is empty").wait_for()
    until_shown(live, "Learning rate", "0.05")
    live.page.wait_for_url("**mlp.lr=0.05*")
    enter(live, "Learning rate", "1e\u22123")
    live.page.wait_for_function("location.search.includes('mlp.lr=0.001')")
    sentence(live, "Learning rate is empty").wait_for(state="detached")


def test_a_typo_in_the_hidden_layers_keeps_network_and_run(live):
    live.open("/mlp?mlp.preset=tf-playground")
    neurons = live.page.locator("[data-panel=network] .ls-neuron[data-layer='2']")
    live.page.locator("[data-testid=stSidebar] summary", has_text="Network").click()
    enter(live, "Hidden layers", "8;8")
    live.page.wait_for_function("location.search.includes('mlp.hidden=8%2C8')")
    until_shown(live, "Hidden layers", "8,8")
    live.until("+d.build > 0 && d.status === 'ready'")
    neurons.nth(7).wait_for()
    assert neurons.count() == 8
    live.click("step", "+d.step === 1")
    build = live.data("build")
    enter(live, "Hidden layers", "8;x")
    sentence(live, "Hidden layers = 8,x").wait_for()
    until_shown(live, "Hidden layers", "8,8")
    assert (live.step, live.data("build"), neurons.count()) == (1, build, 8)


def test_plus_minus_and_arrow_keys_step_a_typed_number(live):
    live.open("/mlp?mlp.preset=tf-playground&mlp.lr=0.1")
    rate = field(live, "Learning rate")
    rate.focus()
    live.page.keyboard.press("ArrowDown")
    live.page.keyboard.press("ArrowDown")
    live.page.wait_for_function("location.search.includes('mlp.lr=0.08')")
    assert rate.get_attribute("inputmode") == "decimal"
    rate.hover()
    plus = live.page.locator("[class*='st-key-mlp-lr'] .ls-stepper button").last
    plus.click()
    plus.click()
    plus.click()
    live.page.wait_for_function("location.search.includes('mlp.lr=0.2')")
    until_shown(live, "Learning rate", "0.2")


def test_a_weight_typed_with_a_comma_is_taken_and_nonsense_puts_it_back(live):
    live.open("/mlp?mlp.preset=tf-playground")
    live.page.locator(".ls-neuron[data-layer='1'][data-neuron='0']").focus()
    live.page.keyboard.press("Enter")
    weight = live.page.locator(".ls-field[data-source='0']")

    def typed_in():
        weight.fill("\u22122,5")
        weight.press("Enter")

    live.command(
        typed_in, "document.querySelector('.ls-formula').textContent.includes('\u22122.50·x₁')"
    )
    answer = live.page.locator(".ls-card-answer")
    for typed, said in {
        "zwei": "zwei is not a number",
        "": "missing",
        "1,000": "1 or 1000",
    }.items():
        weight.fill(typed)
        weight.press("Enter")
        answer.filter(has_text=said).wait_for()
        assert weight.input_value() == "-2.5"
    weight.press("ArrowUp")
    assert weight.input_value() == "-2.45"
    weight.press("Enter")
    live.page.wait_for_function("document.querySelector('.ls-card-answer').textContent === ''")

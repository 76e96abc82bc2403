"""What a person does on /transformer, in a real browser."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage

ATTENTION = f"{ROOT} [data-panel=attention]"
SAMPLE = f"{ROOT} [data-samples]"
TEXT = "the cat sat on the mat and the dog sat on the log; " * 12


@pytest.fixture
def live(page):
    return LivePage(page)


def changes(live, selector, before):
    live.page.wait_for_function(
        "([selector, before]) => document.querySelector(selector)?.innerText !== before",
        arg=[selector, before],
    )


@pytest.mark.view(size=(1280, 720))
def test_a_sample_changes_while_it_learns_a_head_is_zeroed_a_weight_dragged_a_token_taken_apart(
    live,
):
    live.open("/transformer")
    live.page.locator(f"{SAMPLE} [data-at]").first.wait_for()
    before = live.page.locator(f"{ROOT} .ls-seq-rows").inner_text()
    live.click("play", "d.step >= 40")
    live.pause()
    changes(live, f"{ROOT} .ls-seq-rows", before)

    # A head is zeroed: it is crossed out, and what the model says is another thing.
    live.page.locator(f"{ROOT} [data-tab=apart]").scroll_into_view_if_needed()
    live.page.locator(f"{ROOT} [data-stage-name=logits]").click()
    assert live.page.locator(f"{ROOT} [data-panel=apart]").evaluate(
        "e => e.querySelector('.ls-seq-sheet').getBoundingClientRect().right"
        " <= e.getBoundingClientRect().right + 1"
    )
    numbers = f"{ROOT} [data-panel=apart] tbody"
    live.page.locator(numbers).wait_for()
    before = live.page.locator(numbers).inner_text()
    live.page.locator(f"{ROOT} [data-action=zero-head]").click()
    live.page.locator(f"{ROOT} .ls-seq-zeroed").wait_for()
    live.page.locator(
        f"{ROOT} [data-tab=apart]"
    ).scroll_into_view_if_needed()  # off the screen it rests
    changes(live, numbers, before)
    live.page.locator(f"{ROOT} [data-action=zero-head]").click()
    live.page.locator(f"{ROOT} .ls-seq-zeroed").wait_for(state="detached")

    # A weight of the last token is dragged to 1: the row follows, and can be given back.
    live.page.locator(f"{ROOT} [data-stage-name=softmax]").click()
    canvas = live.page.locator(f"{ATTENTION} .ls-plot canvas")
    canvas.scroll_into_view_if_needed()
    canvas.focus()
    for _ in range(10):
        live.page.keyboard.press("ArrowDown")
    read = f"{ATTENTION} .ls-map-read"
    live.page.keyboard.press("ArrowRight")
    live.page.wait_for_function(
        "(read) => document.querySelector(read).innerText.includes('looks at')", arg=read
    )
    for _ in range(10):  # faster than answers come
        live.page.keyboard.press("+")
    live.page.wait_for_function(
        "(read) => document.querySelector(read).innerText.includes('1.00')", arg=read
    )
    live.page.locator(f"{ROOT} [data-action=free-weight]").click()
    live.page.wait_for_function(
        "(read) => !document.querySelector(read).innerText.includes('1.00')", arg=read
    )

    # What the model does not know is named.
    live.page.locator(f"{ROOT} [data-action=prompt]").fill("1ä+2=")
    problem = live.page.locator(f"{ATTENTION} .ls-seq-problem")
    problem.wait_for()
    assert "ä" in problem.inner_text()


@pytest.mark.view(size=(1280, 720))
def test_a_pasted_text_is_learned_from(live):
    live.open("/transformer?transformer.context=16")
    page = live.page
    page.locator("[data-testid=stSidebar] summary", has_text="Your own text").click()
    field = page.get_by_label("Or paste a text here")
    field.fill(TEXT)
    page.get_by_role("button", name="Learn from this text").click()
    page.get_by_text("In use: pasted text").wait_for()
    page.wait_for_function(
        f"document.querySelector('{SAMPLE}')?.innerText.length > 20"
        f" && !document.querySelector('{SAMPLE}').innerText.includes('=')"
    )
    live.click("play", "d.step >= 20")


@pytest.mark.view(size=(1280, 720))
def test_a_place_is_carried_over_heads_are_replaced_by_their_mean_and_the_truth_stands_beside(live):
    live.open("/transformer")
    page = live.page
    live.click("play", "d.step >= 40")
    live.pause()

    # Each place of the stream is carried over from the other prompt; a click shows one before and after.
    page.locator(f"{ROOT} [data-tab=patch]").scroll_into_view_if_needed()
    page.locator(f"{ROOT} [data-tab=patch]").click()
    cells = page.locator(f"{ROOT} [data-panel=patch] td[data-at]")
    cells.first.wait_for()
    assert cells.count() == 3 * 6
    read = f"{ROOT} [data-patch-read]"
    before = page.locator(read).inner_text()
    cells.nth(0).click()
    changes(live, read, before)
    page.locator(f"{ROOT} td[data-at='0'][aria-selected=true]").wait_for()
    page.locator(f"{ROOT} .ls-seq-map").focus()
    for _ in range(2):  # faster than answers come
        page.keyboard.press("ArrowRight")
    page.locator(f"{ROOT} td[data-at='2'][aria-selected=true]").wait_for()
    assert "%" in page.locator(f"{ROOT} [data-patch-table] tbody").inner_text()
    problem = page.locator(f"{ROOT} [data-panel=patch] .ls-seq-problem")
    for typed, named in (("12+3=", "5 and 6 tokens"), ("12ä34=", "ä")):
        page.locator(f"{ROOT} [data-action=patch-from]").fill(typed)
        problem.get_by_text(named).wait_for()
    page.locator(f"{ROOT} [data-action=patch-from]").fill("")
    problem.wait_for(state="hidden")

    # All heads of the first layer are replaced by their mean: the loss is told, and they are crossed out.
    page.locator(f"{ROOT} [data-tab=heads]").click()
    page.locator(f"{ROOT} [data-action=take-away-by]").select_option("mean")
    page.locator(f"{ROOT} [data-zero='0']").click()
    page.get_by_text("Without what is taken away now: loss").wait_for()
    assert page.locator(f"{ROOT} .ls-seq-zeroed").count() == 4
    page.get_by_role("button", name="layer 2, head 1", exact=True).last.click()
    page.locator(f"{ROOT} [data-scores]").get_by_text("Layer 2, head 1 over time").wait_for()
    page.locator(f"{ROOT} [data-action=heads-all]").click()
    page.locator(f"{ROOT} .ls-seq-zeroed").first.wait_for(state="detached")

    # The truth beside what is written freely: a column for each digit of the sum.
    page.locator(f"{ROOT} [data-action=forced]").click()
    page.locator(f"{ROOT} [data-parting]").wait_for()
    assert page.locator(f"{ROOT} .ls-seq-column").count() == 3


@pytest.mark.view(size=(1280, 720))
def test_bits_a_sentence_on_the_answers_the_board_and_a_model_of_equal_parameters(live):
    page = live.open("/transformer?transformer.mlp_width=64").page
    said = page.locator(f"{ROOT} [data-looks]").first
    size = page.locator(f"{ROOT} [data-size]")
    assert size.inner_text() == "52,608 parameters"
    live.click("play", "d.step >= 10")
    live.pause()
    assert re.search(r"% of the symbols|of 32 sums", said.inner_text())

    # Losses in bits: the axis says so.
    axis = f"{ROOT} [data-panel=curve] .ytitle"
    named = "([axis, text]) => document.querySelector(axis)?.textContent === text"
    page.wait_for_function(named, arg=[axis, "nats per token"])
    page.locator(f"{ROOT} [data-action=bits]").click()
    page.wait_for_function(named, arg=[axis, "bits per token"])

    # What was measured is on the board, and comes back when it was forgotten.
    page.locator(f"{ROOT} [data-tab=board]").click()
    rows = page.locator(f"{ROOT} [data-panel=board] tbody tr")
    rows.first.wait_for()
    page.locator(f"{ROOT} [data-action=board-forget]").click()
    page.locator(f"{ROOT} [data-panel=board]", has_text="Nothing here yet").wait_for()
    page.locator(f"{ROOT} [data-action=board-undo]").click()
    assert "52,608" in rows.first.inner_text()

    # A model of another kind gets as many parameters as the one before.
    live.select("Model", "LSTM")
    page.locator(f"{ROOT} [data-action=equal-parameters]").click()
    page.wait_for_function(
        f"document.querySelector('{ROOT} [data-size]').innerText.includes('nearest width')"
    )
    assert "Transformer 52,608" in size.inner_text()
    page.wait_for_url("**transformer.width=*")
    page.wait_for_function(named, arg=[axis, "bits per token"])


def test_a_translation_is_looked_at_across_and_a_sentence_of_ones_own_is_read(live):
    live.open("/transformer?transformer.preset=translation")
    which = live.page.locator(f"{ATTENTION} .ls-seq-which")
    assert which.inner_text() == "cross-attention 1, head 1"
    live.page.locator(f"{ROOT} [data-action=head-before]").click()
    assert which.inner_text() == "decoder self-attention 1, head 2"
    live.page.locator(f"{ROOT} [data-action=head-next]").click()

    # Half-written words are no mistake, unknown ones are named with those that are known.
    field, problem = (
        live.page.locator(f"{ROOT} {one}").first
        for one in ("[data-action=prompt]", ".ls-seq-problem")
    )
    field.fill("the small elephant sleeps")
    problem.wait_for()
    assert "elephant" in problem.inner_text()
    assert "goat" in problem.inner_text()
    field.fill("the small goat sle")
    problem.wait_for(state="hidden")
    field.fill("the small goat sleeps")
    live.page.wait_for_function(
        "(selector) => document.querySelector(selector)?.innerText.includes('goat sleeps =')",
        arg=SAMPLE,
    )

    # The sentence says which word is to be written, and which one of the source it looks at.
    canvas = live.page.locator(f"{ATTENTION} .ls-plot canvas")
    canvas.focus()
    for key in ("ArrowUp", "ArrowRight"):
        live.page.keyboard.press(key)
    live.page.wait_for_function(
        "(read) => /To write “.+” behind “.+”, .* “small”/.test(document.querySelector(read).innerText)",
        arg=f"{ATTENTION} .ls-map-read",
    )

    # Both stacks have their rows, each by its name: what is carried over, and what is lost without all heads.
    live.page.locator(f"{ROOT} [data-tab=patch]").scroll_into_view_if_needed()
    for tab, rows in (
        ("patch", ["embedding", "behind encoder layer 1", "behind decoder layer 1"]),
        ("heads", ["all of encoder self-attention 1", "all of cross-attention 1"]),
    ):
        live.page.locator(f"{ROOT} [data-tab={tab}]").click()
        for name in rows:
            live.page.locator(f"{ROOT} [data-panel={tab}]").get_by_text(name, exact=True).wait_for()

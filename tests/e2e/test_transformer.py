"""What a person does on /transformer, in a real browser."""

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
    problem = live.page.locator(f"{ROOT} .ls-seq-problem")
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
def test_a_translation_is_looked_at_across_and_a_sentence_of_ones_own_is_read(live):
    live.open("/transformer?transformer.preset=translation")
    which = live.page.locator(f"{ATTENTION} .ls-seq-which")
    assert which.inner_text() == "cross-attention 1, head 1"
    live.page.locator(f"{ROOT} [data-action=head-before]").click()
    assert which.inner_text() == "decoder self-attention 1, head 2"
    live.page.locator(f"{ROOT} [data-action=head-next]").click()

    # Half-written words are no mistake, unknown ones are named with those that are known.
    field, problem = (
        live.page.locator(f"{ROOT} {one}") for one in ("[data-action=prompt]", ".ls-seq-problem")
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

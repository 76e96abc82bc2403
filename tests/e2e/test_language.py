"""Every word on a page can be translated: `qps`, the language of core/i18n.py, shows each text in ⟦ ⟧."""

import re
import unicodedata

import pytest

from core.playgrounds import names
from tests.e2e.live import ROOT, LivePage

# What no language has words of its own for: functions in formulas, divergences, devices.
NO_WORDS = {"log", "max", "argmax", "sin", "tanh", "KL", "CPU", "CUDA", "GPU", "MPS"}
STAGES = 10  # of slow motion, at most
ALSO = ["gan?gan.dataset=digits", "gan?gan.dataset=sine&gan.width=8", "vae?vae.dataset=shapes"]
# What is read and what is said: all text of both places, and what assistive technology and tips say in the
# live view. Signs from a font of icons are pictures; the field for files is Streamlit's own; what stands in
# .ls-code is typed as it is.
TEXTS = f"""() => {{
  const found = [];
  const foreign = '[data-testid=stIconMaterial], [data-testid=stFileUploaderDropzone], style, .ls-code';
  for (const place of document.querySelectorAll('{ROOT}, [data-testid=stSidebar]')) {{
    const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {{
      if (!walk.currentNode.parentElement.closest(foreign)) found.push(walk.currentNode.data);
    }}
  }}
  for (const node of document.querySelectorAll('{ROOT}, {ROOT} *')) {{
    for (const name of ['aria-label', 'aria-valuetext', 'data-tip', 'placeholder', 'title']) {{
      if (node.hasAttribute(name)) found.push(node.getAttribute(name));
    }}
  }}
  return found;
}}"""


@pytest.fixture
def live(page):
    return LivePage(page)


def words(text):
    """Those outside all ⟦ ⟧; a single letter is a variable, and no word."""
    inner = None
    while inner != text:
        inner, text = text, re.sub("⟦[^⟦⟧]*⟧", " ", text)
    letters = (one if unicodedata.category(one) in ("Lu", "Ll", "Lo") else " " for one in text)
    return {word for word in "".join(letters).split() if len(word) > 1} - NO_WORDS


def untranslated(live):
    texts = live.page.evaluate(TEXTS)
    assert sum("⟦" in text for text in texts) > 50
    return {text for text in texts if words(text)}


def states(live):
    """Stops wherever a page that has been opened shows something new: tabs, slow motion, charts."""
    yield
    for tab in [None, *live.page.locator(f"{ROOT} [data-tab]:visible").all()]:
        if tab:
            tab.click()
            yield
        slow = live.page.locator(f"{ROOT} [data-action=slow-motion]:visible")
        if slow.count():
            slow.click()
            live.page.locator(f"{ROOT} .ls-story:visible").wait_for()
            for _ in range(STAGES):
                yield
                live.click("story-next")
                live.page.wait_for_timeout(150)
            live.click("story-close")
    drawn = set()  # the same curves may be chosen in several places
    for choice in live.page.locator(f"{ROOT} [data-action=choose-chart]:visible").all():
        for option in choice.locator("option").all():
            if (curves := option.inner_text()) in drawn:
                continue
            drawn.add(curves)
            choice.select_option(option.get_attribute("value"))
            live.page.wait_for_timeout(500)  # as often as a chart is drawn
            yield


def test_words_are_told_from_names():
    assert words("⟦{text} of ⟦several⟧⟧: 0.5 · x₁x₂ + log p(x|zᵢ)") == set()
    assert words("⟦loss⟧ of Q(s, a)") == {"of"}


@pytest.mark.view(size=(1440, 2400))
@pytest.mark.breadth(3)
@pytest.mark.parametrize("address", [*sorted(names(), reverse=True), *ALSO])
def test_every_text_on_a_page_can_be_translated(live, address):
    live.open(f"/{address}{'&' if '?' in address else '?'}lang=qps")
    live.settle()
    for group in live.page.locator("[data-testid=stSidebar] details:not([open]) summary").all()[
        ::-1
    ]:
        group.click()
    live.settle()
    for step in (1, 2, 3):
        live.click("step", f"+d.step === {step}")
    if live.page.locator(f"{ROOT} .ls-chart").count():
        live.page.wait_for_selector(f"{ROOT} .js-plotly-plot .xtitle", state="attached")
    found = set()
    for _ in states(live):
        found |= untranslated(live)
    assert not found

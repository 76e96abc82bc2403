"""Home: a card for every playground, found by itself."""

from core.ui.pages import names


def test_home_has_a_card_per_playground(open_page):
    app = open_page(page=None)
    assert not app.exception
    assert app.title[0].value == "Learnscope"
    links = list(app.get("page_link"))
    assert [link.proto.page for link in links] == list(names())

"""Home: a card for every playground, found by itself, in the order and the groups that they declare."""

from core.ui.pages import groups, names


def test_home_has_a_card_per_playground(open_page):
    app = open_page(page=None)
    assert not app.exception
    assert app.title[0].value == "Learnscope"
    links = list(app.get("page_link"))
    every = [name for group in groups("en").values() for name in group]
    assert [link.proto.page for link in links] == [*every, "runs"]
    assert [header.value for header in app.header] == list(groups("en"))


def test_every_picture_is_told_in_words(open_page):
    pictures = list(open_page(page=None).get("image"))
    told = [picture.proto.imgs[0].alt for picture in pictures]
    assert len(set(told)) == len(names())
    assert all(len(one.split()) > 8 for one in told)


def test_the_order_is_a_lectures():
    foundations = ["regression", "optimizers", "backprop", "regularization"]
    assert list(names()) == [
        *foundations,
        "mlp",
        "picture",
        "search",
        "sweep",
        "cnn",
        "transformer",
        "vae",
        "gan",
        "qlearning",
        "ddpg",
    ]
    assert list(groups("en")) == [
        "Foundations",
        "Networks",
        "Generative models",
        "Reinforcement learning",
    ]

"""What the page /centroid shows."""

from core.playgrounds.declared import Page, Panel


def panels(_):
    from core.figures import curves, palette

    loss = [("train_loss", _("train"), palette.TRAIN, 2.0)]
    more = {"more": curves.figure(_, _("loss"), loss, ".4g", {}, log=True), "stage": True}
    line = Panel("line", "line", _("The number line"), "line", "main", main=True, stage=True)
    return [line, Panel("loss", "chart", _("Loss"), "curves", "curves", **more)]


PAGE = Page(panels, group="First steps", place=-1)

"""What the page /centroid shows."""

from core.playgrounds.declared import Page, Panel


def panels(_):
    return [Panel("line", "line", _("The number line"), "line", main=True, stage=True)]


PAGE = Page(panels, group="First steps", place=-1)

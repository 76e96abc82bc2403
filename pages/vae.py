"""The VAE playground: a latent space that unfolds while one watches. The words are in vae.LANGUAGE.md."""

import streamlit as st

from core.ui.playground import playground
from core.ui.upload import image_upload

# Panels that share one place, in the order of their tabs.
BENCH = ("decode", "sliders", "interpolation", "trick", "traversals", "disentanglement")
DIMENSIONS = ("dimensions", "aggregate")


@st.cache_data(show_spinner=False)
def panels(language):
    """What the live view shows; a panel appears where the model has something for it."""
    from core.figures.vae import curves
    from core.i18n import translator

    _ = translator(language)
    every = curves(_)
    tabs = {
        "decode": (_("Decoded plane"), _("Plane")),
        "sliders": (_("One slider per dimension"), _("Sliders")),
        "interpolation": (_("From image to image"), _("Path")),
        "trick": (_("The trick: z = μ + σ · ε"), _("Trick")),
        "traversals": (_("Dimension by dimension"), _("Traverse")),
        "disentanglement": (_("Factors and dimensions"), _("Factors")),
        "dimensions": (_("KL per dimension, in nats"), _("KL per dimension")),
        "aggregate": (_("All codes against the prior"), _("All codes")),
    }

    def sharing(names, column):
        """Panels of one column, one of which is seen at a time."""
        row = {"name": f"{column}-tabs", "kind": "tabs", "of": list(names), "column": column}
        return [
            {**row, "title": _("What is shown here")},
            *(
                {"name": name, "kind": name, "title": tabs[name][0], "tab": tabs[name][1]}
                | {"column": column}
                for name in names
            ),
        ]

    return [
        {
            "name": "latent",
            "kind": "latent",
            "title": _("Latent space"),
            "column": "latent",
            "main": True,
        },
        *sharing(BENCH, "bench"),
        {
            "name": "reconstructions",
            "kind": "reconstructions",
            "title": _("Reconstructions"),
            "column": "rebuilt",
        },
        *sharing(DIMENSIONS, "dimensions"),
        {"name": "diagnosis", "kind": "diagnosis", "title": _("Diagnosis"), "column": "measures"},
        {
            "name": "bound",
            "kind": "choice",
            "title": _("Curves"),
            "column": "measures",
            "variants": every,
        },
        {
            "name": "more",
            "kind": "choice",
            "title": _("More curves"),
            "column": "measures",
            "variants": [*every[1:], every[0]],
        },
    ]


playground(
    "vae",
    panels,
    open_groups=("Bound",),
    sources=("variational/bounds.py", "variational/networks.py", "variational/disentangle.py"),
    controls=image_upload,
)

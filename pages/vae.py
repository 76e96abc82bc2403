"""The VAE playground: a latent space that unfolds while one watches. The words are in vae.LANGUAGE.md."""

import streamlit as st

from core.ui.playground import playground
from core.ui.upload import image_upload


@st.cache_data(show_spinner=False)
def panels(language):
    """What the live view shows; a panel appears where the model has something for it."""
    from core.playgrounds.vae.figures import curves
    from core.i18n import translator
    from core.ui.tabs import sharing

    _ = translator(language)
    every = curves(_)
    bench = {
        "decode": (_("Decoded plane"), _("Plane")),
        "sliders": (_("One slider per dimension"), _("Sliders")),
        "interpolation": (_("From image to image"), _("Path")),
        "trick": (_("The trick: z = μ + σ · ε"), _("Trick")),
        "traversals": (_("Dimension by dimension"), _("Traverse")),
        "disentanglement": (_("Factors and dimensions"), _("Factors")),
    }
    dimensions = {
        "dimensions": (_("KL per dimension, in nats"), _("KL per dimension")),
        "aggregate": (_("All codes against the prior"), _("All codes")),
    }

    return [
        {
            "name": "latent",
            "kind": "latent",
            "title": _("Latent space"),
            "column": "latent",
            "main": True,
        },
        *sharing("bench", bench, _),
        {
            "name": "reconstructions",
            "kind": "reconstructions",
            "title": _("Reconstructions"),
            "column": "rebuilt",
        },
        *sharing("dimensions", dimensions, _),
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

"""The broadcast's texts in the browser: the lecturer's card, and the watcher's page."""

from core.i18n import N_

TEXTS: dict[str, str] = {
    "action.cast": N_("Broadcast"),
    "tip.cast": N_("Let others watch this run: a link and its QR code. They can't steer it"),
    "cast.what": N_(
        "Everybody who has the link sees this run as it goes on, and nobody can steer it from there."
    ),
    "cast.token": N_("The server's token for broadcasts"),
    "cast.setting": N_(
        "This server has no token for broadcasts, so nobody may begin one. Whoever runs it: set"
        " LEARNSCOPE_BROADCAST_TOKEN."
    ),
    "cast.local": N_(
        "This page was opened as {host}, so the link opens on this machine alone: open the page under the"
        " address that others use."
    ),
    "cast.picture": N_("QR code of the link {address}"),
    "cast.watchers": N_("{count} watching"),
    "cast.unreachable": N_("The server did not answer: try again."),
    "action.cast-begin": N_("Begin"),
    "tip.cast-begin": N_("From now on the link shows this run"),
    "action.cast-end": N_("End the broadcast"),
    "tip.cast-end": N_("Watchers are told and keep the last picture"),
    "action.cast-copy": N_("Copy the link"),
    "tip.cast-copy": N_("Into the clipboard"),
    "watch.label": N_("You watch a run of somebody else."),
    "action.take-copy": N_("Take a copy"),
    "tip.take-copy": N_("Go on from this moment by yourself, with a run of your own"),
    "watch.refused": N_(
        "This is somebody else's run: you can watch it, but not steer it. Take a copy to go on by yourself."
    ),
    "connection.4410": N_("The broadcast has ended. This is the last picture."),
    "connection.4412": N_("The lecturer has gone to another page. It is being opened."),
}

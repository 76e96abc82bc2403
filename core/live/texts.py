"""The shared texts of the browser component: JavaScript has keys, no sentences.

A playground's own are in its texts.py.

`{name}` in braces is filled in by the browser. Each text is whole: none is assembled from pieces.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from core.i18n import N_
from core.live.broadcast_texts import TEXTS as BROADCAST
from core.live.picture_texts import TEXTS as PICTURES
from core.params import Translate

TEXTS: dict[str, str] = {
    "view.label": N_("Live view of the training"),
    "view.unreachable": N_(
        "The files of the live view have not arrived, so nothing moves here. Reload the page. If that does"
        " not help, tell whoever runs this server: a proxy in front of it must pass on everything below"
        " {path}, and where it serves the app below a path of its own, it must either take that path off"
        " or server.baseUrlPath must name it."
    ),
    # The transport row: what a button is called, and what its tooltip says.
    "transport.label": N_("Controls of the run"),
    "action.play": N_("Play"),
    "action.pause": N_("Pause"),
    "action.step": N_("Step"),
    "action.epoch": N_("Epoch"),
    "action.reset": N_("Reset"),
    "action.new-seed": N_("New initial weights"),
    "action.undo": N_("Undo"),
    "action.save": N_("Save"),
    "tip.save": N_("Save the run as a file that can be opened again"),
    "action.compare": N_("Compare"),
    "tip.compare": N_(
        "Other settings or seeds beside this run, on one clock; again takes them away"
    ),
    "compare.unreachable": N_("The files of the comparison have not arrived. Reload the page."),
    "save.unreachable": N_("The run was not saved: the server did not send it. Try again."),
    # The library and the link
    "action.keep": N_("Keep this run, or share it"),
    "tip.keep": N_("Keep this run in the library under a name, or copy a link to this moment"),
    "action.keep-run": N_("Keep"),
    "action.copy-link": N_("Copy"),
    "action.library": N_("To the library"),
    "keep.title": N_("Keep in the library"),
    "keep.name": N_("Name of the run"),
    "keep.suggested": N_("{page}, step {step}"),
    "keep.link": N_("Link to this moment"),
    "keep.link_words": N_(
        "Whoever opens it sees this step, computed anew from these settings. What was changed while it"
        " trained is not in it"
    ),
    "keep.busy": N_("Keeping …"),
    "keep.kept": N_("Kept as {name}."),
    "keep.session": N_(
        "Kept as {name}, until this page is closed: the browser keeps no cookie here."
    ),
    "keep.copied": N_("The link is copied."),
    "keep.selected": N_("The link is selected: copy it with Ctrl + C."),
    "keep.unreachable": N_("The run was not kept: the server did not answer. Try again."),
    "action.reconnect": N_("Connect again"),
    "action.dismiss": N_("Dismiss"),
    "tip.dismiss": N_("Take this notice away"),
    "action.own-tab": N_("Open in a tab of its own"),
    "action.alarm": N_("Something goes wrong: to the diagnosis"),
    "action.keys": N_("What the keys do"),
    "action.present": N_("Presentation"),
    "tip.present": N_(
        "Presentation: panels fill the window (F; Escape leaves). A double click or Enter on a title shows"
        " its panel alone"
    ),
    "action.more-numbers": N_("More numbers"),
    "tip.more-numbers": N_("All numbers of the run"),
    "tip.play": N_("Play: train until you pause (Space)"),
    "tip.pause": N_("Pause (Space)"),
    "tip.step": N_("One step: one {unit} (→)"),
    "tip.epoch": N_("On to the end of this epoch: one pass over the training points (Shift + →)"),
    "tip.reset": N_("Back to step 0 with the same initial weights (R)"),
    "tip.new-seed": N_("Start again from other random initial weights"),
    "tip.undo": N_("Bring back the run as it was before the last change of its structure"),
    "tip.reconnect": N_("Connect to the running training again"),
    "tip.own-tab": N_("The same address in a tab, where the browser may keep a cookie"),
    "gear.label": N_("Speed"),
    "gear.crawl": N_("Crawl"),
    "gear.slow": N_("Slow"),
    "gear.smooth": N_("Smooth"),
    "gear.flat": N_("Flat out"),
    "tip.gear.crawl": N_("One step a second, slow enough to talk over"),
    "tip.gear.slow": N_("Ten steps a second"),
    "tip.gear.smooth": N_("In time with the screen, so that movement looks smooth"),
    "tip.gear.flat": N_("As many steps as the processor manages"),
    # Pictures may be switched off
    "gear.undrawn": N_("Don't draw"),
    "tip.undrawn": N_(
        "Compute and send no pictures: the processor belongs to the training. Curves and numbers go on"
    ),
    "undrawn.words": N_(
        "Not drawn: training has the processor to itself. Curves and numbers go on."
    ),
    "key.play": N_("Space"),
    "key.step": N_("→"),
    "key.epoch": N_("Shift →"),
    "key.reset": N_("R"),
    "legend.play": N_("play, pause"),
    "legend.step": N_("step"),
    "legend.epoch": N_("epoch"),
    "legend.reset": N_("reset"),
    "key.present": N_("F"),
    "legend.present": N_("presentation"),
    # The timeline
    "timeline.label": N_("Timeline of the run"),
    "tip.timeline": N_(
        "Drag to an earlier moment: everything shows it. Play goes on from there, and what was is kept"
    ),
    "timeline.now": N_("Step {at}, now"),
    "timeline.at": N_("Step {at} of {last}"),
    "timeline.marked": N_("Step {at} of {last}. {marks}"),
    "timeline.best": N_("Step {step}: best {name} so far, {value}"),
    "timeline.before": N_("{what}. Back to the moment before it"),
    "action.now": N_("Back to now"),
    "tip.now": N_("Back to now: the end of this line, step {last}"),
    "action.branch": N_("Play from here"),
    "tip.branch": N_(
        "Train on from this moment. What came after it stays, pale, as a line of its own"
    ),
    "action.start": N_("Back to the start"),
    "tip.start": N_("Back to the first moment: play repeats the run from the same initial weights"),
    "timeline.lines": N_("Lines"),
    "tip.lines": N_(
        "Go back to the end of a line that was left. The last eight are kept; the one left alone longest goes"
    ),
    "timeline.line": N_("Line {line}, to step {last}"),
    "timeline.diverged": N_("Line {line}, diverged at step {last}"),
    # Read-outs
    "metric.status": N_("state"),
    "metric.epoch": N_("epoch"),
    "metric.step": N_("step"),
    "metric.rate": N_("steps/s"),
    "metric.epoch_rate": N_("epochs/s"),
    "metric.device": N_("device"),
    "value.percent": N_("{value} %"),
    "value.decibel": N_("{value} dB"),
    "device.cpu": N_("CPU"),
    "device.cuda": N_("CUDA"),
    "device.mps": N_("MPS"),
    "status.ready": N_("ready"),
    "status.running": N_("running"),
    "status.paused": N_("paused"),
    "status.diverged": N_("diverged"),
    "status.failed": N_("failed"),
    "status.finished": N_("finished"),
    # The connection
    "connection.reconnecting": N_("reconnecting …"),
    "connection.silent": N_("no word from the server for {seconds} s"),
    "connection.unheard": N_("The server is not heard."),
    "connection.refused": N_(
        "The server is not heard at the moment, so this was not done. Try again when it is."
    ),
    "connection.anew": N_(
        "The server no longer has the run that was here: it was restarted before it had stored the run, or"
        " the run had been left alone for too long. Training began anew."
    ),
    "connection.blocked": N_(
        "No live connection to the server could be opened, so nothing moves here; this page keeps trying."
        " Whoever runs the server: a proxy in front of it must pass WebSockets on (the headers Upgrade and"
        " Connection) below {path}, and where it serves the app below a path of its own, it must either take"
        " that path off or server.baseUrlPath must name it."
    ),
    "connection.closed": N_("The connection to the training was closed."),
    "connection.4400": N_(
        "The server closed the connection: too many messages made no sense to it."
    ),
    "connection.4401": N_(
        "This page needs a cookie to recognise you. Allow cookies and reload it."
    ),
    "connection.4403": N_(
        "This run belongs to another visitor, so it cannot be watched from here."
    ),
    "connection.4421": N_(
        "The server knows this page under another address than {origin}, so it refused the live connection."
        " Whoever runs it: a proxy in front of it must pass the Host header on unchanged, or {origin} must"
        " stand in server.corsAllowedOrigins."
    ),
    "connection.4404": N_("This run has ended. A new one is being prepared."),
    "connection.1009": N_("The server closed the connection: a message was too long."),
    # Typed numbers
    "number.not_a_number": N_("{typed} is not a number, such as 0.5 or -1e-3. Kept: {kept}."),
    "number.two_ways": N_("{typed} can mean {one} or {other}: write one of these. Kept: {kept}."),
    "number.empty": N_("A number is missing here. Kept: {kept}."),
    # The map
    "map.label": N_(
        "Map of the answers over the plane. Enter reads values with the arrow keys, Escape stops."
    ),
    "map.legend_scale": N_("Colours from {low} (blue) to {high} (orange)"),
    "axis.x1": N_("x₁"),
    "axis.x2": N_("x₂"),
    # Charts
    "action.log": N_("Log"),
    "tip.log": N_("Logarithmic scale"),
    "smooth.label": N_("Smoothing"),
    "smooth.none": N_("as it is"),
    "smooth.points": N_("over {count}"),
    "tip.smooth": N_("Average over this many points; the raw curve stays visible, thin"),
    "chart.label": N_("{title}. Latest values: {values}."),
    "chart.unavailable": N_("The chart could not be loaded. Reload the page to try again."),
    "chart.beyond": N_("The first values lie beyond this axis, as far as {value}."),
    "event.set": N_("Step {step}: {name} {old} → {new}"),
    "event.act": N_("Step {step}: {name} {old} → {new}"),
    "event.left": N_("Step {step}: {name} has left the picture"),
    "event.diverged": N_("Step {step}: diverged"),
    "event.moment": N_("Step {step}: {name}"),
    "event.act_new": N_("Step {step}: {name} {new}"),
    "event.reset": N_("Step {step}: reset"),
    # What several playgrounds share: slow motion, the diagnosis
    "value.of": N_("{value} of {total}"),
    "diagnosis.quiet": N_("No sign of trouble."),
    "action.slow-motion": N_("Slow motion"),
    "story.title": N_("One iteration in slow motion"),
    "story.count": N_("{at} of {of}"),
    "action.story-back": N_("Back"),
    "tip.story-back": N_("The stage before"),
    "action.story-next": N_("Next"),
    "tip.story-next": N_("The next stage; after the last one, the next iteration"),
    "action.story-auto": N_("Auto"),
    "tip.story-auto": N_("Go from stage to stage by itself"),
    "action.story-close": N_("Close"),
    "tip.story-close": N_("Back to the running picture (Escape)"),
    "story.formula": N_("formula"),
    "story.array.gradient": N_("gradient"),
    "story.array.before": N_("before"),
    "story.array.after": N_("after"),
    "choice.label": N_("What the chart shows"),
    "value.spread": N_("{value} ± {spread}"),
    **PICTURES,
    **BROADCAST,
}


def texts(page: str, translate: Translate) -> dict[str, str]:
    """The texts of one playground's page in one viewer's language: its own and the shared ones."""
    own: dict[str, str] = {}  # a playground may do with the shared ones
    if find_spec(f"core.playgrounds.{page}.texts") is not None:
        own = import_module(f"core.playgrounds.{page}.texts").TEXTS
    both = own.keys() & TEXTS.keys()
    if both:
        raise ValueError(f"{page} gives shared texts another meaning: {', '.join(sorted(both))}")
    return {key: translate(text) for key, text in (TEXTS | own).items()}

"""The browser component's texts for the panels of actor and critic. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    # Variables: what the algorithm calls them, in the viewer's language
    "variable.angle": N_("angle"),
    "variable.angular velocity": N_("angular velocity"),
    "variable.torque": N_("torque"),
    "variable.position": N_("position"),
    "variable.velocity": N_("velocity"),
    "variable.force": N_("force"),
    "axis.with_unit": N_("{name} ({unit})"),
    # The agent in its world
    "stage.label": N_(
        "The agent in its world. The arrow keys push it, or steer once you have taken the controls."
    ),
    "stage.which": N_("Which agent is in the picture"),
    "stage.show": N_("without noise"),
    "stage.training": N_("training"),
    "stage.none": N_("There is no picture of this world."),
    "stage.unseen.starting": N_("The picture is on its way …"),
    "stage.unseen.failed": N_(
        "No picture: the process that draws MuJoCo's worlds ended. Perhaps neither EGL nor OSMesa is"
        " installed here. Training goes on."
    ),
    "stage.unseen.hung": N_(
        "No picture: the process that draws MuJoCo's worlds did not answer. Training goes on."
    ),
    "stage.unseen.crowded": N_(
        "No picture: other runs use all the processes that draw MuJoCo's worlds. Training goes on."
    ),
    "stage.waiting": N_("The picture is on its way …"),
    "stage.read": N_("Episode {number}, step {step} of {limit}, return {return}"),
    "stage.read_endless": N_("Episode {number}, step {step}, return {return}"),
    "stage.force": N_("{name}: {value}."),
    "action.push-left": N_("◀ Push"),
    "action.push-right": N_("Push ▶"),
    "tip.push-left": N_("Push it to the left. You can also drag in the picture"),
    "tip.push-right": N_("Push it to the right. You can also drag in the picture"),
    "action.take-control": N_("Take control"),
    "tip.take-control": N_("Act yourself, beside the agent and from the same start"),
    "tip.agent-step": N_(
        "Walk through one step in the world and one update, stage by stage, with its numbers"
    ),
    # Taking the controls
    "steer.label": N_("Your controls"),
    "steer.slider": N_("Your action: {name}"),
    "steer.more": N_("More {name}, while it is held"),
    "steer.less": N_("Less {name}, while it is held"),
    "duel.you": N_("You {return}"),
    "duel.agent": N_("Agent {return}"),
    "duel.how": N_("Arrow keys or slider steer. Escape ends."),
    "duel.how_sliders": N_("The sliders steer. Escape ends."),
    "duel.won": N_("You win: {mine} against {its}."),
    "duel.lost": N_("The agent wins: {its} against your {mine}."),
    "action.duel-again": N_("Again"),
    "tip.duel-again": N_("A new episode for both"),
    "action.duel-end": N_("End"),
    "tip.duel-end": N_("Give the controls back (Escape)"),
    # The critic's surface and the policy
    "plane.axis_across": N_("What the axis across shows"),
    "plane.axis_up": N_("What the axis upwards shows"),
    "surface.of": N_("What the colours show"),
    "surface.value": N_("Q(s, π(s))"),
    "surface.policy": N_("policy π(s)"),
    "surface.policy_of": N_("policy: {name}"),
    "surface.symbol_value": N_("Q"),
    "surface.symbol_policy": N_("π"),
    "surface.scale": N_("Colours from {low} (dark blue) to {high} (yellow)"),
    "surface.label": N_(
        "Map over two variables of the state. Enter reads values with the arrow keys, Escape stops."
    ),
    "surface.hint": N_("Cross: the training agent and its way. Ring: the agent in the picture."),
    "surface.hint_cross": N_("Cross: the training agent and its way."),
    "surface.read_value": N_("{across} {x}, {up} {y}: Q = {value}"),
    "surface.read_policy": N_("{across} {x}, {up} {y}: π = {value}"),
    "surface.held": N_("Held at the present state: {values}"),
    "surface.held_one": N_("{name} {value}"),
    # Q over the action
    "qcurve.which": N_("Along which action"),
    "qcurve.q": N_("Q"),
    "qcurve.q2": N_("its twin"),
    "qcurve.chosen": N_("π(s)"),
    "qcurve.taken": N_("taken"),
    "qcurve.read": N_(
        "The actor chooses {chosen}, of which Q says {q}; taken with noise: {taken}."
    ),
    "qcurve.label": N_(
        "Q over the action {name}. The actor chooses {chosen}, of which Q says {q}; taken: {taken}."
    ),
    # The replay memory
    "replay.label": N_(
        "The replay memory over two variables of the state. Enter reads single transitions with the"
        " arrow keys, Escape stops."
    ),
    "replay.colour": N_("What the colours show"),
    "replay.by.reward": N_("reward"),
    "replay.by.age": N_("age"),
    "replay.by.td": N_("TD error"),
    "replay.unit.reward": N_("reward"),
    "replay.unit.age": N_("steps ago"),
    "replay.unit.td": N_("|δ|"),
    "replay.scale": N_("{name}: colours from {low} (dark blue) to {high} (yellow)"),
    "replay.hint": N_("Each point is a transition. Point at one to read it."),
    "replay.read.reward": N_("{across} {x}, {up} {y}: reward {value}"),
    "replay.read.age": N_("{across} {x}, {up} {y}: {value} steps ago"),
    "replay.read.td": N_("{across} {x}, {up} {y}: TD error {value}"),
    "replay.filled": N_("{size} of {capacity} transitions"),
    "action.forget-replay": N_("Empty"),
    "action.forget-sure": N_("Really? Click again"),
    "tip.forget-replay": N_(
        "Forget every transition: the networks stay, and learn from new ones alone"
    ),
    # Noise
    "noise.none": N_("No noise yet: it comes with the first steps."),
    "noise.steps": N_("steps ago"),
    "noise.read": N_("Standard deviation {size}, correlation from step to step {kept}."),
    # Slow motion
    "agent.observe": N_("Observe"),
    "agent.observe.words": N_("The agent sees the state s: these numbers are all it knows."),
    "agent.act": N_("Act"),
    "agent.act.words": N_(
        "In the networks' own units, −1 to 1: the actor says {policy}, noise of {noise} is added, and"
        " the action taken is {action}."
    ),
    "agent.world": N_("The world answers"),
    "agent.world.words": N_("The reward is {reward}, and the world is in a new state s′."),
    "agent.world.terminated": N_(
        "The reward is {reward}, and the episode ends: nothing follows, so the target will be the"
        " reward alone."
    ),
    "agent.world.truncated": N_(
        "The reward is {reward}, and time is up. The world would have gone on, so the target still"
        " counts what follows."
    ),
    "agent.sample": N_("Remember"),
    "agent.sample.words": N_(
        "The transition goes into the replay memory, and a minibatch of old ones is drawn from it."
        " From here on rewards are times the reward scale, {scale}. The first {rows}:"
    ),
    "agent.ahead": N_("Look ahead"),
    "agent.ahead.words": N_(
        "Each goes on for up to {n} steps, as far as its episode is remembered. Their rewards are added"
        " up, later ones counting less; s′ is the state after the last of them."
    ),
    "agent.ahead.formula": N_("Σ γᵏ rₖ over the steps k = 0, 1, … before s′"),
    "agent.target_n": N_("Target"),
    "agent.target_n.words": N_(
        "The target networks say what would be done in s′, after m steps, and what it would be worth,"
        " which counts γᵐ. With γ = {gamma} that is what Q should have said."
    ),
    "agent.target_n.formula": N_(
        "y = Σ γᵏ rₖ + γᵐ Q′(s′, π′(s′)), just the sum where s′ is an end"
    ),
    "agent.target": N_("Target"),
    "agent.target.words": N_(
        "The target networks say what would be done in s′ and what it would be worth. With γ ="
        " {gamma} that is what Q should have said."
    ),
    "agent.target.formula": N_("y = r + γ Q′(s′, π′(s′)), just r where s′ is an end"),
    "agent.critic": N_("The critic learns"),
    "agent.critic.words": N_(
        "Q is compared with y: a loss of {loss}. Its gradient has the length {norm}, and the critic"
        " takes a step."
    ),
    "agent.critic.formula": N_("mean of (Q(s, a) − y)²"),
    "agent.actor": N_("The actor learns"),
    "agent.actor.words": N_(
        "The critic tells the actor where Q rises: ∂Q/∂a. Mean Q(s, π(s)) is {objective}, the"
        " gradient's length {norm}."
    ),
    "agent.actor.formula": N_("∂θ mean Q(s, π(s)) = mean of ∂Q/∂a · ∂π/∂θ"),
    "agent.soft_update": N_("Soft update"),
    "agent.soft_update.words": N_(
        "The target networks move by τ = {tau} of the way towards the trained ones. They lag behind"
        " by {lag}, relative to their length."
    ),
    "agent.soft_update.formula": N_("θ′ ← τ θ + (1 − τ) θ′"),
    "agent.array.state": N_("s"),
    "agent.array.policy": N_("π(s)"),
    "agent.array.noise": N_("noise"),
    "agent.array.action": N_("a"),
    "agent.array.next": N_("s′"),
    "agent.array.reward": N_("r"),
    "agent.array.next_action": N_("π′(s′)"),
    "agent.array.next_q": N_("Q′(s′, π′(s′))"),
    "agent.array.ahead": N_("m"),
    "agent.array.returns": N_("Σ γᵏ rₖ"),
    "agent.array.y": N_("y"),
    "agent.array.q": N_("Q(s, a)"),
    "agent.array.action_gradient": N_("∂Q/∂a"),
}

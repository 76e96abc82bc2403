"""The browser component's texts for the panels of tabular learning. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

ONE_STEP = ("q_learning", "sarsa", "expected_sarsa", "double_q")
TEXTS: dict[str, str] = {
    # The world
    "world.label": N_(
        "The world. The arrow keys move the cursor from cell to cell; what it reads stands below."
    ),
    "world.best": N_("Optimal values"),
    "world.look": N_("What the cells show"),
    "look.values": N_("Values V"),
    "look.actions": N_("Action values Q"),
    "look.visits": N_("Visits"),
    "look.distance": N_("Distance to Q*"),
    "world.layer": N_("Passenger and destination; or follow the agent"),
    "world.follow": N_("Follow"),
    "world.mark.start": N_("S"),
    "world.mark.pickup": N_("P"),
    "world.mark.dropoff": N_("D"),
    "world.slip": N_("slip {slip}"),
    "world.wind": N_("wind {wind}"),
    "world.slip_wind": N_("slip {slip}, wind {wind}"),
    "action.show-optimal": N_("V*"),
    "tip.show-optimal": N_("Show the optimal values and policy in the large picture"),
    "action.play-world": N_("You play"),
    "tip.play-world": N_("Play the same world yourself, with the arrow keys"),
    "world.read_state": N_("row {row}, column {column}"),
    "world.read_kind": N_("row {row}, column {column}: {kind}"),
    "world.read_v": N_("V {v} (optimal {best})"),
    "world.read_visits": N_("visits {count}"),
    "world.legend.values": N_("Colours of values from {low} (blue) to {high} (orange)"),
    "world.legend.actions": N_("Colours of action values from {low} (blue) to {high} (orange)"),
    "world.legend.visits": N_("Shades of visits from {low} to {high}"),
    "world.legend.distance": N_("Shades of the distance to Q* from {low} to {high}"),
    "kind.0": N_("floor"),
    "kind.1": N_("wall"),
    "kind.2": N_("pit"),
    "kind.3": N_("goal"),
    "kind.4": N_("start"),
    "kind.5": N_("ice"),
    "kind.6": N_("hole"),
    "kind.7": N_("cliff"),
    "kind.8": N_("landmark"),
    "move.left": N_("left"),
    "move.down": N_("down"),
    "move.right": N_("right"),
    "move.up": N_("up"),
    "move.pickup": N_("pick up"),
    "move.dropoff": N_("drop off"),
    # Editing
    "edit.label": N_("What a click on a cell does"),
    "tool.look": N_("Look"),
    "tool.floor": N_("Floor"),
    "tool.wall": N_("Wall"),
    "tool.pit": N_("Pit"),
    "tool.goal": N_("Goal"),
    "tool.start": N_("Start"),
    "tool.reward": N_("Reward ↕"),
    "tip.tool.look": N_("Read cells; change nothing"),
    "tip.tool.floor": N_("Make cells floor: click, or paint by dragging"),
    "tip.tool.wall": N_("Build walls: click, or paint by dragging"),
    "tip.tool.pit": N_("Dig pits, which end an episode: click, or paint by dragging"),
    "tip.tool.goal": N_("Set goals, which end an episode: click, or paint by dragging"),
    "tip.tool.start": N_("Set starts: each episode begins in one of them"),
    "tip.tool.reward": N_("Drag a cell up or down: its reward for being entered rises or falls"),
    "edit.reward": N_("Reward for entering the cell with the cursor"),
    "edit.reward.short": N_("r"),
    "tip.edit.reward-field": N_(
        "Reward for entering the cell with the cursor, on top of what every step pays. On the board,"
        " + and − change it"
    ),
    "edit.reward.bounds": N_("A cell's reward must be a number from {low} to {high}."),
    "edit.columns": N_("{count} wide"),
    "edit.rows": N_("{count} high"),
    "edit.size": N_("A world has {least} to {most} cells on a side."),
    "edit.no_goal": N_("This would take away the last goal. A world needs one: set another first."),
    "edit.no_start": N_(
        "This would take away the last start. A world needs one: set another first."
    ),
    "edit.unreachable": N_(
        "This would leave a start from which no goal can be reached, so it was left out."
    ),
    "action.narrower": N_("One column less"),
    "action.wider": N_("One column more"),
    "action.lower": N_("One row less"),
    "action.taller": N_("One row more"),
    "action.undo-edit": N_("Undo the last edit"),
    "tip.undo-edit": N_("Undo the last edit of the world"),
    # Playing
    "tip.move": N_("{action}: one step of yours"),
    "action.play-again": N_("Again"),
    "tip.play-again": N_("Begin another episode (Enter, once one is over)"),
    "play.score": N_(
        "You: return {return}, steps {steps}. Agent, greedy: {agent}. Optimum: {optimal}. Esc ends."
    ),
    "play.terminal": N_(
        "Over: return {return}, steps {steps}; mean of {count}: {mean}. Agent, greedy: {agent}. Optimum:"
        " {optimal}."
    ),
    "play.truncated": N_(
        "Cut off at the limit of steps, {steps}: return {return}; mean of {count}: {mean}. Agent, greedy:"
        " {agent}. Optimum: {optimal}."
    ),
    # The update
    "update.label": N_("The last update with its numbers"),
    "update.none": N_("No step has been taken yet."),
    "update.greedy": N_(
        "Row {row}, column {column}: {action} (greedy), to row {next_row}, column {next_column}."
    ),
    "update.exploring": N_(
        "Row {row}, column {column}: {action} (exploring), to row {next_row}, column {next_column}."
    ),
    "update.greedy_end": N_("Row {row}, column {column}: {action} (greedy). The episode ends."),
    "update.exploring_end": N_(
        "Row {row}, column {column}: {action} (exploring). The episode ends."
    ),
    "update.greedy_away": N_("Row {row}, column {column}: {action} (greedy)."),
    "update.exploring_away": N_("Row {row}, column {column}: {action} (exploring)."),
    "update.planned": N_("The sweep changed most: row {row}, column {column}, {action}."),
    "update.next": N_("Q(s′, ·)"),
    "update.next.double_q": N_("Q₂(s′, ·)"),
    "method.q_learning": N_("Q-learning"),
    "method.sarsa": N_("SARSA"),
    "method.expected_sarsa": N_("expected SARSA"),
    "method.double_q": N_("double Q-learning"),
    "method.value_iteration": N_("value iteration"),
    "method.policy_iteration": N_("policy iteration"),
    "term.after": N_("Q(s,a)"),
    "term.before": N_("Q(s,a)"),
    "term.after.double_q": N_("Q₁(s,a)"),
    "term.before.double_q": N_("Q₁(s,a)"),
    "term.alpha": N_("α"),
    "term.r": N_("r"),
    "term.r.value_iteration": N_("E r"),
    "term.r.policy_iteration": N_("E r"),
    "term.gamma": N_("γ"),
    "term.bootstrap.q_learning": N_("max Q(s′,·)"),
    "term.bootstrap.sarsa": N_("Q(s′,a′)"),
    "term.bootstrap.expected_sarsa": N_("Σ π Q(s′,·)"),
    "term.bootstrap.double_q": N_("Q₂(s′,a*)"),
    "term.bootstrap.value_iteration": N_("Σ p max Q(s′,·)"),
    "term.bootstrap.policy_iteration": N_("Σ p π Q(s′,·)"),
    "term.target": N_("target"),
    "term.error": N_("TD error δ"),
    "term.error.value_iteration": N_("change"),
    "term.error.policy_iteration": N_("change"),
    "term.epsilon": N_("ε"),
    "tip.term.after": N_("The action's value after this step"),
    "tip.term.before": N_("The action's value before this step"),
    "tip.term.after.double_q": N_(
        "The value in the table that learns in this step: a coin says which"
    ),
    "tip.term.before.double_q": N_("The value in the table that learns, before this step"),
    "tip.term.alpha": N_("Learning rate: the share of the error by which the value moves"),
    "tip.term.r": N_("The reward of this step"),
    "tip.term.gamma": N_("Discount: what a reward one step later is worth now"),
    "tip.term.bootstrap.q_learning": N_(
        "The best value in the next state, whatever will be done there (Watkins 1989); 0 at an end"
    ),
    "tip.term.bootstrap.sarsa": N_(
        "The value of the action that will really come next, exploring or not (Rummery & Niranjan"
        " 1994); 0 at an end"
    ),
    "tip.term.bootstrap.expected_sarsa": N_(
        "The mean over what the ε-greedy policy may do next (van Seijen et al. 2009); 0 at an end"
    ),
    "tip.term.bootstrap.double_q": N_(
        "The learning table names the best next action a*, the other table says its value (van Hasselt"
        " 2010); 0 at an end"
    ),
    "tip.term.bootstrap.value_iteration": N_("The mean of the best values over where it may lead"),
    "tip.term.bootstrap.policy_iteration": N_(
        "The mean of the policy's values over where it may lead"
    ),
    "tip.term.target": N_("r + γ times what comes next: where the value is drawn to"),
    "tip.term.error": N_("Temporal-difference error: target − Q(s,a)"),
    "tip.term.epsilon": N_("How often an action is chosen blindly"),
    # n-step returns
    "method.q_learning_n": N_("n-step Q-learning"),
    "method.sarsa_n": N_("n-step SARSA"),
    "method.expected_sarsa_n": N_("n-step expected SARSA"),
    "method.double_q_n": N_("n-step double Q-learning"),
    "term.bootstrap.q_learning_n": N_("max Q(sₘ,·)"),
    "term.bootstrap.sarsa_n": N_("Q(sₘ,aₘ)"),
    "term.bootstrap.expected_sarsa_n": N_("Σ π Q(sₘ,·)"),
    "term.bootstrap.double_q_n": N_("Q₂(sₘ,a*)"),
    "tip.term.bootstrap.q_learning_n": N_(
        "The best value in the state after m steps; m is less than n where the agent strayed from what"
        " it holds best, since that shows no more what the best would earn; 0 at an end"
    ),
    "tip.term.bootstrap.sarsa_n": N_(
        "The value of the action that comes after m steps, exploring or not; 0 at an end"
    ),
    "tip.term.bootstrap.expected_sarsa_n": N_(
        "The mean over what the ε-greedy policy may do after m steps; 0 at an end"
    ),
    "tip.term.bootstrap.double_q_n": N_(
        "The learning table names the best action a* after m steps, the other table says its value; m is"
        " less than n where the agent did otherwise than the learning table says; 0 at an end"
    ),
    "update.next.double_q_n": N_("Q₂(sₘ, ·)"),
    "term.after.double_q_n": N_("Q₁(s,a)"),
    "term.before.double_q_n": N_("Q₁(s,a)"),
    **{f"term.r.{method}_n": N_("Σ γᵏ rₖ") for method in ONE_STEP},
    **{
        f"tip.term.r.{method}_n": N_("The rewards of m steps, later ones counting less")
        for method in ONE_STEP
    },
    **{f"term.gamma.{method}_n": N_("γᵐ") for method in ONE_STEP},
    **{
        f"tip.term.gamma.{method}_n": N_("What a reward m steps later is worth now")
        for method in ONE_STEP
    },
    **{
        f"tip.term.target.{method}_n": N_(
            "Σ γᵏ rₖ + γᵐ times what comes then: where the value is drawn to"
        )
        for method in ONE_STEP
    },
    **{f"update.next.{method}_n": N_("Q(sₘ, ·)") for method in ONE_STEP if method != "double_q"},
    "update.n": N_(
        "Row {row}, column {column}: {action}. After m = {steps} it was in row {next_row}, column"
        " {next_column}."
    ),
    "update.n_end": N_(
        "Row {row}, column {column}: {action}. With m = {steps} the episode was over."
    ),
    "update.n_away": N_("Row {row}, column {column}: {action}, m = {steps}."),
    "qstory.wait": N_("Wait"),
    "qstory.wait.words": N_(
        "Nothing is learned yet: the first step of this episode waits until {n} rewards have come."
    ),
    "qstory.target_n": N_("Target"),
    "qstory.target_n.words": N_(
        "The step that has waited longest learns now. Along m = {steps} the rewards come to {returns};"
        " what follows is worth {bootstrap}, times γᵐ = {weight}. The target: {target}."
    ),
    "qstory.flush": N_("The rest"),
    "qstory.flush.words": N_(
        "The episode is over: the others that waited learn too, from the rewards that are left. {moved}"
        " values have moved."
    ),
    # Slow motion
    "tip.slow-q": N_("Walk through one step, stage by stage, with its numbers"),
    "qstory.observe": N_("Observe"),
    "qstory.observe.words": N_(
        "The agent is in row {row}, column {column}. This is what it believes its actions are worth:"
    ),
    "qstory.choose": N_("Choose"),
    "qstory.choose.greedy": N_(
        "It takes the best known action: {action}. With probability ε = {epsilon} it would have acted"
        " blindly."
    ),
    "qstory.choose.exploring": N_(
        "It explores: {action}, chosen blindly. That happens with probability ε = {epsilon}."
    ),
    "qstory.act": N_("Act"),
    "qstory.act.words": N_(
        "The world answers with the reward {reward}, and the agent is in row {next_row}, column"
        " {next_column}."
    ),
    "qstory.act.end": N_("The world answers with the reward {reward}, and the episode is over."),
    "qstory.target": N_("Target"),
    "qstory.target.words": N_(
        "What comes next is worth {bootstrap}. The target: {reward} + {gamma} × {bootstrap} = {target}."
    ),
    "qstory.target.end": N_("Nothing comes after an end. The target is the reward: {target}."),
    "qstory.update": N_("Update"),
    "qstory.update.words": N_(
        "The value was {before}, which is {error} away from the target. It moves by α = {alpha} of that,"
        " to {after}."
    ),
    "qstory.trace": N_("Traces"),
    "qstory.trace.words": N_(
        "The same error goes back along the path: {moved} values move, each by its eligibility trace."
    ),
    "qstory.plan": N_("Plan"),
    "qstory.plan.words": N_(
        "Dyna: {planned} remembered steps are learned from again, without moving in the world."
    ),
    "qstory.sweep": N_("Sweep"),
    "qstory.sweep.words": N_(
        "All states are updated at once from the values of the sweep before. The largest change is"
        " {change}."
    ),
    "qstory.improve": N_("Improve"),
    "qstory.improve.words": N_(
        "The values of the policy stand; now it becomes greedy with respect to them, and changes in"
        " {changed} states."
    ),
}

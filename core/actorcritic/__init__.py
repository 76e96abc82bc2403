"""What an agent with actor and critic is made of: worlds, noise, replay memory, mathematics, views."""

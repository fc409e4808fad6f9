"""From when to when somebody is away."""

"""Names for gymnasium.make. A version is raised when a change of the rules, rewards or observations makes results of learning no longer comparable."""

IDS = {
    "Wingmate/FirstFlight-v0": {"mode": "first_flight"},
    "Wingmate/Classic-v0": {"mode": "classic"},
}


def register():
    """Makes the environments known to Gymnasium, once. Called by itself where Gymnasium was imported before this module."""
    import gymnasium

    for name, arguments in IDS.items():
        if name not in gymnasium.registry:
            gymnasium.register(id=name, entry_point="wingmate_env.single:WingmateEnv", vector_entry_point="wingmate_env.vector:WingmateVectorEnv",
                               kwargs=arguments)

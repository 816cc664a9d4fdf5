"""Files a person writes: TOML, profiles, import mappings, this computer's settings."""

"""The prompts: one Jinja2 file each, the whole prompt visible in it."""

"""The prompts, each a whole Jinja2 file in prompts/."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template


@cache
def template(name: str) -> Template:
    """The prompt in prompts/`name`.md."""
    # Prompts are plain text, and what is put into them is a value, never a template: nothing to escape.
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701
    return environment.from_string((files("prompts") / f"{name}.md").read_text(encoding="utf-8"))

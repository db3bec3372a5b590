"""A language model as answerer, held to the same proof."""

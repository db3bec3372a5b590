"""Documents in, index out. `bot` reads what this package makes; this package never imports `bot`."""

"""How a training tells its figures."""

from collections.abc import Mapping

from ingest.console import out


def show_figures(title: str, figures: Mapping[str, float]) -> None:
    """Print figures by name, a line each."""
    out.print(f"{title}:", markup=False)
    for name, value in figures.items():
        out.print(f"  {name:28} {value:.3f}", markup=False)

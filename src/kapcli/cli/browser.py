"""The browser of whoever sits at the terminal."""

from __future__ import annotations


def handed_over(address: str) -> bool:
    """Hand an address to the browser; whether there was one to take it."""
    import webbrowser

    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False

"""The mark of an entry that comes from a file of one's own."""


def own_mark(origin: str, *, replaces: bool) -> str:
    """Where an entry comes from; empty for one of the built-in catalogue.

    Args:
        origin: The file it came from.
        replaces: Whether it stands in the place of an entry below.
    """
    if origin == "built-in":
        return ""
    return f"replaced by your file {origin}" if replaces else f"from {origin}, not from the built-in catalogue"

"""What keeps brief from running at all: a missing library, a broken installation."""


class CannotRunError(Exception):
    """brief cannot run on this machine; the message says why and what to do. Exit status 2."""

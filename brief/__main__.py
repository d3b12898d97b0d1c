"""`brief` and `python -m brief`: until the face is loaded, ctrl-C ends it without a word."""

import signal


def main() -> None:
    """The console script."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from brief.cli import main as face

    face()


if __name__ == "__main__":
    main()

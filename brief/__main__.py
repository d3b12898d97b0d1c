"""`brief` and `python -m brief`: until brief is loaded, ctrl-C ends it without a word."""

import signal


def main() -> None:
    """The console script."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from brief.entry import main as enter

    enter()


if __name__ == "__main__":
    main()

"""`brief` and `python -m brief`: until brief is loaded, ctrl-C ends it without a word.

Garbage is looked for less often than Python would: loading makes much that stays.
"""

import gc
import signal


def main() -> None:
    """The console script."""
    gc.set_threshold(20_000, 20, 50)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from brief.cli.entry import main as enter

    enter()


if __name__ == "__main__":
    main()

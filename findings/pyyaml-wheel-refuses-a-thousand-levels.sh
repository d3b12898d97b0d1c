#!/bin/sh
# One expects: PyYAML's C loader gives events as it reads, so that a program that stops at a depth of its own
# (thirty levels, say) stops there, however deep the text goes on; and that 6.0.3 and 6.0.4 read alike.
# What happens: in 6.0.4 the parser under it refuses more than a thousand open brackets, and since it reads
# ahead to learn whether a bracket begins a key, it raises before it has given the first of them. The pure
# Python loader of the same release reads on, and takes time that grows with the square of the depth.
# Why it matters: a guard that counts levels in the event stream is never asked; the mistake arrives as one of
# scanning. Who then asks the Python scanner for a better place waits minutes for a file of a megabyte.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 6.0.3 6.0.4; do
    python3 -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pyyaml==$version"
    "$folder/venv/bin/python" - <<'PYTHON'
import time
import yaml

loader, events = yaml.CSafeLoader("[" * 1200 + "]" * 1200), 0
try:
    while loader.check_event():
        loader.get_event()
        events += 1
    said = "read"
except yaml.YAMLError as error:
    said = error.problem
print(yaml.__version__, "events:", events, "said:", said)
assert (events, said) == {
    "6.0.3": (2404, "read"),
    "6.0.4": (1, "exceeded maximum nesting depth"),
}[yaml.__version__], "changed"


def seconds(depth):
    start = time.process_time()
    for _ in yaml.scan("[" * depth, Loader=yaml.SafeLoader):
        pass
    return time.process_time() - start


print("python scanner, twice the depth takes", round(seconds(4000) / seconds(2000), 1), "times as long")
PYTHON
done

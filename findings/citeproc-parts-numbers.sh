#!/bin/sh
# One expects: a page number written with a thousands mark, "pp. 1,234-1,240", stays one range of two numbers, and
# one page with a number in brackets, "p. 4 (3)", or a prefix, "p. A-12", stays one page.
# What happens: pandoc's citeproc ends a page number at every comma and takes every hyphen for a range. With
# page-range-format="expanded" it then completes the pieces: "pp. 1, 234–231, 240". "p. 4 (3)" becomes "pp. 4 (3)",
# "p. A-12" becomes "pp. A–12". Places of other kinds (paragraphs) keep their numbers.
# Why it matters: a note that names another page than its writer did sends the reader to the wrong evidence, and
# nothing is said. Whoever hands locators to citeproc must hide such signs first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
pandoc=$("$folder/venv/bin/python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')
"$pandoc" --version | head -1
cat > "$folder/style.csl" <<'CSL'
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" default-locale="en-GB" page-range-format="expanded">
  <info><title>x</title><id>x</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout suffix="."><group delimiter=", "><text variable="title"/>
    <group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group></group></layout></citation>
</style>
CSL
cat > "$folder/text.md" <<'MD'
---
references: [{id: a, type: book, title: T}]
---
A [@a, pp. 1,234-1,240]. B [@a, p. 4 (3)]. C [@a, p. A-12]. D [@a, paras. 1,001-1,003].
MD
said=$("$pandoc" --citeproc --csl "$folder/style.csl" -t plain --wrap=none "$folder/text.md" | grep '^\[')
echo "$said"
for seen in 'T, pp. 1, 234–231, 240.' 'T, pp. 4 (3).' 'T, pp. A–12.' 'T, paras. 1,001-1,003.'; do
  echo "$said" | grep -qF "$seen" || { echo "changed: no longer “$seen”"; exit 1; }
done

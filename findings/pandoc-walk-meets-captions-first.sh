#!/bin/sh
# One expects: a Lua filter's `walk` meets the citations of a document in the order in which they are written,
# and so in the order in which pandoc's citeproc numbers their notes: a caption that is written below its table
# comes last.
# What happens: the caption of a table is met before its cells, wherever it is written, and citeproc numbers it
# first. Who counts citations in the text, or in the order of cells, is off by as many as the caption holds.
# Why it matters: whatever is tied to a citation by counting (who speaks in it, which record it names) goes to
# another citation, silently, and only in documents that have such a table.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
pandoc=$("$folder/venv/bin/python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')
"$pandoc" --version | head -1
cat > "$folder/text.md" <<'MD'
---
references: [{id: first, title: F}, {id: second, title: S}, {id: below, title: B}]
---
| Place | Seen            |
|-------|-----------------|
| North | Rain [@first]   |
| South | Drought [@second] |

: What was seen [@below]
MD
cat > "$folder/met.lua" <<'LUA'
function Pandoc(document)
  local met = {}
  document:walk { Cite = function(cite) met[#met + 1] = cite.citations[1].id end }
  io.stderr:write('met: ' .. table.concat(met, ' ') .. '\n')
end
LUA
met=$("$pandoc" -L "$folder/met.lua" -t plain "$folder/text.md" 2>&1 >/dev/null | grep '^met:')
echo "$met"
[ "$met" = 'met: below first second' ] || { echo 'changed: the order is another one'; exit 1; }

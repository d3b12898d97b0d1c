-- Sets one request after the other, so that pandoc starts, and reads its locales, once for many.
--
-- arg[1] is a word that nobody can guess. On standard input: a line with the number of bytes, then a
-- request. On standard output: what pandoc warns of as it goes (its standard error is the same
-- pipe), then a line with that word, `html` or `error`, and the number of bytes, then those.

numbers = dofile('numbers.lua')  -- for the fragments, too
local document = loadfile('fragments.lua')(dofile('marks.lua'))
local with_notes = dofile('notes.lua')
local STYLE = 'style.csl'

local function set_of(words)
  local set = {}
  for _, word in ipairs(words) do set[word] = true end
  return set
end

local function set(request)
  joints = { ['and'] = set_of(request.ands), through = set_of(request.throughs) }
  local made = document(request)
  pandoc.mediabag.insert(STYLE, 'text/xml', request.style)  -- a path would be read by the rules of the locale
  made.meta.csl = STYLE
  local finished = with_notes(pandoc.utils.citeproc(made))
  if made.meta.marks then finished = numbers.restored(finished) end
  return pandoc.write(finished, 'html5', { wrap_text = 'none' })
end

for length in io.lines() do
  local is_set, answer = pcall(function()
    return set(pandoc.json.decode(io.read(tonumber(length)), false))
  end)
  answer = tostring(answer)
  io.write(string.format('\n%s %s %d\n', arg[1], is_set and 'html' or 'error', #answer), answer)
  io.flush()
  collectgarbage()  -- else pandoc's own collector goes through all that Lua has not let go of
end

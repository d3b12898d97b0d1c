-- Numbers that stay whole: citeproc ends a number at each comma, takes each hyphen for a range, and says "pp."
-- where it sees two. In "1,234", "1’234", "1 234", in page "A-12" and in a day, 2020-01-02, the sign is part of
-- the number. Before citeproc a character of no script stands for it (Unicode, 23.5: private use; brief refuses
-- them in what people write), and afterwards it is put back. Which is which: `brief/model/locator.py` reads the same.

local STANDS_FOR = {
  [','] = '\u{e000}', ["'"] = '\u{e001}', ['’'] = '\u{e002}', ['-'] = '\u{e003}',
  ['\u{a0}'] = '\u{e004}', ['\u{202f}'] = '\u{e005}', ['\u{2009}'] = '\u{e006}',
}
local SPACE = '\u{e007}'  -- before a bracket, which citeproc takes for another number
local STOP = '\u{e008}'  -- a word that is none of a number
local THOUSANDS = { ',', "'", '’', '\u{a0}', '\u{202f}', '\u{2009}' }
local DASHES = { '‐', '‑', '—', '−' }
local DAYS = { '%f[%w](%d%d%d%d)%-(%d%d)%-(%d%d)%f[%W]', '%f[%w](%d%d?)%-(%d%d?)%-(%d%d%d%d)%f[%W]' }
local HYPHEN = STANDS_FOR['-']

local BACK = { [SPACE] = ' ' }
for sign, mark in pairs(STANDS_FOR) do BACK[mark] = sign end

local function thousands(text)
  for _, sign in ipairs(THOUSANDS) do
    local number, found = '%f[%d](%d%d?%d?)' .. sign .. '(%d%d%d)%f[%D]', 1
    while found > 0 do text, found = text:gsub(number, '%1' .. STANDS_FOR[sign] .. '%2') end
  end
  return text
end

-- A text with its numbers whole; in a list, a comma parts two of them.
local function whole(text, is_list)
  if not text:find('%d') then return text end
  for _, dash in ipairs(DASHES) do text = text:gsub('(%d)' .. dash .. '(%d)', '%1–%2') end
  for _, day in ipairs(DAYS) do text = text:gsub(day, '%1' .. HYPHEN .. '%2' .. HYPHEN .. '%3') end
  text = text:gsub('%f[%w](%a)%-(%d)', '%1' .. HYPHEN .. '%2')
  return is_list and text or thousands(text)
end

local function is_plural(term)
  return term:match('s%.?$') or term:match('^(%a)%1%.?$') or term == '¶¶'
end

-- "pp. 1,234" and "paras. 4,100": two numbers, since the word before says so and there is no other.
local function is_list(text)
  local term = text:match('^([^%d%s]+)%s*[%d,]+$')
  return term and is_plural(term)
end

-- Latin behind a number: "art. 10 bis". The words between numbers are those of the languages: `joints`.
local LATIN = { bis = true, ter = true, quater = true }

-- What citeproc has no word for, or another one than is written: "pp. 4 ff.", "paras. 4 to 6", "§ 12", a day.
local function is_as_written(text)
  local term, between = text:match('^([^%d%s]+)%s*[%a-]*%d+%a?%s+(%S+)')
  local bare = text:match('^%d+%s+([^%d%s%p]+)')  -- "12 May 2020", without a word for a place
  if bare and #bare > 2 and not LATIN[bare] and not joints['and'][bare] then return true end
  return text:match('^§') or text:match('^%d+%-%d+%-%d+%f[%W]') or text:match('^pp%.?%s*%d+ff?%f[%W]')
    or term and is_plural(term) and (joints.through[between] or between:match('^ff?%.?$'))
end

-- "1 234" with a plain space becomes one that no line ends at, and "4 (b)" one number.
local function joined(inlines)
  for i = #inlines - 1, 2, -1 do
    local before, after = inlines[i - 1], inlines[i + 1]
    if inlines[i].t == 'Space' and before.t == 'Str' and after.t == 'Str' then
      local sign = before.text:match('%f[%d]%d%d?%d?$') and after.text:match('^%d%d%d%f[%D]') and '\u{a0}'
        or before.text:match('%d%a?$') and after.text:match('^%(%w') and SPACE
      if sign then
        before.text = before.text .. sign .. after.text
        inlines[i - 1] = before
        inlines:remove(i)
        inlines:remove(i)
      end
    end
  end
  return inlines
end

-- Citeproc is given an empty place in the work, so that all that follows is words.
local function as_written(inlines)
  inlines:insert(1, pandoc.Str('{}'))
  local term, at = inlines:find_if(function(inline) return inline.t == 'Str' and inline.text:find('[^,{}]') end)
  local place = term and inlines[at + 2]
  if place and inlines[at + 1].t == 'Space' and not term.text:find('%d')
    and (place.text or ''):match('^%a?%-?%d') then
    inlines[at + 1] = pandoc.Str('\u{a0}')
  end
end

-- "p. 4, 12 May 2020": a day is no second page. A word that goes again stands before it.
local function parted_dates(inlines)
  for i = #inlines - 2, 2, -1 do
    local number, word = inlines[i], inlines[i + 2]
    if number.t == 'Str' and number.text:match('^%d%d?$') and inlines[i + 1].t == 'Space' and word.t == 'Str'
      and word.text:match('^[^%d%s%p][^%d%s%p][^%d%s%p]') and not LATIN[word.text] and not joints['and'][word.text]
      and inlines[i - 1].t == 'Space' and inlines[i - 2] and (inlines[i - 2].text or ''):match('%d,$') then
      inlines:insert(i, pandoc.Space())
      inlines:insert(i, pandoc.Str(STOP))
    end
  end
end

local function read(inlines)
  local text = pandoc.utils.stringify(inlines):gsub('[,\n]', ' ', 1):gsub('\u{a0}', ' ')
  return text:match('^%s*(.-)%s*$')
end

-- What follows a work's id, with its numbers whole, and whether any was put together.
local function suffix(inlines)
  local text, before = read(inlines), #inlines
  if not text:find('%d') or text:match('^%a+%.? %d+$') then return inlines, false end
  local list = is_list(text)
  inlines = joined(inlines)
  parted_dates(inlines)
  local changed = #inlines ~= before
  for i, inline in ipairs(inlines) do
    if inline.t == 'Str' then
      local marked = whole(inline.text, list)
      changed = changed or marked ~= inline.text
      inlines[i] = pandoc.Str(marked)
    end
  end
  if is_as_written(text) then as_written(inlines) end
  return inlines, changed
end

local function unmarked(inlines)
  for i = #inlines, 1, -1 do
    if inlines[i].t == 'Str' and inlines[i].text == STOP then
      inlines:remove(i)
      inlines:remove(i)
    elseif inlines[i].t == 'Str' then
      inlines[i].text = inlines[i].text:gsub(utf8.charpattern, BACK)
    end
  end
  return inlines
end

-- What stands for the signs is put back, in citations and in the list of sources.
local function restored(document)
  local within = { Inlines = unmarked }
  return document:walk {
    Cite = function(cite) return cite:walk(within) end,
    Div = function(div) return div.identifier == 'refs' and div:walk(within) or nil end
  }
end

return { whole = whole, suffix = suffix, restored = restored }

-- After citeproc: every note becomes a span that the print engine floats to the page's foot.
--
-- `float: footnote` (CSS Generated Content for Paged Media) wants the note in the sentence,
-- at its call. A note of several paragraphs keeps them as blocks inside the span. Notes are
-- numbered in the order of the document, as citeproc numbered them for its short forms.

local Paragraphs = {}
Paragraphs.__index = Paragraphs

-- A paragraph with what it stands in: how deep (`in-2`), and whether in a quotation.
function Paragraphs:add(inlines)
  local classes = pandoc.List { 'note-par' }
  if self.quotes > 0 then classes:insert('note-quote') end
  local depth = math.max(0, self.depth - 1) + self.quotes
  if depth > 0 then classes:insert('in-' .. math.min(depth, 4)) end
  self.found:insert { inlines, classes }
end

function Paragraphs:items(list)
  self.depth = self.depth + 1
  for _, item in ipairs(list.content) do
    if list.t == 'BulletList' then
      if item[1] and (item[1].t == 'Para' or item[1].t == 'Plain') then
        item[1].content:insert(1, pandoc.Str('–\u{a0}'))
      else
        item:insert(1, pandoc.Plain { pandoc.Str('–') })
      end
    end
    self:read(item)
  end
  self.depth = self.depth - 1
end

-- Code keeps its lines.
local function code_lines(block)
  local inlines = pandoc.List {}
  for line in (block.text .. '\n'):gmatch('(.-)\n') do
    if #inlines > 0 then inlines:insert(pandoc.LineBreak()) end
    inlines:insert(pandoc.Code((line:gsub(' ', '\u{a0}'))))
  end
  return inlines
end

local function verses(block)
  local inlines = pandoc.List {}
  for i, line in ipairs(block.content) do
    if i > 1 then inlines:insert(pandoc.LineBreak()) end
    inlines:extend(line)
  end
  return inlines
end

-- Every paragraph of a note, lists item by item. A table has been refused.
function Paragraphs:read(blocks)
  for _, block in ipairs(blocks) do
    local tag = block.t
    if tag == 'Para' or tag == 'Plain' or tag == 'Header' then
      self:add(block.content)
    elseif tag == 'BulletList' or tag == 'OrderedList' then
      self:items(block)
    elseif tag == 'BlockQuote' then
      self.quotes = self.quotes + 1
      self:read(block.content)
      self.quotes = self.quotes - 1
    elseif tag == 'Div' then
      self:read(block.content)
    elseif tag == 'CodeBlock' then
      self:add(code_lines(block))
    elseif tag == 'LineBlock' then
      self:add(verses(block))
    elseif tag == 'DefinitionList' then
      self.depth = self.depth + 1
      for _, item in ipairs(block.content) do
        self:add { pandoc.Strong(item[1]) }
        self.depth = self.depth + 1
        for _, meaning in ipairs(item[2]) do self:read(meaning) end
        self.depth = self.depth - 1
      end
      self.depth = self.depth - 1
    end
  end
end

-- An item's mark is followed by a space that no line ends at.
local function with_tied_label(span)
  if span.classes[1] == 'list-label' then
    return pandoc.Str((span.content[1].text:gsub(' $', '\u{a0}')))
  end
end

-- The first paragraph stands behind the number of the note, further ones are blocks; so is a quotation.
local function contents(blocks)
  if #blocks == 1 and blocks[1].t == 'Para' then return blocks[1].content end  -- as most are
  local inlines = pandoc.Inlines {}
  local reader = setmetatable({ found = pandoc.List {}, depth = 0, quotes = 0 }, Paragraphs)
  reader:read(blocks:walk { Span = with_tied_label })
  for i, paragraph in ipairs(reader.found) do
    local inner, classes = paragraph[1], paragraph[2]
    if i == 1 and not classes:includes('note-quote') then
      inlines:extend(inner)
    else
      local role = classes:includes('note-quote') and { role = 'blockquote' } or {}
      inlines:insert(pandoc.Span(inner, pandoc.Attr('', classes, role)))
    end
  end
  return inlines
end

local function trimmed(inlines)
  while #inlines > 0 and (inlines[1].t == 'Space' or inlines[1].t == 'SoftBreak') do inlines:remove(1) end
  return inlines
end

-- "para. 12" and "n 4" are not parted at a line's end.
local TIE = '\u{a0}'
local TERMS = { ['(n'] = true, ['§'] = true, ['§§'] = true, ['문단'] = true }

local function is_locator_term(word)
  return TERMS[word] or word:match('^[^%d%s%p]+%.$') and utf8.len(word) < 8
end

local function is_place(word, term)
  return word:match('^%a?%-?%d') or word:match('^[ivxlcIVXLC]+%f[^%w]') and term:match('^pp?%.$')
end

-- A range is written with a dash, whoever writes it with a hyphen.
local function dashed(text)
  return (text:gsub('(%d)%-(%d)', '%1–%2'))
end

-- Whether a number goes on with a list of places: "art. 4, 6-8".
local function is_next(words, i)
  local before = words[i - 2]
  return before and words[i]:match('^%d') and before:match('%d,$') and (words[i - 3] == TIE or before:find(TIE))
end

-- Asking an element for anything costs: for its text first, which tells a word from a space.
local function tied(inlines)
  local words = {}
  for i, inline in ipairs(inlines) do words[i] = inline.text or '' end
  for i = 2, #words do
    if is_locator_term(words[i - 1]) and is_place(words[i + 1] or '', words[i - 1]) and inlines[i].t == 'Space'
      and inlines[i - 1].t == 'Str' and inlines[i + 1].t == 'Str' then
      inlines[i] = pandoc.Str(TIE)
      words[i] = TIE
      inlines[i + 1].text = dashed(words[i + 1])
    elseif inlines[i].t == 'Str' and (words[i]:match('^%a+%.' .. TIE .. '%d') or is_next(words, i)) then
      if words[i]:match('^%d') then words[i - 1] = TIE end
      inlines[i].text = dashed(words[i])
    end
  end
  return inlines
end

local LEAVES = { Space = true, SoftBreak = true, LineBreak = true }

-- Only what holds other elements is walked: handing a list to pandoc and back costs most.
local function with_ties(inlines)
  for i, inline in ipairs(inlines) do
    if not inline.text and not LEAVES[inline.t] then inlines[i] = inline:walk { Inlines = tied } end
  end
  return tied(inlines)
end

-- A link prints as its own text; the address is kept for the screen.
local function undressed(link)
  link.attr = pandoc.Attr('', {}, {})
  return link
end

-- The reader wrote "paras. 3, 11" for "paras. 3 and 11", and a mark behind it.
local MARK = '\u{2063}'

local function is_space(inline)
  return inline ~= nil and (inline.t == 'Space' or inline.t == 'SoftBreak')
end

-- The last comma between two numbers becomes the word again.
local function parted(inlines, word)
  for i = #inlines - 2, 1, -1 do
    local before, after = inlines[i], inlines[i + 2]
    if before.t == 'Str' and before.text:match('[%d)],$') and is_space(inlines[i + 1])
      and after.t == 'Str' and after.text:match('^%d') then
      before.text = before.text:gsub(',$', '')
      inlines[i] = before
      inlines:insert(i + 1, pandoc.Space())
      inlines:insert(i + 2, pandoc.Str(word))
      return inlines
    end
  end
  return inlines
end

local function is_marked(inlines)
  for _, inline in ipairs(inlines) do
    if inline.t == 'Str' and inline.text:find(MARK, 1, true) then return true end
  end
  return false
end

local function with_and(inlines, word)
  local result = pandoc.Inlines {}
  for _, inline in ipairs(inlines) do
    local before, after = nil, nil
    if inline.t == 'Str' then before, after = inline.text:match('^(.-)' .. MARK .. '(.*)$') end
    if before == nil then
      result:insert(inline)
    else
      if before ~= '' then result:insert(pandoc.Str(before)) end
      if is_space(result[#result]) then result:remove() end
      result = parted(result, word)
      if after ~= '' then result:insert(pandoc.Str(after)) end
    end
  end
  return result
end

-- In HTML a work is named with its serial before its id: brief knows each citation again by it.
local function numbered(element)
  element.citations = element.citations:map(function(citation)
    citation.id = string.format('%d:%s', citation.hash, citation.id)
    return citation
  end)
  return element
end

-- A document with its notes as spans. Where something was joined, `and` is the word for it: what is cited
-- is looked through for marks as text, notes by themselves, since handing all of it over costs most.
local function with_notes(document)
  local number = 0
  local word = document.meta['and'] and pandoc.utils.stringify(document.meta['and'])
  local function parted_again(inlines)
    if is_marked(inlines) then return with_and(inlines, word) end
  end
  local function whole(element)
    if word and pandoc.utils.stringify(element):find(MARK, 1, true) then
      return element:walk { Inlines = parted_again }
    end
    return element
  end
  return document:walk {
    Cite = function(element) return numbered(word and whole(element) or element) end,
    Note = function(note)
      number = number + 1
      local inlines = with_ties(trimmed(contents(whole(note.content))))
      return pandoc.Span(inlines, pandoc.Attr('note-' .. number, { 'footnote' }))
    end,
    Link = undressed
  }
end

return with_notes

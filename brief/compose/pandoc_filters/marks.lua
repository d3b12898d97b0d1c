-- What a text's author wrote before and around its words: the marks of items, lists within lists, block
-- quotations. Read from pandoc's own tree before anything is made of it; the proof holds what is printed
-- against it.

local marks = {}

local DIGITS = {
  { 1000, 'm' }, { 900, 'cm' }, { 500, 'd' }, { 400, 'cd' }, { 100, 'c' }, { 90, 'xc' }, { 50, 'l' },
  { 40, 'xl' }, { 10, 'x' }, { 9, 'ix' }, { 5, 'v' }, { 4, 'iv' }, { 1, 'i' },
}

local function roman(number)
  local result = ''
  for _, digit in ipairs(DIGITS) do
    while number >= digit[1] do
      result, number = result .. digit[2], number - digit[1]
    end
  end
  return result
end

-- Behind z, letters double, as in Word: aa, bb.
local function letters(number)
  return string.rep(string.char(97 + (number - 1) % 26), (number - 1) // 26 + 1)
end

local NUMERALS = {
  LowerAlpha = letters, LowerRoman = roman,
  UpperAlpha = function(number) return letters(number):upper() end,
  UpperRoman = function(number) return roman(number):upper() end,
}
local DELIMITERS = { OneParen = '%s)', TwoParens = '(%s)' }

-- The marks of a list's items, as they are counted from the first.
function marks.labels_of(list)
  local attributes = list.listAttributes
  local numeral = NUMERALS[attributes.style] or tostring
  local form = DELIMITERS[attributes.delimiter] or '%s.'
  local labels, first = {}, attributes.start
  for i = 1, #list.content do
    local number = first + i - 1
    local written = number > 0 and numeral(number) or ''
    labels[i] = form:format(written ~= '' and written or tostring(number))
  end
  return labels
end

-- The words of a paragraph without signs, citations and notes.
local function letters_of(inlines, found)
  for _, inline in ipairs(inlines) do
    local tag = inline.t
    if tag == 'Str' or tag == 'Code' then
      found:insert((inline.text:gsub('[%s%p%c]', '')))
    elseif tag ~= 'Note' and tag ~= 'Cite' and tag ~= 'Image' and inline.content then
      letters_of(inline.content, found)
    end
  end
  return found
end

local Reader = {}
Reader.__index = Reader

-- Marks stand before the next paragraph that is not empty.
function Reader:paragraph(inlines)
  local words = table.concat(letters_of(inlines, pandoc.List {}))
  if words ~= '' or #self.labels > 0 then
    local labels = #self.labels > 0 and table.concat(self.labels, '+') or '-'
    self.found:insert(table.concat({ self.where, self.depth, self.quotes, labels, words }, ' ') .. ';')
  end
  if #inlines > 0 then self.labels = pandoc.List {} end
end

function Reader:rows(rows)
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do self:blocks(cell.contents) end
  end
end

function Reader:table(block)
  self:blocks(block.caption.long)
  self:rows(block.head.rows)
  for _, body in ipairs(block.bodies) do
    self:rows(body.head)
    self:rows(body.body)
  end
  self:rows(block.foot.rows)
end

function Reader:items(list, labels)
  self.depth, self.marked, self.lists = self.depth + 1, true, self.lists + 1
  local number = self.lists
  for i, item in ipairs(list.content) do
    self.labels:insert(number .. ':' .. self.depth .. ':' .. (labels and labels[i] or '*'))
    self:blocks(item)
  end
  self.depth = self.depth - 1
end

function Reader:definitions(list)
  self.depth, self.marked = self.depth + 1, true
  for _, item in ipairs(list.content) do
    self:paragraph(item[1])
    for _, meaning in ipairs(item[2]) do self:blocks(meaning) end
  end
  self.depth = self.depth - 1
end

function Reader:blocks(blocks)
  for _, block in ipairs(blocks) do
    local tag = block.t
    if tag == 'OrderedList' then
      self:items(block, marks.labels_of(block))
    elseif tag == 'BulletList' then
      self:items(block)
    elseif tag == 'BlockQuote' then
      self.quotes, self.marked = self.quotes + 1, true
      self:blocks(block.content)
      self.quotes = self.quotes - 1
    elseif tag == 'DefinitionList' then
      self:definitions(block)
    elseif tag == 'Div' then
      self:blocks(block.content)
    elseif tag == 'Table' then
      self:table(block)
    elseif tag == 'LineBlock' then
      local whole = pandoc.Inlines {}
      for _, line in ipairs(block.content) do whole:extend(line) end
      self:paragraph(whole)
    elseif tag == 'CodeBlock' then
      self:paragraph { pandoc.Str(block.text) }
    elseif block.content then
      self:paragraph(block.content)
    end
  end
end

local CONTAINERS = { OrderedList = true, BulletList = true, BlockQuote = true, Div = true, DefinitionList = true, Table = true }

-- An entry for every paragraph of a text, or a note, with items or quotations: where (`t`, or `n` and the number
-- of the note in the text), how deep in lists, in quotations, its marks, each behind the number of its list
-- and how deep that is (`2:1:(a)`; `*`: a bullet; `-`: none), its letters. Nothing of a text without.
function marks.outline(blocks, note)
  local holds = false
  for _, block in ipairs(blocks) do holds = holds or CONTAINERS[block.t] end
  if not holds then return '' end
  local where = note and 'n' .. note or 't'
  local reader = setmetatable({
    found = pandoc.List {}, where = where, depth = 0, quotes = 0, labels = pandoc.List {}, marked = false,
    lists = 1000 * (note or 0)
  }, Reader)
  reader:blocks(blocks)
  if #reader.labels > 0 then reader:paragraph {} end
  return reader.marked and table.concat(reader.found) or ''
end

return marks

-- A list of fragments becomes one document, in the order of the page.
--
-- Markdown pieces are read one by one, so that an unclosed fence in one cannot swallow
-- the next; literal pieces (words of the corpus) become words and spaces and are never
-- read as markup. Each work that is cited stands there with the key that brief gave it
-- (brief/compose/citation_marks.py): a fragment where a key is unknown, missing or twice there is
-- marked, and brief refuses the build.

local marks = ...

local FORMAT = 'markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-fenced_divs-tex_math_dollars'
  .. '-example_lists-yaml_metadata_block-pandoc_title_block-emoji-latex_macros-header_attributes'
  .. '-implicit_figures-task_lists-implicit_header_references-markdown_in_html_blocks-auto_identifiers'

local function marker(text)
  return pandoc.RawBlock('html', '<!--brief:' .. text .. '-->')
end

-- Citeproc says "paras." where commas stand between numbers, and "para." for "3 and 11": the word
-- gives way to a comma and a mark at the end, and `notes.lua` puts it back.
local MARK = '\u{2063}'

local has_joined, has_marks = false, false  -- whether anything of the document at hand was, or has

local function joined(suffix)
  for i = 3, #suffix - 2 do
    local before, after = suffix[i - 2], suffix[i + 2]
    if suffix[i].t == 'Str' and joints['and'][suffix[i].text]
      and before.t == 'Str' and before.text:match('[%d)],?$') and after.t == 'Str' and after.text:match('^%d') then
      before.text = before.text:gsub(',$', '') .. ','
      suffix[i - 2] = before
      suffix:remove(i)
      suffix:remove(i)
      suffix:extend { pandoc.Space(), pandoc.Str(MARK) }
      has_joined = true
      return suffix
    end
  end
  return suffix
end

local function suffix(inlines)
  local whole, changed = numbers.suffix(inlines)
  has_marks = has_marks or changed
  return joined(whole)
end

local function prefixed(citation, voice)
  local prefix = pandoc.List(citation.prefix)
  if #prefix > 0 then prefix:insert(pandoc.Space()) end
  prefix:extend(pandoc.Inlines(voice))
  citation.prefix = prefix
end

local function cite(expected)
  local cited = pandoc.Citation(expected.id, 'NormalCitation')
  cited.hash = expected.serial
  cited.suffix = suffix(pandoc.Inlines(', ' .. expected.locator))
  if expected.voice ~= '' then prefixed(cited, expected.voice) end
  return cited
end

-- Ids, styles and classes are ours to give: only these reach the page.
local CLASSES = { term = true, smallcaps = true, underline = true, mark = true }

local function bare(element)
  local kept = pandoc.List(element.attr.classes):filter(function(class) return CLASSES[class] end)
  local lang = element.attr.attributes.lang
  element.attr = pandoc.Attr('', kept, lang and { lang = lang } or {})
  return element
end

-- The print engine tags a list within an item behind the item: what follows the inner list in the
-- item would be read out before it. In a box of its own, the list keeps its place.
local function inner_lists_kept(list)
  list.content = list.content:map(function(item)
    for at = 1, #item - 1 do
      if item[at].t == 'BulletList' then item[at] = pandoc.Div(item[at]) end
    end
    return item
  end)
  return list
end

local function is_paragraph(block)
  return block ~= nil and (block.t == 'Para' or block.t == 'Plain')
end

-- The mark of each item becomes words of it: HTML forgets whether it was "a.", "a)" or "(a)", and a style
-- sheet may count otherwise. The list's box says how long the longest mark is.
local function labelled(list)
  local labels = marks.labels_of(list)
  local longest = 0
  for i, item in ipairs(list.content) do
    longest = math.max(longest, #labels[i])
    local label = pandoc.Span({ pandoc.Str(labels[i] .. ' ') }, pandoc.Attr('', { 'list-label' }))
    if is_paragraph(item[1]) then
      item[1].content:insert(1, label)
    else
      item:insert(1, pandoc.Plain { label })
    end
    list.content[i] = item
  end
  local width = 'labels-' .. math.min(longest, 8)
  return pandoc.Div({ inner_lists_kept(list) }, pandoc.Attr('', { 'labelled', width }))
end

-- Whether a note holds another, and whether it holds a table.
local function held_by(note)
  local noted, tabled = false, false
  note:walk {
    Inlines = function(inlines)
      for _, inline in ipairs(inlines) do noted = noted or inline.t == 'Note' end
    end,
    Table = function() tabled = true end
  }
  return noted, tabled
end

-- Headings inside a text stand below the section's own: the highest becomes level 3.
local function below_section(blocks, highest)
  return blocks:walk {
    Header = function(header)
      header.level = math.min(6, header.level - highest + 3)
      return header
    end
  }
end

-- pandoc looks the name of an extension up for a tenth of a millisecond, in each text anew. A text
-- without the signs that those of FORMAT read is read the same without them, and ten times as fast.
local SIGNS = {
  '[<$\\{#=&]', '^%s*%%', ':::', '!%[',   -- HTML, TeX, attributes, headings, entities; titles, divisions, figures
  '%[[%sxX]',                             -- tasks
  '^[^%w\n]*%-', '\n[^%w\n]*%-',          -- headings with a line below, YAML
  '^ ?@', '[^%[ ]@', '[^%a;,] @',         -- examples, which begin a line: `@a.`, `(@a)`
}

local function plain(text)
  for _, sign in ipairs(SIGNS) do
    if text:find(sign) then return false end
  end
  return true
end

local function format(piece)
  return (plain(piece.text) and 'markdown' or FORMAT) .. (piece.smart and '' or '-smart')
end

-- Puts ids in the place of keys, and gives each work the voice that speaks in it; whether the works are
-- those of one citation, in their order. What is found is taken off `works`: none is found twice.
local function tied(element, works)
  local same, first = true, nil
  for i, citation in ipairs(element.citations) do
    local work = works[citation.id]
    works[citation.id] = nil
    first = first or work
    citation.suffix = suffix(citation.suffix)
    if work == nil then
      same = false
    else
      same = same and work.at == i and work.of == #element.citations and work.serial == first.serial + i - 1
      citation.id, citation.hash = work.id, work.serial
      if work.voice ~= '' then
        same = same and citation.mode ~= 'AuthorInText'
        prefixed(citation, work.voice)
      end
    end
  end
  return same
end

-- One walk, for each costs: bares the elements and ties the citations; marks what brief must refuse:
-- citations that are not those expected, a note within a note.
local function markdown(piece)
  local works, same, nested, highest = piece.works, true, false, 7
  local read = pandoc.read(piece.text, format(piece)).blocks
  local outline, tabled = pandoc.List { marks.outline(read) }, false
  local blocks = read:walk {
    Span = bare, Code = bare, CodeBlock = bare, Link = bare, Image = bare, Div = bare, Table = bare,
    BulletList = inner_lists_kept, OrderedList = labelled,
    Header = function(header)
      highest = math.min(highest, header.level)
      return bare(header)
    end,
    Note = function(note)
      local noted, drawn = held_by(note)
      nested, tabled = nested or noted, tabled or drawn
      outline:insert(marks.outline(note.content, #outline))
    end,
    Cite = function(element)
      same = tied(element, works) and same
      return element
    end
  }
  if nested then blocks:insert(1, marker('nested')) end
  if tabled then blocks:insert(1, marker('tabled')) end
  outline = table.concat(outline)
  if outline ~= '' then blocks:insert(1, marker('outline ' .. outline)) end
  if not same or next(works) ~= nil then blocks:insert(1, marker('mismatch')) end
  return highest <= 6 and below_section(blocks, highest) or blocks
end

local function literal(piece)
  local blocks = pandoc.Blocks {}
  for i, words in ipairs(piece.paragraphs) do
    local inlines = pandoc.Inlines(words)
    if piece.marks then
      inlines:insert(1, pandoc.Str(piece.marks[1]))
      inlines:insert(pandoc.Str(piece.marks[2]))
    end
    if i == #piece.paragraphs then
      inlines:insert(pandoc.Space())
      inlines:insert(pandoc.Cite({}, pandoc.List(piece.citation):map(cite)))
    end
    blocks:insert(pandoc.Para(inlines))
  end
  return blocks
end

-- A piece that continues another (a figure's source after its label) joins its last paragraph.
local function append(blocks, more)
  if is_paragraph(blocks[#blocks]) and is_paragraph(more[1]) then
    blocks[#blocks].content:insert(pandoc.Space())
    blocks[#blocks].content:extend(more[1].content)
    more:remove(1)
  end
  blocks:extend(more)
end

local function fragment(spec)
  local blocks = pandoc.Blocks {}
  for _, piece in ipairs(spec.pieces) do
    append(blocks, piece.paragraphs and literal(piece) or markdown(piece))
  end
  return blocks
end

local function meta(value)
  if type(value) == 'string' then return pandoc.MetaInlines(pandoc.Inlines(value)) end
  if type(value) == 'table' and value[1] ~= nil then return pandoc.MetaList(pandoc.List(value):map(meta)) end
  local map = {}
  for key, inner in pairs(value) do map[key] = meta(inner) end
  return map
end

local function reference(item)
  for _, field in ipairs { 'page', 'volume' } do
    local written = item[field]
    item[field] = written and numbers.whole(written)
    has_marks = has_marks or item[field] ~= written
  end
  local result = meta(item)
  result.id = item.id
  return result
end

-- Notes are numbered through the whole page: citeproc's "(n 4)" counts by `note_num`, which
-- pandoc's Markdown reader set for each fragment alone.
local function number_notes(document)
  local number = 0
  local function numbered(citation)
    citation.note_num = number
    return citation
  end
  local function cite(element)
    element.citations = element.citations:map(numbered)
    return element
  end
  return document:walk {
    traverse = 'topdown',
    Note = function(note)
      number = number + 1
      return note:walk { Cite = cite }, false
    end,
    Cite = function(element)
      number = number + 1
      return cite(element), false
    end
  }
end

-- The document of a request, as brief.pandoc sends it.
local function document(request)
  has_joined, has_marks = false, false
  local blocks = pandoc.Blocks {}
  for _, spec in ipairs(request.fragments) do
    blocks:insert(marker(string.format('%d', spec.id)))
    blocks:extend(fragment(spec))
  end
  blocks:insert(marker('refs'))
  blocks:insert(pandoc.Div({}, pandoc.Attr('refs')))
  local references = pandoc.List(request.references):map(reference)
  return number_notes(pandoc.Pandoc(blocks, {
    references = pandoc.MetaList(references), lang = request.lang,
    marks = has_marks, ['and'] = has_joined and (request['and'] or 'and') or nil
  }))
end

return document

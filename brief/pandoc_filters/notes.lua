-- After citeproc: every note becomes a span that the print engine floats to the page's foot.
--
-- `float: footnote` (CSS Generated Content for Paged Media) wants the note in the sentence,
-- at its call. A note of several paragraphs keeps them as blocks inside the span. Notes are
-- numbered in the order of the document, as citeproc numbered them for its short forms.

local number = 0

local function paragraph(block)
  if block.t == 'Para' or block.t == 'Plain' then return block.content end
  return pandoc.utils.blocks_to_inlines { block }
end

local function contents(blocks)
  if #blocks == 1 then return paragraph(blocks[1]) end
  local inlines = pandoc.Inlines {}
  for i, block in ipairs(blocks) do
    local inner = paragraph(block)
    inlines:extend(i == 1 and inner or { pandoc.Span(inner, pandoc.Attr('', { 'note-par' })) })
  end
  return inlines
end

local function trimmed(inlines)
  while #inlines > 0 and (inlines[1].t == 'Space' or inlines[1].t == 'SoftBreak') do inlines:remove(1) end
  return inlines
end

function Note(note)
  number = number + 1
  return pandoc.Span(trimmed(contents(note.content)), pandoc.Attr('note-' .. number, { 'footnote' }))
end

-- A link prints as its own text; the address is kept for the screen.
function Link(link)
  link.attr = pandoc.Attr('', {}, {})
  return link
end

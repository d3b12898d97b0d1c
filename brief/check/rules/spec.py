"""Family S: what is wrong with a file as it is written, whatever it says."""

from collections.abc import Mapping

from brief.check.rule import Rule
from brief.model.diagnostic import Diagnostic, Place, Severity


class NotYaml(Rule, code="S101", title="this is not YAML"):
    """The file breaks the grammar of YAML, so nothing after the marked place can be read.

    **Why it matters.** YAML says by indents, dashes and colons which words belong to which
    key. One missing quotation mark can swallow the ten lines below it, and a guess could
    print the wrong text.

    **How to mend it.** Text that contains `: `, or starts with `[`, `@`, `#`, `*`, `&`,
    `%` or a quotation mark, goes between quotation marks or below a `|`:

        ask: "Raise this: [@crc, art. 28]"
        summary: |
          Longer text. It may hold anything.

    Indent with spaces, never with tabs. When the place shown looks right, look above it for
    a quotation mark that was opened and not closed.
    """


class UnknownKey(Rule, code="S102", title="unknown key"):
    """A key that brief does not know stands here, usually a slip of the pen.

    **Why it matters.** If it were ignored, what you wrote under it would silently be missing
    from the page.

    **How to mend it.** Use the key that is suggested, or look it up in
    docs/reference.md. With the schema (`brief schema`) an editor completes the keys as you type.
    """


class WrongValue(Rule, code="S103", title="wrong or missing value"):
    """A key is missing that must be there, or its value is not of the kind the key takes.

    **Why it matters.** A date that is not a date, or a list where a text is due, cannot be
    printed, and guessing would put our words in your mouth.

    **How to mend it.** The message says what is expected. Yes and no are `true` and `false`;
    dates are `2026`, `2026-11` or `2026-11-20`, as exact as they are known; a list is one
    line for each item, begun with `- `.
    """


class DuplicateKey(Rule, code="S104", title="key given twice"):
    """The same key stands twice in one place.

    **Why it matters.** Only one of the two could be printed, and most YAML readers drop one
    without a word.

    **How to mend it.** Keep one. If both are wanted, they are items of a list.
    """


class NotUsedInBrief(Rule, code="S105", title="YAML that a brief does not use"):
    """Anchors (`&name`), aliases (`*name`), tags (`!name`) and second documents (`---`) are refused.

    **Why it matters.** A brief needs none of them, they hide what is printed where, and aliases
    of aliases can grow until memory is full.

    **How to mend it.** Write the text out. If it was meant as text, put it between quotation
    marks: `"*"`, `"& co."`, `"!"`.
    """


class TooLarge(Rule, code="S106", title="too large or nested too deep"):
    """The file is larger, or lists and keys are nested deeper, than any brief needs.

    **Why it matters.** A file like this is a mistake (a picture saved as text, a paste gone
    wrong) or an attack; reading it would take the machine's memory.

    **How to mend it.** A spec, a section or a venue stays below 1 MiB, a source below 16 MiB,
    and lists below thirty levels.
    """


class NotText(Rule, code="S107", title="not readable as text"):
    """The file is not UTF-8 text: it is binary, or was saved in another encoding.

    **Why it matters.** Letters read in the wrong encoding come out as other letters, names
    first of all.

    **How to mend it.** Save it again as UTF-8. In Word: save as plain text, encoding UTF-8. In
    Notepad: Save as, encoding UTF-8.
    """


class EmptyFile(Rule, code="S108", title="the file is empty"):
    """There is nothing in the file, or only comments.

    **Why it matters.** An empty spec would print an empty brief.

    **How to mend it.** `brief new NAME --venue ID` writes a spec that builds as it is.
    """


class NoFile(Rule, code="S109", title="no such file"):
    """The file does not exist, is a folder, or may not be read.

    **Why it matters.** What cannot be read cannot be checked or printed.

    **How to mend it.** Check the spelling (the suggestion helps) and the folder. Specs live in
    `specs/`, sections in `seeds/sections/`, sources in `seeds/sources/`.
    """


class NoFrontMatter(Rule, code="S110", title="no front matter"):
    """A section or a source begins with a record between two lines of three dashes, and here it does not.

    **Why it matters.** The record says what the work is called, who wrote it and who may see it;
    without it nothing can be cited.

    **How to mend it.** Begin the file with

        ---
        title: …
        ---
    """


class LeadsOutside(Rule, code="S111", title="the path leads out of the workspace"):
    """A file is named by an absolute path, or with `..`, or through a link to outside the workspace.

    **Why it matters.** A brief is built from what is in its workspace and from nothing else: that
    is what makes it checkable, and what keeps a borrowed spec from printing your private files.

    **How to mend it.** Copy the file into the workspace and name it from there.
    """


class BadCitation(Rule, code="S112", title="a citation that cannot be read"):
    """Something here looks like a citation, or a part of one, and is not one.

    **Why it matters.** It would be printed as plain letters, and the sentence would stand there
    without its evidence. A paragraph that is named among other words (`[@id, at para. 4]`) would
    not be looked up, and who speaks there would not be named.

    **How to mend it.** `[@id, para. 4]`, `[@id, paras. 4-6]`, `[see @id; @other, art. 28]`: square
    brackets, an `@` before each id, a semicolon between works, a paragraph directly after its id,
    other words before the `@` or at the end. pandoc's `[-@id]`, which leaves the work out, is refused:
    a note would begin with its number, and the same spec may be set with another style. An e-mail
    address or a name with `@` is written `\\@`.
    """


class HiddenCharacter(Rule, code="S113", title="hidden character"):
    """A control character, or one that turns the direction of the text round, stands here.

    **Why it matters.** It cannot be seen, and it can make a sentence read differently on the page
    from what was checked: a right-to-left override shows `abc` as `cba`.

    **How to mend it.** Delete it: remove the marked place and type it again. Such characters come
    with text copied from the web or from chat programs.
    """

    @classmethod
    def of(cls, place: Place, character: str) -> Diagnostic:
        """The finding for this character."""
        message = f"a hidden character stands here (U+{ord(character):04X})"
        return cls.at(place, message, help="delete it: remove the marked place and type it again")


class NotWorkspace(Rule, code="S114", title="not in a workspace"):
    """There is no `brief.yaml` in this folder or above it.

    **Why it matters.** `brief.yaml` says where a workspace begins: without it brief does not know which
    sources, organisations and styles a spec means.

    **How to mend it.** Go to the folder that holds `brief.yaml`, or make a new workspace with
    `brief init`.
    """


class OpenQuotation(
    Rule, code="S115", title="a quotation mark without its partner", severity=Severity.WARNING
):
    """A quotation mark is opened and not closed within its paragraph, or the other way round. Of single
    marks only those are meant that can be no apostrophe.

    **Why it matters.** brief cannot tell which words are quoted, so it cannot hold them against the
    source.

    **How to mend it.** Add the missing mark. Inches and seconds are written ″.
    """


class RefusedMarkup(
    Rule, code="S116", title="markup that is printed as plain text", severity=Severity.WARNING
):
    """HTML, TeX or Jinja stands in a text, or a citation, a note or Markdown in a line that is no Markdown:
    a title, a heading, a name, a key figure's value, a cell of a CSV file. It is printed as the letters you
    see, not obeyed.

    **Why it matters.** What looks like a command to another program would stand on the page in full view of
    the reader; a citation that makes no note proves nothing.

    **How to mend it.** In a text, say it in Markdown (`*italic*`, `**bold**`), or, if the letters are meant,
    put them between backticks. Citations belong into texts: into the first sentence below a heading, or
    behind `cite:`. A heading that must cite is written as `## …` in the text.
    """


class NotOneParagraph(Rule, code="S117", title="this text must be one paragraph"):
    """An ask, a label or a caption is printed within a line, and this one has lists or several paragraphs.

    **Why it matters.** Paragraphs and lists have no place within a line; the layout would break.

    **How to mend it.** Write it as one paragraph; what needs more belongs into a section.
    """


class NestedNote(Rule, code="S119", title="a note within a note"):
    """A note stands inside another note.

    **Why it matters.** The page has one row of notes: the inner one would be numbered before the note
    that calls it, and every later reference to a note would be wrong.

    **How to mend it.** Write it as a second note in the sentence, or as part of the first.
    """


class MarkdownSlip(Rule, code="S118", title="Markdown that cannot be meant so", severity=Severity.WARNING):
    """The Markdown reader noticed something, such as a note that is defined and never called, or a list that
    begins right below a line of text.

    **Why it matters.** The words concerned are not printed, or run on in the line above: “Points: - one
    - two”.

    **How to mend it.** The message says what it is. Notes are written `^[like this]`, at their place. Lists,
    headings and tables begin after a blank line.
    """


class RunOnQuotation(Rule, code="S126", title="this quotation is printed on, as our own words"):
    """A line that begins with `>` stands right below a line of text, with no blank line between.

    **Why it matters.** A block quotation begins after a blank line. Without it the words of the source are
    printed in the sentence above, `>` and all, as if they were ours, and nothing holds them against it.

    **How to mend it.** Leave a blank line before the `>`:

        The teacher told the Gazette:

        > All the schools were closed [@gazette, para. 2].

    If the sign is meant, as in “> 5 years”, write `\\>`.
    """


class NoteLeftBehind(Rule, code="S120", title="the number of a note, and no note", severity=Severity.WARNING):
    """`[1]`, `[iv]` or a superscript ¹ stands in a text: the number of a note that was not copied with it.

    **Why it matters.** It is printed as it stands, among real notes with other numbers, and the reader who
    looks for its note finds another one, or none. The sentence has lost its evidence on the way.

    **How to mend it.** Cite the source in its place, `[@id, para. 4]`, or write the note there:
    `^[its words]`. If the brackets are meant, write `\\[1]`; a superscript that is meant is
    accepted with a reason. Within quotation marks the source's own numbers stay as they are.
    """


class SameOutput(Rule, code="S121", title="two specs would be written to the same files"):
    """Outputs are named by their spec: `specs/crc.yaml`, `specs/crc.yml` and `drafts/crc.yaml` all make
    `outputs/crc.pdf`. A venue or an edition that is asked for is a part of the name: `crc.upr.pdf`.

    **Why it matters.** The one that is built last would stand for both, and whoever hands it over may hand
    over the wrong brief. Neither is built.

    **How to mend it.** Rename one of them, or move the one that is no longer needed out of `specs/`.
    """


class AcceptsAll(Rule, code="S122", title="an acceptance that does not say which words it accepts"):
    """`accept: {Q303: "our own sum"}` answered every warning of that code, those that came later too. An
    acceptance now names the words that the warning marks, and answers that warning alone.

    **Why it matters.** The reason was given for one figure. The next one that is wrong would have been
    printed on the strength of it, and nobody would have been told.

    **How to mend it.** Take the old lines out and run `brief check`: each warning says what to write, such as

        accept:
          - {code: Q303, words: "31 of 86 children were in", reason: "our own sum of both classes"}

    and you decide for each whether the reason was given for it.
    """

    @classmethod
    def of(cls, place: Place, old: Mapping[str, object]) -> Diagnostic:
        """The finding for an `accept` that maps codes to reasons."""
        one = [str(old.get(key) or "…") for key in ("code", "words", "reason")]
        if "code" not in old:
            code, reason = next(((code, reason) for code, reason in old.items() if reason), ("Q303", "…"))
            one = [str(code), "…", str(reason)]
        help_ = "begin each with `- ` on a line of its own, and name the words that the warning marks"
        if "code" in old:
            help_ = "the dash before it is missing: begin each with `- ` on a line of its own"
        return cls.at(place, help=f"{help_}: {acceptance(*one)}")


class AnswersNothing(
    Rule, code="S123", title="an acceptance that answers nothing", severity=Severity.WARNING
):
    """An acceptance names a warning that is not there: its words were changed or taken out, the warning was
    mended, the words stand there more than once, so that nobody can tell which are meant, or they are too
    few: another claim with the same figure could hide behind them.

    **Why it matters.** The reason is in the way of the next warning: should the words come back, it would be
    answered by a reason that was given for something else.

    **How to mend it.** Take the acceptance out. Where the warning still stands, it says which words tell it
    from others: write those. What has a place in a text is accepted in the section, block, ask or key figure
    that holds it; only what is about the summary or the whole brief, such as its length, at the top level.
    """


def acceptance(code: str, words: str, reason: str) -> str:
    """An acceptance as it is written in YAML: an item of a list."""
    quoted = [value.replace("\\", "\\\\").replace('"', '\\"') for value in (words, reason)]
    return f'- {{code: {code}, words: "{quoted[0]}", reason: "{quoted[1]}"}}'


class TwoVersions(Rule, code="S124", title="two versions of the same lines"):
    """Two people changed the same lines, and git, which keeps the versions of a file, could not choose.

    It wrote both versions into the file, one below the other, with lines of its own around them:

        <<<<<<< HEAD
        title: What one of you wrote
        =======
        title: What the other wrote
        >>>>>>> their-branch

    **Why it matters.** Both versions would be printed, and git's own lines with them; or the file cannot
    be read at all, and everything else that is said of it misleads.

    **How to mend it.** Look at both versions. Keep the right one, or write a third of both; ask whoever
    wrote the other if you are not sure. Then delete git's lines: those that begin with `<<<<<<<`,
    `=======` and `>>>>>>>`, and where there is one, `|||||||` with what stood there before. Save the
    file, and say to git that it is done: `git add FILE`, then `git commit`.
    """

    @classmethod
    def of(cls, place: Place, message: str) -> Diagnostic:
        """The finding at a line that git wrote."""
        help_ = "keep the right version, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"
        return cls.at(place, message, help=help_)

"""Content as the rich text that labels understand; every character escaped. Pure.

Nothing of an author's text is ever read as markup: tags come from here only.
"""

from html import escape

from question_bank.items.content import BulletList, Mark, Run, Table

_TAGS = {
    Mark.STRONG: "b",
    Mark.EMPHASIS: "i",
    Mark.UNDERLINE: "u",
    Mark.SUB: "sub",
    Mark.SUP: "sup",
}


def runs_html(runs: tuple[Run, ...]) -> str:
    """Return the runs in a line; U+000A becomes a line break."""
    return "".join(_run_html(run) for run in runs)


def list_html(bullets: BulletList) -> str:
    """Return a list, numbered or with bullets."""
    tag = "ol" if bullets.is_numbered else "ul"
    entries = "".join(f"<li>{runs_html(entry)}</li>" for entry in bullets.entries)
    return f"<{tag}>{entries}</{tag}>"


def table_html(table: Table, *, padding_px: int, edge: str, header_ground: str) -> str:
    """Return a table with thin edges; colours as `#RRGGBB`."""
    rows = "".join(
        _row_html(row, is_header=index < table.header_rows, ground=header_ground)
        for index, row in enumerate(table.rows)
    )
    return (
        f'<table border="1" cellspacing="0" cellpadding="{padding_px}" '
        f'style="border-collapse: collapse; border-color: {edge}">{rows}</table>'
    )


def _row_html(row: tuple[tuple[Run, ...], ...], *, is_header: bool, ground: str) -> str:
    tag = "th" if is_header else "td"
    style = f' style="background-color: {ground}"' if is_header else ""
    cells = "".join(f"<{tag}{style}>{runs_html(cell)}</{tag}>" for cell in row)
    return f"<tr>{cells}</tr>"


def _run_html(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    for mark in run.marks:
        text = f"<{_TAGS[mark]}>{text}</{_TAGS[mark]}>"
    return text

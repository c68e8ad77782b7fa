from hypothesis import given, strategies as st
from PySide6.QtGui import QTextDocumentFragment

from kiosk.ui.presenters.content_html import list_html, runs_html, table_html
from question_bank.items.content import BulletList, Mark, Run, Table


def test_marks_become_tags() -> None:
    run = Run(text="H", marks=(Mark.STRONG, Mark.UNDERLINE))

    assert runs_html((run, Run(text="2", marks=(Mark.SUB,)))) == (
        "<u><b>H</b></u><sub>2</sub>"
    )


def test_markup_in_an_authors_text_stays_text() -> None:
    assert runs_html((Run(text="<img src=x> & \"'"),)) == (
        "&lt;img src=x&gt; &amp; &quot;&#x27;"
    )


def test_a_line_break_stays_one() -> None:
    assert runs_html((Run(text="一\n二"),)) == "一<br>二"


@given(
    text=st.text(
        st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=40
    )
)
def test_what_qt_reads_back_is_the_authors_text(text: str) -> None:
    read = QTextDocumentFragment.fromHtml(runs_html((Run(text=text),)))

    assert read.toPlainText() == text


def test_a_list_is_numbered_or_not() -> None:
    entries = ((Run(text="一"),),)

    assert list_html(BulletList(entries=entries)) == "<ul><li>一</li></ul>"
    assert list_html(BulletList(entries=entries, is_numbered=True)).startswith("<ol>")


def test_a_tables_header_is_told_from_its_rows() -> None:
    table = Table(header_rows=1, rows=(((Run(text="日期"),),), ((Run(text="周一"),),)))

    html = table_html(table, padding_px=6, edge="#000000", header_ground="#EEEEEE")

    assert '<th style="background-color: #EEEEEE">日期</th>' in html
    assert "<td>周一</td>" in html

"""The key of a multiple choice as authors write it: an answer, or points by option. Pure.

    credit: partial                       credit: mapped
    answer: [a, c]                        points_by_option: {a: 1, b: -1, c: 1}
                                          least: 0          # may be left out

With points by option the answer may be left out: it is the options above 0.
"""

from collections.abc import Iterator
from fractions import Fraction

from question_bank.exchange.source_records import MultipleChoiceSource
from question_bank.items.mapped_points import MappedPoints, rewarded_options
from question_bank.items.multiple_choice import Credit, MultipleChoiceKey


def multiple_choice_key(read: MultipleChoiceSource) -> MultipleChoiceKey:
    """Return the key; it may be one that `multiple_choice_key_problems` refuses."""
    mapped = None
    if read.points_by_option is not None:
        mapped = MappedPoints(
            points_by_option={
                option: worth.points for option, worth in read.points_by_option.items()
            },
            least=Fraction(0) if read.least is None else read.least,
        )
    answer = read.answer
    if answer is None:
        answer = () if mapped is None else rewarded_options(mapped)
    return MultipleChoiceKey(correct_options=tuple(sorted(set(answer))), mapped=mapped)


def multiple_choice_source_problems(
    read: MultipleChoiceSource,
) -> Iterator[tuple[str, str]]:
    """Yield (field, what was found) that the key could not tell any more."""
    has_key = read.answer is not None or read.points_by_option is not None
    if not has_key and read.credit is not Credit.MAPPED:
        yield "answer", "is missing; the correct options, such as [a, c]"
    if read.least is not None and read.points_by_option is None:
        yield "least", "goes with points_by_option"
    if read.answer is not None and len(set(read.answer)) != len(read.answer):
        yield "answer", "an option is there twice"


def field_of_source(field: str) -> str:
    """Return what authors call a field of a key, such as `.answer`."""
    for ours, theirs in (
        ("correct_options", "answer"),
        ("correct_option", "answer"),
        (".mapped.", "."),
    ):
        field = field.replace(ours, theirs)
    return ".points_by_option" if field == ".mapped" else field

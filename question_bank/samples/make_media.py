"""Make the pictures and voices of the samples: python -m question_bank.samples.make_media.

    make_media [FOLDER …] [--again] [--report]

Each folder has a media.toml; without a name, all samples. Files that are there stay;
--again makes those of the named folders anew. A voice with `recorded = true` stays
always: an actor spoke it. --report prints every character whose reading was chosen among
several. Not needed to use the samples, whose media are in the repository. Needs
espeak-ng, Pillow, soundfile, pyloudnorm, pypinyin and the font Noto Sans CJK.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from question_bank.samples.media_chart import chart_file
from question_bank.samples.media_list import MediaList, Voice, parse_media_list
from question_bank.samples.media_pinyin import spoken, spoken_text
from question_bank.samples.media_voice import voice_file

SAMPLES = Path(__file__).parent


def main() -> int:
    """Make what is missing; 1 if an actor's recording is named and not there."""
    arguments = _arguments()
    folders = arguments.folders or sorted(
        path.parent for path in SAMPLES.glob("*/media.toml")
    )
    lost = 0
    for folder in folders:
        listed = (folder / "media.toml").read_bytes()
        media = parse_media_list(listed, name=f"{folder.name}/media.toml")
        if arguments.report:
            _report(media)
            continue
        lost += _make(folder / "media", media, again=arguments.again)
    return 1 if lost else 0


def _make(folder: Path, media: MediaList, *, again: bool) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    lost = 0
    for voice in media.voice:
        path = folder / voice.file
        if voice.recorded:
            lost += not path.exists()
            told = "kept, recorded" if path.exists() else "RECORDED, BUT NOT THERE"
            print(f"{path.name}  {told}")  # noqa: T201 - a command
        elif again or not path.exists():
            _write(path, voice_file(voice))
    for chart in media.chart:
        path = folder / chart.file
        if again or not path.exists():
            _write(path, chart_file(chart))
    return lost


def _write(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    print(f"{path.name}  {len(raw)} bytes")  # noqa: T201 - a command


def _report(media: MediaList) -> None:
    for voice in media.voice:
        for line in _lines(voice):
            print(line)  # noqa: T201 - a command


def _lines(voice: Voice) -> Iterator[str]:
    yield f"{voice.file}  {voice.speaker.value}"
    for phrase in voice.phrases:
        said = spoken(phrase, voice.pinyin)
        yield f"  {phrase}\n  {spoken_text(said)}"
        chosen = [
            f"{one.character} {one.syllable}{' (told)' if one.is_told else ''}"
            f" not {'/'.join(one.others)}"
            for one in said
            if one.others
        ]
        if chosen:
            yield "    " + "; ".join(chosen)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make_media", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--again", action="store_true", help="files of the named folders anew"
    )
    parser.add_argument("--report", action="store_true", help="readings only, no files")
    arguments = parser.parse_args()
    if arguments.again and not arguments.folders:
        parser.error("--again needs the folders that it is for")
    return arguments


if __name__ == "__main__":
    sys.exit(main())

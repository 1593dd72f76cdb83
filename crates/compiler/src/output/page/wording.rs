//! The few words of the page that are not the author's, in the languages we know; in English elsewhere.

/// The page's own words in a language.
#[derive(Debug)]
pub(super) struct Wording {
    /// The page's title.
    pub(super) title: &'static str,
    /// Name of the table of contents, for those who hear the page.
    pub(super) contents: &'static str,
    /// Name of the choice of languages, for those who hear the page.
    pub(super) languages: &'static str,
    /// Note, tip, important, warning, caution.
    pub(super) callouts: [&'static str; 5],
}

impl Wording {
    /// The words for a language tag.
    pub(super) fn of(tag: &str) -> &'static Self {
        let language = tag.split('-').next().unwrap_or_default();
        let traditional = ["Hant", "TW", "HK", "MO"].iter().any(|part| tag.split('-').any(|own| own == *part));
        let key = match language {
            "zh" if traditional => "zh-Hant",
            "yue" | "nan" => "zh-Hant",
            "tl" => "fil",
            "nn" | "nb" => "no",
            other => other,
        };
        let found = ALL.iter().find(|(lang, _)| *lang == key).or(ALL.first());
        found.map_or(&ENGLISH, |(_, wording)| wording)
    }
}

const ENGLISH: Wording = words("Frequently asked questions", "Contents", "Language", ["Note", "Tip", "Important", "Warning", "Caution"]);

const fn words(title: &'static str, contents: &'static str, languages: &'static str, callouts: [&'static str; 5]) -> Wording {
    Wording { title, contents, languages, callouts }
}

/// English first: it stands in for the others.
#[rustfmt::skip]
static ALL: &[(&str, Wording)] = &[
    ("en", ENGLISH),
    ("ar", words("الأسئلة الشائعة", "المحتويات", "اللغة", ["ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه"])),
    ("cs", words("Časté dotazy", "Obsah", "Jazyk", ["Poznámka", "Tip", "Důležité", "Varování", "Pozor"])),
    ("da", words("Ofte stillede spørgsmål", "Indhold", "Sprog", ["Bemærk", "Tip", "Vigtigt", "Advarsel", "Forsigtig"])),
    ("de", words("Häufige Fragen", "Inhalt", "Sprache", ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"])),
    ("el", words("Συχνές ερωτήσεις", "Περιεχόμενα", "Γλώσσα", ["Σημείωση", "Συμβουλή", "Σημαντικό", "Προειδοποίηση", "Προσοχή"])),
    ("es", words("Preguntas frecuentes", "Contenido", "Idioma", ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"])),
    ("fa", words("پرسش‌های متداول", "فهرست", "زبان", ["نکته", "توصیه", "مهم", "هشدار", "احتیاط"])),
    ("fi", words("Usein kysytyt kysymykset", "Sisältö", "Kieli", ["Huomautus", "Vinkki", "Tärkeää", "Varoitus", "Vaara"])),
    ("fil", words("Mga madalas itanong", "Nilalaman", "Wika", ["Paalala", "Tip", "Mahalaga", "Babala", "Ingat"])),
    ("fr", words("Questions fréquentes", "Sommaire", "Langue", ["Remarque", "Conseil", "Important", "Avertissement", "Attention"])),
    ("he", words("שאלות נפוצות", "תוכן", "שפה", ["הערה", "טיפ", "חשוב", "אזהרה", "זהירות"])),
    ("hi", words("अक्सर पूछे जाने वाले सवाल", "विषय-सूची", "भाषा", ["नोट", "सुझाव", "ज़रूरी", "चेतावनी", "सावधान"])),
    ("id", words("Pertanyaan umum", "Daftar isi", "Bahasa", ["Catatan", "Tips", "Penting", "Peringatan", "Perhatian"])),
    ("it", words("Domande frequenti", "Indice", "Lingua", ["Nota", "Suggerimento", "Importante", "Avviso", "Attenzione"])),
    ("ja", words("よくある質問", "目次", "言語", ["メモ", "ヒント", "重要", "警告", "注意"])),
    ("ko", words("자주 묻는 질문", "목차", "언어", ["참고", "팁", "중요", "경고", "주의"])),
    ("nl", words("Veelgestelde vragen", "Inhoud", "Taal", ["Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op"])),
    ("no", words("Ofte stilte spørsmål", "Innhold", "Språk", ["Merk", "Tips", "Viktig", "Advarsel", "Forsiktig"])),
    ("pl", words("Najczęstsze pytania", "Spis treści", "Język", ["Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Przestroga"])),
    ("pt", words("Perguntas frequentes", "Conteúdo", "Idioma", ["Nota", "Dica", "Importante", "Aviso", "Cuidado"])),
    ("ru", words("Частые вопросы", "Содержание", "Язык", ["Примечание", "Совет", "Важно", "Предупреждение", "Осторожно"])),
    ("sv", words("Vanliga frågor", "Innehåll", "Språk", ["Obs", "Tips", "Viktigt", "Varning", "Försiktigt"])),
    ("th", words("คำถามที่พบบ่อย", "สารบัญ", "ภาษา", ["หมายเหตุ", "เคล็ดลับ", "สำคัญ", "คำเตือน", "ข้อควรระวัง"])),
    ("tr", words("Sık sorulan sorular", "İçindekiler", "Dil", ["Not", "İpucu", "Önemli", "Uyarı", "Dikkat"])),
    ("uk", words("Часті запитання", "Зміст", "Мова", ["Примітка", "Порада", "Важливо", "Попередження", "Обережно"])),
    ("vi", words("Câu hỏi thường gặp", "Mục lục", "Ngôn ngữ", ["Lưu ý", "Mẹo", "Quan trọng", "Cảnh báo", "Thận trọng"])),
    ("zh", words("常见问题", "目录", "语言", ["注意", "提示", "重要", "警告", "小心"])),
    ("zh-Hant", words("常見問題", "目錄", "語言", ["注意", "提示", "重要", "警告", "小心"])),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_language_and_script() {
        for (tag, title) in [
            ("en-GB", "Frequently asked questions"),
            ("zh-Hans", "常见问题"),
            ("zh-TW", "常見問題"),
            ("zh-Hant-HK", "常見問題"),
            ("fa", "پرسش‌های متداول"),
            ("tl", "Mga madalas itanong"),
            ("eo", "Frequently asked questions"),
        ] {
            assert_eq!(Wording::of(tag).title, title, "{tag}");
        }
    }
}

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
    /// The way to the page with everything.
    pub(super) all: &'static str,
    /// The way to the question before.
    pub(super) previous: &'static str,
    /// The way to the question after.
    pub(super) next: &'static str,
    /// Above questions that belong to this one.
    pub(super) related: &'static str,
    /// Before the day when the answer was last looked at.
    pub(super) reviewed: &'static str,
    /// Name of the path from the whole to this page, for those who hear it.
    pub(super) here: &'static str,
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

const ENGLISH: Wording = words(
    "Frequently asked questions",
    "Contents",
    "Language",
    ["Note", "Tip", "Important", "Warning", "Caution"],
    ["All questions", "Previous", "Next", "Related questions", "You are here", "Last reviewed"],
);

const fn words(
    title: &'static str,
    contents: &'static str,
    languages: &'static str,
    callouts: [&'static str; 5],
    ways: [&'static str; 6],
) -> Wording {
    let [all, previous, next, related, here, reviewed] = ways;
    Wording { title, contents, languages, callouts, all, previous, next, related, here, reviewed }
}

/// English first: it stands in for the others.
#[rustfmt::skip]
static ALL: &[(&str, Wording)] = &[
    ("en", ENGLISH),
    ("ar", words("الأسئلة الشائعة", "المحتويات", "اللغة", ["ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه"], ["كل الأسئلة", "السابق", "التالي", "أسئلة ذات صلة", "أنت هنا", "آخر مراجعة"])),
    ("cs", words("Časté dotazy", "Obsah", "Jazyk", ["Poznámka", "Tip", "Důležité", "Varování", "Pozor"], ["Všechny otázky", "Předchozí", "Další", "Související otázky", "Zde se nacházíte", "Naposledy zkontrolováno"])),
    ("da", words("Ofte stillede spørgsmål", "Indhold", "Sprog", ["Bemærk", "Tip", "Vigtigt", "Advarsel", "Forsigtig"], ["Alle spørgsmål", "Forrige", "Næste", "Relaterede spørgsmål", "Du er her", "Senest gennemgået"])),
    ("de", words("Häufige Fragen", "Inhalt", "Sprache", ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"], ["Alle Fragen", "Zurück", "Weiter", "Verwandte Fragen", "Sie sind hier", "Zuletzt geprüft"])),
    ("el", words("Συχνές ερωτήσεις", "Περιεχόμενα", "Γλώσσα", ["Σημείωση", "Συμβουλή", "Σημαντικό", "Προειδοποίηση", "Προσοχή"], ["Όλες οι ερωτήσεις", "Προηγούμενο", "Επόμενο", "Σχετικές ερωτήσεις", "Βρίσκεστε εδώ", "Τελευταίος έλεγχος"])),
    ("es", words("Preguntas frecuentes", "Contenido", "Idioma", ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"], ["Todas las preguntas", "Anterior", "Siguiente", "Preguntas relacionadas", "Está aquí", "Última revisión"])),
    ("fa", words("پرسش‌های متداول", "فهرست", "زبان", ["نکته", "توصیه", "مهم", "هشدار", "احتیاط"], ["همهٔ پرسش‌ها", "قبلی", "بعدی", "پرسش‌های مرتبط", "شما اینجا هستید", "آخرین بازبینی"])),
    ("fi", words("Usein kysytyt kysymykset", "Sisältö", "Kieli", ["Huomautus", "Vinkki", "Tärkeää", "Varoitus", "Vaara"], ["Kaikki kysymykset", "Edellinen", "Seuraava", "Aiheeseen liittyvät kysymykset", "Olet tässä", "Viimeksi tarkistettu"])),
    ("fil", words("Mga madalas itanong", "Nilalaman", "Wika", ["Paalala", "Tip", "Mahalaga", "Babala", "Ingat"], ["Lahat ng tanong", "Nakaraan", "Susunod", "Mga kaugnay na tanong", "Narito ka", "Huling sinuri"])),
    ("fr", words("Questions fréquentes", "Sommaire", "Langue", ["Remarque", "Conseil", "Important", "Avertissement", "Attention"], ["Toutes les questions", "Précédent", "Suivant", "Questions liées", "Vous êtes ici", "Dernière relecture"])),
    ("he", words("שאלות נפוצות", "תוכן", "שפה", ["הערה", "טיפ", "חשוב", "אזהרה", "זהירות"], ["כל השאלות", "הקודם", "הבא", "שאלות קשורות", "אתם כאן", "נבדק לאחרונה"])),
    ("hi", words("अक्सर पूछे जाने वाले सवाल", "विषय-सूची", "भाषा", ["नोट", "सुझाव", "ज़रूरी", "चेतावनी", "सावधान"], ["सभी सवाल", "पिछला", "अगला", "संबंधित सवाल", "आप यहाँ हैं", "पिछली समीक्षा"])),
    ("id", words("Pertanyaan umum", "Daftar isi", "Bahasa", ["Catatan", "Tips", "Penting", "Peringatan", "Perhatian"], ["Semua pertanyaan", "Sebelumnya", "Berikutnya", "Pertanyaan terkait", "Anda di sini", "Terakhir ditinjau"])),
    ("it", words("Domande frequenti", "Indice", "Lingua", ["Nota", "Suggerimento", "Importante", "Avviso", "Attenzione"], ["Tutte le domande", "Precedente", "Successiva", "Domande correlate", "Ti trovi qui", "Ultima revisione"])),
    ("ja", words("よくある質問", "目次", "言語", ["メモ", "ヒント", "重要", "警告", "注意"], ["すべての質問", "前へ", "次へ", "関連する質問", "現在地", "最終確認"])),
    ("ko", words("자주 묻는 질문", "목차", "언어", ["참고", "팁", "중요", "경고", "주의"], ["모든 질문", "이전", "다음", "관련 질문", "현재 위치", "마지막 검토"])),
    ("nl", words("Veelgestelde vragen", "Inhoud", "Taal", ["Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op"], ["Alle vragen", "Vorige", "Volgende", "Gerelateerde vragen", "U bent hier", "Laatst nagekeken"])),
    ("no", words("Ofte stilte spørsmål", "Innhold", "Språk", ["Merk", "Tips", "Viktig", "Advarsel", "Forsiktig"], ["Alle spørsmål", "Forrige", "Neste", "Relaterte spørsmål", "Du er her", "Sist gjennomgått"])),
    ("pl", words("Najczęstsze pytania", "Spis treści", "Język", ["Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Przestroga"], ["Wszystkie pytania", "Poprzednie", "Następne", "Powiązane pytania", "Jesteś tutaj", "Ostatnio sprawdzono"])),
    ("pt", words("Perguntas frequentes", "Conteúdo", "Idioma", ["Nota", "Dica", "Importante", "Aviso", "Cuidado"], ["Todas as perguntas", "Anterior", "Seguinte", "Perguntas relacionadas", "Você está aqui", "Última revisão"])),
    ("ru", words("Частые вопросы", "Содержание", "Язык", ["Примечание", "Совет", "Важно", "Предупреждение", "Осторожно"], ["Все вопросы", "Назад", "Далее", "Похожие вопросы", "Вы здесь", "Последняя проверка"])),
    ("sv", words("Vanliga frågor", "Innehåll", "Språk", ["Obs", "Tips", "Viktigt", "Varning", "Försiktigt"], ["Alla frågor", "Föregående", "Nästa", "Relaterade frågor", "Du är här", "Senast granskad"])),
    ("th", words("คำถามที่พบบ่อย", "สารบัญ", "ภาษา", ["หมายเหตุ", "เคล็ดลับ", "สำคัญ", "คำเตือน", "ข้อควรระวัง"], ["คำถามทั้งหมด", "ก่อนหน้า", "ถัดไป", "คำถามที่เกี่ยวข้อง", "คุณอยู่ที่นี่", "ตรวจทานล่าสุด"])),
    ("tr", words("Sık sorulan sorular", "İçindekiler", "Dil", ["Not", "İpucu", "Önemli", "Uyarı", "Dikkat"], ["Tüm sorular", "Önceki", "Sonraki", "İlgili sorular", "Buradasınız", "Son gözden geçirme"])),
    ("uk", words("Часті запитання", "Зміст", "Мова", ["Примітка", "Порада", "Важливо", "Попередження", "Обережно"], ["Усі запитання", "Назад", "Далі", "Схожі запитання", "Ви тут", "Востаннє перевірено"])),
    ("vi", words("Câu hỏi thường gặp", "Mục lục", "Ngôn ngữ", ["Lưu ý", "Mẹo", "Quan trọng", "Cảnh báo", "Thận trọng"], ["Tất cả câu hỏi", "Trước", "Tiếp", "Câu hỏi liên quan", "Bạn đang ở đây", "Rà soát lần cuối"])),
    ("zh", words("常见问题", "目录", "语言", ["注意", "提示", "重要", "警告", "小心"], ["全部问题", "上一条", "下一条", "相关问题", "当前位置", "最近审阅"])),
    ("zh-Hant", words("常見問題", "目錄", "語言", ["注意", "提示", "重要", "警告", "小心"], ["全部問題", "上一則", "下一則", "相關問題", "目前位置", "最近審閱"])),
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

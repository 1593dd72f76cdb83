//! Indonesian and Malay: the affixes of M. Adriani et al. ("Stemming Indonesian: A confix-stripping approach", 2007), without a dictionary.
//! The nasal of meN- and peN- swallows p, t, s and k, which are put back.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::suffix::endings;
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["id", "ms", "in", "zsm"],
    scripts: &[Class::Latin],
    glue: usual_glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/id.txt"),
};

const FUNCTION_WORDS: &str = "ada adakah adalah agar akan aku anda antara apa apabila apakah atas atau bagaimana bagaimanakah bagi bahawa \
    bahwa baru beberapa belum berapa berapakah bila bisa bisakah boleh bolehkah buat bukan cara dalam dan dapat dapatkah dari daripada \
    dengan di dia hal halo hanya harus hendak ia ini itu jadi jangan jika juga kalau kami kamu kapan karena kata ke kenapa kepada kerana \
    ketika kita lagi lain lalu lebih macam maka mana masih mau mengapa mereka mesti namun nya oleh pada para perlu pernah pun saat saja \
    sampai sangat saya sebagai sebelum secara sedang sehingga sejak semua seperti serta sesudah setelah setiap siapa siapakah sudah \
    supaya tak tapi telah tentang terhadap tersebut tetapi tidak tolong untuk waktu ya yang";

pub(super) const SYNONYMS: &str = "pengembalian dana, refund, uang kembali, bayaran balik
retur, mengembalikan barang, pemulangan
tukar, ganti
masuk, login, log masuk
keluar, logout, log keluar
daftar, registrasi, buat akun
batal, cancel
kirim, penghantaran, antar
ongkos kirim, ongkir, biaya kirim, kos penghantaran
paket, kiriman, bungkusan
harga, biaya, tarif, kos
pesanan, order, tempahan
faktur, invoice, struk, resit
diskon, potongan, kupon, voucher, diskaun
email, surel, e-mel
telepon, hp, ponsel, telefon
kontak, hubungi
dukungan, layanan pelanggan, bantuan, sokongan
ubah, ganti, edit, perbarui, kemas kini
hapus, padam
rusak, cacat, rosak
masalah, error, kendala, ralat
hilang, lenyap
terlambat, telat, lewat
lacak, pelacakan, jejak, tracking
garansi, jaminan, waranti
kata sandi, password, kata laluan
verifikasi dua langkah, 2fa
langganan, keanggotaan, subskripsi
pengaturan, setelan, tetapan
gambar, foto
unduh, download, muat turun
aplikasi, app
kartu kredit, kartu, kad kredit
transfer bank, transfer
toko, kedai, gerai
jam buka, jam operasional, waktu operasi
gratis, percuma
aman, selamat
akun, akaun";

/// Common roots that begin with a vowel, before which meng- and peng- swallow nothing.
static VOWEL_ROOTS: WordList = WordList::new(
    "abai adu ajak ajar aju akhir akses aktif aku alam alih aman amat ambil analisis ancam anggap antar apa arah asuransi atas atur awal \
    edit ekspor embali gunakan ikut impor ingat inginkan input instal isi izin olah orang order ubah uji ulang undang unduh unggah ungkap \
    urus urut",
);

/// Common roots that end like a suffix.
static AN_ROOTS: WordList = WordList::new("bahan bulan depan halaman iklan jalan laman layan makan pesan simpan tahan tekan teman");

fn stem(word: &mut String) {
    if word.len() < 5 || !word.is_ascii() {
        return;
    }
    endings!("nya kah lah pun").strip(word);
    let mut root = word.clone();
    prefixes(&mut root);
    if !AN_ROOTS.has(&root) {
        endings!("kan4 aan>a ian>i an4 ku4 mu4").strip(word);
        root.clone_from(word);
        prefixes(&mut root);
    }
    *word = root;
}

fn prefixes(word: &mut String) {
    prefix(word);
    prefix(word);
    endings!("i5").strip(word);
}

fn prefix(word: &mut String) {
    for (prefix, swallowed) in PREFIXES {
        let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.len() > 3) else { continue };
        let before_vowel = rest.starts_with(['a', 'e', 'i', 'o', 'u']);
        let stem = match swallowed {
            "" => rest.to_owned(),
            _ if !before_vowel => rest.to_owned(),
            "k" if vowel_root(rest) => rest.to_owned(),
            swallowed => swallowed.to_owned() + rest,
        };
        *word = stem;
        return;
    }
}

fn vowel_root(rest: &str) -> bool {
    VOWEL_ROOTS.has(rest) || rest.strip_suffix('i').is_some_and(|root| VOWEL_ROOTS.has(root))
}

/// Prefixes and the letter they swallow before a vowel.
const PREFIXES: [(&str, &str); 19] = [
    ("memper", ""),
    ("menge", ""),
    ("meng", "k"),
    ("meny", "s"),
    ("mem", "p"),
    ("men", "t"),
    ("penge", ""),
    ("peng", "k"),
    ("peny", "s"),
    ("pem", "p"),
    ("pen", "t"),
    ("ber", ""),
    ("ter", ""),
    ("per", ""),
    ("me", ""),
    ("di", ""),
    ("ke", ""),
    ("se", ""),
    ("pe", ""),
];

//! Japanese: katakana folds to hiragana, voiced letters to plain ones, and words are found as overlapping pairs of characters. Hiragana alone mostly spells grammar.

use super::super::character::Class;
use super::super::list::WordList;
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["ja"],
    scripts: &[Class::Han, Class::Hiragana, Class::Katakana],
    glue: usual_glue,
    respell: unchanged,
    stem: unchanged,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/ja.txt"),
};

/// Question words and the like that are written with Han, in the normal form of Han; hiragana needs no list.
const FUNCTION_WORDS: &str = "事 何 何で 何を 何故 场合 私 私の";

pub(super) const SYNONYMS: &str = "返金, 払い戻し
返品, 返却
交換, 取り替え
ログイン, サインイン
ログアウト, サインアウト
登録, サインアップ, アカウント作成
キャンセル, 取り消し, 解約
配送, 発送, 配達, お届け
送料, 配送料
荷物, 小包
支払い, 決済, お支払い
料金, 価格, 値段, 費用
購入, 買う
注文, オーダー
請求書, 領収書
割引, クーポン
メール, 電子メール, eメール
電話, 携帯
問い合わせ, 連絡, サポート
変更, 修正, 更新
削除, 消去
退会, アカウント削除
故障, 破損, 不具合
紛失, なくした
遅延, 遅れ
保証, 保証期間
パスワード, 暗証番号
二段階認証, 2fa
設定, 環境設定
画像, 写真
アプリ, アプリケーション
クレジットカード, カード
営業時間, 受付時間
無料, ただ
使い方, 利用方法";

//! Korean: each word loses its verb ending or its particle where that is plain, and what is left is found as overlapping pairs of
//! syllables, because compounds are written with and without spaces.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::suffix::{Endings, endings};
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["ko"],
    scripts: &[Class::Hangul],
    glue: usual_glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/ko.txt"),
};

/// Whole words, with or without their ending.
const FUNCTION_WORDS: &str = "가능 것 경우 그 그리고 나 나는 내 내가 누가 누구 다른 다시 대한 대해 더 또는 많은 모든 무슨 무엇 뭐 뭔가 및 방법 수 안 어느 어디 어디서 어떤 어떻게 언제 얼마 얼마나 없 없나요 왜 \
    우리 위해 의 이 있 있나요 있는 있습니까 있을까요 저 저는 제 제가 좀 하 하나요 하는 하려면 하면 할 해야 했";

/// Endings of verbs and nouns made into verbs, as they close a question or a clause. Those of one syllable also end nouns, as in 제한.
static VERB_ENDINGS: Endings = Endings::new(
    "하시겠습니까1 하셨습니까1 되었습니까1 하겠습니다1 하였습니다1 되었습니다1 했습니다1 했어요1 했어1 됐습니다1 됐어요1 됐어1 합니다1 합니까1 됩니다1 됩니까1 하려면1 되려면1 하시나요1 하셨나요1 해야하나요1 했나요1 됐나요1 \
    되었나요1 하나요1 되나요1 인가요1 한가요1 할까요1 될까요1 하는데1 하는지1 되는지1 했는데1 하였는데1 하지만1 하도록1 하거나1 하면서1 하면1 되면1 하여1 해서1 돼서1 해야1 하기1 되기1 하고1 되고1 하지1 되지1 하는1 \
    되는1 했던1 하던1 습니다1 습니까1 었나요1 았나요1 나요1 까요1 어요1 아요1 해요1 세요1 네요1 려면1 으면1 면서1 는데1 는지1 도록1 거나1 했2 한2 할2 된2 될2 함2 됨2 하2 해2 되2 돼2",
);

/// Particles that are hardly ever part of the noun.
static PARTICLES: Endings = Endings::new(
    "으로부터1 로부터1 에게서1 에서는1 에서도1 에서의1 으로는1 으로도1 까지는1 이라는1 이라고1 에서1 에게1 한테1 께서1 으로1 까지1 부터1 처럼1 보다1 마다1 밖에1 에는1 에도1 에만1 들이1 들을1 들은1 들의1 라는1 \
    이나2 이란2 이랑2 하고1 을1 를1 은1 는1 에1",
);

pub(super) const SYNONYMS: &str = "환불, 돈 돌려받기
반품, 반송
교환, 바꾸기
로그인, 접속
로그아웃, 접속 해제
회원가입, 가입, 등록
취소, 철회, 해지
배송, 배달, 택배
배송비, 배송료
결제, 지불, 납부
가격, 요금, 비용, 금액
구매, 구입
주문, 오더
영수증, 청구서, 인보이스
할인, 쿠폰
이메일, 메일, 전자우편
전화, 휴대폰, 핸드폰
문의, 연락, 고객센터, 고객지원
변경, 수정, 업데이트
삭제, 제거
탈퇴, 계정 삭제
고장, 파손, 불량
오류, 에러, 문제
분실, 잃어버리다
지연, 늦음
보증, 워런티
비밀번호, 패스워드, 암호
2단계 인증, 2fa
설정, 환경설정
사진, 이미지
앱, 애플리케이션, 어플
신용카드, 카드
영업시간, 운영시간
무료, 공짜
사용법, 이용방법
인증, 확인";

fn stem(word: &mut String) {
    if PARTICLES.strip(word) {
        endings!("하기1 되기1").strip(word);
    } else {
        VERB_ENDINGS.strip(word);
    }
}

/// Whether the word may end in a particle or just in the same syllable: 계정이 ("the account"), 고객문의 ("customer's question"). The last pair of
/// such a word is kept but counts as grammar.
pub(in crate::analysis) fn ends_loosely(word: &str) -> bool {
    word.ends_with(['가', '과', '나', '도', '들', '란', '랑', '로', '만', '와', '의', '이'])
}

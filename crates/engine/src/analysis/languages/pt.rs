//! Portuguese, European and Brazilian: a light stemmer on the endings of the Snowball one (snowballstem.org/algorithms/portuguese), without
//! accents.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::suffix::{Endings, endings};
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["pt"],
    scripts: &[Class::Latin],
    glue: usual_glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/pt.txt"),
};

const FUNCTION_WORDS: &str = "a ainda algo alguem algum alguma alguns ao aos apos aquela aquele aquilo as ate cada com como da das de \
    dela dele deles depois deve devo do dos e ela elas ele eles em entao entre era essa essas esse esses esta estamos estao estar estas \
    este esteja estes estou eu faco fazer foi for ha isso isto ja la lhe mais mas me mesmo meu meus minha minhas muito na nao nas nem no \
    nos nossa nosso num numa o ola onde os ou outra outras outro outros para pela pelas pelo pelos pode podem podemos poder por porque \
    posso quais qual quando quanto quantos que quem quero se sem ser seu seus sim so sobre somos sou sua suas tal tambem te tem temos \
    tenho ter teu toda todas todo todos tu tua um uma umas uns vai voce voces vou";

pub(super) const SYNONYMS: &str = "reembolso, devolução do dinheiro, estorno
devolução, devolver
troca, substituir
entrar, fazer login, iniciar sessão, acessar, login
sair, terminar sessão, logout
cadastro, registo, registrar, criar conta
cancelar, anular
envio, entrega, frete, expedição
enviar, mandar, entregar
frete, custo de envio, portes
encomenda, pacote, pedido
preço, custo, valor, tarifa
comprar, adquirir
fatura, recibo, nota fiscal
desconto, cupom, cupão, promoção
email, correio eletrónico, e-mail
telefone, celular, telemóvel
contato, contacto, falar com
suporte, atendimento, apoio ao cliente, ajuda
alterar, mudar, editar, atualizar, modificar
excluir, apagar, eliminar, remover
quebrado, danificado, com defeito
erro, problema, falha
perdido, extraviado
atraso, demora
rastrear, rastreio, acompanhar
garantia, cobertura
senha, palavra-passe
autenticação de dois fatores, verificação em duas etapas, 2fa
assinatura, subscrição
configurações, definições, preferências
imagem, foto
baixar, descarregar, download
aplicativo, aplicação, app
cartão de crédito, cartão
transferência bancária, transferência
loja, estabelecimento
horário, horário de funcionamento
grátis, gratuito
seguro, confiável
emprego, trabalho";

static DERIVED: Endings = Endings::new(
    "amentos amento imentos imento ricoes>rev ricao>rev acoes acao ucoes>u ucao>u icoes icao coes2>c cao2>c soes2>s sao2>s amente mente \
    encias>ent encia>ent ancias ancia idades idade logias>log logia>log adoras adores adora ador antes4 ante4 istas ista ismos ismo aveis \
    avel iveis ivel osas oso osos osa ivas ivos iva ivo",
);
static VERBS: Endings = Endings::new(
    "ariamos eriamos iriamos assemos essemos issemos aremos eremos iremos avamos aramos eramos iramos ariam eriam iriam assem essem issem \
    ando endo indo avam aram eram iram arao erao irao arei erei irei aria eria iria ados adas idos idas amos emos imos ado ada ido ida \
    ava asse esse isse ara era ira ares eres ires ar er ir ou ei iu eu am em as es os a e o i",
);

fn stem(word: &mut String) {
    endings!("ais>al eis>el ois>ol ns2>m oes2>ao aes2>ao").strip(word);
    if !DERIVED.strip(word) {
        VERBS.strip(word);
    }
    endings!("gu2>g qu2>c z2>c").strip(word);
}

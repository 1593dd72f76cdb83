//! Spanish: a light stemmer on the endings of the Snowball one (snowballstem.org/algorithms/spanish), without accents.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::suffix::{Endings, endings};
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["es"],
    scripts: &[Class::Latin],
    glue: usual_glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/es.txt"),
};

const FUNCTION_WORDS: &str = "a ahi al algo alguien algun alguna algunas alguno algunos ante antes aqui asi aun aunque cada como con cual \
    cuales cualquier cuando cuanta cuantas cuanto cuantos cuya cuyo de debe debo del desde despues donde dos el ella ellas ellos en entre \
    era eres es esa esas ese eso esos esta estaba estan estar estas este esto estos estoy fue ha hace hacer haces hacia hago han hasta \
    hay haya he hola la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros nuestra nuestro o os otra otras otro otros para \
    pero podemos poder por porque puede pueden puedes puedo que quien quienes quiero se sea ser si sido sin sobre solo somos son soy su \
    sus tal tambien tampoco tan te tener tengo ti tiene tienen tienes toda todas todo todos tu tus un una unas uno unos usted ustedes va \
    vosotros y ya yo";

pub(super) const SYNONYMS: &str = "reembolso, devolución del dinero, devolver el dinero
devolución, devolver
cambio, canje
iniciar sesión, acceder, entrar, ingresar, login
cerrar sesión, salir
registrarse, crear una cuenta, darse de alta
cancelar, anular, dar de baja
envío, entrega, reparto
enviar, mandar, entregar
gastos de envío, costo de envío
paquete, pedido
pagar, abonar
precio, coste, tarifa
comprar, adquirir
factura, recibo, comprobante
descuento, cupón, promoción, código promocional
correo electrónico, email, correo, mail
teléfono, móvil, celular
contacto, comunicarse
soporte, atención al cliente, ayuda
modificar, cambiar, editar, actualizar
eliminar, borrar, suprimir
roto, dañado, defectuoso
error, problema, fallo
perdido, extraviado
retraso, demora, tarde
seguimiento, rastreo
garantía, cobertura
contraseña, clave
verificación en dos pasos, autenticación de dos factores, 2fa
suscripción, membresía
ajustes, configuración, preferencias
imagen, foto
descargar, bajar
aplicación, app
tarjeta de crédito, tarjeta
transferencia bancaria, transferencia
tienda, comercio
horario, horas de apertura
gratis, gratuito
seguro, fiable
empleo, trabajo";

static CLITICS: Endings = Endings::new("selas2 selos2 sela2 selo2 melas2 melos2 mela2 melo2 les2 las2 los2 nos2 me2 te2 se2 la2 le2 lo2");
static DERIVED: Endings = Endings::new(
    "amientos amiento imientos imiento ripciones>rib ripcion>rib aciones acion uciones>u ucion>u iciones icion ciones2>c cion2>c \
    siones2>s sion2>s amente mente encias>ent encia>ent ancias ancia idades idad logias>log logia>log adoras adores adora ador antes4 \
    ante4 anzas4 anza4 istas ista ismos ismo ables able ibles ible osas oso osos osa ivamente ivas ivos iva ivo",
);
static VERBS: Endings = Endings::new(
    "ariamos eriamos iriamos asteis isteis aramos ieramos abamos arian erian irian arias erias irias iendo ieron aremos eremos iremos \
    aban abas ando aria eria iria aron aste iste ados adas idos idas aran eran iran aras eras iras amos emos imos aba ado ada ido ida \
    ian4 ias4 are ere ire ara era ira aste ase ia4 ar er ir an en as es os a e o i",
);

fn stem(word: &mut String) {
    clitic(word);
    if !DERIVED.strip(word) {
        VERBS.strip(word);
    }
    // Spelling that keeps the sound before e and i: "pague" and "pago", "realice" and "realizo".
    endings!("gu2>g qu2>c z2>c").strip(word);
}

/// "cancelarlo" to "cancelar": pronouns hang on infinitives and gerunds.
fn clitic(word: &mut String) {
    let mut bare = word.clone();
    if CLITICS.strip(&mut bare) && ["ar", "er", "ir", "ando", "iendo"].iter().any(|end| bare.ends_with(end)) && bare.len() > 4 {
        *word = bare;
    }
}

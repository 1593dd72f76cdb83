//! French: a light stemmer after J. Savoy ("A stemming procedure and stopword list for general French corpora", 1999) with the verb endings
//! of the Snowball one (snowballstem.org/algorithms/french), without accents. Elided articles are dropped.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::segment::Link;
use super::super::suffix::{Endings, endings};
use super::{Glue, Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["fr"],
    scripts: &[Class::Latin],
    glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/fr.txt"),
};

const FUNCTION_WORDS: &str = "a ai ainsi alors apres as au aucun aucune aussi autre autres aux avant avec avez avoir avons bonjour c ca \
    car ce cela celle celui ces cet cette ceux chaque chez combien comme comment d dans de depuis des dois doit donc dont du elle elles \
    en encore entre es est et etait etes etre eu eux faire fais fait faut il ils j je l la le les leur leurs lors lui m ma mais me meme \
    mes moi mon n ne ni non nos notre nous on ont ou par parce pas peut peuvent peux plus pour pourquoi pouvez puis puisje qu quand que \
    quel quelle quelles quelque quelques quels qui quoi s sa sans se selon ses si soit son sont suis sur t ta te tes toi ton tous tout \
    toute toutes tres tu un une veux vos votre voudrais vouloir vous y";

pub(super) const SYNONYMS: &str = "remboursement, récupérer mon argent
retour, renvoyer, retourner
échange, remplacer
se connecter, connexion, login, identifier
se déconnecter, déconnexion
inscription, créer un compte
annuler, résilier
livraison, expédition, envoi
livrer, expédier, envoyer
frais de port, frais de livraison
colis, paquet
payer, régler
prix, coût, tarif
acheter, achat, commander
commande, achat
facture, reçu
réduction, remise, code promo, bon
email, courriel, e-mail, mail, adresse électronique
téléphone, portable, mobile
contact, joindre
support, service client, assistance, aide
modifier, changer, mettre à jour
supprimer, effacer
fermer mon compte, supprimer mon compte
cassé, endommagé, défectueux, abîmé
panne, problème, erreur, bug
perdu, égaré
retard, délai
suivi, suivre, où est
garantie, assurance
mot de passe, code secret
double authentification, 2fa, validation en deux étapes
abonnement, adhésion
paramètres, réglages, préférences
photo, image
application, appli, app
carte bancaire, carte de crédit, carte bleue
virement, transfert bancaire
magasin, boutique
horaires, heures d'ouverture
gratuit, sans frais
sûr, sécurisé
emploi, recrutement, travail";

static DERIVED: Endings = Endings::new(
    "issements issement aisons aison ateurs4 ateur4 atrices4 atrice4 ations ation iptions iption utions>u ution>u logies>log logie>log \
    ences>ent ence>ent ances4 ance4 amment emment>ent ements ement ites4 ite4 istes iste ismes isme iques ique ables able ibles ible \
    euses euse eux ives ive ifs if",
);
static VERBS: Endings = Endings::new(
    "pays0>pays assions eraient irions issons issez issent erions eriez issait irait aient erait erais erons eront irons iront antes ions \
    erez era erai iez ait ais ante ants ant crire2>cr ees ents4 ent4 ons ont ez ee er ir it is es e s",
);

/// Before an apostrophe stands an elided article or pronoun: "l'adresse", "qu'il". Longer words keep theirs: "aujourd'hui".
fn glue(left: &str, right: &str, link: Link) -> Glue {
    match link {
        Link::Apostrophe if left.len() < 3 || left.ends_with("qu") => Glue::Right,
        _ => usual_glue(left, right, link),
    }
}

fn stem(word: &mut String) {
    endings!("eaux>eau aux>al x").strip(word);
    if !DERIVED.strip(word) && VERBS.strip(word) {
        endings!("ais ait e").strip(word);
    }
    endings!("ll2>l nn2>n tt2>t ss3>s pp2>p mm2>m gu2>g y2>i i").strip(word);
}

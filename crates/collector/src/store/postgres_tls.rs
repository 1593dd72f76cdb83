//! TLS to PostgreSQL. The address says whether it is wanted (`sslmode=require`) and whose word about the server is believed
//! (`sslrootcert=FILE`, else the system's certificates). Where TLS is used the certificate is always proved, its name too: `require` is here
//! what PostgreSQL's own programs call `verify-full`. A connection that anybody on the way may impersonate is no protection.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

/// An address in two parts.
pub(super) struct Parted {
    /// The address without what only this file understands.
    pub(super) address: String,
    /// How to speak TLS, when the address asks for it.
    pub(super) tls: Option<MakeRustlsConnect>,
}

/// Reads what an address says about TLS. The error says what is wrong with it.
pub(super) fn part(address: &str) -> Result<Parted, String> {
    let (place, query) = address.split_once('?').unwrap_or((address, ""));
    let (mut asked, mut roots) = (false, None);
    let mut rest: Vec<&str> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", "require" | "verify-ca" | "verify-full")) => asked = true,
            Some(("sslrootcert", file)) => {
                roots = Some(percent_decode_str(file).decode_utf8().map_err(|_| "sslrootcert: expected the path of a file".to_owned())?);
            }
            _ => rest.push(pair),
        }
    }
    if !asked && roots.is_some() {
        return Err("sslrootcert names certificates, but TLS is not asked for; add sslmode=require".to_owned());
    }
    // The library must not go on without TLS where the server has none.
    rest.extend(asked.then_some("sslmode=require"));
    let tls = if asked { Some(connector(roots.as_deref())?) } else { None };
    let address = if rest.is_empty() { place.to_owned() } else { [place, "?", &rest.join("&")].concat() };
    Ok(Parted { address, tls })
}

fn connector(file: Option<&str>) -> Result<MakeRustlsConnect, String> {
    let mut roots = RootCertStore::empty();
    match file {
        Some(file) => {
            let wrong = |reason: &dyn std::fmt::Display| format!("sslrootcert: expected a file of certificates in PEM at {file}: {reason}");
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| wrong(&error))? {
                let certificate = certificate.map_err(|error| wrong(&error))?;
                roots.add(certificate).map_err(|error| wrong(&error))?;
            }
            if roots.is_empty() {
                return Err(wrong(&"there is none in it"));
            }
        }
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    Ok(MakeRustlsConnect::new(config.with_root_certificates(roots).with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(address: &str) -> String {
        part(address).err().unwrap()
    }

    #[test]
    fn an_address_says_whether_it_wants_tls() {
        for plain in ["postgres://db/faqlet", "postgres://db/faqlet?options=-csearch_path%3Dhelp", "postgres://db/faqlet?sslmode=disable"] {
            let parted = part(plain).unwrap();
            assert_eq!((parted.address.as_str(), parted.tls.is_none()), (plain, true));
        }
        for mode in ["require", "verify-ca", "verify-full"] {
            let parted = part(&format!("postgres://db/faqlet?sslmode={mode}&options=-cx%3Dy")).unwrap();
            assert_eq!(parted.address, "postgres://db/faqlet?options=-cx%3Dy&sslmode=require");
            assert!(parted.tls.is_some());
        }
    }

    #[test]
    fn what_cannot_be_believed_is_an_error_with_a_reason() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("roots.pem");
        let address = |mode: &str| format!("postgres://db/faqlet?{mode}sslrootcert={}", file.display());
        assert!(wrong(&address("")).contains("sslmode=require"));
        assert!(wrong(&address("sslmode=require&")).contains("roots.pem"), "there is no such file");
        std::fs::write(&file, "no certificate").unwrap();
        assert!(wrong(&address("sslmode=require&")).contains("there is none in it"));
    }
}

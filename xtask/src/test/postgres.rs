//! A PostgreSQL of its own for the tests of the collector's store: made under `target/`, on a free port of this machine, with a password
//! of chance, and gone afterwards. It never runs as root, which PostgreSQL refuses, and touches no server that is there already.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::project::{Project, output, run};
use crate::setup;

/// The user of the operating system under whom it runs when xtask runs as root; Debian's package makes it.
const USER: &str = "postgres";

/// What its certificate says. It vouches for itself alone, as one that an owner makes for a single server.
const CERTIFICATE: &str = "[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = extensions\n[name]\nCN = database.example\n\
    [extensions]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = IP:127.0.0.1\n";

/// A running server; dropped, it is stopped and its data removed.
pub(super) struct Server {
    programs: PathBuf,
    folder: PathBuf,
    as_root: bool,
    port: u16,
    password: String,
}

impl Server {
    /// Installs PostgreSQL where that can be done, makes a cluster and starts it.
    pub(super) fn start(project: &Project) -> Result<Server> {
        setup::postgres()?;
        let programs = setup::postgres_programs().context("expected PostgreSQL's pg_ctl and initdb after its installation")?;
        let as_root = output("id", &["-u"])? == "0";
        let folder = folder(project, as_root)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Server { programs, folder, as_root, port, password: chance()? };
        server.make()?;
        run(&mut server.control("start"))?;
        Ok(server)
    }

    /// Where tests reach it, as a user who may make schemas.
    pub(super) fn address(&self) -> String {
        format!("postgres://faqlet:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    /// Words for a shell that end it without any goodbye and start it again.
    pub(super) fn restart(&self) -> String {
        let mut restart = self.control("restart");
        restart.args(["-m", "immediate"]);
        let words = std::iter::once(restart.get_program()).chain(restart.get_args());
        words.map(|word| format!("'{}'", word.to_string_lossy().replace('\'', "'\\''"))).collect::<Vec<_>>().join(" ")
    }

    /// The certificate that it shows to those who ask for TLS; it stands for itself.
    pub(super) fn certificate(&self) -> PathBuf {
        self.folder.join("server.crt")
    }

    fn make(&self) -> Result<()> {
        let password = self.folder.join("password");
        fs::write(&password, &self.password)?;
        if self.as_root {
            run(Command::new("chown").arg(USER).arg(&password))?;
        }
        let mut initdb = self.program("initdb");
        initdb.arg("-D").arg(self.data()).args(["-U", "faqlet", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--no-instructions"]);
        run(initdb.arg("--pwfile").arg(&password).stdout(std::process::Stdio::null()))?;
        fs::remove_file(&password)?;
        self.make_certificate()
    }

    /// A certificate for an hour's work, by the program that Debian's package brings along.
    fn make_certificate(&self) -> Result<()> {
        let (wish, key) = (self.folder.join("certificate.conf"), self.key());
        fs::write(&wish, CERTIFICATE)?;
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-new", "-x509", "-days", "2", "-newkey", "rsa:2048", "-noenc", "-config"]).arg(wish);
        let made = openssl.arg("-keyout").arg(&key).arg("-out").arg(self.certificate()).output().context("expected openssl")?;
        ensure!(made.status.success(), "openssl made no certificate: {}", String::from_utf8_lossy(&made.stderr));
        if self.as_root {
            run(Command::new("chown").arg(USER).arg(&key))?;
        }
        // A key that others may read is refused.
        run(Command::new("chmod").arg("600").arg(&key))
    }

    fn key(&self) -> PathBuf {
        self.folder.join("server.key")
    }

    fn control(&self, what: &str) -> Command {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c ssl=on -c ssl_cert_file='{}' -c ssl_key_file='{}'",
            self.port,
            self.certificate().display(),
            self.key().display()
        );
        let mut control = self.program("pg_ctl");
        control.arg(what).args(["-s", "-w", "-D"]).arg(self.data()).arg("-l").arg(self.folder.join("log"));
        control.args(["-o", &options]).stdout(std::process::Stdio::null());
        control
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        if !self.as_root {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", USER, "--"]).arg(program);
        // It must not stand in a folder that its user may not read.
        command.current_dir(&self.folder);
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        let _ = stop.args(["stop", "-s", "-w", "-m", "immediate", "-D"]).arg(self.data()).status();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A new folder for it: under `target/`, or with the system's temporary files where its user may not go there.
fn folder(project: &Project, as_root: bool) -> Result<PathBuf> {
    let name = format!("postgres-{}", std::process::id());
    for parent in [project.target.clone(), std::env::temp_dir()] {
        let folder = parent.join(&name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        if !as_root || belongs_to_user(&folder)? {
            return Ok(folder);
        }
        fs::remove_dir_all(&folder)?;
    }
    bail!("expected a folder in which the user {USER} may write; put the checkout where others may read, or set TMPDIR to such a folder")
}

/// Gives a folder to the server's user, and says whether that user can reach it.
fn belongs_to_user(folder: &Path) -> Result<bool> {
    run(Command::new("chown").arg(USER).arg(folder))?;
    let reached = Command::new("runuser").args(["-u", USER, "--", "test", "-w"]).arg(folder).current_dir("/").status()?;
    Ok(reached.success())
}

/// 128 bits of chance in hex.
fn chance() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)).context("expected /dev/urandom")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

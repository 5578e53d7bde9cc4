//! A real Cyrus for the tests: the unpacked Debian packages, run without rights in a folder of
//! its own.

use std::{
    fs,
    io::Write as _,
    net::{Ipv4Addr, TcpStream},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{PASSWORD, START_LIMIT, chown_tree, free_port, packages, root};

pub struct Cyrus {
    dir: TempDir,
    child: Child,
    port: u16,
}

impl Cyrus {
    /// With these users. Below `INBOX.`, or at the top and divided by slashes.
    pub fn start(users: &[String], below_inbox: bool) -> Cyrus {
        let dir = tempfile::Builder::new().prefix("awc").tempdir_in("/tmp").unwrap();
        for part in ["db", "lock", "log", "proc", "socket", "user"] {
            fs::create_dir_all(dir.path().join("conf").join(part)).unwrap();
        }
        fs::create_dir(dir.path().join("spool")).unwrap();
        let port = free_port();
        configure(dir.path(), port, below_inbox);
        if root() {
            chown_tree(dir.path());
        }
        for user in users {
            add_user(dir.path(), user);
        }
        let child = launch(dir.path());
        let cyrus = Cyrus { dir, child, port };
        cyrus.await_port(true);
        cyrus
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn kill(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
        self.await_port(false);
    }

    pub fn restart(&mut self) {
        self.child = launch(self.dir.path());
        self.await_port(true);
    }

    fn await_port(&self, open: bool) {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() != open {
            assert!(start.elapsed() < START_LIMIT, "Cyrus, open: {open}?");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Cyrus {
    fn drop(&mut self) {
        self.kill();
    }
}

fn configure(dir: &Path, port: u16, below_inbox: bool) {
    let (dir_shown, top) = (dir.display(), if below_inbox { "no" } else { "yes" });
    let user = super::user();
    let imapd = format!(
        "configdirectory: {dir_shown}/conf\npartition-default: {dir_shown}/spool\n\
         defaultpartition: default\nsievedir: {dir_shown}/conf\nadmins: cyrus\n\
         cyrus_user: {user}\naltnamespace: {top}\nunixhierarchysep: {top}\nallowplaintext: yes\n\
         sasl_mech_list: PLAIN\nsasl_pwcheck_method: auxprop\nsasl_auxprop_plugin: sasldb\n\
         sasl_sasldb_path: {dir_shown}/sasldb2\ndefaultdomain: lab\nservername: lab\n\
         virtdomains: off\nautocreate_quota: 0\nidlesocket: {dir_shown}/conf/socket/idle\n"
    );
    fs::write(dir.join("imapd.conf"), imapd).unwrap();
    let bin = packages::folder().join("usr/lib/cyrus/bin").display().to_string();
    let with = format!("-C {dir_shown}/imapd.conf");
    let master = format!(
        "START {{\n recover cmd=\"{bin}/ctl_cyrusdb {with} -r\"\n\
         idled cmd=\"{bin}/idled {with}\"\n}}\nSERVICES {{\n imap cmd=\"{bin}/imapd {with}\" \
         listen=\"127.0.0.1:{port}\" prefork=0\n}}\nEVENTS {{\n}}\n"
    );
    fs::write(dir.join("cyrus.conf"), master).unwrap();
}

fn add_user(dir: &Path, user: &str) {
    let mut command = packages::command("usr/sbin/saslpasswd2");
    command.args(["-p", "-c", "-f"]).arg(dir.join("sasldb2")).args(["-u", "lab", user]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

fn launch(dir: &Path) -> Child {
    let mut command = packages::command("usr/lib/cyrus/bin/master");
    command.arg("-C").arg(dir.join("imapd.conf")).arg("-M").arg(dir.join("cyrus.conf"));
    command.arg("-p").arg(dir.join("master.pid")).arg("-D").env("HOME", dir);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.process_group(0).spawn().unwrap()
}

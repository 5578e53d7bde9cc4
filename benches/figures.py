#!/usr/bin/env python3
"""Measures what afterword costs: memory while it waits, and time and memory of a first scan.

usage: benches/figures.py [PROGRAM]     default: target/release/afterword
Starts a Dovecot of its own (needs dovecot-imapd, openssl; as root it runs as nobody), talks to it
over TLS, and prints a small table. Touches nothing outside a temporary folder.
"""

import argparse, os, random, resource, shutil, socket, subprocess, sys, tempfile, time
from email.utils import format_datetime
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534
WORDS = (
    "the week in review brings news of orders shipped, a table for two, minutes of the last meeting, "
    "your statement is ready, we updated our terms, three new comments, the build is green again, "
    "tickets go on sale, lunch on thursday, photos from the lake, the invoice is attached"
).replace(",", "").split()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def certificates(folder):
    folder.mkdir()
    req = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split()
    ca = ["-keyout", folder / "ca.key", "-out", folder / "ca.crt"]
    leaf = ["-keyout", folder / "tls.key", "-out", folder / "tls.crt"]
    sign = ["-CA", folder / "ca.crt", "-CAkey", folder / "ca.key"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"]
    subprocess.run([*req, "-subj", "/CN=Lab CA", *ca], check=True, capture_output=True)
    subprocess.run([*req, "-subj", "/CN=localhost", *sign, *names, *leaf], check=True, capture_output=True)


class Server:
    """The tests' Dovecot, with two users."""

    def __init__(self, folder, users):
        self.folder, self.port = folder, free_port()
        self.drop = [] if os.getuid() else ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        certificates(folder / "tls")
        for part in ("mail", "run", "state"):
            (folder / part).mkdir()
        (folder / "users").write_text("".join(f"{user}:{{PLAIN}}secret\n" for user in users))
        name = ("nobody", "nogroup", NOBODY, NOBODY) if self.drop else (
            subprocess.check_output(["id", "-un"], text=True).strip(),
            subprocess.check_output(["id", "-gn"], text=True).strip(), os.getuid(), os.getgid())
        boxes = "".join(
            f'mailbox "{box}" {{\nspecial_use = \\{box}\nauto = subscribe\n}}\n' for box in ("Drafts", "Sent"))
        conf = (ROOT / "tests/lab/dovecot.conf.in").read_text()
        for key, value in {
            "DIR": folder, "USER": name[0], "GROUP": name[1], "UID": name[2], "GID": name[3],
            "PLAIN": free_port(), "IMPLICIT": self.port, "BOXES": boxes,
            "AUTH": "auth_mechanisms = plain login", "QUOTA": "", "IMAP_QUOTA": "", "CAPABILITIES": "",
        }.items():
            conf = conf.replace(f"@{key}@", str(value))
        (folder / "dovecot.conf").write_text(conf)

    def start(self):
        if self.drop:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", self.folder], check=True)
        os.environ["PATH"] += ":/usr/sbin:/sbin"
        self.child = subprocess.Popen(
            [*self.drop, "dovecot", "-F", "-c", self.folder / "dovecot.conf"], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
        sys.exit("Dovecot does not start: " + (self.folder / "dovecot.log").read_text())

    def index(self, user):
        """The server's own index, which a real server has had for years."""
        subprocess.run([*self.drop, "doveadm", "-c", self.folder / "dovecot.conf", "index", "-u", user, "INBOX"],
                       check=True)

    def stop(self):
        subprocess.run(["kill", "-KILL", "--", f"-{self.child.pid}"])
        self.child.wait()


def ordinary(number, chance):
    """An ordinary mail of about five kilobytes: newsletters, orders, notifications, a friend."""
    now = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(minutes=chance.randrange(1, 55 * 1440))

    def text(count):
        words = [chance.choice(WORDS) for _ in range(count)]
        for at in range(0, count, 12):
            words[at] = words[at].capitalize()
            words[min(at + 11, count - 1)] += "."
        return " ".join(words)

    sender = chance.choice(["news", "orders", "kim", "no-reply", "team", "billing"])
    host = f"site{chance.randrange(400)}.example"
    head = (
        f"Received: from mx.{host} by home.example; {format_datetime(now)}\n"
        f"From: {sender.title()} <{sender}@{host}>\nTo: Sam Ferris <sam.ferris@home.example>\n"
        f"Subject: {text(6)}\nDate: {format_datetime(now)}\nMessage-ID: <n{number}@{host}>\nMIME-Version: 1.0\n")
    if chance.random() < 0.3:
        paragraphs = "\n\n".join(text(60) for _ in range(14))
        return now, f"{head}Content-Type: text/plain; charset=utf-8\n\n{paragraphs}\n"
    plain = "\n\n".join(text(40) for _ in range(4))
    rows = "\n".join(f'<tr><td style="padding:0 8px"><a href="https://{host}/r/{i}">{text(30)}</a></td></tr>'
                     for i in range(14))
    return now, (
        f'{head}List-Unsubscribe: <https://{host}/u>\nContent-Type: multipart/alternative; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n<html><body><table>\n{rows}\n</table></body></html>\n--b--\n")


def fill(server, user, ordinary_count):
    """The corpus once, among so many ordinary mails."""
    new = server.folder / "mail" / user / "Maildir" / "new"
    new.mkdir(parents=True)
    for part in ("cur", "tmp"):
        (new.parent / part).mkdir()
    chance, size = random.Random(7), 0
    corpus = sorted((ROOT / "tests/corpus").glob("*.eml"))
    for number, path in enumerate(corpus):
        shutil.copyfile(path, new / f"1.c{number}.lab")
    for number in range(ordinary_count):
        when, mail = ordinary(number, chance)
        path = new / f"2.n{number}.lab"
        path.write_text(mail)
        os.utime(path, (when.timestamp(), when.timestamp()))
        size += len(mail)
    return len(corpus) + ordinary_count, size / max(ordinary_count, 1)


def configure(server, user, folder):
    folder.mkdir()
    (folder / "password").write_text("secret\n")
    config = folder / "afterword.toml"
    config.write_text(
        '[me]\nname = "Robin Vale"\naddresses = ["robin.vale@mailbox.example"]\nzone = "Europe/London"\n'
        f'[account.lab]\nhost = "localhost"\nport = {server.port}\nca_file = "{server.folder}/tls/ca.crt"\n'
        f'user = "{user}"\npassword = {{ command = ["cat", "{folder}/password"] }}\n')
    return ["--config", config, "--state-dir", folder / "state"]


def memory(pid):
    """RSS, PSS and private dirty memory in MB, and seconds of processor time."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except PermissionError:
        sys.exit("nobody but root may look into the daemon's memory: run this as root")
    fields = dict(line.split(":", 1) for line in rollup.splitlines()[1:])
    mb = lambda name: int(fields[name].split()[0]) / 1024
    times = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return mb("Rss"), mb("Pss"), mb("Private_Dirty"), (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def idle(program, arguments, settle, watch):
    with subprocess.Popen([program, "run", *arguments], stderr=subprocess.DEVNULL) as child:
        time.sleep(settle)
        before = memory(child.pid)
        time.sleep(watch)
        after = memory(child.pid)
        child.terminate()
    return after, after[3] - before[3]


def scan(program, arguments):
    start = time.monotonic()
    subprocess.run([program, "run", "--once", *arguments], check=True, stderr=subprocess.DEVNULL)
    took = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return took, peak


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", nargs="?", default=ROOT / "target/release/afterword")
    options.add_argument("--mails", type=int, default=20_000)
    options.add_argument("--settle", type=int, default=20, help="seconds until it only waits")
    options.add_argument("--watch", type=int, default=120, help="seconds of waiting to watch")
    o = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="awf", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "s").mkdir()
    server = Server(folder / "s", ["small", "large"])
    fill(server, "small", 0)
    count, size = fill(server, "large", o.mails)
    server.start()
    try:
        (rss, pss, dirty, _), cpu = idle(o.program, configure(server, "small", folder / "a"), o.settle, o.watch)
        server.index("large")
        # Measured in a process of its own: the peak is of all children so far.
        arguments = configure(server, "large", folder / "b")
        reader, writer = os.pipe()
        if os.fork() == 0:
            took, peak = scan(o.program, arguments)
            os.write(writer, f"{took} {peak}".encode())
            os._exit(0)
        os.wait()
        took, peak = map(float, os.read(reader, 100).split())
        again, _ = scan(o.program, arguments)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"program                                {Path(o.program).stat().st_size / 2**20:8.1f} MB")
    print(f"idle, one account, IDLE over TLS   RSS {rss:8.1f} MB   PSS {pss:.1f} MB   private dirty {dirty:.1f} MB")
    print(f"processor time in {o.watch} s of waiting     {cpu * 1000:8.0f} ms")
    print(f"first scan of {count} mails ({size / 1024:.1f} KB)  {took:8.1f} s    peak RSS {peak:.1f} MB   "
          f"{count / took:.0f} mails/s")
    print(f"the visit after it                     {again:8.2f} s")


if __name__ == "__main__":
    main()

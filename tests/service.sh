#!/bin/bash
# tests/service.sh BINARY: starts afterword as a user service under a real "systemd --user" and
# shows how it does. As root; needs systemd, util-linux and a cgroup file system; touches nothing
# outside a temporary folder and its own mount and cgroup namespaces. Exit status 0: the service got
# active, its hardening was in force, a crash was restarted, a wrong configuration was not, and
# uninstalling cleaned up. Exit status 77: this machine cannot run the test.
set -euo pipefail

skip() { echo "SKIP: $*" >&2; exit 77; }
fail() { echo "FAIL: $*" >&2; exit 1; }

# --- Outside: a cgroup and private namespaces of our own ------------------------------------------
if [ -z "${STAGE:-}" ]; then
  [ $# -eq 1 ] && [ -x "$1" ] || { echo "usage: $0 BINARY" >&2; exit 2; }
  [ "$(id -u)" = 0 ] || skip "needs root"
  MANAGER=/lib/systemd/systemd
  [ -x $MANAGER ] || MANAGER=/usr/lib/systemd/systemd
  [ -x $MANAGER ] || skip "no systemd"
  CGROUPS=/sys/fs/cgroup
  [ -d $CGROUPS/unified ] && CGROUPS=$CGROUPS/unified
  CGROUP=$CGROUPS/afterword-test-$$
  mkdir "$CGROUP" 2>/dev/null || skip "cannot make a cgroup"
  HOME_DIR=$(mktemp -d /var/lib/afterword-test.XXXXXX)
  chmod 755 "$HOME_DIR"
  install -m 755 "$1" "$HOME_DIR/afterword"
  cleanup() {
    for _ in $(seq 50); do
      # Leaves first: a cgroup with children cannot be removed.
      find "$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null && break
      sleep 0.1
    done
    rm -rf "$HOME_DIR"
  }
  trap cleanup EXIT
  STATUS=0
  (
    echo $BASHPID > "$CGROUP/cgroup.procs"
    STAGE=namespaces MANAGER=$MANAGER HOME_DIR=$HOME_DIR \
      exec timeout -k 5 120 unshare --mount --cgroup --pid --fork --kill-child \
        --propagation private "$0"
  ) || STATUS=$?
  exit $STATUS
fi

# --- Inside the namespaces, still root: what a user manager expects of the system -----------------
USER_ID=65534
if [ "$STAGE" = namespaces ]; then
  mount -t proc proc /proc
  # /run must be a mount point, or the sandbox of a unit hides /run/user.
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir -p /run/systemd/{system,unit-root,propagate,incoming} /run/user /run/lock /run/credentials
  chmod 600 /run/systemd/propagate
  chmod 700 /run/credentials
  mount -t cgroup2 none /sys/fs/cgroup
  SLICE=/sys/fs/cgroup/user.slice/user-$USER_ID.slice/user@$USER_ID.service
  mkdir -p "$SLICE"
  GROUP_ID=$(id -g $USER_ID)
  chown "$USER_ID:$GROUP_ID" "$SLICE" "$SLICE"/cgroup.{procs,subtree_control,threads}
  echo $$ > "$SLICE/cgroup.procs"
  RUNTIME=/run/user/$USER_ID
  mkdir -p $RUNTIME
  mount -t tmpfs -o mode=0700,uid=$USER_ID,gid="$GROUP_ID" tmpfs $RUNTIME
  chown -R "$USER_ID:$GROUP_ID" "$HOME_DIR"
  exec setpriv --reuid=$USER_ID --regid="$GROUP_ID" --clear-groups env -i \
    STAGE=user MANAGER="$MANAGER" HOME="$HOME_DIR" USER="$(id -un $USER_ID)" LANG=C.UTF-8 \
    PATH=/usr/local/bin:/usr/bin:/bin XDG_RUNTIME_DIR=$RUNTIME \
    DBUS_SESSION_BUS_ADDRESS=unix:path=$RUNTIME/bus "$0"
fi

# --- As the user ----------------------------------------------------------------------------------
cd "$HOME"
"$MANAGER" --user --log-target=null &
for _ in $(seq 100); do
  [ -S "$XDG_RUNTIME_DIR/systemd/private" ] && break
  sleep 0.1
done
systemctl --user is-system-running --wait >/dev/null || skip "the user manager does not start"

property() { systemctl --user show afterword --property="$1" --value; }
wait_for() {  # PROPERTY VALUE SECONDS
  for _ in $(seq $(($3 * 10))); do
    [ "$(property "$1")" = "$2" ] && return
    sleep 0.1
  done
  systemctl --user status afterword --no-pager --lines=0 || true
  cat "$HOME/log" 2>/dev/null || true
  fail "$1 is \"$(property "$1")\" and not \"$2\" after $3 s"
}

mkdir -p .config/afterword .config/systemd/user/afterword.service.d
for part in cur new tmp; do mkdir -p Mail/$part Mail/.Drafts/$part Mail/.Sent/$part; done
write_config() {
  cat > .config/afterword/afterword.toml <<END
[me]
name = "Robin Vale"
addresses = ["robin.vale@mailbox.example"]
zone = "Europe/London"
[account.local]
maildir = "~/Mail"
$1
END
}
write_config ""
# There is no journal here.
printf '[Service]\nStandardError=append:%s/log\nRestartSec=1s\n' "$HOME" \
  > .config/systemd/user/afterword.service.d/test.conf

echo "== install"
./afterword service install
systemctl --user enable --now afterword
wait_for ActiveState active 30
echo "== active, status: $(property StatusText)"
[ "$(property Type)" = notify ] || fail "not a notify service"
[ -d .local/state/afterword ] || fail "no state folder"

PID=$(property MainPID)
grep -q '^NoNewPrivs:[[:space:]]*1' /proc/"$PID"/status || fail "new privileges are allowed"
grep -q '^Seccomp:[[:space:]]*2' /proc/"$PID"/status || fail "no system call filter"
if [ -f .config/systemd/user/afterword.service.d/hardening.conf ]; then
  [ "$(property ProtectSystem)" = strict ] || fail "hardening.conf is not in force"
  grep -q '^CapBnd:[[:space:]]*0*$' /proc/"$PID"/status || fail "capabilities are left"
  mounted() { awk -v at="$HOME/$1" '$5 == at { print substr($6, 1, 2) }' /proc/"$PID"/mountinfo; }
  [ "$(mounted Mail)" = rw ] || fail "the Maildir is not writable"
  [ "$(mounted .local/state/afterword)" = rw ] || fail "the state folder is not writable"
  echo "== hardened with user namespaces"
else
  echo "== no user namespaces here: hardening.conf was left out"
fi

echo "== a crash is restarted"
kill -9 "$PID"
wait_for NRestarts 1 10
wait_for ActiveState active 30

echo "== a wrong configuration is told and not tried again"
write_config "colour = \"red\""
systemctl --user restart afterword 2>/dev/null || true
wait_for ActiveState failed 10
[ "$(property ExecMainStatus)" = 78 ] || fail "exit status $(property ExecMainStatus), not 78"
grep -q 'colour' log || fail "the log does not name the wrong key"
write_config ""
systemctl --user restart afterword
wait_for ActiveState active 30

echo "== stop and uninstall"
START=$(date +%s%N)
systemctl --user stop afterword
echo "== stopped in $((($(date +%s%N) - START) / 1000000)) ms"
[ "$(property Result)" = success ] || fail "stopping ended with $(property Result)"
./afterword service uninstall
[ ! -e .config/systemd/user/afterword.service ] || fail "the unit is still there"
[ -e .config/systemd/user/afterword.service.d/test.conf ] || fail "the user's own drop-in is gone"
echo "== log"
cat log || true
systemctl --user exit || true
echo "PASS"

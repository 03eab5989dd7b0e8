# Runs one command in a session of its own and outlives whoever started it: when stdin closes, for
# whatever reason, the whole process group of the command is ended (TERM, then KILL).
# On stdout: "started <pid>" and, when the command itself ends, "exited <code>".
# Arguments: <grace in tenths of a second> <stay|end> <log file> <command> [<argument>...]
grace=$1 orphans=$2 log=$3
shift 3
# Caught, not ignored: an ignored signal would stay ignored in the command.
trap : INT HUP TERM PIPE
exec 3<&0 2>>"$log"
if command -v setsid >/dev/null 2>&1; then
  setsid "$@" </dev/null >>"$log" 2>&1 3<&- &
else
  set -m
  "$@" </dev/null >>"$log" 2>&1 3<&- &
  set +m
fi
child=$!
echo "started $child"

# Whether any process of the group lives. Zombies do not count: in a container nobody may ever
# collect them.
alive() {
  kill -s 0 -- "-$child" 2>/dev/null || kill -s 0 -- "$child" 2>/dev/null || return 1
  [ -r /proc/self/stat ] || return 0
  for stat in /proc/[0-9]*/stat; do
    { read -r line <"$stat"; } 2>/dev/null || continue
    # After the name in parentheses: state, parent, group.
    set -- ${line##*) }
    if [ "$3" = "$child" ] && [ "$1" != Z ]; then
      return 0
    fi
  done
  return 1
}

end_group() {
  kill -s TERM -- "-$child" 2>/dev/null || kill -s TERM -- "$child" 2>/dev/null
  # A stopped process sees TERM only once it goes on.
  kill -s CONT -- "-$child" 2>/dev/null
  left=$grace
  while [ "$left" -gt 0 ] && alive; do
    sleep 0.1
    left=$((left - 1))
  done
  kill -s KILL -- "-$child" 2>/dev/null
  kill -s KILL -- "$child" 2>/dev/null
}

(
  exec >/dev/null
  while read -r line; do :; done <&3
  end_group
) &
watcher=$!

# A caught signal ends "wait" early: go on as long as the command lives.
while :; do
  wait "$child"
  code=$?
  kill -s 0 -- "$child" 2>/dev/null || break
done
echo "exited $code"
if [ "$orphans" = end ]; then
  end_group
fi
while kill -s 0 -- "$watcher" 2>/dev/null; do
  wait "$watcher"
done

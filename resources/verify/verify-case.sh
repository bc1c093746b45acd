#!/bin/sh
# Verifies the audit log of a Sabut case without Sabut. Needs a POSIX shell, awk, the usual small
# tools (split, cut, cmp, xargs ...), sha256sum (or shasum) and openssl 3. Reads the case, writes nothing to it.
#
#   sh verify-case.sh CASE_DIRECTORY [--head HEX]
#
# HEX is the audit head printed on a report. One line for each check: OK, NOTE or FAULT.
# Exit: 0 no fault; 1 at least one fault; 2 the check could not be done.
# docs/verify.md explains what each check proves, and what it does not.

set -u
LC_ALL=C
export LC_ALL

zeros=0000000000000000000000000000000000000000000000000000000000000000
records_at_once=20000
shown_at_most=20
faults=0

ok() { printf 'OK     %s\n' "$1"; }
note() { printf 'NOTE   %s\n' "$1"; }
fault() {
  printf 'FAULT  %s\n' "$1"
  faults=$((faults + 1))
}
stop() {
  printf 'verify-case.sh: %s\n' "$1" >&2
  exit 2
}
usage() { stop 'usage: sh verify-case.sh CASE_DIRECTORY [--head HEX]'; }

# --- what was asked for -------------------------------------------------------------------------------

case_directory=
printed_head=
while [ $# -gt 0 ]; do
  case $1 in
    --head)
      [ $# -ge 2 ] || usage
      printed_head=$(printf '%s' "$2" | tr -d ' ' | tr 'ABCDEF' 'abcdef')
      case $printed_head in *[!0-9a-f]* | '') stop 'the head must be hexadecimal digits' ;; esac
      [ ${#printed_head} -eq 64 ] || stop 'the head must have 64 hexadecimal digits'
      shift 2
      ;;
    -*) usage ;;
    *)
      [ -z "$case_directory" ] || usage
      case_directory=$1
      shift
      ;;
  esac
done
[ -n "$case_directory" ] || usage
case_directory=$(CDPATH='' cd -- "$case_directory" 2>/dev/null && pwd) || stop 'there is no such case directory'
log=$case_directory/audit.ndjson

for tool in awk cmp cut head mktemp openssl sed split tail tr wc xargs; do
  command -v "$tool" >/dev/null 2>&1 || stop "$tool is needed and was not found"
done
if command -v sha256sum >/dev/null 2>&1; then
  sha256=sha256sum
elif command -v shasum >/dev/null 2>&1; then
  sha256='shasum -a 256'
else
  stop 'sha256sum or shasum is needed and was not found'
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/verify-case.XXXXXX") || stop 'no temporary directory could be made'
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# --- small parts --------------------------------------------------------------------------------------

# Prints the SHA-256 of every file in a directory, in the order of their names.
hash_files() {
  # shellcheck disable=SC2086 # the command may be two words
  (cd "$1" && ls | xargs $sha256 | cut -d ' ' -f 1)
}

# Runs "$3 FILE" for the pieces of the file $1 that "split $2" makes, one directory of pieces at a time.
each_piece() {
  rm -rf "$work/pieces"
  mkdir "$work/pieces"
  # shellcheck disable=SC2086 # the option and its value are two words
  (cd "$work/pieces" && split -a 5 $2 "$1" p)
  for piece in "$work/pieces"/*; do
    [ -e "$piece" ] || continue
    rm -rf "$work/records"
    mkdir "$work/records"
    "$3" "$piece"
  done
  rm -rf "$work/pieces" "$work/records"
}

# SHA-256 of each line, newline included.
hash_lines() {
  (cd "$work/records" && split -a 5 -l 1 "$1" r)
  hash_files "$work/records"
}

# RFC 6962 leaf hash of each line: SHA-256(0x00 || line without newline).
hash_leaves() {
  number=10000000
  while IFS= read -r line; do
    number=$((number + 1))
    printf '\000%s' "$line" >"$work/records/$number"
  done <"$1"
  hash_files "$work/records"
}

# SHA-256 of each record of 65 bytes.
hash_nodes() {
  (cd "$work/records" && split -a 5 -b 65 "$1" r)
  hash_files "$work/records"
}

# Reads lines of hexadecimal digits and writes the bytes they stand for, one after the other. awk makes
# printf commands with octal escapes, as no tool that POSIX knows turns hexadecimal into bytes.
bytes_of_hex() {
  awk '
    function digit(place) { return index("0123456789abcdef", substr($0, place, 1)) - 1 }
    {
      command = "printf \047"
      for (place = 1; place < length($0); place += 2) command = command sprintf("\\%03o", 16 * digit(place) + digit(place + 1))
      print command "\047"
    }' | sh
}

# Prints line $2 of file $1.
line_of() { awk -v wanted="$2" 'NR == wanted { print; exit }' "$1"; }

# --- the lines ----------------------------------------------------------------------------------------

if [ ! -f "$log" ]; then
  fault 'audit.ndjson is missing'
  : >"$work/log"
  entries=0
else
  entries=$(wc -l <"$log" | tr -d ' ')
  head -n "$entries" "$log" >"$work/log"
  cmp -s "$log" "$work/log" || fault "line $((entries + 1)) of audit.ndjson does not end in a newline"
fi

each_piece "$work/log" "-l $records_at_once" hash_lines >"$work/hashes"
[ "$(wc -l <"$work/hashes" | tr -d ' ')" -eq "$entries" ] || stop 'the lines could not be hashed (is the temporary directory full?)'

# The canonical order of members puts prev, sequence and time at the end of every line, so that the end
# can be taken apart by length whatever the details before it hold.
awk -v zeros="$zeros" '
  NR == FNR { hash[NR] = $0; next }
  {
    number = FNR
    line = $0
    due = number == 1 ? zeros : hash[number - 1]
    time = substr(line, length(line) - 34)
    line = substr(line, 1, length(line) - 35)
    if (time !~ /^,"time":"[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\.[0-9][0-9][0-9]Z"}$/) { print "line " number " does not end as an audit entry"; next }
    if (!match(line, /,"sequence":[1-9][0-9]*$/)) { print "line " number " has no sequence number"; next }
    sequence = substr(line, RSTART + 12)
    line = substr(line, 1, RSTART - 1)
    prev = substr(line, length(line) - 73)
    if (substr(prev, 1, 9) != ",\"prev\":\"" || substr(prev, 74) != "\"") { print "line " number " has no prev"; next }
    prev = substr(prev, 10, 64)
    if (sequence != number "") print "line " number " has sequence number " sequence
    if (prev != due) print "line " number " does not follow the line before it: that one has SHA-256 " due ", this one names " prev
  }' "$work/hashes" "$work/log" >"$work/broken"
broken=$(wc -l <"$work/broken" | tr -d ' ')
if [ "$broken" -eq 0 ]; then
  ok "chain: each of $entries lines names the SHA-256 of the line before it"
else
  head -n "$shown_at_most" "$work/broken" >"$work/shown"
  while IFS= read -r message; do fault "$message"; done <"$work/shown"
  [ "$broken" -le "$shown_at_most" ] || fault "$((broken - shown_at_most)) more broken places are not listed"
fi

log_head=$zeros
[ "$entries" -eq 0 ] || log_head=$(tail -n 1 "$work/hashes")

# --- the tree -----------------------------------------------------------------------------------------

# Level 0 holds the leaf hashes; level N the roots of all whole subtrees of 2^N leaves.
make_tree() {
  each_piece "$work/log" "-l $records_at_once" hash_leaves >"$work/level.0"
  level=0
  while [ "$(wc -l <"$work/level.$level" | tr -d ' ')" -ge 2 ]; do
    awk 'NR % 2 == 1 { left = $0 } NR % 2 == 0 { print "01" left $0 }' "$work/level.$level" | bytes_of_hex >"$work/nodes"
    level=$((level + 1))
    each_piece "$work/nodes" "-b $((65 * records_at_once))" hash_nodes >"$work/level.$level"
  done
}

# Root over the first $1 lines, hexadecimal: the whole subtrees that make up $1, hashed from the right.
root_at() {
  if [ "$1" -eq 0 ]; then
    printf '' | $sha256 | cut -d ' ' -f 1
    return
  fi
  awk -v size="$1" 'BEGIN {
    count = 0
    for (level = 0; size > 0; level++) {
      if (size % 2 == 1) print level, size
      size = int(size / 2)
    }
  }' >"$work/peaks"
  root=
  while read -r level position; do
    peak=$(line_of "$work/level.$level" "$position")
    if [ -z "$root" ]; then
      root=$peak
    else
      root=$(printf '01%s%s\n' "$peak" "$root" | bytes_of_hex | $sha256 | cut -d ' ' -f 1)
    fi
  done <"$work/peaks"
  printf '%s\n' "$root"
}

# --- the checkpoints ----------------------------------------------------------------------------------

# Prints the key under which the signature of checkpoint $1 holds.
signing_key_of() {
  for key in "$case_directory"/keys/*.pem; do
    [ -f "$key" ] || continue
    if openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$1.txt" -sigfile "$1.sig" >/dev/null 2>&1; then
      printf '%s\n' "$key"
      return
    fi
  done
}

check_checkpoint() {
  path=$1
  name=${path##*/}
  before=$faults
  if [ ! -f "$path.txt" ] || [ ! -f "$path.sig" ]; then
    fault "checkpoint $name lacks its .txt or .sig file"
    return
  fi
  key=$(signing_key_of "$path")
  if [ -z "$key" ]; then
    fault "checkpoint $name is not signed by a key in the case's keys folder"
    return
  fi

  # The note is the text, an empty line, and a signature line: key name, and in base64 the key id and the
  # signature. The key id begins SHA-256(name || newline || 0x01 || the key's 32 bytes).
  key_name=$(tail -n 1 "$path.note" | cut -d ' ' -f 2)
  { printf '%s\n\001' "$key_name"; openssl pkey -pubin -in "$key" -outform DER | tail -c 32; } |
    openssl dgst -sha256 -binary | head -c 4 | cat - "$path.sig" >"$work/signature"
  { cat "$path.txt"; printf '\n\342\200\224 %s %s\n' "$key_name" "$(openssl base64 -A -in "$work/signature")"; } >"$work/note"
  cmp -s "$work/note" "$path.note" || fault "checkpoint $name has a .note file that differs from its .txt and .sig"

  { read -r origin && read -r size && read -r signed_root && read -r signed_head; } <"$path.txt"
  case $size in '' | *[!0-9]* | 0?* | ?????????????*) size= ;; esac
  if [ -z "$size" ] || [ "$name" != "$(printf '%012d' "$size")" ]; then
    fault "checkpoint $name does not hold a checkpoint of the size in its name"
    return
  fi
  [ -n "$case_origin" ] || case_origin=$origin
  [ "$origin" = "$case_origin" ] || fault "checkpoint $name belongs to another case ($origin)"
  if [ "$size" -gt "$entries" ]; then
    fault "checkpoint $name signs $size entries, but the log has only $entries: its end was cut off"
    return
  fi
  size_head=$zeros
  [ "$size" -eq 0 ] || size_head=$(line_of "$work/hashes" "$size")
  [ "$signed_head" = "head $size_head" ] || fault "line $size is not the one that checkpoint $name signs"
  root=$(root_at "$size" | bytes_of_hex | openssl base64 -A)
  [ "$signed_root" = "$root" ] || fault "the first $size lines are not those that checkpoint $name signs"
  if [ "$faults" -eq "$before" ]; then
    ok "checkpoint $name: signature (${key##*/}), head and Merkle root over $size lines"
    [ "$size" -le "$signed_entries" ] || signed_entries=$size
  fi
}

signed_entries=0
case_origin=
checkpoints=0
for file in "$case_directory"/checkpoints/*.note; do
  [ -f "$file" ] || continue
  [ "$checkpoints" -gt 0 ] || make_tree
  checkpoints=$((checkpoints + 1))
  check_checkpoint "${file%.note}"
done
for file in "$case_directory"/checkpoints/*.txt "$case_directory"/checkpoints/*.sig; do
  [ -f "$file" ] || continue
  [ -f "${file%.*}.note" ] || note "checkpoint file ${file##*/} has no .note: its writing was interrupted, or the .note was removed"
done
if [ "$checkpoints" -eq 0 ]; then
  note 'there is no signed checkpoint: the last line of the log is protected by nothing'
elif [ "$signed_entries" -lt "$entries" ]; then
  note "lines $((signed_entries + 1)) to $entries come after the last checkpoint that holds and are not signed"
fi

for key in "$case_directory"/keys/*.pem; do
  [ -f "$key" ] || continue
  fingerprint=$(openssl pkey -pubin -in "$key" -outform DER 2>/dev/null | $sha256 | cut -c 1-16 | sed 's/..../& /g; s/ $//')
  note "key ${key##*/} has fingerprint $fingerprint: compare it with the printed one"
done

# --- the printed head ---------------------------------------------------------------------------------

if [ -n "$printed_head" ]; then
  place=$(awk -v wanted="$printed_head" '$0 == wanted { print NR; exit }' "$work/hashes")
  if [ -n "$place" ]; then
    ok "printed head: it is that of line $place of $entries, so lines 1 to $place are those of the day it was printed"
  elif [ "$printed_head" = "$zeros" ]; then
    note 'the printed head is that of an empty log and proves nothing'
  else
    fault 'printed head: no line of the log has it, so the log was cut off before that line, or rewritten'
  fi
else
  note 'no printed head was given (--head): a log that was cut back with its checkpoints, replaced by an older copy, or rewritten by the holder of the private key would not be noticed'
fi

printf 'HEAD   %s entries, %s\n' "$entries" "$log_head"
if [ "$faults" -eq 0 ]; then
  printf 'RESULT no fault found\n'
else
  printf 'RESULT %s faults found\n' "$faults"
  exit 1
fi

#!/bin/sh
# Copy the database into a folder, while the service runs: a file, its checksum, and the oldest go.
#
#   backup.sh FOLDER [how many to keep, 14]
#
# Reads the settings that `ikm` reads (IKM_DATABASE_URL). Copies hold what people wrote: keep them as the database is
# kept, and encrypted where they leave the machine, for example
#   age --recipient age1... --output "$file.age" "$file" && shred --remove "$file"
# The secret (var/secret, or IKM_SECRET) is not in them and has to be kept apart: without it nobody's receipt, draft
# or earlier answer is recognised any more. To restore: restore.sh.
set -eu

folder=${1:?usage: backup.sh FOLDER [KEEP]}
keep=${2:-14}
case $keep in '' | *[!0-9]* | 0) echo "backup.sh: KEEP must be a number, 1 or more" >&2; exit 2 ;; esac

umask 077
mkdir -p "$folder"
file=$folder/ikm-$(date -u +%Y%m%dT%H%M%SZ).backup

ikm db backup "$file"
(cd "$folder" && sha256sum "${file##*/}" >"${file##*/}.sha256")

# Names sort as their dates do. Only what this script made is looked at, and only after a good copy.
find "$folder" -maxdepth 1 -type f -name 'ikm-*Z.backup' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
    rm -f "$old" "$old.sha256"
done
echo "$file"

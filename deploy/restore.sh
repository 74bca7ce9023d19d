#!/bin/sh
# Bring a backup back, where there is no database or an empty one, and check it.
#
#   restore.sh FILE
#
# Reads the settings that `ikm` reads: IKM_DATABASE_URL names the database to be filled. Stop the service first. The
# secret has to be brought back apart (docs/runbook.md, "The secret is lost").
set -eu

file=${1:?usage: restore.sh FILE}
if [ -f "$file.sha256" ]; then
    (cd "$(dirname "$file")" && sha256sum --check --quiet "$(basename "$file").sha256")
else
    echo "restore.sh: no checksum beside $file; going on without" >&2
fi

ikm db restore "$file"
ikm db check

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What would it cost if the first person cost more an hour? One scenario is registered, each variant is a small patch.
#
#   Examples/pipe.sh [SCENARIO] [COST...]
#
# MUSTER names the program; by default the one on the PATH.
set -eu

muster=${MUSTER:-muster}
scenario=${1:-Scenarios/erp-rollout.json}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 80 100 120

answers=$(
  {
    # A request is one line: the scenario's own line breaks have to go; JSON has none inside its texts.
    printf '{"register": "base", "scenario": %s}\n' "$(tr '\n' ' ' <"$scenario")"
    printf '{"id": "as it is", "base": "base"}\n'
    for cost; do
      patch='[{"op": "add", "path": "/staff/0/costPerHour", "value": '$cost'}]'
      printf '{"id": "at %s", "base": "base", "patch": %s}\n' "$cost" "$patch"
    done
  } | "$muster" stream
)

# One line each: the id, and the value of the plan or what is wrong.
printf '%s\n' "$answers" | sed -n \
  -e 's/^{"id":"\([^"]*\)","plan":.*"objective":{"value":\([0-9.]*\).*/\1: \2/p' \
  -e 's/^{"id":\([^,]*\),"error":.*"detail":"\(\([^"\\]\|\\.\)*\)".*/\1: error: \2/p'

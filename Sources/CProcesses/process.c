/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "include/CProcesses.h"

#ifdef __linux__
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>

void cprocesses_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
void cprocesses_share_one_heap(void) {
#ifdef M_ARENA_MAX
  mallopt(M_ARENA_MAX, 1);
#endif
}
#else
void cprocesses_die_with_parent(void) {}
void cprocesses_share_one_heap(void) {}
#endif

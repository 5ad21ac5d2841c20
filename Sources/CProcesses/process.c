/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "include/CProcesses.h"

#ifdef __linux__
#include <signal.h>
#include <sys/prctl.h>

void cprocesses_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
#else
void cprocesses_die_with_parent(void) {}
#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "include/CGLPK.h"

#ifdef __linux__
#include <signal.h>
#include <sys/prctl.h>

/* prctl takes a varying number of arguments, which Swift cannot call. */
void cglpk_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
#else
void cglpk_die_with_parent(void) {}
#endif

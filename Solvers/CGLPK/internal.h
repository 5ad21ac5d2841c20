/* SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef CGLPK_INTERNAL_H
#define CGLPK_INTERNAL_H

#include "CGLPK.h"
#include "entry_points.h"

struct cglpk_session {
  const cglpk_library *library;
  struct glp_prob *problem;
  unsigned long thread; /* the token of the thread it belongs to */
  unsigned long epoch;  /* the number of faults that thread had seen when the session was made */
  ptrdiff_t rows, columns, integers;
  int memory_mb;
  int scaled;      /* scaling was considered */
  int has_scaling; /* and some factor is not 1 */
  int integer_answer; /* the last answer came from branch and cut */
};

/* Runs `work` so that a fatal error of GLPK comes back as a status. The work owns nothing that a jump out of it would
   lose: its memory hangs on `context`, which the caller frees. */
cglpk_status cglpk_guarded(const cglpk_library *library, int memory_mb, void (*work)(void *), void *context,
                           cglpk_error *error);
/* CGLPK_OK where the session may be used on this thread. */
cglpk_status cglpk_usable(const cglpk_session *session, cglpk_error *error);
/* Binds a new session to this thread. */
void cglpk_adopt(cglpk_session *session);
/* One session less on this thread; with the last, GLPK's environment of the thread is freed. */
void cglpk_release(const cglpk_library *library);

void cglpk_clear(cglpk_error *error);
cglpk_status cglpk_fail(cglpk_error *error, cglpk_status status, const char *message);
cglpk_status cglpk_invalid(cglpk_error *error, cglpk_problem problem, ptrdiff_t major, ptrdiff_t minor);

#endif

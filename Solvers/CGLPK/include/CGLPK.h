/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GLPK behind coarse calls on flat arrays.

   The library is loaded at run time. Every call that reaches it runs under a guard: where GLPK would end the process
   (it calls abort() on bad input, on failed assertions and at its memory limit), the call comes back with a status and
   the text that GLPK would have printed. After such a fault GLPK's environment of that thread is freed, and with it
   every session of that thread: they are "dead" and every call on them says so.

   A session belongs to the thread that made it; a call from another thread is refused. Indices count from 0. Infinite
   bounds are +-INFINITY. Numbers are checked here, before GLPK sees them. */

#ifndef CGLPK_H
#define CGLPK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cglpk_library cglpk_library;
typedef struct cglpk_session cglpk_session;

typedef enum cglpk_status {
  CGLPK_OK = 0,
  CGLPK_LIBRARY_MISSING = 1,     /* no such library, or it lacks an entry point */
  CGLPK_LIBRARY_UNSUPPORTED = 2, /* a version that is not known */
  CGLPK_INVALID = 3,             /* the arguments are unsound; see `problem` */
  CGLPK_FAULT = 4,               /* GLPK gave up with a fatal error */
  CGLPK_MEMORY = 5,              /* the memory limit was passed, or malloc failed */
  CGLPK_DEAD = 6,                /* the session was lost to an earlier fault */
  CGLPK_WRONG_THREAD = 7         /* the session belongs to another thread */
} cglpk_status;

typedef enum cglpk_problem {
  CGLPK_PROBLEM_NONE = 0,
  CGLPK_PROBLEM_SHAPE = 1,
  CGLPK_PROBLEM_OFFSET = 2,
  CGLPK_PROBLEM_COST = 3,
  CGLPK_PROBLEM_COLUMN_BOUNDS = 4,
  CGLPK_PROBLEM_ROW_BOUNDS = 5,
  CGLPK_PROBLEM_ENTRY_INDEX = 6,
  CGLPK_PROBLEM_DUPLICATE = 7,
  CGLPK_PROBLEM_COEFFICIENT = 8,
  CGLPK_PROBLEM_INTEGER = 9,
  CGLPK_PROBLEM_BASIS = 10
} cglpk_problem;

/* What went wrong. `major` is the column (or row) that was being read, `minor` the index of its entry. */
typedef struct cglpk_error {
  cglpk_problem problem;
  ptrdiff_t major;
  ptrdiff_t minor;
  char message[512];
} cglpk_error;

typedef struct cglpk_model {
  ptrdiff_t columns;
  ptrdiff_t rows;
  double offset;
  const double *cost;
  const double *column_lower;
  const double *column_upper;
  const double *row_lower;
  const double *row_upper;
  const ptrdiff_t *start; /* columns + 1 */
  const int32_t *entry_row;
  const double *entry_value;
  ptrdiff_t integers;
  const ptrdiff_t *integer_columns; /* ascending */
} cglpk_model;

typedef enum cglpk_method {
  CGLPK_PRIMAL = 1,
  CGLPK_DUAL_THEN_PRIMAL = 2,
  CGLPK_DUAL = 3
} cglpk_method;

typedef struct cglpk_options {
  cglpk_method method;
  int32_t steepest_edge; /* else Dantzig's rule */
  int32_t presolve;
  int32_t scale;
  double seconds;       /* negative: without limit */
  ptrdiff_t iterations; /* negative: without limit */
  int32_t memory_mb;    /* 0: without limit */
  double mip_gap;
  const double *start; /* values of the columns of a feasible integer point, or NULL */
} cglpk_options;

typedef enum cglpk_termination {
  CGLPK_OPTIMAL = 0,
  CGLPK_INFEASIBLE = 1,
  CGLPK_UNBOUNDED = 2,
  CGLPK_INFEASIBLE_OR_UNBOUNDED = 3,
  CGLPK_LIMIT_TIME = 4,
  CGLPK_LIMIT_WORK = 5,
  CGLPK_TROUBLE = 6
} cglpk_termination;

typedef struct cglpk_result {
  cglpk_termination termination;
  int32_t has_primal;
  int32_t has_dual;
  int32_t has_bound;
  int32_t has_basis;
  int32_t attempts; /* 1 unless numerical trouble was overcome */
  ptrdiff_t iterations;
  double objective;
  double bound;
} cglpk_result;

/* Loads the library: `path`, or the usual names where it is NULL. The library stays loaded for the life of the process,
   because GLPK keeps an environment for each thread in it; cglpk_close frees the table of entry points alone. */
cglpk_status cglpk_open(const char *path, cglpk_library **library, cglpk_error *error);
void cglpk_close(cglpk_library *library);
const char *cglpk_version(const cglpk_library *library);

/* Makes a session from a model, bound to the calling thread. */
cglpk_status cglpk_create(const cglpk_library *library, const cglpk_model *model, int32_t memory_mb,
                          cglpk_session **session, cglpk_error *error);
/* Frees a session. On another thread than its own the memory of GLPK is left alone, and leaks: freeing it there would
   corrupt the heap. */
void cglpk_destroy(cglpk_session *session);

cglpk_status cglpk_set_column_bounds(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *columns,
                                     const double *lower, const double *upper, cglpk_error *error);
cglpk_status cglpk_set_row_bounds(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *rows, const double *lower,
                                  const double *upper, cglpk_error *error);
cglpk_status cglpk_set_costs(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *columns, const double *costs,
                             cglpk_error *error);
/* New columns are non-basic: the basis stays one. */
cglpk_status cglpk_add_columns(cglpk_session *session, ptrdiff_t count, const double *costs, const double *lower,
                               const double *upper, const ptrdiff_t *start, const int32_t *rows, const double *values,
                               cglpk_error *error);

/* Statuses: 0 basic, 1 at lower, 2 at upper, 3 free, 4 fixed. */
cglpk_status cglpk_set_basis(cglpk_session *session, const int8_t *columns, const int8_t *rows, cglpk_error *error);
cglpk_status cglpk_get_basis(cglpk_session *session, int8_t *columns, int8_t *rows, cglpk_error *error);

/* Solves from the present basis (with presolve: from scratch). */
cglpk_status cglpk_solve(cglpk_session *session, const cglpk_options *options, cglpk_result *result,
                         cglpk_error *error);
/* The values of the last solve; any pointer may be NULL. */
cglpk_status cglpk_get_solution(cglpk_session *session, double *primal, double *dual, double *reduced,
                                cglpk_error *error);

/* For tests: hands GLPK an index out of range, unchecked, so that it aborts. */
cglpk_status cglpk_provoke_fault(cglpk_session *session, cglpk_error *error);

#ifdef __cplusplus
}
#endif

#endif
